import DomainKit

/// A message while it is being read: one statement, or one page of it.
struct MT940Message {
  var line: Int
  /// Field 20: the bank's name of the message, or the same word in every one.
  var reference: String
  var account: String?
  var isIBAN = false
  /// Field 28C: `5/1` is the first page of the fifth statement.
  var number: String?
  /// Set by the fields that only MT942 has.
  var isInterim = false
  var created: CalendarDate?
  var currency: Currency?
  var opening: MT940Balance?
  var closing: MT940Balance?
  var statedCredits: MT940Sum?
  var statedDebits: MT940Sum?
  var isAnnounced = false
  /// Something of it is refused already: nothing can be concluded from the rest.
  var isBroken = false
  private var credits = Turnover()
  private var debits = Turnover()
  private var counts: [BankDirection: Int] = [:]

  init(line: Int, reference: String) {
    self.line = line
    self.reference = reference
  }

  var format: String { isInterim ? "mt942" : "mt940" }

  mutating func add(_ entry: StatedEntry) {
    counts[entry.direction, default: 0] += 1
    // Beyond the limit the file is refused for it.
    switch entry.direction {
    case .credit: _ = credits.add(entry.amount)
    case .debit: _ = debits.add(entry.amount)
    }
  }

  /// What is missing for entries to be read; nil when nothing is.
  var missingBeforeEntries: String? {
    if account == nil || account == "" {
      return "the statement has no account: expected :25: in it"
    }
    if isInterim {
      return currency == nil ? "the report has no currency: expected :34F: with one" : nil
    }
    return opening == nil ? "the statement has no opening balance: expected :60F: in it" : nil
  }

  /// The statement's name is put together: the reference is `STARTUMS` at some banks, the number
  /// begins anew each year, and several statements of a day differ in what they begin with.
  var statement: BankStatement {
    let opened = opening.map { "\($0.date?.description ?? "")/\($0.amount.decimal)" }
    let parts = [reference, number, opened ?? created?.description]
    return BankStatement(
      kind: isInterim ? .interimReport : .statement,
      format: format,
      id: parts.compactMap { $0 }.joined(separator: " "),
      account: BankAccount(number: account ?? "", isIBAN: isIBAN, currency: currency),
      created: created,
      balances: [
        opening.map { BankBalance(kind: .opening, amount: $0.amount, date: $0.date) },
        closing.map { BankBalance(kind: .closing, amount: $0.amount, date: $0.date) },
      ].compactMap { $0 }
    )
  }

  /// Where the sums at the end of MT942 are not those of its entries.
  var controlFaults: [FieldFault] {
    guard !isBroken else { return [] }
    return [
      statedCredits.flatMap { fault($0, ":90C:", counts[.credit] ?? 0, credits) },
      statedDebits.flatMap { fault($0, ":90D:", counts[.debit] ?? 0, debits) },
    ].compactMap { $0 }
  }

  private func fault(
    _ stated: MT940Sum,
    _ tag: String,
    _ count: Int,
    _ turnover: Turnover
  ) -> FieldFault? {
    let sum = turnover.sum(stated.amount.currency)
    guard stated.count != count || stated.amount != sum else { return nil }
    return FieldFault(
      .controlMismatch,
      tag,
      "\(stated.count) entries of \(stated.amount) are stated, \(count) of \(sum) are there"
    )
  }
}

/// Field 25: an IBAN, or a bank's code and its own number, at some banks with the currency behind.
struct MT940Account {
  let number: String
  let isIBAN: Bool

  init(_ text: String) {
    var words = text.split(separator: " ")
    if words.count > 1, let last = words.last, Currency(String(last)) != nil { words.removeLast() }
    number = words.joined().asAccountNumber
    isIBAN = BankAccount.looksLikeIBAN(number)
  }
}

extension BankAccount {
  /// Two letters, two digits, and 11 to 30 letters and digits (ISO 13616); check digits are not
  /// tested here.
  static func looksLikeIBAN(_ number: String) -> Bool {
    let bytes = Array(number.utf8)
    return (15...34).contains(bytes.count) && bytes[..<2].allSatisfy { (0x41...0x5A).contains($0) }
      && bytes[2..<4].allSatisfy { FieldValue.isDigit($0) }
      && bytes[4...].allSatisfy { FieldValue.isDigit($0) || (0x41...0x5A).contains($0) }
  }
}

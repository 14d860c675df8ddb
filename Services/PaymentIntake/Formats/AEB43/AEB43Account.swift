import DomainKit

/// An account (record 11) while its movements are being read.
struct AEB43Account {
  let line: Int
  let number: String
  let currency: Currency
  let start: CalendarDate
  let end: CalendarDate
  let opening: Money
  /// Something of it is refused already: nothing can be concluded from its end.
  var isBroken = false
  private var credits = Turnover()
  private var debits = Turnover()
  private var counts: [BankDirection: Int] = [:]

  init(_ record: FixedLine) throws(FieldFault) {
    line = record.number
    number = record.raw(3...20)
    guard FieldValue.isDigits(number), number.utf8.count == 18 else {
      throw FieldFault(.invalidField, "account", "'\(number)' is no account: expected 18 digits")
    }
    start = try FieldValue.shortDate(record.raw(21...26), of: "start")
    end = try FieldValue.shortDate(record.raw(27...32), of: "end")
    currency = try AEB43Value.currency(record.raw(48...50))
    let amount = try AEB43Value.amount(record.raw(34...47), currency, "opening balance")
    let sign = try AEB43Value.direction(record.raw(33...33), "sign")
    opening = sign == .debit ? -amount : amount
  }

  mutating func add(_ entry: StatedEntry) {
    counts[entry.direction, default: 0] += 1
    // Beyond the limit the file is refused for it.
    switch entry.direction {
    case .credit: _ = credits.add(entry.amount)
    case .debit: _ = debits.add(entry.amount)
    }
  }

  /// AEB43 has no name for a statement: its period and opening balance are one.
  func statement(closing: Money?) -> BankStatement {
    BankStatement(
      kind: .statement,
      format: AEB43Reader.name,
      id: "\(start)-\(end) \(opening.decimal)",
      account: BankAccount(number: number, isIBAN: false, currency: currency),
      created: end,
      balances: [
        BankBalance(kind: .opening, amount: opening, date: start),
        closing.map { BankBalance(kind: .closing, amount: $0, date: end) },
      ].compactMap { $0 }
    )
  }

  /// The closing balance that the end of the account (record 33) states.
  func closing(_ record: FixedLine) throws(FieldFault) -> Money {
    guard record.raw(3...20) == number else {
      throw FieldFault(
        .controlMismatch,
        "account",
        "'\(record.raw(3...20))' is another account than the one before it, \(number)"
      )
    }
    let amount = try AEB43Value.amount(record.raw(60...73), currency, "closing balance")
    let sign = try AEB43Value.direction(record.raw(59...59), "sign")
    return sign == .debit ? -amount : amount
  }

  /// What the end of the account counts otherwise; nil when nothing.
  func fault(_ record: FixedLine) throws(FieldFault) -> String? {
    guard !isBroken else { return nil }
    let sides: [(BankDirection, String, String, Turnover)] = [
      (.debit, record.raw(21...25), record.raw(26...39), debits),
      (.credit, record.raw(40...44), record.raw(45...58), credits),
    ]
    for (direction, count, digits, turnover) in sides {
      let stated = try AEB43Value.amount(digits, currency, "\(direction) total")
      let found = counts[direction] ?? 0
      guard FieldValue.count(count) == found, stated == turnover.sum(currency) else {
        return "'\(count)' entries of \(stated) are stated as \(direction), \(found) of"
          + " \(turnover.sum(currency)) are there"
      }
    }
    return nil
  }
}

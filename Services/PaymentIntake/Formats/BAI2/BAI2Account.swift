import DomainKit

/// What a group (02) says for its accounts.
struct BAI2Group {
  var originator: String
  var asOf: CalendarDate
  var time: String
  var currency: String
  /// During the day, or of the day before but not final.
  var isInterim: Bool

  init(_ record: inout BAI2Record) throws(FieldFault) {
    _ = record.next()
    originator = record.next() ?? ""
    let status = record.next() ?? ""
    guard status == "1" else {
      throw FieldFault(
        .invalidField,
        "group status",
        "'\(status)' is not read: expected 1, an update; deletions, corrections and tests need a"
          + " person"
      )
    }
    let date = record.next() ?? ""
    guard let asOf = FieldValue.shortDate(date) else {
      throw FieldFault(.invalidDate, "as-of date", "'\(date)' is no day: expected YYMMDD")
    }
    self.asOf = asOf
    time = record.next() ?? ""
    currency = record.next() ?? ""
    isInterim = ["1", "3"].contains(record.next() ?? "")
  }
}

/// An account (03) with its balances and totals.
struct BAI2Account {
  var line: Int
  var number: String
  var currency: Currency
  var opening: Money?
  var closing: Money?
  var totalCredits: Money?
  var totalDebits: Money?
  /// Of the totals and balances themselves, for the control total.
  var sum = BAI2Control()
  var credits = Turnover()
  var debits = Turnover()

  /// `currency` is the group's, for an account that has none; where neither has, it is USD.
  init(_ record: inout BAI2Record, currency group: String) throws(FieldFault) {
    line = record.line
    number = (record.next() ?? "").asAccountNumber
    guard !number.isEmpty else {
      throw FieldFault(.missingField, "account", "the account's number is missing")
    }
    let own = record.next() ?? ""
    let code = !own.isEmpty ? own : !group.isEmpty ? group : "USD"
    guard let currency = Currency(code) else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(code)' is no currency of ISO 4217 with a minor unit"
      )
    }
    self.currency = currency
    while let type = record.next() {
      let text = record.next() ?? ""
      let amount = try BAI2Record.amount(text, currency)
      _ = record.next()
      _ = try record.fundsType()
      guard let amount else { continue }
      guard sum.add(amount.minorUnits) else {
        throw FieldFault(MoneyError.outOfRange, "amount", text)
      }
      keep(amount, type)
    }
  }

  private mutating func keep(_ amount: Money, _ type: String) {
    switch type {
    case "010": opening = amount
    case "015": closing = amount
    case "100": totalCredits = amount
    case "400": totalDebits = amount
    default: break
    }
  }

  mutating func add(_ amount: Money, _ direction: BankDirection) {
    // Beyond the limit the file is refused for it.
    switch direction {
    case .credit: _ = credits.add(amount)
    case .debit: _ = debits.add(amount)
    }
  }

  /// Whether the transactions are all that moved: banks may report totals without their details.
  var isComplete: Bool {
    (totalCredits.map { $0 == credits.sum(currency) } ?? true)
      && (totalDebits.map { $0 == debits.sum(currency) } ?? true)
  }

  /// `ordinal`: the account's place in its group, since a group may have one twice.
  func statement(in group: BAI2Group, ordinal: Int) -> BankStatement {
    let opens = isComplete ? BankBalance.Kind.opening : .other("010")
    let closes = isComplete ? BankBalance.Kind.closing : .other("015")
    return BankStatement(
      kind: group.isInterim ? .interimReport : .statement,
      format: BAI2Reader.name,
      id: "\(group.originator) \(group.asOf) \(group.time) \(ordinal)",
      account: BankAccount(number: number, isIBAN: false, currency: currency),
      created: group.asOf,
      balances: [
        opening.map { BankBalance(kind: opens, amount: $0) },
        closing.map { BankBalance(kind: closes, amount: $0) },
      ].compactMap { $0 }
    )
  }
}

import DomainKit

/// A statement (STMTRS) while it is being read.
struct OFXStatement {
  let line: Int
  let format: String
  /// The server's day.
  let created: CalendarDate?
  var currency: Currency?
  var account: String?
  /// As written; they name the statement together.
  var start = ""
  var end = ""
  var isAnnounced = false
  /// Something of it is refused already: nothing can be concluded from the rest.
  var isBroken = false
  private(set) var balances: [BankBalance] = []
  /// Of the balance that is being read.
  var balanceAmount = ""
  var balanceDate = ""

  init(line: Int, format: String, created: CalendarDate?) {
    self.line = line
    self.format = format
    self.created = created
  }

  /// What is missing for entries to be read; nil when nothing is.
  var missingBeforeEntries: (field: String, text: String)? {
    if currency == nil { return ("CURDEF", "the statement has no currency") }
    if account == nil { return ("BANKACCTFROM/ACCTID", "the statement has no account") }
    return nil
  }

  /// OFX has no name for a statement: its period is one.
  var value: BankStatement {
    let number = account ?? ""
    return BankStatement(
      kind: .statement,
      format: format,
      id: [start, end].filter { !$0.isEmpty }.joined(separator: "-"),
      account: BankAccount(
        number: number,
        isIBAN: BankAccount.looksLikeIBAN(number),
        currency: currency
      ),
      created: created,
      balances: balances
    )
  }

  /// Keeps what has been read of a balance; false when it has a day that the calendar does not.
  mutating func balanceEnded(_ name: String) throws(FieldFault) -> Bool {
    defer { (balanceAmount, balanceDate) = ("", "") }
    guard let currency, !balanceAmount.isEmpty else { return true }
    let amount = try OFXValue.amount(balanceAmount, currency, "BALAMT")
    let date = OFXValue.date(balanceDate)
    let kind = name == "LEDGERBAL" ? BankBalance.Kind.closing : .other(name)
    balances.append(BankBalance(kind: kind, amount: amount, date: date))
    return date != nil || balanceDate.isEmpty
  }
}

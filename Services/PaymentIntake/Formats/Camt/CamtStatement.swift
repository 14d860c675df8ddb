import DomainKit

/// A statement while it is being read.
struct CamtStatement {
  /// Where it stands in the file, counted from 0.
  var index = 0
  var line = 0
  /// The element, with the number of the statement.
  var path = ""
  var kind = BankStatement.Kind.statement
  var format = ""
  /// The creation day of the message around it.
  var messageCreated: CalendarDate?
  var id: String?
  var created: CalendarDate?
  var pageNumber: Int?
  var pageIsLast: Bool?
  var iban: String?
  var otherAccount: String?
  var currency: Currency?
  var summary = CamtSummary()
  var balances: [BankBalance] = []

  /// The statement as it stands; an absent name or account is empty, and a finding elsewhere.
  var value: BankStatement {
    BankStatement(
      kind: kind,
      format: format,
      id: id ?? "",
      account: BankAccount(
        number: iban ?? otherAccount ?? "",
        isIBAN: iban != nil,
        currency: currency
      ),
      created: created ?? messageCreated,
      balances: balances,
      page: pageNumber.map { BankPage(number: $0, isLast: pageIsLast ?? true) }
    )
  }
}

extension BankStatement {
  /// The day that an entry without dates is given: the closing balance's, else the statement's.
  var day: CalendarDate? {
    let closing = balances.last { $0.kind == .closing && $0.date != nil }
    return closing?.date ?? created ?? balances.compactMap(\.date).max()
  }
}

package import DomainKit

/// What the bank says of one account before it lists the entries.
package struct BankStatement: Codable, Hashable, Sendable {
  /// What kind of message it is, whatever the format.
  package enum Kind: String, Codable, Sendable {
    /// End of day, the booked truth: camt.053.
    case statement
    /// During the day, booked and pending: camt.052.
    case interimReport = "interim-report"
    /// Single credits and debits, told beside the statement: camt.054.
    case notification
  }

  package var kind: Kind
  /// The format with its version, such as `camt.053.001.08`.
  package var format: String
  /// The statement's own name, given by the bank.
  package var id: String
  package var account: BankAccount
  /// The day on which the bank made the statement, where it says so.
  package var created: CalendarDate?
  package var balances: [BankBalance]
  /// Nil when the statement stands alone.
  package var page: BankPage?

  package init(
    kind: Kind,
    format: String,
    id: String,
    account: BankAccount,
    created: CalendarDate? = nil,
    balances: [BankBalance] = [],
    page: BankPage? = nil
  ) {
    self.kind = kind
    self.format = format
    self.id = id
    self.account = account
    self.created = created
    self.balances = balances
    self.page = page
  }
}

/// The account that a statement is about: the creditor's own.
package struct BankAccount: Codable, Hashable, Sendable {
  /// The IBAN, or the bank's own number of the account, without spaces.
  package var number: String
  package var isIBAN: Bool
  package var currency: Currency?

  package init(number: String, isIBAN: Bool, currency: Currency? = nil) {
    self.number = number
    self.isIBAN = isIBAN
    self.currency = currency
  }
}

/// One page of a statement that the bank has cut into several.
package struct BankPage: Codable, Hashable, Sendable {
  package var number: Int
  package var isLast: Bool

  package init(number: Int, isLast: Bool) {
    self.number = number
    self.isLast = isLast
  }

  /// Whether the statement is on this page from its opening to its closing balance.
  package var isWhole: Bool { number == 1 && isLast }
}

/// A balance of the account; negative when the account is overdrawn.
package struct BankBalance: Codable, Hashable, Sendable {
  /// The balances that bound a statement; all others are for information.
  package enum Kind: Codable, Hashable, Sendable {
    /// OPBD: opening booked.
    case opening
    /// PRCD: the previous statement's closing, which is this one's opening.
    case previousClosing
    /// CLBD: closing booked.
    case closing
    /// Any other code of ISO 20022 or of the bank, such as `CLAV`.
    case other(String)
  }

  package var kind: Kind
  package var amount: Money
  package var date: CalendarDate?

  package init(kind: Kind, amount: Money, date: CalendarDate? = nil) {
    self.kind = kind
    self.amount = amount
    self.date = date
  }
}

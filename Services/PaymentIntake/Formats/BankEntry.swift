package import DomainKit

/// Which way the money went, seen from the creditor's own account.
package enum BankDirection: String, Codable, Sendable {
  case credit
  case debit
}

/// One booking on the account: one payment, or a batch of them.
package struct BankEntry: Codable, Hashable, Sendable {
  package enum Status: String, Codable, Sendable {
    case booked
    /// Announced, not booked: neither paid nor available.
    case pending
    /// Told for information only (INFO, FUTR): no money moved.
    case information
  }

  /// Names the entry wherever the bank tells it again: see ``BankKey``.
  package var key: BankEntryKey
  /// Not negative; the direction says the sign.
  package var amount: Money
  package var direction: BankDirection
  package var status: Status
  /// The bank marks the entry as the reversal of an earlier one in the other direction.
  package var isReversal: Bool
  /// As stated, or else the value date, or else the statement's day.
  package var bookingDate: CalendarDate
  /// As stated, or else the booking date, or else the statement's day.
  package var valueDate: CalendarDate
  /// Nil where the bank states none and ``bookingDate`` is inferred.
  package var statedBookingDate: CalendarDate?
  /// Nil where the bank states none and ``valueDate`` is inferred.
  package var statedValueDate: CalendarDate?
  /// The account servicer's reference as stated (AcctSvcrRef), also when it identifies nothing.
  package var servicerReference: String?
  /// The entry's reference within the statement (NtryRef).
  package var entryReference: String?
  /// What kind of movement it is, domain, family and sub-family: `PMNT/RCDT/ESCT`.
  package var transactionCode: String?
  /// The bank's own code for the kind of movement.
  package var proprietaryCode: String?
  /// How many transactions the bank says the entry holds; nil when it does not say.
  package var statedTransactions: Int?

  package init(
    key: BankEntryKey,
    amount: Money,
    direction: BankDirection,
    status: Status,
    isReversal: Bool = false,
    bookingDate: CalendarDate,
    valueDate: CalendarDate,
    statedBookingDate: CalendarDate? = nil,
    statedValueDate: CalendarDate? = nil,
    servicerReference: String? = nil,
    entryReference: String? = nil,
    transactionCode: String? = nil,
    proprietaryCode: String? = nil,
    statedTransactions: Int? = nil
  ) {
    self.key = key
    self.amount = amount
    self.direction = direction
    self.status = status
    self.isReversal = isReversal
    self.bookingDate = bookingDate
    self.valueDate = valueDate
    self.statedBookingDate = statedBookingDate
    self.statedValueDate = statedValueDate
    self.servicerReference = servicerReference
    self.entryReference = entryReference
    self.transactionCode = transactionCode
    self.proprietaryCode = proprietaryCode
    self.statedTransactions = statedTransactions
  }
}

/// The name of one booking on one of the creditor's accounts.
package typealias BankEntryKey = Identifier<BankEntry>

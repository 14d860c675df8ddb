package import DomainKit

/// Two payments that may be one, told twice under different names.
package struct Suspicion: Codable, Equatable, Sendable {
  package enum Reason: String, Codable, Sendable {
    /// The bank's files name the same booking differently, or not at all.
    case toldTwice = "told-twice"
    /// A provider told it, and the bank.
    case providerAndBank = "provider-and-bank"
    /// The bank gave both one reference, with other amounts or on other days.
    case sameReference = "same-reference"
  }
  package var payment: PaymentID
  /// The one that was there before, or comes first by its name.
  package var other: PaymentID
  package var reason: Reason

  package init(payment: PaymentID, other: PaymentID, reason: Reason) {
    self.payment = payment
    self.other = other
    self.reason = reason
  }
}

/// What a person decided about a suspicion.
package struct SuspicionVerdict: Codable, Equatable, Sendable {
  /// Which of the two was withdrawn as a copy of the other; none: both are payments.
  package var copy: PaymentID?
  package var record: ManualRecord

  package init(copy: PaymentID?, record: ManualRecord) {
    self.copy = copy
    self.record = record
  }
}

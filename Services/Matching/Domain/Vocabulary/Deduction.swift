package import DomainKit

extension Matching {
  /// What a payment left open of an item that it meant to settle, with its likely cause.
  package struct Deduction: Codable, Equatable, Sendable {
    /// Made of the item and the payment, so that the same shortage is the same deduction.
    package let id: String
    package let payment: PaymentID
    package let item: ItemID
    package let invoice: InvoiceNumber
    /// Who owes the item.
    package let account: AccountID
    package let amount: Money
    package let cause: Cause
    /// What bears the cause out, as it is told to a person.
    package let evidence: String
  }

  /// Why less was paid than an item has open, the surest first.
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The discount was taken after its last day of grace.
    case unearnedDiscount = "unearned-discount"
    /// The amount of a credit that the account has was taken off.
    case creditTaken = "credit-taken"
    /// The tax was left out.
    case taxNotPaid = "tax-not-paid"
    /// Nothing that is known explains it.
    case unexplained
  }
}

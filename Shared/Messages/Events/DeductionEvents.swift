package import DomainKit

/// A payment left something open of an item that it meant to settle; its likely cause.
package struct DeductionOpened: Message {
  package static let type = "deduction.opened.v1"
  package var deduction: Deduction

  package init(deduction: Deduction) {
    self.deduction = deduction
  }

  package static var example: Self { Self(deduction: .example) }
}

/// A deduction is none any more: its payment no longer clears the item.
package struct DeductionWithdrawn: Message {
  package static let type = "deduction.withdrawn.v1"
  package var deduction: Deduction

  package init(deduction: Deduction) {
    self.deduction = deduction
  }

  package static var example: Self { Self(deduction: .example) }
}

/// What a payment left open of an item, with a cause that its figures bear out.
package struct Deduction: Codable, Equatable, Hashable, Sendable {
  package enum Cause: String, Codable, CaseIterable, Sendable {
    /// The early-payment discount was taken after its last day of grace.
    case unearnedDiscount = "unearned-discount"
    /// The amount of a credit that the account has was taken off.
    case creditTaken = "credit-taken"
    /// The tax was left out.
    case taxNotPaid = "tax-not-paid"
    /// Nothing that is known explains it.
    case unexplained
  }

  /// Made of the item and the payment: the same shortage is the same deduction.
  package var deduction: String
  package var payment: PaymentID
  package var item: ItemID
  package var invoice: InvoiceNumber
  /// Who owes the item.
  package var account: AccountID
  /// In the item's currency.
  package var amount: Money
  package var cause: Cause
  /// What bears the cause out, for a person.
  package var evidence: String

  package init(
    deduction: String,
    payment: PaymentID,
    item: ItemID,
    invoice: InvoiceNumber,
    account: AccountID,
    amount: Money,
    cause: Cause,
    evidence: String
  ) {
    self.deduction = deduction
    self.payment = payment
    self.item = item
    self.invoice = invoice
    self.account = account
    self.amount = amount
    self.cause = cause
    self.evidence = evidence
  }

  package static var example: Self {
    Self(
      deduction: "c0ffee12-beef34",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      item: "INV-2026-0042",
      invoice: "INV-2026-0042",
      account: "C-1001",
      amount: Money(2400, .euro),
      cause: .unearnedDiscount,
      evidence: "2 % until 2026-03-14, paid on 2026-03-16"
    )
  }
}

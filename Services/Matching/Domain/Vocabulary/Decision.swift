package import DomainKit

extension Matching {
  /// The rules of matching, in the order in which they are tried.
  package enum Rule: String, Codable, CaseIterable, Sendable {
    /// The payer's advice says of every cent to which document it belongs.
    case remittanceAdvice = "remittance-advice"
    /// The payment quotes a reference with valid check digits.
    case structuredReference = "structured-reference"
    /// The payment's text or references hold a full invoice number.
    case invoiceNumber = "invoice-number"
    /// What is written is like the numbers of open invoices, and unlike those of others.
    case likelyNumber = "likely-number"
    /// The payment names the order that invoices bill.
    case purchaseOrder = "purchase-order"
    /// What was invoiced in the months that the payment names has its amount.
    case month
    /// One open item, and nothing else, has exactly the payment's amount.
    case exactAmount = "exact-amount"
    /// All open items of the account together have exactly the payment's amount.
    case accountTotal = "account-total"
    /// The policy lets leftovers pay the oldest items first.
    case oldestFirst = "oldest-first"
    /// Some open items together have the payment's amount, and chance has not made it.
    case combination
    /// A credit on account pays what a payer has taken it off from.
    case offset
    /// A credit note clears the invoice that it credits, and nothing else.
    case creditNote = "credit-note"
    /// What is left of an item, or of a payment for it, is small enough to be given up.
    case tolerance

    /// It rests on what the payment names in full, and decides at once.
    var isEvidence: Bool {
      [.remittanceAdvice, .structuredReference, .invoiceNumber].contains(self)
    }

    /// Raised whenever the rule's answers change.
    package var version: Int { 1 }
  }

  /// One application of a rule to a payment, with what was taken back of it since.
  package struct Decision: Codable, Equatable, Sendable {
    /// Derived from the payment, the cut, the rule, the items and the amounts; no two decisions
    /// that the world is told of one payment have the same name.
    package internal(set) var id: String
    package let rule: Rule
    package let version: Int
    /// What of the payment the rule rested on.
    package let evidence: [String]
    package let rejected: [Rejected]
    package internal(set) var allocations: [Allocation]
    /// What it put on account, net of what was taken off again.
    package internal(set) var onAccount: Money

    /// Cash or credit that clears items, net.
    package var cash: Money {
      allocations.reduce(.zero(onAccount.currency)) { $0 + $1.cash }
    }
  }

  /// What a decision clears of one item, net of what was taken back.
  package struct Allocation: Codable, Equatable, Sendable {
    package let item: ItemID
    package let invoice: InvoiceNumber
    /// Who owes the item: the payment's own account, or one that it pays for.
    package let account: AccountID
    /// Cash of a payment, credit of a credit note.
    package internal(set) var cash: Money
    /// Early-payment discount that the cash earned; below zero what of a credit note is given up,
    /// and clears nothing.
    package internal(set) var discount: Money
    /// Given up within the tolerance; below zero what was paid too much, and is kept.
    package internal(set) var writtenOff: Money
    /// Nothing of the item was open afterwards.
    package internal(set) var settles: Bool
    /// The discount was earned, or given up, thanks to the days of grace; none, never false.
    package internal(set) var isInGrace: Bool?

    var isNothing: Bool { cash.isZero && discount.isZero && writtenOff.isZero }

    /// By so much less of the item is open.
    var cleared: Money { cash + discount + writtenOff }
  }

  /// A candidate that a rule looked at and did not choose.
  package struct Rejected: Codable, Equatable, Sendable {
    package let item: ItemID
    package let reason: String
  }

  /// Something that a person has to decide.
  package struct Suggestion: Codable, Equatable, Sendable {
    package let candidates: [Candidate]
    /// Why it was not booked.
    package let reason: String

    package struct Candidate: Codable, Equatable, Sendable {
      package let items: [ItemID]
      package let rule: Rule
    }
  }
}

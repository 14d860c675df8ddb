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
    /// One open item, and nothing else, has exactly the payment's amount.
    case exactAmount = "exact-amount"
    /// All open items of the account together have exactly the payment's amount.
    case accountTotal = "account-total"
    /// The policy lets leftovers pay the oldest items first.
    case oldestFirst = "oldest-first"
    /// Some open items together have the payment's amount: only ever suggested.
    case combination
    /// A credit note clears the invoice that it credits, and nothing else.
    case creditNote = "credit-note"

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
    /// Early-payment discount that the cash earned.
    package internal(set) var discount: Money
    /// Nothing of the item was open afterwards.
    package internal(set) var settles: Bool

    var isNothing: Bool { cash.isZero && discount.isZero }
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

package import DomainKit

/// A payment, or part of it, was matched with open items or put on account.
package struct PaymentApplied: Message {
  package static let type = "payment.applied.v1"
  /// Derived from the payment, its items and the rule; a repeated decision repeats it.
  package var decision: String
  package var payment: PaymentID
  package var account: AccountID
  package var valueDate: CalendarDate
  package var allocations: [Allocation]
  /// What this decision put on account.
  package var onAccount: Money
  /// What of the payment is neither applied nor on account after this decision.
  package var unapplied: Money
  package var explanation: Explanation

  package init(
    decision: String,
    payment: PaymentID,
    account: AccountID,
    valueDate: CalendarDate,
    allocations: [Allocation],
    onAccount: Money,
    unapplied: Money,
    explanation: Explanation
  ) {
    self.decision = decision
    self.payment = payment
    self.account = account
    self.valueDate = valueDate
    self.allocations = allocations
    self.onAccount = onAccount
    self.unapplied = unapplied
    self.explanation = explanation
  }

  package static var example: Self {
    Self(
      decision: "NL26VAYB8060476890:AAAASESS-0001:0>INV-2026-0042",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      valueDate: CalendarDate(literal: "2026-03-10"),
      allocations: [
        Allocation(
          item: "INV-2026-0042",
          invoice: "INV-2026-0042",
          account: "C-1001",
          amount: Money(117_600, .euro),
          discount: Money(2400, .euro),
          isSettled: true
        )
      ],
      onAccount: .zero(.euro),
      unapplied: .zero(.euro),
      explanation: .example
    )
  }
}

/// What one payment clears of one item.
package struct Allocation: Codable, Equatable, Hashable, Sendable {
  package var item: ItemID
  package var invoice: InvoiceNumber
  /// Who owes the item: the payment's own account, or one that it pays for.
  package var account: AccountID
  /// Cash, in the item's currency.
  package var amount: Money
  /// Early-payment discount that the cash earned; it clears the item beside the cash.
  ///
  /// Below zero what of a credit note is given up, since the note has a discount of its own: that
  /// much of its amount clears nothing.
  package var discount: Money
  /// What of the discount the days of grace let through, after the date that the customer was told.
  ///
  /// Absent: nothing.
  package var discountInGrace: Money?
  /// Given up within the tolerance; it clears the item beside the cash.
  ///
  /// Below zero it was paid too much, and is kept. Absent: nothing.
  package var writtenOff: Money?
  /// Nothing of the item is open afterwards.
  package var isSettled: Bool

  package init(
    item: ItemID,
    invoice: InvoiceNumber,
    account: AccountID,
    amount: Money,
    discount: Money,
    discountInGrace: Money? = nil,
    writtenOff: Money? = nil,
    isSettled: Bool
  ) {
    self.item = item
    self.invoice = invoice
    self.account = account
    self.amount = amount
    self.discount = discount
    self.discountInGrace = discountInGrace
    self.writtenOff = writtenOff
    self.isSettled = isSettled
  }
}

/// Why a decision was made: the rule, what spoke for it, and why the others lost.
package struct Explanation: Codable, Equatable, Hashable, Sendable {
  /// Its name, such as `structured-reference`; the glossary lists them.
  package var rule: String
  /// Raised whenever the rule's answers change.
  package var version: Int
  /// What of the payment the rule rested on.
  package var evidence: [String]
  /// Items that were considered and not chosen, with the reason.
  package var rejected: [RejectedCandidate]

  package init(rule: String, version: Int, evidence: [String], rejected: [RejectedCandidate]) {
    self.rule = rule
    self.version = version
    self.evidence = evidence
    self.rejected = rejected
  }

  package static var example: Self {
    Self(
      rule: "structured-reference",
      version: 1,
      evidence: ["RF73INV20260042"],
      rejected: [RejectedCandidate(item: "INV-2026-0031", reason: "not referred to")]
    )
  }
}

/// An item that was considered and not chosen, and why.
package struct RejectedCandidate: Codable, Equatable, Hashable, Sendable {
  package var item: ItemID
  package var reason: String

  package init(item: ItemID, reason: String) {
    self.item = item
    self.reason = reason
  }
}

/// Allocations were taken back: their items are open again with their original dates.
package struct PaymentUnapplied: Message {
  package static let type = "payment.unapplied.v1"
  /// Derived from the decision that is taken back and from what takes it back.
  package var decision: String
  package var payment: PaymentID
  package var account: AccountID
  package var valueDate: CalendarDate
  /// As they had been applied; `isSettled` is false.
  package var allocations: [Allocation]
  /// What was on account of this payment and no longer is.
  package var offAccount: Money
  /// What of the payment is neither applied nor on account after this; zero when it was returned.
  package var unapplied: Money
  /// The rule of the decision that is taken back.
  ///
  /// Absent: nothing had been decided, or it was told before rules were.
  package var rule: String?
  package var reason: String

  package init(
    decision: String,
    payment: PaymentID,
    account: AccountID,
    valueDate: CalendarDate,
    allocations: [Allocation],
    offAccount: Money,
    unapplied: Money,
    rule: String? = nil,
    reason: String
  ) {
    self.decision = decision
    self.payment = payment
    self.account = account
    self.valueDate = valueDate
    self.allocations = allocations
    self.offAccount = offAccount
    self.unapplied = unapplied
    self.rule = rule
    self.reason = reason
  }

  package static var example: Self {
    Self(
      decision: "NL26VAYB8060476890:AAAASESS-0099:0<INV-2026-0042",
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      valueDate: CalendarDate(literal: "2026-03-25"),
      allocations: [
        Allocation(
          item: "INV-2026-0042",
          invoice: "INV-2026-0042",
          account: "C-1001",
          amount: Money(117_600, .euro),
          discount: Money(2400, .euro),
          isSettled: false
        )
      ],
      offAccount: .zero(.euro),
      unapplied: .zero(.euro),
      rule: "structured-reference",
      reason: "returned: MS03"
    )
  }
}

/// A payment whose match is plausible and not certain; a person or the cut decides.
package struct MatchSuggested: Message {
  package static let type = "match.suggested.v1"
  package var payment: PaymentID
  package var account: AccountID
  package var amount: Money
  package var candidates: [SuggestedMatch]
  /// Why it was not booked.
  package var reason: String

  package init(
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    candidates: [SuggestedMatch],
    reason: String
  ) {
    self.payment = payment
    self.account = account
    self.amount = amount
    self.candidates = candidates
    self.reason = reason
  }

  package static var example: Self {
    Self(
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      amount: Money(25_000, .euro),
      candidates: [
        SuggestedMatch(items: ["INV-7"], rule: "exact-amount"),
        SuggestedMatch(items: ["INV-9"], rule: "exact-amount"),
      ],
      reason: "two items have exactly this amount"
    )
  }
}

/// Items that a payment may be for, and the rule that found them.
package struct SuggestedMatch: Codable, Equatable, Hashable, Sendable {
  package var items: [ItemID]
  package var rule: String

  package init(items: [ItemID], rule: String) {
    self.items = items
    self.rule = rule
  }
}

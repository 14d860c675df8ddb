package import DomainKit

/// A credit note, or part of it, cleared items of its invoice or went on account.
package struct CreditApplied: Message {
  package static let type = "credit.applied.v1"
  /// Derived from the credit note and its items; a repeated decision repeats it.
  package var decision: String
  package var creditNote: InvoiceNumber
  package var account: AccountID
  /// The credit note's issue date: it counts as a payment of that day.
  ///
  /// Credit on account that a later payment takes off counts as what it is worth on that payment's
  /// value date.
  package var valueDate: CalendarDate
  package var allocations: [Allocation]
  /// What this decision put on account.
  package var onAccount: Money
  /// What of the credit note is neither applied nor on account after this decision.
  package var unapplied: Money
  package var explanation: Explanation

  package init(
    decision: String,
    creditNote: InvoiceNumber,
    account: AccountID,
    valueDate: CalendarDate,
    allocations: [Allocation],
    onAccount: Money,
    unapplied: Money,
    explanation: Explanation
  ) {
    self.decision = decision
    self.creditNote = creditNote
    self.account = account
    self.valueDate = valueDate
    self.allocations = allocations
    self.onAccount = onAccount
    self.unapplied = unapplied
    self.explanation = explanation
  }

  package static var example: Self {
    Self(
      decision: "credit-note:CN-2026-0007>INV-2026-0042",
      creditNote: "CN-2026-0007",
      account: "C-1001",
      valueDate: CalendarDate(literal: "2026-03-08"),
      allocations: [
        Allocation(
          item: "INV-2026-0042",
          invoice: "INV-2026-0042",
          account: "C-1001",
          amount: Money(30_000, .euro),
          discount: .zero(.euro),
          isSettled: false
        )
      ],
      onAccount: .zero(.euro),
      unapplied: .zero(.euro),
      explanation: Explanation(
        rule: "credit-note",
        version: 1,
        evidence: ["INV-2026-0042"],
        rejected: []
      )
    )
  }
}

/// What a credit note had cleared was taken back: its items are open again.
package struct CreditUnapplied: Message {
  package static let type = "credit.unapplied.v1"
  /// Derived from the decision that is taken back and from what takes it back.
  package var decision: String
  package var creditNote: InvoiceNumber
  package var account: AccountID
  package var valueDate: CalendarDate
  /// As they had been applied; `isSettled` is false.
  package var allocations: [Allocation]
  /// What was on account of this credit note and no longer is.
  package var offAccount: Money
  /// What of the credit note is neither applied nor on account after this.
  package var unapplied: Money
  package var reason: String

  package init(
    decision: String,
    creditNote: InvoiceNumber,
    account: AccountID,
    valueDate: CalendarDate,
    allocations: [Allocation],
    offAccount: Money,
    unapplied: Money,
    reason: String
  ) {
    self.decision = decision
    self.creditNote = creditNote
    self.account = account
    self.valueDate = valueDate
    self.allocations = allocations
    self.offAccount = offAccount
    self.unapplied = unapplied
    self.reason = reason
  }

  package static var example: Self {
    Self(
      decision: "credit-note:CN-2026-0007<INV-2026-0042",
      creditNote: "CN-2026-0007",
      account: "C-1001",
      valueDate: CalendarDate(literal: "2026-03-08"),
      allocations: [
        Allocation(
          item: "INV-2026-0042",
          invoice: "INV-2026-0042",
          account: "C-1001",
          amount: Money(30_000, .euro),
          discount: .zero(.euro),
          isSettled: false
        )
      ],
      offAccount: .zero(.euro),
      unapplied: .zero(.euro),
      reason: "decided anew at the cut"
    )
  }
}

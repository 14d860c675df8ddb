package import DomainKit

/// A message whose amount the markers add up: one definition, so that who sends it and who proves
/// it count the same.
package protocol ControlledMessage: Message {
  /// None: the message counts, without an amount.
  var controlAmount: Money? { get }
}

extension InvoiceIssued: ControlledMessage {
  package var controlAmount: Money? { gross }
}

extension CreditNoteIssued: ControlledMessage {
  package var controlAmount: Money? { gross }
}

extension PaymentReceived: ControlledMessage {
  package var controlAmount: Money? { details.amount }
}

extension PaymentIdentified: ControlledMessage {
  package var controlAmount: Money? { details.amount }
}

extension PaymentPending: ControlledMessage {
  package var controlAmount: Money? { details.amount }
}

extension PendingPaymentEnded: ControlledMessage {
  package var controlAmount: Money? { amount }
}

extension PaymentReturned: ControlledMessage {
  package var controlAmount: Money? { amount }
}

extension PaymentReinstated: ControlledMessage {
  package var controlAmount: Money? { amount }
}

extension PaymentWithdrawn: ControlledMessage {
  package var controlAmount: Money? { amount }
}

extension PaymentApplied: ControlledMessage {
  /// The cash that cleared items; neither discounts nor what went on account.
  package var controlAmount: Money? { allocations.cleared }
}

extension PaymentUnapplied: ControlledMessage {
  /// The cash that had cleared items, as a positive amount.
  package var controlAmount: Money? { allocations.cleared }
}

extension CreditApplied: ControlledMessage {
  /// The credit that cleared items, not what went on account.
  package var controlAmount: Money? { allocations.cleared }
}

extension CreditUnapplied: ControlledMessage {
  /// The credit that had cleared items, as a positive amount.
  package var controlAmount: Money? { allocations.cleared }
}

extension DeductionOpened: ControlledMessage {
  package var controlAmount: Money? { deduction.amount }
}

extension DeductionWithdrawn: ControlledMessage {
  package var controlAmount: Money? { deduction.amount }
}

extension MatchSuggested: ControlledMessage {
  package var controlAmount: Money? { amount }
}

extension [Allocation] {
  /// None without allocations, or when they are of several currencies and have no one sum.
  fileprivate var cleared: Money? {
    guard let currency = first?.amount.currency,
      allSatisfy({ $0.amount.currency == currency })
    else { return nil }
    return reduce(.zero(currency)) { $0 + $1.amount }
  }
}

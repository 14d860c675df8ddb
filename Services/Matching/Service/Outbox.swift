import DomainKit
package import MatchingDomain
import Messages
package import ServiceKit

extension MatchingService {
  package static func messages(
    for event: Matching.Event,
    _ state: Matching.State
  ) -> [Outgoing] {
    switch event {
    case .paymentIdentified(let identified):
      return identified.decisions.flatMap { decision in
        post(state.payments[identified.id], state) { payment in
          application(decision, of: payment, leaving: payment.unapplied)
        }
      }
    case .applied(let application):
      return post(state.payments[application.payment], state) { payment in
        Self.application(application.decision, of: payment, leaving: payment.unapplied)
      }
    case .takenOffAccount(let off):
      return takings(off.takings, of: off.payment, "its invoice has come", state)
    case .takenBack(let off):
      return takings(off.takings, of: off.payment, "its advice has come", state)
    case .returned(let booking):
      let reason = booking.entry.reason.map { "returned: \($0)" } ?? "returned"
      let date = booking.entry.valueDate
      return takings(booking.takings, of: booking.entry.payment, reason, valueDate: date, state)
    case .reinstated(let booking): return restored(booking, state)
    case .restated(let restatement):
      return restatement.corrections.flatMap { messages(for: $0, state) }
    case .deductionOpened(let deduction):
      return post(state.payments[deduction.payment], state) { _ in
        DeductionOpened(deduction: Deduction(deduction))
      }
    case .deductionWithdrawn(let deduction):
      return post(state.payments[deduction.payment], state) { _ in
        DeductionWithdrawn(deduction: Deduction(deduction))
      }
    case .suggested(let id, let suggestion):
      guard let suggestion else { return [] }
      return post(state.payments[id], state) { MatchSuggested($0, suggestion) }
    case .cutClosed(let closing):
      guard let partition = state.partition else { return [] }
      return [marker(closing, of: partition)]
    case .partitionAssigned, .policyAdopted, .accountRegistered, .invoiceOpened,
      .restored, .advised, .adviceAwaited, .returnAwaited, .returnRefused,
      .reinstatementAwaited, .pendingAnnounced, .pendingEnded, .markerArrived, .archived:
      return []
    }
  }

  /// None: all facts come from services of this house, whose faults the journal and the counters
  /// show.
  package static func messages(for rejection: Matching.Rejection) -> [Outgoing] { [] }

  private static func messages(
    for correction: Matching.Correction,
    _ state: Matching.State
  ) -> [Outgoing] {
    switch correction {
    case .applied(let decision, let id, let rest):
      post(state.payments[id], state) { application(decision, of: $0, leaving: rest) }
    case .takenBack(let taking, let id, let rest):
      post(state.payments[id], state) {
        self.taking(taking, of: $0, leaving: rest, "decided anew at the cut")
      }
    }
  }

  private static func application(
    _ decision: Matching.Decision,
    of payment: Matching.Payment,
    leaving unapplied: Money
  ) -> any IdentifiedMessage {
    guard let note = payment.creditNote else {
      return applied(decision, to: payment, leaving: unapplied)
    }
    return CreditApplied(
      decision: decision.id,
      creditNote: note.number,
      account: payment.account,
      valueDate: payment.valueDate,
      allocations: decision.allocations.map(Allocation.init),
      onAccount: decision.onAccount,
      unapplied: unapplied,
      explanation: Explanation(decision)
    )
  }

  static func applied(
    _ decision: Matching.Decision,
    to payment: Matching.Payment,
    leaving unapplied: Money
  ) -> PaymentApplied {
    PaymentApplied(
      decision: decision.id,
      payment: payment.id,
      account: payment.account,
      valueDate: payment.valueDate,
      allocations: decision.allocations.map(Allocation.init),
      onAccount: decision.onAccount,
      unapplied: unapplied,
      explanation: Explanation(decision)
    )
  }

  private static func takings(
    _ takings: [Matching.Taking],
    of id: PaymentID,
    _ reason: String,
    valueDate: CalendarDate? = nil,
    _ state: Matching.State
  ) -> [Outgoing] {
    takings.flatMap { taking in
      post(state.payments[id], state) { payment in
        self.taking(taking, of: payment, leaving: payment.unapplied, reason, valueDate: valueDate)
      }
    }
  }

  /// What a return had taken is applied again, for the reason for which it was; or else it is
  /// unapplied.
  private static func restored(
    _ booking: Matching.ReinstatementBooking,
    _ state: Matching.State
  ) -> [Outgoing] {
    booking.restored.flatMap { taking in
      post(state.payments[booking.entry.payment], state) { payment -> any IdentifiedMessage in
        let date = booking.entry.valueDate
        guard let decision = payment.decisions.first(where: { $0.id == taking.decision }) else {
          return self.taking(
            taking,
            of: payment,
            leaving: payment.unapplied,
            "its return is undone",
            valueDate: date
          )
        }
        return PaymentApplied(
          decision: taking.id,
          payment: payment.id,
          account: payment.account,
          valueDate: date,
          allocations: taking.allocations.map(Allocation.init),
          onAccount: taking.offAccount,
          unapplied: payment.unapplied,
          explanation: Explanation(decision)
        )
      }
    }
  }

  private static func taking(
    _ taking: Matching.Taking,
    of payment: Matching.Payment,
    leaving unapplied: Money,
    _ reason: String,
    valueDate: CalendarDate? = nil
  ) -> any IdentifiedMessage {
    if let note = payment.creditNote {
      return CreditUnapplied(
        decision: taking.id,
        creditNote: note.number,
        account: payment.account,
        valueDate: payment.valueDate,
        allocations: taking.allocations.map(Allocation.init),
        offAccount: taking.offAccount,
        unapplied: unapplied,
        reason: reason
      )
    }
    return PaymentUnapplied(
      decision: taking.id,
      payment: payment.id,
      account: payment.account,
      valueDate: valueDate ?? payment.valueDate,
      allocations: taking.allocations.map(Allocation.init),
      offAccount: taking.offAccount,
      unapplied: unapplied,
      rule: taking.rule?.rawValue,
      reason: reason
    )
  }

  private static func post(
    _ payment: Matching.Payment?,
    _ state: Matching.State,
    _ message: (Matching.Payment) -> any IdentifiedMessage
  ) -> [Outgoing] {
    guard let payment else { return [] }
    let content = message(payment)
    return [
      Outgoing(
        id: content.messageID,
        content,
        account: payment.account,
        partition: state.partition
      )
    ]
  }

  private static func marker(
    _ closing: Matching.CutClosing,
    of partition: Partition
  ) -> Outgoing {
    let totals = closing.totals.map(ControlTotal.init)
    let exceptions = closing.exceptions.compactMap(ParkedException.init)
    return Outgoing(
      marker: "day.closed/\(closing.closes)/\(partition)",
      partition: partition
    ) { own in
      DayClosed(
        closes: closing.closes,
        opens: closing.opens,
        partition: partition,
        streams: own.streams,
        totals: totals,
        exceptions: exceptions + own.exceptions
      )
    }
  }
}

/// A message whose id is derived from what it tells.
private protocol IdentifiedMessage: ControlledMessage {
  var messageID: String { get }
}

extension PaymentApplied: IdentifiedMessage {
  fileprivate var messageID: String { decision }
}

extension PaymentUnapplied: IdentifiedMessage {
  fileprivate var messageID: String { decision }
}

extension CreditApplied: IdentifiedMessage {
  fileprivate var messageID: String { decision }
}

extension CreditUnapplied: IdentifiedMessage {
  fileprivate var messageID: String { decision }
}

extension DeductionOpened: IdentifiedMessage {
  fileprivate var messageID: String { "\(deduction.deduction)!\(deduction.amount.minorUnits)" }
}

extension DeductionWithdrawn: IdentifiedMessage {
  fileprivate var messageID: String { "\(deduction.deduction)?\(deduction.amount.minorUnits)" }
}

extension MatchSuggested: IdentifiedMessage {
  fileprivate var messageID: String {
    let matches = candidates.map { ([$0.rule] + $0.items.map(\.rawValue)).joined(separator: " ") }
    let told = (["\(amount)", reason] + matches).joined(separator: "\n")
    return "\(payment)?\(String(FNV1a.hash(told.utf8), radix: 16))"
  }
}

extension ControlTotal {
  fileprivate init(_ total: Matching.Total) {
    let name: Name =
      switch total.name {
      case .openItems: .openItems
      case .unapplied: .unapplied
      case .onAccount: .onAccount
      case .applied: .applied
      case .discount: .discount
      case .credited: .credited
      case .writtenOff: .writtenOff
      }
    self.init(name: name, count: total.count, sums: total.sums)
  }
}

extension ParkedException {
  /// Nil for a service that this version does not know.
  fileprivate init?(_ parked: Matching.ParkedMessage) {
    guard let service = ServiceName(rawValue: parked.service) else { return nil }
    self.init(
      messageID: parked.message,
      service: service,
      account: parked.account,
      reason: parked.reason
    )
  }
}

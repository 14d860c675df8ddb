import DomainKit
import Remittance

/// Why no rule may book what is left of a payment, although an amount may fit.
struct Doubt {
  let reason: String
  private(set) var candidate: Matching.Suggestion.Candidate?

  /// The payment names something that must not be paid from it, or that is not known.
  init?(
    about payment: Matching.Payment,
    _ evidence: Evidence?,
    _ reading: RemittanceReading,
    in state: Matching.State
  ) {
    if let evidence, evidence.isContradictory, let first = evidence.rejected.first {
      reason = "it names \(first.item), which \(first.reason)"
      let named = evidence.items.map(\.id) + evidence.rejected.map(\.item)
      candidate = Matching.Suggestion.Candidate(
        items: Array(named.prefix(Matching.Limits.suggestedItems)),
        rule: evidence.rule
      )
      return
    }
    if let item = evidence?.itemOfAmount, let named = evidence?.items.first {
      reason = "it names \(named.invoice), and has the amount of \(item.id)"
      candidate = Matching.Suggestion.Candidate(items: [named.id], rule: .invoiceNumber)
      return
    }
    let unadvised = payment.advice?.documents.first { document in
      !document.number.isEmpty && !(document.paid?.isNegative ?? false)
        && document.keys { state.named[$0] != nil }.isEmpty
    }
    if let unadvised {
      reason = "its advice names \(unadvised.number), which is not known"
      return
    }
    let unknown = reading.tellingReferences.first { state.named[$0] == nil }
    guard let unknown else { return nil }
    reason = "it refers to \(unknown.text), which is not known"
  }
}

extension Matching {
  /// What a person should look at on a payment; nil: all of it is decided.
  ///
  /// Before the cut it also shows what the cut will book unless more comes until then.
  package static func suggestion(for payment: Payment, in state: State) -> Suggestion? {
    suggestion(for: payment, among: state.openItems(of: payment.account), in: state)
  }

  static func suggestion(
    for payment: Payment,
    among open: [Item],
    in state: State
  ) -> Suggestion? {
    let leftover = leftoverSuggestion(for: payment, among: open, in: state)
    guard let refused = payment.returns.first(where: \.isRefused) else { return leftover }
    let left = payment.amount - payment.returned
    return Suggestion(
      candidates: leftover?.candidates ?? [],
      reason: "the return \(refused.reversal) of \(refused.amount) is refused, \(left) is left"
    )
  }

  private static func leftoverSuggestion(
    for payment: Payment,
    among open: [Item],
    in state: State
  ) -> Suggestion? {
    guard payment.unapplied.isPositive, payment.creditNote == nil else { return nil }
    let payable = state.openItems(for: payment, own: open)
    let leftover = Leftover(payment, among: payable, in: state)
    switch leftover.verdict {
    case .suggest(let suggestion): return suggestion
    case .book(let booking):
      let ids = booking.items.prefix(Limits.suggestedItems).map(\.id)
      return Suggestion(
        candidates: [Suggestion.Candidate(items: ids, rule: booking.rule)],
        reason: "it is booked when the cut closes"
      )
    }
  }
}

extension Draft {
  /// Says what is up to a person, for what changed since the cut before.
  mutating func suggest(on accounts: [AccountID]) {
    for account in accounts {
      let open = state.openItems(of: account)
      for payment in state.unappliedPayments(of: account) { suggest(payment, among: open) }
    }
    let others = state.openingPayments.keys.compactMap { state.payments[$0] }
      .filter {
        $0.unapplied.isZero && ($0.suggestion != nil || $0.returns.contains(where: \.isRefused))
      }
      .sorted { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
    for payment in others { suggest(payment, among: []) }
  }

  private mutating func suggest(_ payment: Matching.Payment, among open: [Matching.Item]) {
    let suggestion = Matching.suggestion(for: payment, among: open, in: state)
    if suggestion != payment.suggestion { record(.suggested(payment.id, suggestion)) }
  }
}

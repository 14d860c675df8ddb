import DomainKit

/// The rules for money without evidence: they look at everything that is open on the account, so
/// they are booked at the cut, when everything is there.
struct Leftover {
  /// What the rules say of one payment.
  enum Verdict {
    case book(Matching.Rule, [Matching.Item], rejected: [Matching.Rejected])
    case suggest(Matching.Suggestion)
  }

  private let payment: Matching.Payment
  private let amount: Money
  /// Open items in the payment's currency, by due date, then name.
  private let items: [Matching.Item]
  private let others: [Matching.Item]
  private let policy: Matching.Policy

  /// `open` is what the payment may clear, by due date, then name.
  init(_ payment: Matching.Payment, among open: [Matching.Item], policy: Matching.Policy) {
    self.payment = payment
    self.policy = policy
    amount = payment.unapplied
    items = open.filter { $0.amount.currency == payment.amount.currency }
    others = open.filter { $0.amount.currency != payment.amount.currency }
  }

  /// With a doubt nothing is booked.
  func verdict(_ doubt: Doubt?) -> Verdict {
    let readings = Readings(amount, of: items, on: payment.valueDate, policy)
    if let doubt { return suggest(readings, doubt.reason, first: doubt.candidate) }
    if let (rule, chosen) = readings.certain { return book(rule, chosen) }
    if policy.allowsOldestFirst, !items.isEmpty { return book(.oldestFirst, items) }
    let reason = items.isEmpty ? "nothing is open in \(amount.currency)" : readings.doubt
    return suggest(readings, reason)
  }

  private func book(_ rule: Matching.Rule, _ chosen: [Matching.Item]) -> Verdict {
    let ids = Set(chosen.map(\.id))
    let rejected =
      items.lazy.filter { !ids.contains($0.id) }
      .map { Matching.Rejected(item: $0.id, reason: "has \($0.open) open") }
      .prefix(Matching.Limits.rejectedCandidates)
    return .book(rule, chosen, rejected: Array(rejected) + wrongCurrency)
  }

  private var wrongCurrency: [Matching.Rejected] {
    others.prefix(Matching.Limits.rejectedCandidates).map {
      Matching.Rejected(
        item: $0.id,
        reason: "is in \($0.amount.currency), the payment in \(amount.currency)"
      )
    }
  }

  private func suggest(
    _ readings: Readings,
    _ reason: String,
    first: Matching.Suggestion.Candidate? = nil
  ) -> Verdict {
    var candidates = first.map { [$0] } ?? []
    func offer(_ rule: Matching.Rule, _ items: some Sequence<Matching.Item>) {
      guard candidates.count < Matching.Limits.suggestedMatches else { return }
      let ids = items.prefix(Matching.Limits.suggestedItems).map(\.id)
      candidates.append(Matching.Suggestion.Candidate(items: ids, rule: rule))
    }
    for item in readings.singles { offer(.exactAmount, CollectionOfOne(item)) }
    if let total = readings.total { offer(.accountTotal, total) }
    for combination in readings.combinations { offer(.combination, combination) }
    if candidates.isEmpty {
      var purse = Purse(amount, valueDate: payment.valueDate)
      for item in items { purse.pay(item) }
      let paid = Set(purse.allocations.map(\.item))
      if !paid.isEmpty { offer(.oldestFirst, items.filter { paid.contains($0.id) }) }
    }
    return .suggest(Matching.Suggestion(candidates: candidates, reason: reason))
  }
}

extension Draft {
  /// Books what the rules explain without doubt, payment by payment by value date, until nothing
  /// more is explained: each booking may leave another payment with one reading.
  ///
  /// Tells whether anything was booked.
  @discardableResult
  mutating func bookLeftovers(of account: AccountID) -> Bool {
    var open = state.openItems(of: account)
    var (hasBooked, hasEverBooked) = (true, false)
    while hasBooked {
      hasBooked = false
      for payment in state.unappliedPayments(of: account) where payment.creditNote == nil {
        let payable = state.openItems(for: payment, own: open)
        let leftover = Leftover(payment, among: payable, policy: state.policy)
        let verdict = leftover.verdict(Doubt(about: payment, in: state))
        guard case .book(let rule, let items, let rejected) = verdict else { continue }
        book(payment, rule, items, rejected)
        open = state.openItems(of: account)
        (hasBooked, hasEverBooked) = (true, true)
      }
    }
    return hasEverBooked
  }

  private mutating func book(
    _ payment: Matching.Payment,
    _ rule: Matching.Rule,
    _ items: [Matching.Item],
    _ rejected: [Matching.Rejected]
  ) {
    var purse = Purse(payment.unapplied, valueDate: payment.valueDate)
    for item in items { purse.pay(item) }
    let decision = Matching.Decision(
      name: state.nextDecision(on: payment),
      rule: rule,
      evidence: ["\(payment.unapplied) of \(payment.valueDate)"],
      rejected: rejected,
      allocations: purse.allocations,
      onAccount: purse.isFull ? .zero(payment.amount.currency) : purse.rest
    )
    record(.applied(Matching.Application(payment: payment.id, decision: decision)))
  }
}

extension Matching.State {
  /// Payments of an account that are not decided in full, by value date, then name.
  func unappliedPayments(of account: AccountID) -> [Matching.Payment] {
    openPayments(of: account).filter(\.unapplied.isPositive)
  }
}

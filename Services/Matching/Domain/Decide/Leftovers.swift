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
    let readings = self.readings
    if let doubt { return suggest(readings, doubt.reason, first: doubt.candidate) }
    if let (rule, chosen) = certain(readings) { return book(rule, chosen) }
    if policy.allowsOldestFirst, !items.isEmpty { return book(.oldestFirst, items) }
    return suggest(readings, reason(readings))
  }

  /// The ways in which the account's open items explain the amount.
  private struct Readings {
    var singles: [Matching.Item] = []
    var total: [Matching.Item]?
    var combinations: [[Matching.Item]] = []
  }

  private var readings: Readings {
    var readings = Readings()
    let open = items.map(\.open.minorUnits)
    let payable = items.map { $0.payable(on: payment.valueDate).minorUnits }
    let target = amount.minorUnits
    readings.singles = items.indices.filter { open[$0] == target || payable[$0] == target }
      .map { items[$0] }
    let isTotal = items.count > 1 && [open, payable].contains { $0.sum == target }
    if isTotal { readings.total = items }
    var sets = Combinations.find(open, adding: target)
    if payable != open {
      sets += Combinations.find(payable, adding: target).filter { !sets.contains($0) }
    }
    readings.combinations = sets.filter { $0.count < items.count || !isTotal }
      .map { $0.map { items[$0] } }
    return readings
  }

  /// The one reading that explains the amount, if there is no other.
  private func certain(_ readings: Readings) -> (Matching.Rule, [Matching.Item])? {
    guard readings.combinations.isEmpty else { return nil }
    if let first = readings.singles.first, readings.total == nil,
      readings.singles.count == 1 || policy.breaksTiesByDueDate
    {
      return (.exactAmount, [first])
    }
    if let total = readings.total, readings.singles.isEmpty,
      total.count <= Matching.Limits.allocations
    {
      return (.accountTotal, total)
    }
    return nil
  }

  private func reason(_ readings: Readings) -> String {
    if items.isEmpty { return "nothing is open in \(amount.currency)" }
    let total = readings.total.map { [$0] } ?? []
    let ways = readings.singles.count + total.count + readings.combinations.count
    switch (readings.singles.count, ways) {
    case (_, 0): return "no open item, nor the total, has this amount"
    case (let singles, let ways) where singles == ways:
      return "\(singles) open items have this amount"
    case (0, 1): return "only a combination of open items has this amount"
    default: return "\(ways) different readings have this amount"
    }
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

extension [Int64] {
  fileprivate var sum: Int64 { reduce(0, +) }
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

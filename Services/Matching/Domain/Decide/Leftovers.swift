import DomainKit

/// The rules for money without evidence: they look at everything that is open on the account, so
/// they are booked at the cut, when everything is there.
struct Leftover {
  /// What the rules say of one payment.
  enum Verdict {
    case book(Booking)
    case suggest(Matching.Suggestion)
  }

  struct Booking {
    let rule: Matching.Rule
    let items: [Matching.Item]
    let rejected: [Matching.Rejected]
    /// What is left is neither the items' nor on account: it waits for what is paused.
    let keepsRest: Bool
  }

  private let payment: Matching.Payment
  private let amount: Money
  /// Open items in the payment's currency, by due date, then name.
  private let items: [Matching.Item]
  private let others: [Matching.Item]
  private let policy: Matching.Policy
  /// What pending money would pay, and which.
  private let paused: [ItemID: PaymentID]

  /// `open` is what the payment may clear, by due date, then name.
  init(_ payment: Matching.Payment, among open: [Matching.Item], in state: Matching.State) {
    self.payment = payment
    policy = state.policy
    paused = state.paused(for: payment)
    amount = payment.unapplied
    items = open.filter { $0.amount.currency == payment.amount.currency }
    others = open.filter { $0.amount.currency != payment.amount.currency }
  }

  /// With a doubt nothing is booked.
  func verdict(_ doubt: Doubt?) -> Verdict {
    let readings = self.readings
    if let doubt { return suggest(readings, doubt.reason, first: doubt.candidate) }
    if let (rule, chosen) = certain(readings) {
      return pause(chosen).map { suggest(readings, $0) } ?? book(rule, chosen)
    }
    if policy.allowsOldestFirst {
      let free = items.filter { paused[$0.id] == nil }
      if !free.isEmpty { return book(.oldestFirst, free, keepsRest: free.count < items.count) }
      if let pause = pause(items) { return suggest(readings, pause) }
    }
    return suggest(readings, reason(readings))
  }

  /// Why the items are not given away; nil: no pending money would pay any.
  private func pause(_ items: [Matching.Item]) -> String? {
    items.lazy.compactMap { item in
      paused[item.id].map { "\($0) is pending, which would pay \(item.id)" }
    }.first
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

  private func book(
    _ rule: Matching.Rule,
    _ chosen: [Matching.Item],
    keepsRest: Bool = false
  ) -> Verdict {
    let ids = Set(chosen.map(\.id))
    let rejected =
      items.lazy.filter { !ids.contains($0.id) }
      .map { Matching.Rejected(item: $0.id, reason: pause([$0]) ?? "has \($0.open) open") }
      .prefix(Matching.Limits.rejectedCandidates)
    return .book(
      Booking(
        rule: rule,
        items: chosen,
        rejected: Array(rejected) + wrongCurrency,
        keepsRest: keepsRest
      )
    )
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
        let leftover = Leftover(payment, among: payable, in: state)
        let verdict = leftover.verdict(Doubt(about: payment, in: state))
        guard case .book(let booking) = verdict else { continue }
        book(payment, booking)
        open = state.openItems(of: account)
        (hasBooked, hasEverBooked) = (true, true)
      }
    }
    return hasEverBooked
  }

  private mutating func book(_ payment: Matching.Payment, _ booking: Leftover.Booking) {
    var purse = Purse(payment.unapplied, valueDate: payment.valueDate)
    for item in booking.items { purse.pay(item) }
    let isRestTheirs = !purse.isFull && !booking.keepsRest
    let decision = Matching.Decision(
      name: state.nextDecision(on: payment),
      rule: booking.rule,
      evidence: ["\(payment.unapplied) of \(payment.valueDate)"],
      rejected: booking.rejected,
      allocations: purse.allocations,
      onAccount: isRestTheirs ? purse.rest : .zero(payment.amount.currency)
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

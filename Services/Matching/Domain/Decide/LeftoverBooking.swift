import DomainKit

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
        guard case .book(let booking) = leftover.verdict else { continue }
        for credit in booking.credits { setOff(credit, against: booking.items, for: payment) }
        book(payment, booking)
        open = state.openItems(of: account)
        (hasBooked, hasEverBooked) = (true, true)
      }
    }
    return hasEverBooked
  }

  private mutating func book(_ payment: Matching.Payment, _ booking: Leftover.Booking) {
    var purse = Purse(payment.unapplied, valueDate: payment.valueDate)
    let items = booking.items.compactMap { state.items[$0.id] }
    purse.pay(Distribution(payment.unapplied, over: items, on: payment.valueDate, state.policy))
    let isRestTheirs = !purse.isFull && !booking.keepsRest
    let decision = Matching.Decision(
      name: state.closingDecision(on: payment),
      rule: booking.rule,
      evidence: booking.evidence,
      rejected: booking.rejected,
      allocations: purse.allocations,
      onAccount: isRestTheirs ? purse.rest : .zero(payment.amount.currency)
    )
    record(.applied(Matching.Application(payment: payment.id, decision: decision)))
  }

  /// Pays with a credit on account what the payer has taken it off from; it earns no discount, and
  /// counts as what it is worth on the payment's value date.
  ///
  /// Each item bears its part, since nobody says which of them is credited.
  private mutating func setOff(
    _ credit: Matching.Payment,
    against items: [Matching.Item],
    for payment: Matching.Payment
  ) {
    takeOffAccount(credit.onAccount, of: credit)
    guard let freed = state.payments[credit.id] else { return }
    let open = items.compactMap { state.items[$0.id] }
    let limit = open.reduce(Money.zero(credit.amount.currency)) { $0 + $1.open }
    let counted = freed.counted(credit.onAccount, on: payment.valueDate, atMost: limit)
    let allocations = Matching.State.spread(counted, over: open, .proRata)
    let decision = Matching.Decision(
      name: state.closingDecision(on: freed),
      rule: .offset,
      evidence: [payment.id.rawValue],
      rejected: [],
      allocations: allocations,
      onAccount: allocations.reduce(credit.onAccount) { $0 - $1.cash }
    )
    record(.applied(Matching.Application(payment: credit.id, decision: decision)))
  }
}

extension Matching.State {
  /// Payments of an account that are not decided in full, by value date, then name.
  func unappliedPayments(of account: AccountID) -> [Matching.Payment] {
    openPayments(of: account).filter(\.unapplied.isPositive)
  }
}

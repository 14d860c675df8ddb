import DomainKit

/// A return that is undone: what it took back counts again, and nothing remains of the two
/// (rule R8).
extension Draft {
  mutating func reinstate(
    _ entry: Matching.Reinstatement,
    _ supplied: Matching.Archived
  ) throws(Matching.Rejection) {
    restore(supplied)
    if let payment = state.payments[entry.payment] {
      guard !payment.isUndone(entry.reversal) else { return }
      guard payment.isCleared(in: state) else { throw .itemsMissing(of: entry.payment) }
    }
    take(entry)
  }

  /// It is booked on its return, or waits for it.
  mutating func take(_ entry: Matching.Reinstatement) {
    let returns = state.payments[entry.payment]?.returns ?? []
    if returns.contains(where: { $0.reversal == entry.reversal }) { return book(entry) }
    guard state.awaitedReinstatements[entry.reversal] == nil else { return }
    record(.reinstatementAwaited(entry))
  }

  /// Applies what the return took back to the same items, the first decision first, as far as they
  /// are open still; where they were paid otherwise meanwhile, the money is unapplied.
  mutating func book(_ entry: Matching.Reinstatement) {
    guard let payment = state.payments[entry.payment],
      let undone = payment.returns.first(where: { $0.reversal == entry.reversal }),
      undone.undoneBy == nil
    else { return }
    var open: [ItemID: Money] = [:]
    var restored: [Matching.Taking] = []
    for taking in undone.takings.reversed() where payment.holds(taking) {
      var again = Matching.Taking(
        decision: taking.decision,
        id: DecisionName.restoring(taking.id, by: entry.credit),
        rule: taking.rule,
        offAccount: taking.offAccount
      )
      for taken in taking.allocations.reversed() {
        guard let rest = open[taken.item] ?? state.items[taken.item]?.open,
          taken.cleared <= rest
        else { continue }
        var allocation = taken
        allocation.settles = taken.cleared == rest
        open[taken.item] = rest - taken.cleared
        again.allocations.append(allocation)
      }
      if !again.offAccount.isZero || !again.allocations.isEmpty { restored.append(again) }
    }
    if restored.isEmpty, undone.stands {
      // The world is told of it all the same: more of the payment is unapplied.
      let name = DecisionName.restoring(
        DecisionName.taking(entry.payment, by: entry.reversal),
        by: entry.credit
      )
      let nothing = Money.zero(undone.amount.currency)
      restored = [Matching.Taking(decision: name, id: name, rule: nil, offAccount: nothing)]
    }
    record(.reinstated(Matching.ReinstatementBooking(entry: entry, restored: restored)))
  }
}

extension Matching.Payment {
  fileprivate func isUndone(_ reversal: PaymentID) -> Bool {
    returns.contains { $0.reversal == reversal && $0.undoneBy != nil }
  }

  /// A return on which nothing had been decided took from no decision.
  fileprivate func holds(_ taking: Matching.Taking) -> Bool {
    decisions.contains { $0.id == taking.decision }
  }

  /// What it cleared is in the books, and not in the archive.
  func isCleared(in state: Matching.State) -> Bool {
    allocations.allSatisfy { state.items[$0.item] != nil || $0.isNothing }
  }
}

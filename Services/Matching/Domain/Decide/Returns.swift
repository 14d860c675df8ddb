import DomainKit

/// What the payer's bank takes back, the books give up.
extension Draft {
  /// Undoes what the payment did, for the amount of the return: first what is unapplied, then what
  /// is on account, then its allocations from the last to the first.
  ///
  /// A discount is given up with the last cash of its allocation, and cannot be earned again. Items
  /// are open again with their own due dates. A return that exceeds what is left of the payment is
  /// refused as a whole: a person decides.
  mutating func book(_ entry: Matching.Return) {
    guard let payment = state.payments[entry.payment] else { return }
    guard entry.amount.currency == payment.amount.currency, entry.amount.isPositive,
      entry.amount <= payment.amount - payment.returned
    else { return record(.returnRefused(entry)) }
    var rest = entry.amount - min(entry.amount, payment.unapplied)
    var takings: [Matching.Taking] = []
    for decision in payment.decisions.reversed() {
      let offAccount = min(rest, decision.onAccount)
      rest -= offAccount
      let id = DecisionName.taking(decision.id, by: entry.reversal)
      takings.append(
        Matching.Taking(decision: decision.id, id: id, rule: decision.rule, offAccount: offAccount)
      )
    }
    for (index, decision) in payment.decisions.reversed().enumerated() {
      for allocation in decision.allocations.reversed() where rest.isPositive {
        guard !allocation.isNothing else { continue }
        let taken = allocation.taken(by: rest)
        rest -= taken.cash
        takings[index].allocations.append(taken)
      }
    }
    takings.removeAll { $0.offAccount.isZero && $0.allocations.isEmpty }
    if takings.isEmpty {
      // The world is told of it all the same: less of the payment is unapplied.
      let name = DecisionName.taking(entry.payment, by: entry.reversal)
      let nothing = Money.zero(entry.amount.currency)
      takings = [Matching.Taking(decision: name, id: name, rule: nil, offAccount: nothing)]
    }
    record(.returned(Matching.ReturnBooking(entry: entry, takings: takings)))
    let items = Set(takings.flatMap(\.allocations).map(\.item))
    for deduction in payment.deductions where items.contains(deduction.item) {
      record(.deductionWithdrawn(deduction))
    }
  }
}

extension Matching.Allocation {
  /// The part that a return of `amount` takes.
  ///
  /// What was given up goes with any of it; what was kept beyond the item goes as far as the cash.
  fileprivate func taken(by amount: Money) -> Matching.Allocation {
    let isWhole = amount >= cash
    return Matching.Allocation(
      item: item,
      invoice: invoice,
      account: account,
      cash: isWhole ? cash : amount,
      discount: isWhole ? discount : .zero(cash.currency),
      writtenOff: isWhole ? writtenOff : max(writtenOff, -amount),
      settles: false,
      isInGrace: isWhole ? isInGrace : nil
    )
  }
}

import DomainKit

extension Ledger {
  /// The decisions of a cut that cancelled each other within it, and leave no row: a match that was
  /// made on arrival and undone at the cut is no part of the books, and without it the same facts
  /// give the same books in whatever order matching saw them.
  ///
  /// A reversal cancels the decision of its payment with the same clearings: the one after which it
  /// is named, or else the first by name. What then remains of a payment goes too if it comes to
  /// nothing for every item.
  func cancelled(within cut: DayCut) -> [DecisionKey] {
    let recorded = Recorded(cut)
    var cancelled: [DecisionKey] = []
    let payments = Set((reversals[recorded] ?? []).compactMap { decisions[$0]?.payment })
    for payment in payments {
      let keys = self.payments[payment]?.decisions.elements ?? []
      cancelled += self.cancelled(among: keys.filter { $0.recorded == recorded })
    }
    return cancelled.sorted()
  }

  private func cancelled(among keys: [DecisionKey]) -> [DecisionKey] {
    var standing = keys.filter { !$0.isReversal }
    var reversals: [DecisionKey] = []
    var cancelled: [DecisionKey] = []
    for reversal in keys.filter(\.isReversal) {
      let candidates = standing.indices.filter { cancels(reversal, standing[$0]) }
      let named = candidates.first { reversal.id.utf8.starts(with: standing[$0].id.utf8) }
      if let index = named ?? candidates.first {
        cancelled += [reversal, standing.remove(at: index)]
      } else {
        reversals.append(reversal)
      }
    }
    if !reversals.isEmpty, comeToNothing(standing + reversals) { cancelled += standing + reversals }
    return cancelled
  }

  private func cancels(_ reversal: DecisionKey, _ decision: DecisionKey) -> Bool {
    guard let undone = decisions[reversal], let done = decisions[decision] else { return false }
    return undone.account == done.account && undone.clearings == done.clearings
      && undone.onAccount == done.onAccount
  }

  private func comeToNothing(_ keys: [DecisionKey]) -> Bool {
    var cash: [ItemID: Amounts] = [:]
    var discount: [ItemID: Amounts] = [:]
    var tolerated: [ItemID: Amounts] = [:]
    var writtenOff: [ItemID: Amounts] = [:]
    var onAccount: [AccountID: Amounts] = [:]
    for key in keys {
      guard let row = decisions[key] else { continue }
      for clearing in row.clearings {
        cash[clearing.item, default: Amounts()] += key.isReversal ? -clearing.cash : clearing.cash
        discount[clearing.item, default: Amounts()] +=
          key.isReversal ? -clearing.discount : clearing.discount
        let inGrace = clearing.discountInGrace ?? .zero(clearing.discount.currency)
        tolerated[clearing.item, default: Amounts()] += key.isReversal ? -inGrace : inGrace
        writtenOff[clearing.item, default: Amounts()] +=
          key.isReversal ? -clearing.writtenOff : clearing.writtenOff
      }
      onAccount[row.account, default: Amounts()] += key.isReversal ? -row.onAccount : row.onAccount
    }
    return cash.values.allSatisfy(\.isEmpty) && discount.values.allSatisfy(\.isEmpty)
      && tolerated.values.allSatisfy(\.isEmpty) && writtenOff.values.allSatisfy(\.isEmpty)
      && onAccount.values.allSatisfy(\.isEmpty)
  }
}

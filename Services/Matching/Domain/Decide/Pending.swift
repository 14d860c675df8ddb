package import DomainKit
import Terms

/// Pending money applies nothing and reduces nothing: it pauses what it would pay.
extension Draft {
  mutating func announce(_ payment: Matching.Payment) {
    let known = state.pending[payment.account] ?? []
    guard !known.contains(where: { $0.id == payment.id }),
      !state.endedPending.contains(payment.id)
    else { return }
    record(.pendingAnnounced(payment))
  }

  mutating func end(_ end: Matching.PendingEnd) {
    if !state.endedPending.contains(end.payment) { record(.pendingEnded(end)) }
  }
}

extension Matching.State {
  /// Money that is announced for an account, by value date, then name.
  package func pendingPayments(of account: AccountID) -> [Matching.Payment] {
    pending[account] ?? []
  }

  /// What pending money would pay: the items that it names; if it names none, those of exactly its
  /// amount.
  package func items(awaiting pending: Matching.Payment) -> [Matching.Item] {
    if var evidence = Evidence(of: pending, in: self) {
      let named = evidence.items + evidence.mentionedItems()
      if !named.isEmpty { return named }
    }
    return openItems(for: pending, own: openItems(of: pending.account)).filter { item in
      item.amount.currency == pending.amount.currency
        && (item.open == pending.amount || item.payable(on: pending.valueDate) == pending.amount)
    }
  }

  /// The items, of those that a payment may clear, which pending money would pay: whoever is of the
  /// payer's group may have announced it.
  func paused(for payment: Matching.Payment) -> [ItemID: PaymentID] {
    guard !pending.isEmpty else { return [:] }
    let head = accounts[payment.account]?.head ?? payment.account
    let group = Set([payment.account, head] + (members[payment.account] ?? []))
    var paused: [ItemID: PaymentID] = [:]
    for announced in group.sorted().flatMap({ pendingPayments(of: $0) }) {
      for item in items(awaiting: announced) where paused[item.id] == nil {
        paused[item.id] = announced.id
      }
    }
    return paused
  }
}

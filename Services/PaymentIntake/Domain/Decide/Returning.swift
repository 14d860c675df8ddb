package import DomainKit

/// Which payment a return takes back.
enum Original: Equatable {
  case found(PaymentID, amount: Money)
  /// Several fit equally well: that is for a person.
  case ambiguous([PaymentID])
  case unknown
}

// Returns: which payment the payer's bank took back.
//
// On arrival a return is matched only with a payment of an earlier cut, by what the return itself
// says and only when that names one payment: all of this is settled before the cut begins. The rest
// waits for the cut, which prefers payments of earlier cuts likewise.
extension PaymentIntake.State {
  func originalAtOnce(of telling: ReturnFacts) -> Original {
    guard let openCut, !telling.isBatch else { return .unknown }
    let found = original(of: telling, among: { $0.receipt.cut < openCut }, hasPayer: false)
    // Whose it is may still be found out before the cut.
    if case .found(let payment, _) = found, payments[payment]?.owner == nil { return .unknown }
    return found
  }

  func originalAtCut(of telling: ReturnFacts, _ cut: DayCut) -> Original {
    if telling.isBatch { return .unknown }
    let earlier = original(of: telling, among: { $0.receipt.cut < cut }, hasPayer: false)
    guard earlier == .unknown else { return earlier }
    let evident = original(of: telling, among: { _ in true }, hasPayer: false)
    guard evident == .unknown else { return evident }
    return original(of: telling, among: { _ in true }, hasPayer: true)
  }

  /// Goes through the kinds of evidence, the surest first; each narrows what the ones before left.
  private func original(
    of telling: ReturnFacts,
    among scope: (PaymentRow) -> Bool,
    hasPayer: Bool
  ) -> Original {
    let traces = Traces(of: telling)
    var candidates: [PaymentID: Money] = [:]
    for keys in [traces.endToEnd, traces.references, traces.servicer, hasPayer ? traces.payer : []]
    {
      let found = fitting(telling, keys, scope)
      let narrowed = candidates.isEmpty ? found : candidates.filter { found[$0.key] != nil }
      if !narrowed.isEmpty { candidates = narrowed }
      if candidates.count == 1, let only = candidates.first {
        return .found(only.key, amount: only.value)
      }
    }
    return candidates.isEmpty ? .unknown : .ambiguous(candidates.keys.sorted())
  }

  /// The payments under these keys of which the return can take something back, and how much.
  private func fitting(
    _ telling: ReturnFacts,
    _ keys: [TraceKey],
    _ scope: (PaymentRow) -> Bool
  ) -> [PaymentID: Money] {
    var found: [PaymentID: Money] = [:]
    for payment in Set(keys.flatMap { payments.byTrace[$0].map(Array.init) ?? [] }) {
      guard let row = payments[payment], scope(row), row.withdrawnBy == nil,
        !telling.contradicts(row.facts), let amount = telling.amount(takenFrom: row)
      else { continue }
      found[payment] = amount
    }
    return found
  }
}

extension ReturnFacts {
  /// Both have a reference of the payer, and not the same.
  func contradicts(_ facts: PaymentFacts) -> Bool {
    guard let endToEndID, let other = facts.endToEndID else { return false }
    return endToEndID != other
  }

  /// What the return takes of the payment; nil when it cannot be a return of it.
  ///
  /// A bank that charges for a return takes its charges with the money: what is beyond the payment
  /// is theirs. Part of a payment can be taken back from its owner, not from the pool.
  func amount(takenFrom row: PaymentRow) -> Money? {
    guard amount.currency == row.facts.amount.currency else { return nil }
    if possibleAmounts.contains(row.remaining) { return row.remaining }
    return row.owner != nil && amount < row.remaining ? amount : nil
  }
}

extension Draft {
  mutating func takeBack(_ telling: ReturnFacts) {
    emit(.returnReceived(telling))
    if case .found(let payment, let amount) = state.originalAtOnce(of: telling) {
      settle(telling, with: payment, amount)
    }
  }

  /// Matches what waits, in the order of value date and name.
  mutating func settleReturns(_ cut: DayCut) {
    for telling in state.unmatchedReturns {
      guard case .found(let payment, let amount) = state.originalAtCut(of: telling, cut) else {
        continue
      }
      settle(telling, with: payment, amount)
    }
  }

  mutating func settle(_ telling: ReturnFacts, with payment: PaymentID, _ amount: Money) {
    guard let owner = state.payments[payment]?.owner else {
      return emit(
        .paymentWithdrawn(
          PaymentWithdrawal(
            payment: payment,
            amount: amount,
            valueDate: telling.valueDate,
            cause: .returned(reversal: telling.reversal, reason: telling.reason)
          )
        )
      )
    }
    emit(
      .paymentReturned(
        PaymentReturn(
          reversal: telling.reversal,
          payment: payment,
          owner: owner,
          amount: amount,
          charges: telling.charges(beside: amount),
          valueDate: telling.valueDate,
          reason: telling.reason
        )
      )
    )
  }
}

/// Why a return waits, for a person.
package enum WaitingReason: Equatable, Sendable {
  case batchWithoutDetails
  case severalFit([PaymentID])
  case noneFits
  /// Evidence that counts at the cut only.
  case decidedAtCut(PaymentID)
}

extension PaymentIntake.State {
  package func waitingReason(of telling: ReturnFacts) -> WaitingReason {
    guard let openCut, !telling.isBatch else { return .batchWithoutDetails }
    return switch originalAtCut(of: telling, openCut) {
    case .found(let payment, _): .decidedAtCut(payment)
    case .ambiguous(let payments): .severalFit(payments)
    case .unknown: .noneFits
    }
  }

  /// The returns whose payment is not known, the earliest value date first.
  package var unmatchedReturns: [ReturnFacts] {
    returns.waiting.compactMap { returns[$0]?.telling }
      .sorted { ($0.valueDate, $0.reversal) < ($1.valueDate, $1.reversal) }
  }

  /// The payments without an owner, the earliest value date first.
  package var unidentified: [PaymentRow] {
    payments.pool.keys.compactMap { payments[$0] }
      .sorted { ($0.facts.valueDate, $0.facts.payment) < ($1.facts.valueDate, $1.facts.payment) }
  }
}

import DomainKit

extension CreditControl {
  /// Takes the order, and decides it unless its amount is decided already.
  ///
  /// It is when `CheckOrder` came before, or when the amount is the one last approved. A held order
  /// whose new revision has the same amount is examined anew.
  static func place(_ change: OrderChange, _ state: State) -> [Event] {
    let ledger = state.orders[change.key] ?? OrderLedger()
    if let placed = ledger.placed, change.total <= placed { return [] }
    guard !ledger.isClosed, let account = state.registration(of: change.key.account) else {
      return [.orderPlaced(change)]
    }
    if let decision = ledger.decision, decision.amount == change.total.amount,
      decision.isApproved || ledger.placed == nil
    {
      return [.orderPlaced(change)]
    }
    return [
      .orderPlaced(change),
      .orderDecided(judge(change.key, amount: change.total.amount, account, state)),
    ]
  }

  static func ship(_ change: OrderChange, _ state: State) -> [Event] {
    if let shipped = state.orders[change.key]?.shipped, change.total <= shipped { return [] }
    return [.orderShipped(change)]
  }

  /// Closing is final: billing sends no revision with it, so that an order placed again under the
  /// same number could not be told from one placed before and delivered late.
  static func close(_ key: OrderKey, _ state: State) -> [Event] {
    state.orders[key]?.isClosed == true ? [] : [.orderClosed(key)]
  }

  /// Asked again with the same amount, the answer is the same; only a held order is examined anew
  /// when its account's limit was changed meanwhile, since that is how a person releases it.
  static func check(
    _ key: OrderKey,
    amount: Money,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard amount.isPositive else { throw .amountNotPositive(amount) }
    guard let account = state.registration(of: key.account) else {
      throw .accountUnknown(key.account)
    }
    let ledger = state.orders[key]
    guard ledger?.isClosed != true else { throw .orderClosed(key) }
    if let decision = ledger?.decision, decision.amount == amount,
      decision.isApproved || decision.limit == state.accounts[key.account]?.limit
    {
      return []
    }
    return [.orderDecided(judge(key, amount: amount, account, state))]
  }

  /// The rule of credit: with this order the exposure may reach the limit, not exceed it.
  ///
  /// What the order itself had added before is left out and counted once, with the new amount. A
  /// change that asks for no more than was approved lowers the risk and is never held.
  static func judge(
    _ key: OrderKey,
    amount: Money,
    _ registration: RegisteredAccount,
    _ state: State
  ) -> OrderDecision {
    let account = state.accounts[key.account] ?? CreditAccount()
    let ledger = state.orders[key] ?? OrderLedger()
    let currency = registration.currency
    let before = account.exposure(in: currency) + -ledger.exposure(in: currency)
    func decision(_ isApproved: Bool, _ reason: String) -> OrderDecision {
      OrderDecision(
        key: key,
        amount: amount,
        isApproved: isApproved,
        exposure: before,
        limit: account.limit,
        reason: reason,
        ordinal: (ledger.decision?.ordinal ?? 0) + 1
      )
    }

    guard let limit = account.limit else { return decision(true, "no credit limit") }
    let approved = ledger.approved ?? .zero(amount.currency)
    if approved.currency == amount.currency, amount <= approved {
      return decision(true, "no more than was approved before")
    }
    guard amount.currency == limit.currency else {
      return decision(false, "an order in \(amount.currency) against a limit in \(limit.currency)")
    }
    var proposed = ledger
    proposed.approved = amount
    let after = before.total + proposed.exposure(in: currency).total
    return after <= limit
      ? decision(true, "\(after) of \(limit)")
      : decision(false, "exceeds the limit by \(after - limit)")
  }
}

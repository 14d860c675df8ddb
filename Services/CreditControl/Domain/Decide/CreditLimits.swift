import DomainKit

extension CreditControl {
  /// Takes the newest revision, then decides the orders that came before the account, in the order
  /// of their numbers.
  static func register(_ account: RegisteredAccount, _ state: State) -> [Event] {
    if let known = state.registration(of: account.account), account.revision <= known.revision {
      return []
    }
    let undecided = state.accounts[account.account]?.undecidedOrders.sorted() ?? []
    var working = state
    var events: [Event] = []
    func happen(_ event: Event) {
      evolve(&working, event)
      events.append(event)
    }
    happen(.accountRegistered(account))
    for order in undecided {
      let key = OrderKey(account.account, order)
      guard let ledger = working.orders[key], !ledger.isClosed, let placed = ledger.placed
      else { continue }
      happen(.orderDecided(judge(key, amount: placed.amount, account, working)))
    }
    return events
  }

  /// A limit set by hand is a person's judgement: from then on no revision of the account from
  /// billing replaces it.
  static func setCreditLimit(
    of account: AccountID,
    to limit: Money?,
    by user: UserName,
    reason: String,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard let known = state.accounts[account], let registration = known.registration else {
      throw .accountUnknown(account)
    }
    if let limit {
      guard limit.currency == registration.currency else {
        throw .limitInOtherCurrency(limit, account: registration.currency)
      }
      guard !limit.isNegative else { throw .limitNegative(limit) }
    }
    try check(reason: reason)
    return [
      .creditLimitChanged(
        CreditLimitChange(
          account: account,
          previous: known.limit,
          limit: limit,
          changedBy: user,
          reason: reason,
          ordinal: known.limitChanges + 1
        )
      )
    ]
  }

  static func check(reason: String) throws(Rejection) {
    guard (1...Limits.reasonBytes).contains(reason.utf8.count),
      reason.utf8.contains(where: { $0 > 0x20 })
    else { throw .reasonUnfit(maximumBytes: Limits.reasonBytes) }
  }
}

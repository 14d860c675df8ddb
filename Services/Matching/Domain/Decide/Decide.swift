import DomainKit

extension Matching {
  /// Evidence decides on arrival, leftovers decide at the cut; and since decisions on arrival may
  /// depend on what arrived first, the cut also decides these anew, in order of value date.
  package static func decide(_ command: Command, _ state: State) throws(Rejection) -> [Event] {
    var draft = Draft(state)
    switch command {
    case .register(let account, let partition):
      try draft.enter(partition)
      try draft.register(account)
    case .open(let file, let partition):
      try draft.enter(partition)
      try draft.open(file)
    case .identify(let payment, let partition, let supplied):
      try draft.enter(partition)
      try draft.identify(payment, supplied)
    case .takeBack(let entry, let partition, let supplied):
      try draft.enter(partition)
      try draft.takeBack(entry, supplied)
    case .reinstate(let entry, let partition, let supplied):
      try draft.enter(partition)
      try draft.reinstate(entry, supplied)
    case .announce(let payment, let partition):
      try draft.enter(partition)
      draft.announce(payment)
    case .endPending(let end, let partition):
      try draft.enter(partition)
      draft.end(end)
    case .advise(let advising, let partition, let supplied):
      try draft.enter(partition)
      try draft.advise(advising, supplied)
    case .close(let marker, let partition):
      try draft.enter(partition)
      try draft.close(marker)
    case .adopt(let policy):
      if policy != state.policy { draft.record(.policyAdopted(policy)) }
    }
    return draft.events
  }
}

extension Draft {
  /// The first message tells whose books these are; none of another partition may enter them.
  fileprivate mutating func enter(_ partition: Partition) throws(Matching.Rejection) {
    guard let own = state.partition else { return record(.partitionAssigned(partition)) }
    guard own == partition else { throw .otherPartition(partition, expected: own) }
  }

  fileprivate mutating func register(_ account: Matching.Account) throws(Matching.Rejection) {
    if let own = state.partition, account.partition != own {
      throw .accountInOtherPartition(account.id, account.partition)
    }
    let known = state.accounts[account.id]?.revision ?? .min
    if account.revision > known { record(.accountRegistered(account)) }
  }
}

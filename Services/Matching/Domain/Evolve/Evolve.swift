import DomainKit

extension Matching {
  package static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .partitionAssigned(let partition): state.partition = partition
    case .policyAdopted(let policy): (state.policy, state.isPolicyNew) = (policy, true)
    case .accountRegistered(let account): state.take(account)
    case .invoiceOpened(let file): state.take(file)
    case .paymentIdentified(let payment): state.take(payment)
    case .restored(let archived): state.restore(archived)
    case .applied(let application): state.take(application)
    case .takenOffAccount(let off): state.take(off.takings, from: off.payment, lose: false)
    case .advised(let advising): state.take(advising)
    case .adviceAwaited(let advising): state.awaitedAdvices[advising.payment] = advising.advice
    case .takenBack(let off): state.take(off.takings, from: off.payment, lose: false)
    case .returnAwaited(let entry):
      state.awaitedReturns[entry.payment, default: []].insert(entry)
    case .returned(let booking): state.take(booking)
    case .returnRefused(let entry): state.take(refused: entry)
    case .reinstatementAwaited(let entry): state.awaitedReinstatements[entry.reversal] = entry
    case .reinstated(let booking): state.take(booking)
    case .pendingAnnounced(let payment): state.announce(payment)
    case .pendingEnded(let end): state.end(end)
    case .restated(let restatement):
      for payment in restatement.payments { state.book(payment) }
      for item in restatement.items { state.book(item) }
    case .deductionOpened(let deduction):
      state.change(deduction.payment) { $0.deductions.keep(deduction, true) }
    case .deductionWithdrawn(let deduction):
      state.change(deduction.payment) { $0.deductions.keep(deduction, false) }
    case .suggested(let payment, let suggestion): state.payments[payment]?.suggestion = suggestion
    case .markerArrived(let marker): state.take(marker)
    case .archived(let invoices, let payments):
      for invoice in invoices { state.archive(invoice) }
      for payment in payments { state.payments[payment] = nil }
    case .cutClosed(let closing): state.take(closing)
    }
  }
}

extension Matching.State {
  fileprivate mutating func take(_ account: Matching.Account) {
    let paidBefore = accounts[account.id]?.paidByHead ?? []
    accounts[account.id] = account
    guard account.head != account.id else { return }
    members[account.head, default: []].keep(account.id, true)
    if account.paidByHead != paidBefore { changedHeads.keep(account.head, true) }
  }

  fileprivate mutating func take(_ file: Matching.IssuedInvoice) {
    add(file.invoice)
    for item in file.items {
      put(item)
      openingItems[item.id] = Matching.Opening(record: item, isNew: true)
    }
  }

  fileprivate mutating func take(_ payment: Matching.Payment) {
    put(payment)
    awaitedAdvices[payment.id] = nil
    openingPayments[payment.id] = Matching.Opening(record: payment.asArrived, isNew: true)
    for decision in payment.decisions { clear(decision.allocations, with: payment) }
  }

  fileprivate mutating func take(_ advising: Matching.Advising) {
    guard var payment = payments[advising.payment] else { return }
    payment.advice = advising.advice
    book(payment)
  }

  fileprivate mutating func take(_ application: Matching.Application) {
    guard var payment = payments[application.payment] else { return }
    payment.decisions.append(application.decision)
    book(payment)
    clear(application.decision.allocations, with: payment)
  }

  private mutating func clear(_ allocations: [Matching.Allocation], with payment: Matching.Payment)
  {
    for allocation in allocations {
      guard var item = items[allocation.item] else { continue }
      item.clear(allocation, with: payment)
      book(item)
    }
  }

  /// `lose` says that a discount which is taken back cannot be earned again.
  fileprivate mutating func take(
    _ takings: [Matching.Taking],
    from id: PaymentID,
    lose: Bool,
    for entry: Matching.Return? = nil
  ) {
    guard var payment = payments[id] else { return }
    for taking in takings {
      guard let index = payment.decisions.firstIndex(where: { $0.id == taking.decision }) else {
        continue
      }
      payment.decisions[index].take(taking)
    }
    if let entry { payment.returns.insert(entry) }
    book(payment)
    for taken in takings.flatMap(\.allocations) {
      guard var item = items[taken.item] else { continue }
      item.clear(taken.negated, with: payment)
      if lose { item.lost += taken.discount }
      book(item)
    }
  }

  fileprivate mutating func change(
    _ id: PaymentID,
    _ change: (inout Matching.Payment) -> Void
  ) {
    guard var payment = payments[id] else { return }
    change(&payment)
    book(payment)
  }

  fileprivate mutating func take(_ booking: Matching.ReturnBooking) {
    forget(awaited: booking.entry)
    var entry = booking.entry
    entry.takings = booking.takings
    take(booking.takings, from: entry.payment, lose: true, for: entry)
  }

  /// A discount that the return had taken back can be earned again.
  fileprivate mutating func take(_ booking: Matching.ReinstatementBooking) {
    let entry = booking.entry
    awaitedReinstatements[entry.reversal] = nil
    guard var payment = payments[entry.payment],
      let index = payment.returns.firstIndex(where: { $0.reversal == entry.reversal })
    else { return }
    for taken in payment.returns[index].takings.flatMap(\.allocations) {
      guard var item = items[taken.item] else { continue }
      item.lost -= taken.discount
      book(item)
    }
    payment.returns[index].undoneBy = entry
    for taking in booking.restored { payment.restore(taking) }
    book(payment)
    clear(booking.restored.flatMap(\.allocations), with: payment)
  }

  fileprivate mutating func take(refused entry: Matching.Return) {
    forget(awaited: entry)
    guard var payment = payments[entry.payment] else { return }
    var refused = entry
    refused.isRefused = true
    payment.returns.insert(refused)
    book(payment)
  }

  private mutating func forget(awaited entry: Matching.Return) {
    guard var waiting = awaitedReturns[entry.payment] else { return }
    waiting.removeAll { $0.reversal == entry.reversal }
    awaitedReturns[entry.payment] = waiting.isEmpty ? nil : waiting
  }

  fileprivate mutating func announce(_ payment: Matching.Payment) {
    var known = pending[payment.account] ?? []
    known.append(payment)
    known.sort { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
    pending[payment.account] = known
    changedPending.keep(payment.account, true)
  }

  fileprivate mutating func end(_ end: Matching.PendingEnd) {
    endedPending.keep(end.payment, true)
    let left = (pending[end.account] ?? []).filter { $0.id != end.payment }
    pending[end.account] = left.isEmpty ? nil : left
    changedPending.keep(end.account, true)
  }

  fileprivate mutating func take(_ marker: Matching.Marker) {
    openCut = openCut ?? marker.closes
    markers.append(marker)
    markers.sort { $0.source.rawValue < $1.source.rawValue }
  }

  fileprivate mutating func take(_ closing: Matching.CutClosing) {
    for number in closing.settled { invoices[number]?.settledAt = closing.closes }
    for id in closing.consumed { payments[id]?.consumedAt = closing.closes }
    if !closing.settled.isEmpty || !closing.consumed.isEmpty {
      settled[closing.closes] = Matching.Settled(
        invoices: closing.settled,
        payments: closing.consumed
      )
    }
    closedCuts.append(closing.closes)
    while closedCuts.count > policy.cutsUntilArchived {
      settled[closedCuts.removeFirst()] = nil
    }
    isPolicyNew = false
    changedHeads = []
    changedPending = []
    endedPending = []
    openingItems = Matching.Records()
    openingPayments = Matching.Records()
    restored = Matching.Settled()
    markers = []
    openCut = closing.opens
    cutsClosed += 1
    for index in balances.indices { balances[index].endMovements() }
  }
}

extension Matching.Payment {
  fileprivate mutating func restore(_ taking: Matching.Taking) {
    guard let index = decisions.firstIndex(where: { $0.id == taking.decision }) else { return }
    decisions[index].take(taking.negated)
  }
}

extension Matching.Taking {
  fileprivate var negated: Matching.Taking {
    var taking = self
    taking.offAccount = -offAccount
    taking.allocations = allocations.map(\.negated)
    return taking
  }
}

extension Matching.Decision {
  fileprivate mutating func take(_ taking: Matching.Taking) {
    onAccount -= taking.offAccount
    for taken in taking.allocations {
      guard let index = allocations.firstIndex(where: { $0.item == taken.item }) else { continue }
      allocations[index].cash -= taken.cash
      allocations[index].discount -= taken.discount
      if allocations[index].discount.isZero { allocations[index].isInGrace = nil }
      allocations[index].writtenOff -= taken.writtenOff
    }
  }
}

extension Matching.Balance {
  fileprivate mutating func endMovements() {
    applied = Matching.Count(count: 0, sum: .zero(currency))
    discount = applied
    credited = applied
    writtenOff = applied
  }
}

extension [Matching.Deduction] {
  /// By name.
  fileprivate mutating func keep(_ deduction: Matching.Deduction, _ isKept: Bool) {
    removeAll { $0.id == deduction.id }
    guard isKept else { return }
    insert(deduction, at: firstIndex { $0.id > deduction.id } ?? endIndex)
  }
}

extension [Matching.Return] {
  /// By name, so that the order of arrival leaves no trace.
  fileprivate mutating func insert(_ entry: Matching.Return) {
    let index = firstIndex { $0.reversal > entry.reversal } ?? endIndex
    insert(entry, at: index)
  }
}

extension Matching.Item {
  /// Negative amounts are taken back.
  fileprivate mutating func clear(
    _ allocation: Matching.Allocation,
    with payment: Matching.Payment
  ) {
    writtenOff += allocation.writtenOff
    guard payment.creditNote == nil else {
      let cleared = allocation.cash + allocation.discount
      credited += cleared
      guard !allocation.discount.isZero else { return }
      let less = (creditedLessDiscount ?? .zero(amount.currency)) + cleared
      creditedLessDiscount = less.isZero ? nil : less
      return
    }
    cash += allocation.cash
    granted += allocation.discount
    guard let tier = tier(on: payment.valueDate) else { return }
    uses[tier].cash += allocation.cash
    uses[tier].granted += allocation.discount
  }
}

extension Matching.Allocation {
  /// As it is taken back.
  fileprivate var negated: Matching.Allocation {
    var allocation = self
    (allocation.cash, allocation.discount) = (-cash, -discount)
    allocation.writtenOff = -writtenOff
    return allocation
  }
}

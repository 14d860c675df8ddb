import DomainKit

extension PaymentIntake {
  package static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .accountRegistered(let account): state.directory.register(account)
    case .invoiceRegistered(let invoice): state.invoices.insert(invoice)
    case .captureDeferred(let facts): state.deferred[facts.payment] = facts
    case .paymentReceived(let receipt): state.receive(receipt)
    case .paymentDetailed(let receipt): state.detail(receipt)
    case .paymentIdentified(let identification): state.identify(identification)
    case .payerForgotten(let trait): state.learntPayers.forget(trait)
    case .paymentPending(let pending): state.pending[pending.facts.payment] = pending
    case .pendingIdentified(let told): state.pending[told.payment]?.owner = told.owner
    case .pendingEnded(let end): state.pending[end.payment] = nil
    case .returnReceived(let telling): state.returns.receive(telling)
    case .returnSettled(let reversal, let settled): state.returns[reversal]?.settlement = settled
    case .paymentReturned(let taken): state.takeBack(taken)
    case .paymentWithdrawn(let withdrawal): state.withdraw(withdrawal)
    case .returnReplaced(let reversal): state.returns[reversal] = nil
    case .returnUndone(let undoing): state.undo(undoing)
    case .adviceReceived(let advice): state.advices[advice.advice] = AdviceRow(advice)
    case .adviceMet(let meeting): state.meet(meeting)
    case .duplicateSuspected(let suspicion):
      state.payments[suspicion.payment]?.suspicion = suspicion
    case .suspicionSettled(let payment, let verdict):
      state.payments[payment]?.verdict = verdict
      if let copy = verdict.copy { state.payments[copy]?.isCopy = true }
    case .entryTold(let entry, let row):
      // Details that take a batch's place keep what bears its name.
      let namesakes = state.entries[entry]?.namesakes ?? []
      state.entries[entry] = row
      state.entries[entry]?.namesakes = namesakes
    case .namesakeTold(let namesake, let entry): state.entries[entry]?.namesakes.append(namesake)
    case .statementAdvanced(let reading), .statementImported(let reading),
      .statementRejected(let reading):
      state.imports[reading.hash] = reading
    case .fileSeenAgain(let hash, let number): state.sightings[hash] = number
    case .configured(let partitions): state.partitions = partitions
    case .cutAnnounced(let announcement): state.announce(announcement)
    case .invoicingClosed(let cut, let partition): state.closeInvoicing(cut, partition)
    case .matchTold(let told): state.matches[told.decision] = told
    case .matchingClosed(let cut, let partition): state.closeMatching(cut, partition)
    case .cutOpened(let cut): state.openCut = cut
    case .cutClosed(let closing): state.close(closing)
    }
  }
}

extension PaymentIntake.State {
  fileprivate mutating func receive(_ receipt: PaymentReceipt) {
    deferred[receipt.facts.payment] = nil
    payments[receipt.facts.payment] = PaymentRow(receipt)
    totals.received.add(receipt.facts.amount)
  }

  fileprivate mutating func detail(_ receipt: PaymentReceipt) {
    guard var row = payments[receipt.facts.payment] else { return }
    row.receipt = receipt
    payments[receipt.facts.payment] = row
  }

  fileprivate mutating func meet(_ meeting: AdviceMeeting) {
    advices[meeting.advice]?.payment = meeting.payment
    payments[meeting.payment]?.advice = meeting
  }

  fileprivate mutating func identify(_ identification: Identification) {
    guard var row = payments[identification.payment] else { return }
    row.owner = identification.owner
    row.isForOnce = identification.evidence.kind == .person && !identification.teaches
    payments[identification.payment] = row
    totals.handedOver.add(row.facts.amount)
    if identification.teaches {
      teachers[identification.payment] = identification.evidence.kind
    }
  }

  fileprivate mutating func takeBack(_ taken: PaymentReturn) {
    returns[taken.reversal]?.taken = TakenPayment(payment: taken.payment, amount: taken.amount)
    guard var row = payments[taken.payment] else { return }
    row.returned += taken.amount
    payments[taken.payment] = row
    if row.remaining.isZero { takenBack[taken.payment] = row.returned }
    totals.returned.add(taken.amount)
  }

  fileprivate mutating func withdraw(_ withdrawal: PaymentWithdrawal) {
    let payment = withdrawal.payment
    totals.withdrawn.add(withdrawal.amount)
    switch withdrawal.cause {
    case .detailed:
      // As if the batch had never stood for its payments: which was told first does not matter.
      if let advice = payments[payment]?.advice { advices[advice.advice]?.payment = nil }
      payments[payment] = nil
    case .copied(let original):
      payments[payment]?.returned += withdrawal.amount
      payments[payment]?.withdrawnBy = original
    case .returnUndone(let reversal):
      payments[payment]?.returned = withdrawal.amount
      payments[payment]?.withdrawnBy = reversal
    case .returned(let reversal, _):
      returns[reversal]?.taken = TakenPayment(payment: payment, amount: withdrawal.amount)
      guard var row = payments[payment] else { return }
      row.returned = withdrawal.amount
      row.withdrawnBy = reversal
      payments[payment] = row
    }
  }

  fileprivate mutating func undo(_ undoing: ReturnUndoing) {
    returns[undoing.reversal]?.undoneBy = undoing.credit
    guard undoing.owner != nil, let payment = undoing.payment, var row = payments[payment] else {
      return
    }
    row.returned -= undoing.amount
    payments[payment] = row
    totals.returned.add(-undoing.amount)
  }

  fileprivate mutating func announce(_ announcement: CutAnnouncement) {
    guard let closes = announcement.closes else { return }
    announcements[closes] = announcement.opens
  }

  fileprivate mutating func closeInvoicing(_ cut: DayCut, _ partition: Partition?) {
    var markers = invoicing[cut] ?? InvoicingMarkers()
    if let partition {
      markers.partitions.append(partition)
      markers.partitions.sort()
    } else {
      markers.isGeneralClosed = true
    }
    invoicing[cut] = markers
  }

  fileprivate mutating func closeMatching(_ cut: DayCut, _ partition: Partition) {
    matching[cut, default: []].append(partition)
    matching[cut]?.sort()
  }

  fileprivate mutating func close(_ closing: CutClosing) {
    openCut = closing.opens
    precedingCut = closing.closes
    announcements[closing.closes] = nil
    invoicing[closing.closes] = nil
    totals = CutTotals()
    directoryAtCut = directory
    matching = matching.filter { $0.key >= closing.closes }
    learnPayers(atCloseOf: closing.closes)
  }
}

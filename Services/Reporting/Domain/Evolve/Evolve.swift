import DomainKit

extension Reporting {
  package static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .configured(let partitions): state.partitions = partitions
    case .recorded(let fact, let arrival):
      if fact.isOfStream { state.proofs.count(arrival) }
      state.take(fact, arrival)
    case .counted(let arrival): state.proofs.count(arrival)
    case .setAside(let exception, let cut):
      state.proofs.exceptions[exception.message] = Proofs.Exception(exception: exception, cut: cut)
    case .proven(let report, let netted):
      for key in netted { state.withdraw(key) }
      state.proofs.close(report)
    }
  }
}

extension Reporting.State {
  fileprivate mutating func take(_ fact: Fact, _ arrival: Arrival) {
    switch fact {
    case .registered(let account):
      accounts[account.account] = AccountRow(
        revision: account.revision,
        name: account.name,
        partition: account.partition
      )
    case .issued(let invoice): take(invoice, arrival)
    case .refusedInvoice: activity.refusedInvoices += 1
    case .received(let payment):
      activity.received += 1
      proofs.received[CutKey(cut: arrival.cut), default: Count()] += .one(payment.amount)
      ledger.receive(payment.payment, Receipt(received: payment.amount))
    case .identified(let payment): take(payment, arrival)
    case .returned(let payment): take(payment, arrival)
    case .withdrawn(let payment):
      proofs.withdrawn[CutKey(cut: arrival.cut), default: Count()] += .one(payment.amount)
      ledger.receive(payment.payment, Receipt(withdrawn: payment.amount))
    case .decided(let decision):
      if let rule = decision.rule { activity.decisions[rule, default: 0] += 1 }
      activity.countGrace(of: DecisionRow(decision), by: decision.isReversal ? -1 : 1)
      ledger.decide(DecisionKey(decision, arrival), DecisionRow(decision))
    case .suggested(let payment):
      activity.suggested += 1
      ledger.receive(payment, Receipt(isSuggested: true))
    case .uneventful, .foreign: break
    case .opened(let cut, _): proofs.firstOpened = cut
    case .closed(let marker): proofs.markers[marker.key] = marker
    case .periodClosed(let lastDay, let cut): ledger.closings.close(through: lastDay, in: cut)
    }
  }

  private mutating func take(_ invoice: IssuedInvoice, _ arrival: Arrival) {
    activity.invoices += 1
    for item in invoice.items {
      ledger.issue(
        item.item,
        Issue(
          invoice: invoice.invoice,
          account: invoice.account,
          issueDate: invoice.issueDate,
          dueDate: item.dueDate,
          amount: item.amount,
          recorded: Recorded(arrival.cut, or: invoice.issueDate)
        )
      )
    }
  }

  private mutating func take(_ payment: IdentifiedPayment, _ arrival: Arrival) {
    activity.identified += 1
    let identification = Identification(
      account: payment.account,
      amount: payment.amount,
      valueDate: payment.valueDate,
      recorded: Recorded(arrival.cut, or: payment.valueDate)
    )
    ledger.receive(payment.payment, Receipt(identified: identification))
  }

  private mutating func take(_ payment: ReturnedPayment, _ arrival: Arrival) {
    if payment.amount.isPositive { activity.returned += 1 }
    ledger.takeBack(
      payment.reversal,
      ReturnRow(
        payment: payment.payment,
        account: payment.account,
        amount: payment.amount,
        valueDate: payment.valueDate,
        recorded: Recorded(arrival.cut, or: payment.valueDate)
      )
    )
  }

  fileprivate mutating func withdraw(_ key: DecisionKey) {
    if let rule = ledger.decisions[key]?.rule, let count = activity.decisions[rule] {
      activity.decisions[rule] = count > 1 ? count - 1 : nil
    }
    if let row = ledger.decisions[key] { activity.countGrace(of: row, by: key.isReversal ? 1 : -1) }
    ledger.withdraw(key)
  }
}

extension Proofs {
  fileprivate mutating func count(_ arrival: Arrival) {
    let key = TallyKey(cut: arrival.cut, type: arrival.type, partition: arrival.partition)
    tallies[key, default: Count()] += arrival.amount.map { .one($0) } ?? Count(1)
  }

  /// Keeps the report and forgets what it was made of; what bore no cut belongs to the first.
  fileprivate mutating func close(_ report: CutReport) {
    func isOver(_ cut: DayCut?) -> Bool { cut.map { $0 <= report.cut } ?? true }
    for key in tallies.keys where isOver(key.cut) { tallies[key] = nil }
    for key in received.keys where isOver(key.cut) { received[key] = nil }
    for key in withdrawn.keys where isOver(key.cut) { withdrawn[key] = nil }
    for key in markers.keys where isOver(key.cut) { markers[key] = nil }
    for (key, row) in exceptions where isOver(row.cut) { exceptions[key] = nil }
    keep(report)
    lastReported = report.cut
  }
}

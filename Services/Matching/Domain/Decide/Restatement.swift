import DomainKit

/// What was decided on arrival depends on what had arrived before. At the cut all facts are there:
/// they are decided anew, in an order of their own, and the books are brought to that.
extension Draft {
  mutating func restate(from rewound: consuming Matching.State, named: Set<PaymentID>) {
    let recounted = state.recounted(from: rewound, named: named)
    let payments = Set(state.openingPayments.keys).union(recounted.openingPayments.keys)
      .compactMap { recounted.payments[$0] }
      .filter { $0 != state.payments[$0.id] }
      .sorted { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
    let items = Set(state.openingItems.keys).union(recounted.openingItems.keys)
      .compactMap { recounted.items[$0] }
      .filter { $0 != state.items[$0.id] }
      .sorted { $0.id < $1.id }
    guard !payments.isEmpty || !items.isEmpty else { return }
    var corrections = Corrections(state)
    for payment in payments { corrections.takeBack(to: payment) }
    for payment in payments { corrections.apply(to: payment) }
    record(
      .restated(
        Matching.Restatement(payments: payments, items: items, corrections: corrections.list)
      )
    )
  }
}

extension Matching.State {
  /// The books as the cut's facts make them when each is taken in order of value date, then name;
  /// the same books in whatever order the facts arrived.
  ///
  /// `rewound` is the books before the cut, `named` what its new invoices let find its way.
  fileprivate func recounted(
    from rewound: consuming Matching.State,
    named: Set<PaymentID>
  ) -> Matching.State {
    var draft = Draft(rewound, hasMoreFacts: true)
    for step in steps(from: draft.state, named: named) {
      switch step.fact {
      case .payment(let payment): draft.arrive(payment)
      case .named(let id): draft.applyEvidence(of: id)
      case .advised(let advising): draft.take(advising)
      case .returned(let entry): draft.take(entry)
      case .reinstated(let entry): draft.take(entry)
      }
    }
    return draft.state
  }

  private func steps(from rewound: Matching.State, named: Set<PaymentID>) -> [Step] {
    var steps: [Step] = []
    for (id, opening) in openingPayments.rows {
      guard let payment = payments[id] else { continue }
      if opening.isNew { steps.append(Step(.payment(payment.asArrived), payment.valueDate, id)) }
      steps += Self.returnSteps(of: payment, since: opening)
    }
    var advised: Set<PaymentID> = []
    for (id, opening) in openingPayments.rows where !opening.isNew && opening.record.advice == nil {
      guard let payment = payments[id], let advice = payment.advice else { continue }
      advised.insert(id)
      let advising = Matching.Advising(payment: id, advice: advice)
      steps.append(Step(.advised(advising), payment.valueDate, id))
    }
    for id in named.subtracting(advised) {
      guard let payment = rewound.payments[id] else { continue }
      steps.append(Step(.named(id), payment.valueDate, id))
    }
    return steps.sorted()
  }

  /// The returns of a payment, and what undid one, that the cut brought.
  private static func returnSteps(
    of payment: Matching.Payment,
    since opening: Matching.Opening<Matching.Payment>
  ) -> [Step] {
    payment.returns.flatMap { entry -> [Step] in
      let before = opening.record.returns.first { $0.reversal == entry.reversal }
      let undoing = before?.undoneBy == nil ? entry.undoneBy : nil
      let returned =
        before == nil ? [Step(.returned(entry.asTold), entry.valueDate, entry.reversal)] : []
      return returned + (undoing.map { [Step(.reinstated($0), $0.valueDate, $0.credit)] } ?? [])
    }
  }

  /// Payments of earlier cuts that had money, and wait for an invoice which has come in this one or
  /// may pay for others than before.
  func paymentsNamedByNewInvoices(since rewound: Matching.State) -> Set<PaymentID> {
    var named: Set<PaymentID> = []
    for opening in openingItems.values where opening.isNew {
      guard let invoice = invoices[opening.record.invoice] else { continue }
      named.formUnion(invoice.keys.flatMap { rewound.awaiting[$0] ?? [] })
    }
    named.formUnion(changedHeads.flatMap { rewound.ledgers[$0]?.payments ?? [] })
    return named
  }
}

/// A fact of the cut, or a payment of an earlier one whose invoice or advice has come.
private struct Step: Comparable {
  enum Fact {
    case payment(Matching.Payment)
    case named(PaymentID)
    case advised(Matching.Advising)
    case returned(Matching.Return)
    case reinstated(Matching.Reinstatement)
  }
  let fact: Fact
  private let valueDate: CalendarDate
  private let id: PaymentID

  init(_ fact: Fact, _ valueDate: CalendarDate, _ id: PaymentID) {
    self.fact = fact
    self.valueDate = valueDate
    self.id = id
  }

  /// On one day returns come first, then what undoes any, then credit notes, then payments.
  ///
  /// What is paid again that day finds the item open, and what is paid is paid knowing of credit.
  private var place: Int {
    switch fact {
    case .returned: 0
    case .reinstated: 1
    case .payment(let payment): payment.creditNote == nil ? 3 : 2
    case .named, .advised: 3
    }
  }

  static func == (lhs: Step, rhs: Step) -> Bool { !(lhs < rhs) && !(rhs < lhs) }
  static func < (lhs: Step, rhs: Step) -> Bool {
    (lhs.valueDate, lhs.place, lhs.id) < (rhs.valueDate, rhs.place, rhs.id)
  }
}

/// The messages that bring the world from the standing books to the recounted ones.
private struct Corrections {
  private(set) var list: [Matching.Correction] = []
  private let standing: Matching.State
  /// What is open while the messages are taken in one by one, of the items that they touch.
  private var open: [ItemID: Money] = [:]

  init(_ standing: Matching.State) { self.standing = standing }

  /// First, everything that no longer stands is taken back.
  mutating func takeBack(to recounted: Matching.Payment) {
    guard let old = standing.payments[recounted.id], !old.isBooked(like: recounted) else { return }
    let gone = old.decisions.filter { !recounted.holds($0) && !$0.amounts.isNothing }
    let new = recounted.decisions.filter { !old.holds($0) && !$0.amounts.isNothing }
    var takings = gone.map { decision in
      Matching.Taking(
        decision: decision.id,
        id: DecisionName.correcting(decision.id, at: standing.cutsClosed),
        rule: decision.rule,
        allocations: decision.amounts.allocations,
        offAccount: decision.onAccount
      )
    }
    if takings.isEmpty, new.isEmpty {
      // Only what went back to the bank differs.
      let name = standing.nextDecision(on: old).of([])
      let nothing = Money.zero(old.amount.currency)
      takings = [Matching.Taking(decision: name, id: name, rule: nil, offAccount: nothing)]
    }
    var unapplied = old.unapplied
    for (index, taking) in takings.enumerated() {
      for allocation in taking.allocations { change(allocation, by: 1) }
      unapplied += taking.money
      if index == takings.endIndex - 1 {
        unapplied = recounted.unapplied + money(of: new, of: recounted)
      }
      list.append(.takenBack(taking, of: old.id, unapplied: unapplied))
    }
  }

  /// Then, what stands now is applied; so no item is ever cleared twice.
  mutating func apply(to recounted: Matching.Payment) {
    guard let old = standing.payments[recounted.id], !old.isBooked(like: recounted) else { return }
    let new = recounted.decisions.filter { !old.holds($0) && !$0.amounts.isNothing }
    var unapplied = recounted.unapplied + money(of: new, of: recounted)
    for var decision in new {
      unapplied -= decision.cash + decision.onAccount
      if old.decisions.contains(where: { $0.id == decision.id }) {
        decision.id = DecisionName.repeating(decision.id, at: standing.cutsClosed)
      }
      decision.allocations.removeAll(where: \.isNothing)
      for index in decision.allocations.indices {
        let rest = change(decision.allocations[index], by: -1)
        decision.allocations[index].settles = rest.isZero
      }
      list.append(.applied(decision, of: recounted.id, unapplied: unapplied))
    }
  }

  /// Cash and money on account that the decisions use.
  private func money(of decisions: [Matching.Decision], of payment: Matching.Payment) -> Money {
    decisions.reduce(.zero(payment.amount.currency)) { $0 + $1.cash + $1.onAccount }
  }

  @discardableResult
  private mutating func change(_ allocation: Matching.Allocation, by sign: Int64) -> Money {
    let cleared = allocation.cleared
    // An item that is not in the books has left for the archive, settled.
    let before =
      open[allocation.item] ?? standing.items[allocation.item]?.open
      ?? .zero(cleared.currency)
    let after = sign > 0 ? before + cleared : before - cleared
    open[allocation.item] = after
    return after
  }
}

extension Matching.Payment {
  /// A decision of the same name clears the same items by the same amounts.
  fileprivate func holds(_ decision: Matching.Decision) -> Bool {
    decisions.contains { $0.id == decision.id && $0.amounts == decision.amounts }
  }

  /// The world has nothing to correct: the items, the account and the bank have the same of it.
  fileprivate func isBooked(like other: Matching.Payment) -> Bool {
    hasSameAmounts(as: other) && returned == other.returned
  }

  fileprivate func hasSameAmounts(as other: Matching.Payment) -> Bool {
    allocations.amountsByItem == other.allocations.amountsByItem && onAccount == other.onAccount
  }
}

extension [Matching.Allocation] {
  /// Cash, discount and what was given up of each item.
  var amountsByItem: [ItemID: [Money]] {
    var amounts: [ItemID: [Money]] = [:]
    for allocation in self where !allocation.isNothing {
      let more = [allocation.cash, allocation.discount, allocation.writtenOff]
      let before = amounts[allocation.item] ?? more.map { .zero($0.currency) }
      amounts[allocation.item] = zip(before, more).map(+)
    }
    return amounts
  }
}

/// What a decision clears, whether or not it settled an item: that depends on what came before.
private struct Amounts: Equatable {
  let allocations: [Matching.Allocation]
  let onAccount: Money

  var isNothing: Bool { allocations.isEmpty && onAccount.isZero }
}

extension Matching.Decision {
  fileprivate var amounts: Amounts {
    let cleared = allocations.filter { !$0.isNothing }.map { allocation in
      var allocation = allocation
      allocation.settles = false
      return allocation
    }
    return Amounts(allocations: cleared, onAccount: onAccount)
  }
}

extension Matching.Taking {
  /// Cash and money on account that become free.
  fileprivate var money: Money { allocations.reduce(offAccount) { $0 + $1.cash } }
}

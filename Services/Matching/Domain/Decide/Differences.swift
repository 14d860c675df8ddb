import DomainKit

/// What the cut's payments left open of their items, or brought beyond them.
///
/// Looked at when everything else of the cut is decided: what is small is given up or kept, so that
/// the item is settled (rules R5, R6); what is not gets its likely cause (rules R4).
extension Draft {
  mutating func settleDifferences() {
    for id in state.paymentsDecidedNow { keepSurplus(of: id) }
    for (item, payment) in state.itemsLeftShort { settleRest(of: item, paidBy: payment) }
  }

  /// What is left of a payment after the items that it names is kept, where each of them may take
  /// a part of it.
  private mutating func keepSurplus(of id: PaymentID) {
    guard let payment = state.payments[id], payment.creditNote == nil else { return }
    let surplus = payment.unapplied + payment.onAccount
    guard surplus.isPositive else { return }
    var rest = surplus
    var allocations: [Matching.Allocation] = []
    for allocation in payment.allocations where allocation.cash.isPositive && rest.isPositive {
      guard let item = state.items[allocation.item], item.open.isZero else { continue }
      let kept = min(rest, state.policy.tolerance(of: item))
      guard kept.isPositive, !allocations.contains(where: { $0.item == item.id }) else { continue }
      rest -= kept
      allocations.append(allocation.giving(cash: kept, discount: nil, writtenOff: -kept))
    }
    guard rest.isZero else { return }
    if payment.onAccount.isPositive { takeOffAccount(payment.onAccount, of: payment) }
    apply(.tolerance, to: payment.id, allocations, "\(surplus) more than its items had open")
  }

  private mutating func settleRest(of id: ItemID, paidBy payment: PaymentID) {
    guard let item = state.items[id], let payment = state.payments[payment],
      let allocation = payment.allocations.last(where: { $0.item == id && $0.cash.isPositive })
    else { return }
    let discount = item.earnable(on: payment.valueDate)
    let rest = item.open - discount
    guard rest > state.policy.tolerance(of: item) else {
      var given = allocation.giving(
        cash: .zero(rest.currency),
        discount: discount,
        writtenOff: rest
      )
      given.isInGrace = item.grace(of: discount, on: payment.valueDate)
      apply(.tolerance, to: payment.id, [given], "\(rest) less than \(id) had open")
      return
    }
    guard let deduction = state.deduction(of: item, by: payment) else { return }
    if !payment.deductions.contains(deduction) { record(.deductionOpened(deduction)) }
  }

  private mutating func apply(
    _ rule: Matching.Rule,
    to id: PaymentID,
    _ allocations: [Matching.Allocation],
    _ evidence: String
  ) {
    guard let payment = state.payments[id] else { return }
    let decision = Matching.Decision(
      name: state.closingDecision(on: payment),
      rule: rule,
      evidence: [evidence],
      rejected: [],
      allocations: allocations,
      onAccount: .zero(payment.amount.currency)
    )
    record(.applied(Matching.Application(payment: id, decision: decision)))
  }
}

extension Matching.State {
  /// Payments on which this cut decided, by value date, then name.
  fileprivate var paymentsDecidedNow: [PaymentID] {
    openingPayments.rows
      .filter { id, opening in
        opening.record.decisions != payments[id]?.decisions
      }
      .compactMap { payments[$0.key] }
      .sorted { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
      .map(\.id)
  }

  /// Items that this cut's payments left open, each with the last payment for it; by name.
  fileprivate var itemsLeftShort: [(ItemID, PaymentID)] {
    var last: [ItemID: PaymentID] = [:]
    for id in paymentsDecidedNow {
      guard let payment = payments[id], payment.creditNote == nil else { continue }
      let before = openingPayments[id]?.record.decisions.map(\.id) ?? []
      for decision in payment.decisions
      where decision.rule.isMeantToSettle && !before.contains(decision.id) {
        for allocation in decision.allocations where allocation.cash.isPositive {
          last[allocation.item] = id
        }
      }
    }
    return last.filter { items[$0.key]?.open.isPositive ?? false }
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }
}

extension Matching.Rule {
  /// The payer meant the items that it chose; the oldest are just paid off.
  fileprivate var isMeantToSettle: Bool {
    switch self {
    case .remittanceAdvice, .structuredReference, .invoiceNumber, .likelyNumber, .purchaseOrder,
      .month, .exactAmount,
      .accountTotal, .combination:
      true
    case .oldestFirst, .creditNote, .offset, .tolerance: false
    }
  }
}

extension Matching.Allocation {
  /// For the same item, with other amounts, so that it is settled.
  fileprivate func giving(
    cash: Money,
    discount: Money?,
    writtenOff: Money
  ) -> Matching.Allocation {
    Matching.Allocation(
      item: item,
      invoice: invoice,
      account: account,
      cash: cash,
      discount: discount ?? .zero(cash.currency),
      writtenOff: writtenOff,
      settles: true
    )
  }
}

import DomainKit

/// What a credit note clears: its own invoice, as far as that is open, and nothing else. The rest
/// is the customer's, on account (rules R9).
extension Matching.State {
  /// Nil: its invoice has not come.
  func creditDecision(
    on payment: Matching.Payment,
    _ note: Matching.CreditNote
  ) -> Matching.Decision? {
    let free = payment.unapplied
    guard free.isPositive else { return nil }
    var allocations: [Matching.Allocation] = []
    if let number = note.invoice {
      guard let invoice = invoices[number], invoice.account == payment.account else { return nil }
      let open = openItems(of: invoice).filter { $0.amount.currency == free.currency }
      allocations = Self.spread(free, over: open, note.spread)
    }
    return Matching.Decision(
      name: nextDecision(on: payment),
      rule: .creditNote,
      evidence: [note.invoice?.rawValue ?? note.number.rawValue],
      rejected: [],
      allocations: allocations,
      onAccount: allocations.reduce(free) { $0 - $1.cash }
    )
  }

  /// `open` is by due date, then name.
  ///
  /// Shares are rounded in running sums, so that none is more than its item and all are the whole.
  static func spread(
    _ credit: Money,
    over open: [Matching.Item],
    _ spread: CreditSpread
  ) -> [Matching.Allocation] {
    let total = open.reduce(Money.zero(credit.currency)) { $0 + $1.open }
    let whole = min(credit, total)
    var (passed, spent) = (Money.zero(credit.currency), Money.zero(credit.currency))
    var allocations: [Matching.Allocation] = []
    for item in spread == .lastFirst ? open.reversed() : open {
      passed += item.open
      let due =
        spread == .proRata
        ? whole.scaled(by: passed.minorUnits, over: total.minorUnits) : min(passed, whole)
      let taken = due - spent
      guard taken.isPositive else { continue }
      spent = due
      allocations.append(
        Matching.Allocation(
          item: item.id,
          invoice: item.invoice,
          account: item.account,
          cash: taken,
          discount: .zero(taken.currency),
          writtenOff: .zero(taken.currency),
          settles: taken == item.open
        )
      )
    }
    return allocations
  }
}

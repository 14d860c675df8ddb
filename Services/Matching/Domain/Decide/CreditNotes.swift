import DomainKit

/// What a credit note clears: its own invoice, as far as that is open, and nothing else. The rest
/// is the customer's, on account (rules R9). It counts as a payment of its own date.
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
      let limit = open.reduce(Money.zero(free.currency)) { $0 + $1.open }
      let date = max(payment.valueDate, invoice.issueDate)
      let credit = payment.counted(free, on: date, atMost: limit)
      allocations = Self.spread(credit, over: open, note.spread)
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

  /// `open` is by due date, then name, and the credit clears no more than it.
  ///
  /// Shares are rounded in running sums, so that none is more than its item and all are the whole;
  /// so are those of what is given up.
  static func spread(
    _ credit: CountedCredit,
    over open: [Matching.Item],
    _ spread: CreditSpread
  ) -> [Matching.Allocation] {
    let whole = credit.cleared
    let zero = Money.zero(whole.currency)
    let total = open.reduce(zero) { $0 + $1.open }
    var (passed, spent, givenUp) = (zero, zero, zero)
    var allocations: [Matching.Allocation] = []
    for item in spread == .lastFirst ? open.reversed() : open {
      passed += item.open
      let due =
        spread == .proRata
        ? whole.scaled(by: passed.minorUnits, over: total.minorUnits) : min(passed, whole)
      let taken = due - spent
      guard taken.isPositive else { continue }
      spent = due
      let part = credit.givenUp.scaled(by: spent.minorUnits, over: whole.minorUnits) - givenUp
      givenUp += part
      allocations.append(
        Matching.Allocation(
          item: item.id,
          invoice: item.invoice,
          account: item.account,
          cash: taken + part,
          discount: -part,
          writtenOff: zero,
          settles: taken == item.open,
          isInGrace: credit.isInGrace && !part.isZero ? true : nil
        )
      )
    }
    return allocations
  }
}

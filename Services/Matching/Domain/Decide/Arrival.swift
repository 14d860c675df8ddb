import DomainKit
import Terms

/// What comes in is booked at once, as far as its own evidence carries.
extension Draft {
  /// An invoice opens its items, and is paid by the payments that named it before it came.
  mutating func open(_ file: Matching.IssuedInvoice) throws(Matching.Rejection) {
    let invoice = file.invoice
    if let known = state.invoices[invoice.number] {
      guard known.isSame(as: invoice), file.items.allSatisfy({ state.items[$0.id].isSame(as: $0) })
      else { throw .invoiceNumberTaken(invoice.number) }
      return
    }
    let currency = file.items.first?.amount.currency
    for item in file.items {
      if state.items[item.id] != nil { throw .itemTaken(item.id) }
      guard item.isPossible, item.amount.currency == currency else {
        throw .itemImpossible(item.id)
      }
    }
    try checkRoom(for: file.items.map(\.amount)) { $0.openItems.sum }
    let waiting = state.paymentsAwaiting(invoice.keys)
    guard !waiting.isEmpty else { return recordLast(.invoiceOpened(file)) }
    record(.invoiceOpened(file))
    for payment in waiting { applyEvidence(of: payment) }
  }

  mutating func identify(
    _ payment: Matching.Payment,
    _ supplied: Matching.Archived
  ) throws(Matching.Rejection) {
    restore(supplied)
    if let known = state.payments[payment.id] {
      guard known.isSame(as: payment) else { throw .paymentNameTaken(payment.id) }
      return
    }
    guard payment.amount.isPositive else { throw .amountNotPositive(payment.id) }
    try checkRoom(for: [payment.amount]) { $0.unapplied.sum + $0.onAccount.sum }
    arrive(payment)
  }

  /// Money comes in: first what it says of itself, then the returns that came before it.
  mutating func arrive(_ payment: Matching.Payment) {
    var payment = payment
    payment.advice = payment.advice ?? state.awaitedAdvices[payment.id]
    if let decision = state.evidenceDecision(on: payment) { payment.decisions = [decision] }
    guard let waiting = state.awaitedReturns[payment.id] else {
      return recordLast(.paymentIdentified(payment))
    }
    record(.paymentIdentified(payment))
    for entry in waiting { take(entry) }
  }

  mutating func takeBack(
    _ entry: Matching.Return,
    _ supplied: Matching.Archived
  ) throws(Matching.Rejection) {
    restore(supplied)
    if let payment = state.payments[entry.payment] {
      guard !payment.returns.contains(where: { $0.reversal == entry.reversal }) else { return }
      guard payment.isCleared(in: state) else { throw .itemsMissing(of: entry.payment) }
    }
    take(entry)
  }

  /// A return is booked on its payment, and what undoes it on both; or they wait for it.
  mutating func take(_ entry: Matching.Return) {
    if state.payments[entry.payment] != nil {
      book(entry)
      if let undoing = state.awaitedReinstatements[entry.reversal] { book(undoing) }
      return
    }
    let waiting = state.awaitedReturns[entry.payment] ?? []
    guard !waiting.contains(where: { $0.reversal == entry.reversal }) else { return }
    record(.returnAwaited(entry))
  }

  /// What came back from the archive and is not in the state.
  mutating func restore(_ supplied: Matching.Archived) {
    let missing = Matching.Archived(
      invoices: supplied.invoices.filter { state.invoices[$0.invoice.number] == nil },
      payments: supplied.payments.filter { state.payments[$0.id] == nil }
    )
    if !missing.invoices.isEmpty || !missing.payments.isEmpty { record(.restored(missing)) }
  }

  /// Refuses amounts of one currency that would take a balance beyond what an amount can hold.
  private func checkRoom(
    for amounts: [Money],
    in balance: (Matching.Balance) -> Money
  ) throws(Matching.Rejection) {
    guard let currency = amounts.first?.currency else { return }
    var sum = state.balances.first { $0.currency == currency }.map(balance) ?? .zero(currency)
    for amount in amounts {
      guard let larger = try? sum.adding(amount) else { throw .totalOutOfRange(currency) }
      sum = larger
    }
  }
}

extension Matching.State {
  /// Payments that name one of the keys and have money, by value date, then name.
  func paymentsAwaiting(_ keys: [Matching.EvidenceKey]) -> [PaymentID] {
    Set(keys.flatMap { awaiting[$0] ?? [] })
      .compactMap { payments[$0] }
      .sorted { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
      .map(\.id)
  }
}

extension Matching.Invoice {
  fileprivate func isSame(as other: Matching.Invoice) -> Bool {
    (number, account, issueDate) == (other.number, other.account, other.issueDate)
      && keys == other.keys && items == other.items
  }
}

extension Matching.Payment {
  /// As it was told; an advice that was told with it may have come before or after.
  fileprivate func isSame(as other: Matching.Payment) -> Bool {
    var (one, other) = (asArrived, other)
    (one.advice, other.advice) = (nil, nil)
    return one == other
  }
}

extension Matching.Item {
  /// Nothing negative, one currency, and discounts that leave something to pay.
  fileprivate var isPossible: Bool {
    guard !amount.isNegative else { return false }
    return discounts.allSatisfy { offer in
      offer.amount.currency == amount.currency && !offer.amount.isNegative
        && (offer.amount < amount || offer.amount.isZero)
    }
  }
}

extension Matching.Item? {
  fileprivate func isSame(as other: Matching.Item) -> Bool {
    guard let self else { return false }
    return (self.invoice, self.account, self.dueDate) == (
      other.invoice, other.account, other.dueDate
    ) && (self.amount, self.discounts) == (other.amount, other.discounts)
  }
}

import DomainKit

/// Records with all that is derived from them: ledgers, indexes, balances.
extension Matching.State {
  /// Puts a record and remembers how it was when the cut opened.
  mutating func book(_ item: Matching.Item) {
    if openingItems[item.id] == nil, let old = items[item.id] {
      openingItems[item.id] = Matching.Opening(record: old, isNew: false)
    }
    put(item)
  }

  /// Puts a record and remembers how it was when the cut opened.
  mutating func book(_ payment: Matching.Payment) {
    if openingPayments[payment.id] == nil, let old = payments[payment.id] {
      openingPayments[payment.id] = Matching.Opening(record: old, isNew: false)
    }
    put(payment)
  }

  mutating func put(_ item: Matching.Item) {
    let old = items[item.id]
    items[item.id] = item
    changeBalance(of: item.amount.currency) { $0.openItems.change(from: old?.open, to: item.open) }
    if (old?.open.isPositive ?? false) != item.open.isPositive {
      changeLedger(of: item.account) { $0.items.keep(item.id, item.open.isPositive) }
    }
  }

  mutating func put(_ payment: Matching.Payment) {
    let old = payments[payment.id]
    payments[payment.id] = payment
    derive(from: old, to: payment)
  }

  mutating func remove(_ payment: Matching.Payment) {
    payments[payment.id] = nil
    derive(from: payment, to: nil)
  }

  mutating func changeBalance(
    of currency: Currency,
    _ change: (inout Matching.Balance) -> Void
  ) {
    let index = balances.firstIndex { $0.currency >= currency } ?? balances.endIndex
    if index == balances.endIndex || balances[index].currency != currency {
      balances.insert(Matching.Balance(currency), at: index)
    }
    change(&balances[index])
  }

  private mutating func changeLedger(
    of account: AccountID,
    _ change: (inout Matching.Ledger) -> Void
  ) {
    change(&ledgers[account, default: Matching.Ledger()])
    if ledgers[account]?.isEmpty ?? false { ledgers[account] = nil }
  }

  private mutating func derive(from old: Matching.Payment?, to new: Matching.Payment?) {
    guard let payment = new ?? old else { return }
    let (unapplied, onAccount) = (old?.unapplied, old?.onAccount)
    let (newUnapplied, newOnAccount) = (new?.unapplied, new?.onAccount)
    changeBalance(of: payment.amount.currency) { balance in
      balance.unapplied.change(from: unapplied, to: newUnapplied)
      balance.onAccount.change(from: onAccount, to: newOnAccount)
      let cleared = payment.creditNote == nil ? \Matching.Balance.applied : \.credited
      for allocation in old?.allocations ?? [] {
        balance[keyPath: cleared].change(from: allocation.cash, to: nil)
        balance.discount.change(from: allocation.discount, to: nil)
        balance.writtenOff.change(from: allocation.writtenOff, to: nil)
      }
      for allocation in new?.allocations ?? [] {
        balance[keyPath: cleared].change(from: nil, to: allocation.cash)
        balance.discount.change(from: nil, to: allocation.discount)
        balance.writtenOff.change(from: nil, to: allocation.writtenOff)
      }
    }
    let hadMoney = old?.hasMoney ?? false
    let hasMoney = new?.hasMoney ?? false
    if hadMoney != hasMoney {
      changeLedger(of: payment.account) { $0.payments.keep(payment.id, hasMoney) }
    }
    guard hadMoney != hasMoney || old?.advice != new?.advice else { return }
    if let old, hadMoney { keepAwaiting(old, false) }
    if let new, hasMoney { keepAwaiting(new, true) }
  }

  private mutating func keepAwaiting(_ payment: Matching.Payment, _ isAwaiting: Bool) {
    for key in payment.awaited {
      awaiting[key, default: []].keep(payment.id, isAwaiting)
      if awaiting[key]?.isEmpty ?? false { awaiting[key] = nil }
    }
  }
}

/// What is in the state once, and goes to the archive and comes back as a whole.
extension Matching.State {
  /// Adds an invoice without any balance: it is new, or settled.
  mutating func add(_ invoice: Matching.Invoice) {
    invoices[invoice.number] = invoice
    for key in invoice.keys { named[key, default: []].keep(invoice.number, true) }
    for hint in invoice.hints { hinted[hint, default: []].keep(invoice.number, true) }
  }

  /// Settled things have no balance and stand in no ledger.
  mutating func restore(_ archived: Matching.Archived) {
    for file in archived.invoices {
      add(file.invoice)
      for item in file.items { items[item.id] = item }
      restored.invoices.keep(file.invoice.number, true)
    }
    for payment in archived.payments {
      payments[payment.id] = payment
      restored.payments.keep(payment.id, true)
    }
  }

  mutating func archive(_ number: InvoiceNumber) {
    guard let invoice = invoices[number] else { return }
    invoices[number] = nil
    for item in invoice.items { items[item] = nil }
    for key in invoice.keys {
      named[key, default: []].keep(number, false)
      if named[key]?.isEmpty ?? false { named[key] = nil }
    }
    for hint in invoice.hints {
      hinted[hint, default: []].keep(number, false)
      if hinted[hint]?.isEmpty ?? false { hinted[hint] = nil }
    }
  }

  /// The books as the open cut found them, with its invoices and without any of its money.
  func rewound() -> Matching.State {
    var state = self
    for opening in openingItems.values { state.put(opening.record) }
    for opening in openingPayments.values {
      if opening.isNew, let payment = state.payments[opening.record.id] {
        state.remove(payment)
      } else {
        state.put(opening.record)
      }
    }
    state.openingItems = Matching.Records()
    state.openingPayments = Matching.Records()
    return state
  }
}

extension Matching.Payment {
  /// Some of it is neither applied nor gone back.
  var hasMoney: Bool { unapplied.isPositive || onAccount.isPositive }

  var allocations: [Matching.Allocation] { decisions.flatMap(\.allocations) }
}

extension Array where Element: Comparable {
  /// Puts the element into its place, or takes it out; the array stays sorted and without doubles.
  mutating func keep(_ element: Element, _ isKept: Bool) {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    let isThere = low < endIndex && self[low] == element
    if isKept, !isThere { insert(element, at: low) }
    if !isKept, isThere { remove(at: low) }
  }
}

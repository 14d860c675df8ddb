import DomainKit

extension CreditControl {
  package static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .partitionCountSet(let count): state.partitionCount = count

    case .dayOpened(let closes, let opens): state.open(opens, closing: closes)
    case .cutCalled(let closes, let opens): state.open(opens, closing: closes)
    case .partitionClosed(let partition, _): state.calendar.awaited.removeAll { $0 == partition }
    case .cutClosed(let cut):
      state.calendar.closing = nil
      state.calendar.closed = cut
    case .periodClosed(_, let lastDay, _): state.calendar.periodClosedThrough = lastDay

    case .accountRegistered(let account):
      state.accounts[account.account, default: CreditAccount()].take(account)
    case .creditLimitChanged(let change):
      state.accounts[change.account, default: CreditAccount()].take(change)

    case .creditTermsChanged(let change):
      state.accounts[change.account, default: CreditAccount()].termsChanges = change.ordinal

    case .invoiceTaken(let invoice): state.post(invoice)
    case .paymentReceived(let receipt):
      state.payments[receipt.payment, default: PaymentLedger()].isReceived = true
      state.postUnapplied(receipt.amount, to: receipt.account)
    case .paymentApplied(let decision):
      state.decisions[decision.payment, default: DecisionLedger()].applied.insert(decision.decision)
      state.post(decision) { $0 }
    case .paymentUnapplied(let decision):
      state.decisions[decision.payment, default: DecisionLedger()].unapplied
        .insert(decision.decision)
      state.post(decision) { -$0 }
    case .paymentReturned(let reversal):
      state.payments[reversal.payment, default: PaymentLedger()].returned.insert(reversal.reversal)
      state.postUnapplied(-reversal.amount, to: reversal.account)

    case .orderPlaced(let change):
      state.changeOrder(change.key) { $0.placed = change.total }
      if state.registration(of: change.key.account) == nil {
        state.accounts[change.key.account, default: CreditAccount()]
          .undecidedOrders.insert(change.key.order)
      }
    case .orderShipped(let change): state.changeOrder(change.key) { $0.shipped = change.total }
    case .orderClosed(let key): state.changeOrder(key) { $0.isClosed = true }
    case .orderDecided(let decision):
      state.changeOrder(decision.key) {
        $0.decision = decision
        if decision.isApproved { $0.approved = decision.amount }
      }
    }
  }
}

extension CreditControl.CreditAccount {
  fileprivate mutating func take(_ account: CreditControl.RegisteredAccount) {
    registration = account
    if limitChanges == 0 { limit = account.creditLimit }
    undecidedOrders = []
  }

  fileprivate mutating func take(_ change: CreditControl.CreditLimitChange) {
    limit = change.limit
    limitChanges = change.ordinal
  }
}

extension CreditControl.State {
  fileprivate mutating func open(_ cut: DayCut, closing: DayCut?) {
    calendar.open = cut
    calendar.firstDay = calendar.firstDay ?? cut.date
    calendar.closing = closing
    calendar.awaited = closing == nil ? [] : (0..<partitionCount).compactMap(Partition.init)
  }

  fileprivate mutating func post(_ invoice: CreditControl.IssuedInvoice) {
    for item in invoice.items {
      changeItem(item.item, of: invoice.account, in: item.amount.currency) { $0.issued = item }
    }
    if let order = invoice.order, let billed = invoice.billedOfOrder {
      changeOrder(CreditControl.OrderKey(invoice.account, order)) {
        $0.billed[invoice.invoice] = billed
      }
    }
  }

  /// Moves cash between the unapplied money and the items; discounts and what was given up clear
  /// items only.
  fileprivate mutating func post(
    _ decision: CreditControl.PaymentDecision,
    signed: (Money) -> Money
  ) {
    for clearing in decision.clearings {
      changeItem(clearing.item, of: clearing.account, in: clearing.cash.currency) {
        $0.cleared += signed(clearing.cash + clearing.discount + clearing.writtenOff)
      }
      postUnapplied(-signed(clearing.cash), to: decision.account)
    }
  }

  fileprivate mutating func postUnapplied(_ amount: Money, to account: AccountID) {
    var change = CreditControl.Exposure(currency: amount.currency)
    change.unapplied = amount
    post(change, to: account)
  }

  /// Changes one item's ledger, and with it its account's sum and the list of open items.
  private mutating func changeItem(
    _ item: ItemID,
    of account: AccountID,
    in currency: Currency,
    _ body: (inout CreditControl.ItemLedger) -> Void
  ) {
    var ledger = items[item] ?? CreditControl.ItemLedger(account: account, currency: currency)
    let before = ledger.open
    body(&ledger)
    items[item] = ledger

    var change = CreditControl.Exposure(currency: currency)
    change.openItems = ledger.open - before
    post(change, to: account)

    var open = openItems[account] ?? []
    if ledger.open.isZero { open.remove(item) } else { open.insert(item) }
    openItems[account] = open.isEmpty ? nil : open
  }

  /// Changes one order's ledger, and with it its account's sums.
  fileprivate mutating func changeOrder(
    _ key: CreditControl.OrderKey,
    _ body: (inout CreditControl.OrderLedger) -> Void
  ) {
    var ledger = orders[key] ?? CreditControl.OrderLedger()
    for currency in ledger.currencies { post(-ledger.exposure(in: currency), to: key.account) }
    body(&ledger)
    for currency in ledger.currencies { post(ledger.exposure(in: currency), to: key.account) }
    orders[key] = ledger
  }

  private mutating func post(_ change: CreditControl.Exposure, to account: AccountID) {
    accounts[account, default: CreditControl.CreditAccount()].post(change)
  }
}

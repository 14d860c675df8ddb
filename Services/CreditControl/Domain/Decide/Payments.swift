import DomainKit

extension CreditControl {
  static func take(_ invoice: IssuedInvoice, _ state: State) throws(Rejection) -> [Event] {
    guard !invoice.items.allSatisfy({ state.items[$0.item]?.issued != nil }) else { return [] }
    for item in invoice.items {
      try requireCurrency(item.amount.currency, of: item.item, state)
    }
    return [.invoiceTaken(invoice)]
  }

  static func receive(_ receipt: PaymentReceipt, _ state: State) -> [Event] {
    state.payments[receipt.payment]?.isReceived == true ? [] : [.paymentReceived(receipt)]
  }

  static func apply(_ decision: PaymentDecision, _ state: State) throws(Rejection) -> [Event] {
    guard state.decisions[decision.payment]?.applied.contains(decision.decision) != true
    else { return [] }
    try requireCurrencies(of: decision, state)
    return [.paymentApplied(decision)]
  }

  static func unapply(_ decision: PaymentDecision, _ state: State) throws(Rejection) -> [Event] {
    guard state.decisions[decision.payment]?.unapplied.contains(decision.decision) != true
    else { return [] }
    try requireCurrencies(of: decision, state)
    return [.paymentUnapplied(decision)]
  }

  static func takeBack(_ reversal: PaymentReturn, _ state: State) -> [Event] {
    let isKnown = state.payments[reversal.payment]?.returned.contains(reversal.reversal) == true
    return isKnown ? [] : [.paymentReturned(reversal)]
  }

  /// An item has one currency for ever, whoever speaks of it first.
  private static func requireCurrencies(
    of decision: PaymentDecision,
    _ state: State
  ) throws(Rejection) {
    for clearing in decision.clearings {
      try requireCurrency(clearing.cash.currency, of: clearing.item, state)
      guard clearing.discount.currency == clearing.cash.currency else {
        throw .clearingInOtherCurrency(clearing.item, clearing.discount.currency)
      }
      guard clearing.writtenOff.currency == clearing.cash.currency else {
        throw .clearingInOtherCurrency(clearing.item, clearing.writtenOff.currency)
      }
    }
  }

  private static func requireCurrency(
    _ currency: Currency,
    of item: ItemID,
    _ state: State
  ) throws(Rejection) {
    if let known = state.items[item], known.currency != currency {
      throw .clearingInOtherCurrency(item, currency)
    }
  }
}

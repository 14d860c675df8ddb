import DomainKit

// Payments as they come in.
extension Draft {
  /// Takes what a provider told; the provider's name for it makes it unique for ever.
  mutating func capture(_ facts: PaymentFacts) throws(PaymentIntake.Rejection) {
    let known = state.payments[facts.payment]?.facts ?? state.deferred[facts.payment]
    if let known {
      guard known == facts else { throw .contradictsKnownPayment(told: facts, known: known) }
      return
    }
    guard facts.amount.isPositive else { throw .amountNotPositive(facts) }
    guard let cut = state.openCut else { return emit(.captureDeferred(facts)) }
    receive(PaymentReceipt(facts: facts, cut: cut))
  }

  /// Takes what came before the first business day.
  mutating func receiveDeferred(in cut: DayCut) {
    for payment in state.deferred.keys.sorted() {
      if let facts = state.deferred[payment] { receive(PaymentReceipt(facts: facts, cut: cut)) }
    }
  }

  mutating func receive(_ receipt: PaymentReceipt) {
    endPending(bookedAs: receipt)
    emit(.paymentReceived(receipt))
    identifyAtOnce(receipt.facts.payment)
  }

  /// Adds what another telling says of a payment; it may tell whose the payment is.
  mutating func detail(_ known: PaymentReceipt, with facts: PaymentFacts, at place: BankPlace) {
    var detailed = known
    detailed.facts = known.facts.merged(with: facts)
    detailed.place = known.place?.merged(with: place)
    guard detailed != known else { return }
    endPending(bookedAs: detailed)
    emit(.paymentDetailed(detailed))
    identifyAtOnce(facts.payment)
  }
}

import DomainKit
import Remittance

/// A payer's advice and his payment are two things: whichever comes first, the books are the same.
extension Draft {
  mutating func advise(
    _ advising: Matching.Advising,
    _ supplied: Matching.Archived
  ) throws(Matching.Rejection) {
    restore(supplied)
    let (id, advice) = (advising.payment, advising.advice)
    if let known = state.payments[id]?.advice ?? state.awaitedAdvices[id] {
      guard known == advice else { throw .advisedOtherwise(id) }
      return
    }
    guard let payment = state.payments[id] else { return record(.adviceAwaited(advising)) }
    guard payment.isCleared(in: state) else { throw .itemsMissing(of: id) }
    take(advising)
  }

  /// The advice counts as if it had come with its payment.
  mutating func take(_ advising: Matching.Advising) {
    record(.advised(advising))
    let id = advising.payment
    guard let payment = state.payments[id], payment.returned.isZero,
      let takings = state.takings(ofAll: payment)
    else { return applyEvidence(of: id) }
    // What is booked stays unless the advice places the money otherwise.
    var trial = self
    trial.record(.takenBack(Matching.OffAccount(payment: id, takings: takings)))
    guard let freed = trial.state.payments[id],
      let decision = trial.state.evidenceDecision(on: freed)
    else { return }
    let isPlaced = decision.rule == .remittanceAdvice || decision.cash >= payment.applied
    guard isPlaced else { return applyEvidence(of: id) }
    guard !payment.isBooked(like: decision) else { return }
    trial.record(.applied(Matching.Application(payment: id, decision: decision)))
    self = trial
  }
}

extension Matching.State {
  /// All that stands of a payment's decisions, from the last to the first; nil: nothing.
  fileprivate func takings(ofAll payment: Matching.Payment) -> [Matching.Taking]? {
    let name = nextDecision(on: payment)
    let takings = payment.decisions.reversed().compactMap { decision -> Matching.Taking? in
      let allocations = decision.allocations.filter { !$0.isNothing }
      guard !allocations.isEmpty || decision.onAccount.isPositive else { return nil }
      return Matching.Taking(
        decision: decision.id,
        id: name.taking(decision),
        rule: decision.rule,
        allocations: allocations.map { allocation in
          var taken = allocation
          taken.settles = false
          return taken
        },
        offAccount: decision.onAccount
      )
    }
    return takings.isEmpty ? nil : takings
  }
}

extension Matching.Payment {
  /// The items and the account have as much of it as the decision would give them.
  fileprivate func isBooked(like decision: Matching.Decision) -> Bool {
    decision.onAccount == onAccount
      && decision.allocations.amountsByItem == allocations.amountsByItem
  }
}

/// What an advice says of a payment's money, held against the books.
struct AdvisedShares {
  /// The keys of the documents that are known, in the payer's order, with what is paid on each.
  let documents: [(key: Matching.EvidenceKey, number: String, paid: Money)]

  /// Nil where the advice does not divide the money, names nothing that is known, or speaks of
  /// other invoices than the payment itself does.
  init?(of payment: Matching.Payment, in state: Matching.State) {
    guard let advice = payment.advice, advice.divides(payment.amount) else { return nil }
    var documents: [(key: Matching.EvidenceKey, number: String, paid: Money)] = []
    var advised: Set<InvoiceNumber> = []
    for document in advice.documents {
      let keys = document.keys { state.named[$0] != nil }
      guard let paid = document.paid, keys.count <= 1 else { return nil }
      guard let key = keys.first else { continue }
      documents.append((key, document.number, paid))
      advised.formUnion(state.named[key] ?? [])
    }
    let own = payment.ownReading.knownKeys(in: state).flatMap { state.named[$0] ?? [] }
    guard !documents.isEmpty, advised.isSuperset(of: own) else { return nil }
    self.documents = documents
  }
}

extension RemittanceReading {
  /// References and numbers that are somebody's.
  fileprivate func knownKeys(in state: Matching.State) -> [Matching.EvidenceKey] {
    referenceKeys.filter { state.named[$0] != nil } + numberKeys { state.named[$0] != nil }
  }
}

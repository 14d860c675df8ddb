import DomainKit

extension Reporting {
  package static func decide(
    _ command: Command,
    _ state: State
  ) throws(Rejection) -> [Event] {
    let events: [Event]
    switch command {
    case .configure(let partitions):
      guard partitions != state.partitions else { return [] }
      events = [.configured(partitions: partitions)]
    case .setAside(let exception, let cut):
      return [.setAside(exception: exception, cut: cut)]
    case .record(let fact, let arrival):
      events = record(fact, arrival, state)
      guard fact.mayCompleteCut else { return events }
    }
    return events + proofs(after: events, state)
  }

  /// A new fact, a known one, or one that cannot be true beside what is known.
  private static func record(_ fact: Fact, _ arrival: Arrival, _ state: State) -> [Event] {
    let counted: [Event] = fact.isOfStream ? [.counted(arrival: arrival)] : []
    switch state.standing(of: fact, arrival) {
    case .new:
      let recorded = Event.recorded(fact: fact, arrival: arrival)
      guard fact.isOfStream, let cut = arrival.cut, let last = state.proofs.lastReported,
        cut <= last
      else { return [recorded] }
      return [
        recorded, setAside(fact, arrival, "bears cut \(cut), which was closed before it came"),
      ]
    case .known:
      return counted
    case .contradictory(let reason):
      return counted + [setAside(fact, arrival, reason)]
    }
  }

  private static func setAside(_ fact: Fact, _ arrival: Arrival, _ reason: String) -> Event {
    .setAside(
      exception: SetAside(
        message: arrival.message,
        service: "reporting",
        account: fact.account,
        reason: reason
      ),
      cut: arrival.cut
    )
  }

  /// The reports of every cut that is complete now; one may have waited for another.
  private static func proofs(after events: [Event], _ state: State) -> [Event] {
    var state = state
    for event in events { evolve(&state, event) }
    var proofs: [Event] = []
    while let cut = state.completeCut {
      let event = Event.proven(
        report: Prover(state, cut).report(),
        netted: state.ledger.cancelled(within: cut)
      )
      evolve(&state, event)
      proofs.append(event)
    }
    return proofs
  }
}

extension Fact {
  /// Markers count it: it belongs to a stream of invoicing, payment intake or matching.
  var isOfStream: Bool {
    switch self {
    case .foreign, .opened, .closed, .periodClosed: false
    case .registered, .issued, .refusedInvoice, .received, .identified, .returned,
      .withdrawn, .decided, .suggested, .uneventful:
      true
    }
  }

  /// A cut is complete when its last marker is in and the cut before it was reported.
  fileprivate var mayCompleteCut: Bool {
    switch self {
    case .opened, .closed: true
    case .foreign, .registered, .issued, .refusedInvoice, .received, .identified, .returned,
      .withdrawn, .decided, .suggested, .uneventful, .periodClosed:
      false
    }
  }

  fileprivate var account: AccountID? {
    switch self {
    case .registered(let registration): registration.account
    case .issued(let invoice): invoice.account
    case .identified(let payment): payment.account
    case .returned(let payment): payment.account
    case .decided(let decision): decision.account
    case .refusedInvoice, .received, .withdrawn, .suggested, .uneventful, .foreign, .opened,
      .closed, .periodClosed:
      nil
    }
  }
}

extension PaymentIntake {
  package static func decide(
    _ command: Command,
    _ state: State
  ) throws(Rejection) -> [Event] {
    var draft = Draft(state)
    switch command {
    case .registerAccount(let account): draft.register(account)
    case .registerInvoice(let invoice): draft.register(invoice)
    case .takeCaptured(let facts): try draft.capture(facts)
    case .takeStatement(let chunk): draft.take(chunk)
    case .takeAdvices(let file): draft.take(file)
    case .rejectStatement(let refusal): draft.reject(refusal)
    case .sightFileAgain(let hash, let number): draft.sightAgain(hash, number: number)
    case .configure(let partitions): draft.configure(partitions: partitions)
    case .assign(let assignment): try draft.assign(assignment)
    case .settleReturn(let settlement): try draft.settle(settlement)
    case .undoReturn(let settlement): try draft.undo(settlement)
    case .settleSuspicion(let settlement): try draft.settle(settlement)
    case .forgetPayer(let trait): try draft.forget(trait)
    case .announceCut(let announcement): draft.announce(announcement)
    case .closeInvoicing(let cut, let partition): draft.closeInvoicing(cut, partition: partition)
    case .takeMatch(let told): draft.take(told)
    case .closeMatching(let cut, let partition): draft.closeMatching(cut, partition: partition)
    case .closeCut(let cut): draft.close(cut)
    }
    return draft.events
  }
}

/// A decision in the making: what was decided so far, and the state as it will be then.
///
/// One command may bring many facts (a chunk of a bank file, a cut), each of which is decided on
/// what the ones before it have changed.
struct Draft {
  private(set) var state: PaymentIntake.State
  private(set) var events: [PaymentIntake.Event] = []

  init(_ state: PaymentIntake.State) { self.state = state }

  mutating func emit(_ event: PaymentIntake.Event) {
    PaymentIntake.evolve(&state, event)
    events.append(event)
  }
}

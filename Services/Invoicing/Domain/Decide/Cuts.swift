import DomainKit

extension Invoicing {
  /// Closes the open cut and opens the next; said once more, it changes nothing.
  ///
  /// A service that has no cut open takes over from any announcement: others wait for the marker of
  /// the cut that it closes. What had come before is decided then: all accounts first, so that an
  /// invoice finds the newest terms, then the invoices, then what credits them, each in the order
  /// of their names.
  static func close(
    _ closes: DayCut?,
    opening opens: DayCut,
    _ state: State
  ) throws(Rejection) -> [Event] {
    if let open = state.openCut {
      guard opens > open else { return [] }
      guard let closes, closes == open else {
        throw .cutOutOfSequence(open: open, closes: closes, opens: opens)
      }
      return [.cutClosed(closes: closes, opens: opens)]
    }
    if let closes, closes >= opens {
      throw .cutOutOfSequence(open: nil, closes: closes, opens: opens)
    }
    var working = Working(state)
    working.happen(closes.map { .cutClosed(closes: $0, opens: opens) } ?? .cutOpened(opens))
    registerKept(&working, on: opens.date)
    issueKept(working.state.keptInvoices.keys.sorted(), &working)
    issueKept(creditNotes: working.state.keptCreditNotes.keys.sorted(), &working)
    return working.events
  }
}

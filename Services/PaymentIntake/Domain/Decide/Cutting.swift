import DomainKit

// Days and the cuts that divide them.
extension Draft {
  mutating func configure(partitions: Int) {
    guard state.partitions != partitions else { return }
    emit(.configured(partitions: partitions))
  }

  /// Remembers that a cut is to be closed.
  ///
  /// A service that begins in the middle of the calendar opens the cut that is being closed: its
  /// neighbours wait for its marker.
  mutating func announce(_ announcement: CutAnnouncement) {
    guard let open = state.openCut else {
      let first = announcement.closes ?? announcement.opens
      emit(.cutOpened(first))
      receiveDeferred(in: first)
      if announcement.closes != nil { emit(.cutAnnounced(announcement)) }
      return
    }
    guard let closes = announcement.closes, closes >= open,
      state.announcements[closes] == nil
    else { return }
    emit(.cutAnnounced(announcement))
  }

  /// Remembers that invoicing has told everything of a cut.
  mutating func closeInvoicing(_ cut: DayCut, partition: Partition?) {
    if let open = state.openCut, cut < open { return }
    let markers = state.invoicing[cut] ?? InvoicingMarkers()
    let isKnown = partition.map { markers.partitions.contains($0) } ?? markers.isGeneralClosed
    guard !isKnown else { return }
    emit(.invoicingClosed(cut, partition: partition))
  }

  /// Decides the leftovers and closes the cut: advices first, since they tell whose a payment is;
  /// owners next, so that an account learns that its payment came back; then returns and what
  /// undoes them; then what is no longer expected and whose the rest of it is, and what may have
  /// been told twice.
  mutating func close(_ cut: DayCut) {
    guard state.dueCut == cut, let opens = state.announcements[cut],
      let partitions = state.partitions
    else { return }
    meetAdvices(at: cut.date)
    identifyLeftovers()
    settleReturns(cut)
    undoReturns()
    expirePending(at: cut.date)
    identifyPending()
    suspectDuplicates(in: cut)
    emit(
      .cutClosed(
        CutClosing(
          closes: cut,
          opens: opens,
          partitions: partitions,
          totals: state.totals,
          unidentified: poolTally()
        )
      )
    )
  }

  /// Added up from the payments themselves, so that it proves the movements.
  private func poolTally() -> Tally {
    var tally = Tally()
    for row in state.unidentified { tally.add(row.remaining) }
    return tally
  }
}

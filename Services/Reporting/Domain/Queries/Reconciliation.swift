package import DomainKit

extension Reporting.State {
  /// The cut whose facts are being gathered: the one after the last that was reported.
  package var openCut: DayCut? {
    if let last = proofs.lastReported { return proofs.reports[last]?.opens }
    return proofs.firstOpened
  }

  /// The last cut that every partition has closed and that was reported.
  package var closedCut: DayCut? { proofs.lastReported }

  /// The last such cut that figures as of a day may rest on: of a month that is closed, the one
  /// before the cut in which it was.
  package func closedCut(asOf day: CalendarDate) -> DayCut? {
    guard let closing = ledger.closings.cut(closingMonthOf: day) else { return closedCut }
    return proofs.reports.keys.filter { $0 < closing }.max()
  }

  /// The report of a cut, or of the last one.
  package func report(of cut: DayCut? = nil) -> CutReport? {
    (cut ?? proofs.lastReported).flatMap { proofs.report(of: $0) }
  }

  /// Reported cuts whose proof failed, and cuts that wait for markers, in their order.
  package var unprovenCuts: [DayCut] {
    let failed = proofs.reports.keys.filter { proofs.report(of: $0)?.isProven == false }
    return (failed + Set(proofs.markers.values.map(\.closes))).sorted()
  }

  /// The markers that a cut still waits for, as `matching 07`, in their order.
  package func awaitedMarkers(of cut: DayCut) -> [String] {
    missingMarkers(of: cut).map { key in
      "\(key.sender.rawValue) \(key.partition?.name ?? "all")"
    }
  }

  /// The next cut to be reported, once all of its markers are in.
  var completeCut: DayCut? {
    let waiting = Set(proofs.markers.keys.map(\.cut))
    guard let next = openCut ?? waiting.min(), waiting.contains(next),
      missingMarkers(of: next).isEmpty
    else { return nil }
    return next
  }

  private func missingMarkers(of cut: DayCut) -> [MarkerKey] {
    let partitions = (0..<partitions).map(Partition.init)
    return Marker.Sender.allCases.flatMap { sender in
      // Matching has nothing to say of what concerns no account.
      ((sender == .matching ? [] : [nil]) + partitions).map { partition in
        MarkerKey(cut: cut, sender: sender, partition: partition)
      }
    }
    .filter { proofs.markers[$0] == nil }
  }
}

import DomainKit

// What matching tells of payments, from which the payer directory learns.
extension Draft {
  /// Remembers what matching applied or took back, until the cut after its own closes.
  ///
  /// What comes late, such as a message that had been set aside, counts as the last cut's.
  mutating func take(_ told: MatchTelling) {
    guard told.isTelling, state.matches[told.decision] == nil else { return }
    var telling = told
    if let preceding = state.precedingCut { telling.cut = max(told.cut, preceding) }
    emit(.matchTold(telling))
  }

  /// Remembers that a partition of matching has told everything of a cut.
  mutating func closeMatching(_ cut: DayCut, partition: Partition) {
    if let first = state.precedingCut ?? state.openCut, cut < first { return }
    guard !(state.matching[cut] ?? []).contains(partition) else { return }
    emit(.matchingClosed(cut, partition: partition))
  }
}

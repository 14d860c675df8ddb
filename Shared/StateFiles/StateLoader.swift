import DomainKit
import ServiceKit

/// Builds a state from the newest snapshot that can be used and the journal after it.
struct StateLoader<State: PersistentState> {
  struct Loaded {
    var state: State
    /// After the last record that the state knows.
    var chain: Chain
    /// The record whose snapshot it began with; 0 when it began with nothing.
    var snapshotSequence: Int
    var snapshot: Snapshot.Summary?
  }

  let context: StateFolderContext
  let contents: FolderContents
  /// See ``JournalReader/allowsTornEnd``.
  let allowsTornEnd: Bool
  /// Told of each snapshot that is damaged.
  let onDamage: (StateDamage, _ sequence: Int) throws -> Void

  func load(replay: (inout State, JournalRecord) throws -> Void) throws -> Loaded {
    var loaded = try newestSnapshot()
    let reader = JournalReader(in: context, contents: contents, allowsTornEnd: allowsTornEnd)
    loaded.chain = try reader.forEachRecord(after: loaded.chain) { record, _ in
      if !JournalLine.isMark(record) { try replay(&loaded.state, record) }
      return true
    }
    return loaded
  }

  private func newestSnapshot() throws -> Loaded {
    var unusable: [String] = []
    for sequence in contents.snapshots.reversed() {
      let file = FileName.snapshot(sequence: sequence).text
      switch try SnapshotReader<State>.read(sequence: sequence, in: context) {
      case .read(let state, let chain, let summary):
        return Loaded(
          state: state,
          chain: chain,
          snapshotSequence: sequence,
          snapshot: summary
        )
      case .damaged(let damage):
        unusable.append("\(file): \(damage.reason)")
        try onDamage(damage, sequence)
      case .unfit(let reason, _, _):
        unusable.append("\(file): \(reason)")
        context.onNotice(.snapshotPassedOver(file: file, reason: reason))
      }
    }
    if let first = contents.journals.first, first != 1 {
      throw StateFolderError.cannotReplay(firstRecord: first, snapshots: unusable)
    }
    return Loaded(state: State(), chain: Chain(), snapshotSequence: 0)
  }
}

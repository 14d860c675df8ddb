import DomainKit
import Messages

/// A state as it stood after one record, in a file that any JSON tool can read.
///
/// ```
/// {"v":1,"seq":120,"chain":"5d4b1e0c","epoch":3,"sections":{
/// "accounts":{
/// "A-1":{…},
/// "A-2":{…}
/// },
/// "openCut":"2026-03-10/1"
/// },"rows":3,"sha256":"…"}
/// ```
///
/// The digest is of all bytes before it. A snapshot is only a shorter way to what the journal says:
/// one that is damaged or does not fit this program's sections is replaced by the journal.
enum Snapshot {
  static let version = 1

  struct Summary: Equatable {
    let rows: Int
    let bytes: Int
  }

  /// Writes the state as it stood at `chain` to its file, row by row; durable on return.
  static func write<State: PersistentState>(
    _ state: State,
    at chain: Chain,
    in context: StateFolderContext,
    check: @escaping () throws -> Void
  ) throws -> Summary {
    var summary = Summary(rows: 0, bytes: 0)
    try context.writeWhole(.snapshot(sequence: chain.sequence)) { file in
      let sink = ByteSink { try file.append($0) }
      appendHeader(chain, to: &sink.bytes)
      let rows = try SectionWriter<State>(order: .asStored, check: check).write(state, to: sink)
      sink.bytes.append(ascii: ",\"rows\":")
      sink.bytes.append(decimal: rows)
      sink.bytes.append(ascii: ",\"sha256\":\"")
      try sink.flush()
      sink.bytes.append(contentsOf: sink.digestText.utf8)
      sink.bytes.append(ascii: "\"}\n")
      try sink.flush()
      summary = Summary(rows: rows, bytes: sink.written)
    }
    return summary
  }

  static func appendHeader(_ chain: Chain, to bytes: inout [UInt8]) {
    bytes.append(ascii: "{\"v\":1,\"seq\":")
    bytes.append(decimal: chain.sequence)
    bytes.append(ascii: ",\"chain\":\"")
    bytes.append(hex: chain.checksum)
    bytes.append(ascii: "\",\"epoch\":")
    bytes.append(decimal: chain.epoch)
    bytes.append(ascii: ",\"sections\":")
  }

  /// Removes all but the newest snapshots.
  static func removeOld(in context: StateFolderContext) throws {
    for sequence in try context.contents().snapshots.dropLast(Limits.snapshotsKept) {
      try context.fileSystem.remove(context.path(.snapshot(sequence: sequence)))
    }
  }
}

/// What a snapshot file turns out to be.
enum SnapshotReading<State> {
  case read(State, at: Chain, Snapshot.Summary)
  case damaged(StateDamage)
  /// It is whole, but of a program whose state has other sections or rows; with its chain, if that
  /// could be read.
  case unfit(reason: String, at: Chain?, rows: Int)
}

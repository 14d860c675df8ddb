package import DomainKit
package import ServiceKit
import Synchronization

/// The state of one service, or one partition of it, in a folder: snapshots, a journal and an
/// archive, owned by one process at a time.
///
/// ```
/// lock  lineage  reserve
/// journal-1.jsonl  journal-120.jsonl …      every record ever written; closed files are kept
/// snapshot-119.json …                       the newest two
/// archive-1.jsonl  archive-1-1.index …      rows that left the state, and where each key stands
/// journal-120.broken-1                      a torn end, set aside
/// ```
///
/// Used by one thread. Snapshots and indexes are written beside it on another; nothing it does
/// waits for them but `close`.
package final class StateFolder<State: PersistentState>: StateStore {
  package let lineage: String
  package let epoch: Int
  package let wasAbandoned: Bool

  private enum Condition {
    case usable
    /// A write was refused and undone: memory is ahead, but the journal may still be closed.
    case refusing
    /// A sync failed, or something else that leaves the files in doubt.
    case dead
    case closed
  }

  private let context: StateFolderContext
  private let options: StateFolderOptions
  private let reserve: Reserve
  private let lock: FolderLock
  private let worker: BackgroundWorker
  private let journal: Journal
  private let archiveFiles: Archive
  private let lastSnapshotBytes = SharedCount()
  private var condition = Condition.usable
  /// Since the last snapshot was begun.
  private var recordsSinceSnapshot = 0
  private var bytesSinceSnapshot = 0

  /// Takes over the folder, or makes it.
  ///
  /// Throws ``StateFolderError`` when it may not be used, ``StateDamage`` when its journal or
  /// archive does not hold what was written, ``FileError`` when the system says no.
  package init(
    at folder: String,
    fileSystem: any FileSystem = PosixFileSystem(),
    options: StateFolderOptions = StateFolderOptions()
  ) throws {
    self.options = options
    context = StateFolderContext(
      folder: folder,
      fileSystem: fileSystem,
      onFault: options.onFault,
      onNotice: options.onNotice
    )
    let opening = try FolderOpening(context, lineageNumber: options.lineageNumber)
    lock = opening.lock
    lineage = opening.lineage
    worker = BackgroundWorker(mode: options.worksInline ? .inline : .thread) {
      [onNotice = options.onNotice] in onNotice(.backgroundWorkFailed($0))
    }
    journal = try Journal(in: context, contents: opening.contents)
    archiveFiles = try Archive(
      in: context,
      contents: opening.contents,
      worker: worker,
      limits: options.archive
    )
    reserve = Reserve(context: context, bytes: options.reserveBytes)
    try reserve.take()
    wasAbandoned = journal.wasAbandoned
    epoch = journal.chain.epoch + 1
    try mark(JournalLine.opened)
  }

  // A snapshot that is still being written keeps the lock until it has given up.
  deinit { worker.cancel() }

  /// The number of the last record.
  package var lastSequence: Int { journal.chain.sequence }

  package var freeBytes: Int { get throws { try context.fileSystem.freeBytes(at: context.folder) } }

  package func load(replay: (inout State, JournalRecord) throws -> Void) throws -> State {
    try checkUsable()
    let contents = try context.contents()
    let loader = StateLoader<State>(context: context, contents: contents, allowsTornEnd: false) {
      [context] damage, sequence in
      try Self.setAside(sequence, damage, in: context, contents: contents)
    }
    let loaded = try loader.load(replay: replay)
    guard loaded.chain == journal.chain else {
      throw StateDamage(
        file: journal.fileName,
        offset: 0,
        reason: .sequence(expected: journal.chain.sequence, found: loaded.chain.sequence)
      )
    }
    lastSnapshotBytes.value = loaded.snapshot?.bytes ?? 0
    recordsSinceSnapshot = loaded.chain.sequence - loaded.snapshotSequence
    bytesSinceSnapshot = try contents.journals.filter { $0 > loaded.snapshotSequence }.reduce(0) {
      try $0 + (context.fileSystem.size(of: context.path(.journal(first: $1))) ?? 0)
    }
    return loaded.state
  }

  package func append(_ records: [JournalRecord]) throws {
    guard !records.isEmpty else { return try checkUsable() }
    try change { bytesSinceSnapshot += try journal.append(records, epoch: epoch) }
    recordsSinceSnapshot += records.count
  }

  /// `state` must be what all appended records amount to, no more and no less.
  package func offerSnapshot(of state: State) throws {
    guard condition == .usable else { return }
    try change { try worker.throwFailure() }
    guard
      options.snapshots.isDue(
        records: recordsSinceSnapshot,
        bytes: bytesSinceSnapshot,
        lastSnapshotBytes: lastSnapshotBytes.value
      ), !worker.isBusy
    else { return }
    recordsSinceSnapshot = 0
    bytesSinceSnapshot = 0
    let chain = journal.chain
    do {
      try journal.rotate()
    } catch let error as FileError {
      return context.onNotice(.backgroundWorkFailed(error))
    } catch {
      condition = .dead
      throw error
    }
    try change {
      try worker.start { [context, lock, lastSnapshotBytes] check in
        let summary = try Snapshot.write(state, at: chain, in: context, check: check)
        lastSnapshotBytes.value = summary.bytes
        try Snapshot.removeOld(in: context)
        context.onNotice(
          .snapshotWritten(
            file: FileName.snapshot(sequence: chain.sequence).text,
            rows: summary.rows,
            bytes: summary.bytes
          )
        )
        withExtendedLifetime(lock) {}
      }
    }
  }

  package func archive(_ rows: [ArchiveRow]) throws {
    guard !rows.isEmpty else { return try checkUsable() }
    try change { try archiveFiles.append(rows, epoch: epoch) }
  }

  package func archived(_ key: String) throws -> [UInt8]? {
    try checkUsable()
    return try archiveFiles.row(key)
  }

  package func forEachRecord(_ body: (JournalRecord) throws -> Bool) throws {
    let reader = try JournalReader(
      in: context,
      contents: context.contents(),
      allowsTornEnd: condition != .usable
    )
    _ = try reader.forEachRecord(after: nil) { record, _ in
      try JournalLine.isMark(record) || body(record)
    }
  }

  /// A snapshot that is being written is given up; the journal has all that it would have said.
  package func close() throws {
    guard condition != .closed else { return }
    worker.cancel()
    worker.join()
    defer {
      condition = .closed
      journal.close()
      archiveFiles.close()
      lock.release()
    }
    try worker.throwFailure()
    guard condition != .dead else { return }
    do {
      try mark(JournalLine.closed)
    } catch let error as FileError where error.isOutOfSpace {
      try reserve.release()
      try mark(JournalLine.closed)
    }
  }

  private func mark(_ kind: String) throws {
    var data: [UInt8] = []
    data.append(ascii: "{\"lineage\":")
    data.append(jsonString: lineage)
    data.append(ascii: "}")
    try journal.mark(JournalRecord(kind: kind, time: options.now(), data: data), epoch: epoch)
  }

  private func checkUsable() throws {
    switch condition {
    case .usable: return
    case .refusing, .dead: throw StateFolderError.failedBefore
    case .closed: throw StateFolderError.closed
    }
  }

  /// Does what changes the files, and remembers how it failed.
  private func change(_ body: () throws -> Void) throws {
    try checkUsable()
    do {
      try body()
    } catch let error as FileError {
      condition = .refusing
      if error.isOutOfSpace { try reserve.release() }
      throw error
    } catch {
      condition = .dead
      throw error
    }
  }

  private static func setAside(
    _ sequence: Int,
    _ damage: StateDamage,
    in context: StateFolderContext,
    contents: FolderContents
  ) throws {
    let name = FileName.snapshot(sequence: sequence)
    let copy = contents.brokenName(for: name)
    try context.fileSystem.rename(context.path(name), to: context.path(copy))
    try context.syncFolder()
    context.onNotice(.snapshotSetAside(damage, copy: copy.text))
  }
}

/// A number that two threads share.
private final class SharedCount: Sendable {
  private let count = Atomic(0)

  var value: Int {
    get { count.load(ordering: .relaxed) }
    set { count.store(newValue, ordering: .relaxed) }
  }
}

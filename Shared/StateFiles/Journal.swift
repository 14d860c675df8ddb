import ServiceKit

/// The journal as its one owner has it: files of chained lines, the last of them open at its end.
final class Journal {
  /// After the last record.
  var chain: Chain { log.chain }
  /// The owner before did not end as it should.
  let wasAbandoned: Bool
  /// The file that is written.
  var fileName: String { log.name }

  private let context: StateFolderContext
  private var log: ChainedLog
  private var instants = InstantWriter()

  /// Takes over the journal, or begins one.
  init(in context: StateFolderContext, contents: FolderContents) throws {
    self.context = context
    guard let last = contents.journals.last else {
      log = try Self.begin(after: Chain(), in: context)
      wasAbandoned = false
      return
    }
    var lastKind: String?
    let name = FileName.journal(first: last)
    let (file, scan) = try SegmentRecovery.open(
      name,
      firstSequence: last,
      in: context,
      contents: contents
    ) { line, offset in
      lastKind = try JournalReader.record(line, at: offset, in: name.text).kind
    }
    var chain = scan.chain
    if scan.lines == 0 {
      (chain, lastKind) = try Self.end(of: contents.journals.dropLast(), in: context)
      guard chain.sequence + 1 == last else {
        let missing = FileName.journal(first: chain.sequence + 1)
        throw StateDamage(file: missing.text, offset: 0, reason: .missing)
      }
    }
    wasAbandoned = lastKind != nil && lastKind != JournalLine.closed
    log = ChainedLog(
      file,
      name: name.text,
      chain: chain,
      length: scan.goodBytes,
      onFault: context.onFault
    )
  }

  /// Adds a batch, durable on return; gives the bytes written.
  ///
  /// On an error of the write the journal is as it was.
  func append(_ records: [JournalRecord], epoch: Int) throws -> Int {
    for record in records { JournalLine.check(record) }
    return try write(records, epoch: epoch)
  }

  /// Adds one of the journal's own marks.
  func mark(_ mark: JournalRecord, epoch: Int) throws { _ = try write([mark], epoch: epoch) }

  /// Begins a new file, so that the files before it are closed for ever.
  func rotate() throws {
    let next = try Self.begin(after: chain, in: context)
    log.close()
    log = next
  }

  func close() { log.close() }

  private func write(_ records: [JournalRecord], epoch: Int) throws -> Int {
    let length = log.length
    try log.append(count: records.count, epoch: epoch) { index, _, line in
      JournalLine.append(records[index], to: &line, instants: &instants)
    }
    return log.length - length
  }

  private static func begin(
    after chain: Chain,
    in context: StateFolderContext
  ) throws -> ChainedLog {
    let name = FileName.journal(first: chain.sequence + 1)
    let file = try context.open(name, for: .create)
    do { try context.syncFolder() } catch {
      file.close()
      throw error
    }
    return ChainedLog(file, name: name.text, chain: chain, length: 0, onFault: context.onFault)
  }

  /// Where closed files end: asked when the file after them is still empty.
  private static func end(
    of closed: ArraySlice<Int>,
    in context: StateFolderContext
  ) throws -> (Chain, lastKind: String?) {
    guard let last = closed.last else { return (Chain(), nil) }
    let name = FileName.journal(first: last)
    let file = try context.open(name, for: .read)
    defer { file.close() }
    var lastKind: String?
    let scan = try SegmentScan(
      file,
      name: name.text,
      after: nil,
      firstSequence: last
    ) { line, offset in
      lastKind = try JournalReader.record(line, at: offset, in: name.text).kind
      return true
    }
    try scan.requireWhole()
    return (scan.chain, lastKind)
  }
}

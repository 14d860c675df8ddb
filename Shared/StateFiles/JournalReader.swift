import ServiceKit

/// Reads the records of the journal's files in order, checking that none is missing or changed.
struct JournalReader {
  let context: StateFolderContext
  /// The first record of each file, in order.
  let files: [Int]
  /// A reader that does not own the folder may meet the owner's batch half written.
  let allowsTornEnd: Bool

  init(in context: StateFolderContext, contents: FolderContents, allowsTornEnd: Bool) {
    self.context = context
    self.allowsTornEnd = allowsTornEnd
    files = contents.journals
  }

  /// Gives each record after `start` to `body`, the journal's own too, until it returns false.
  ///
  /// With no chain it begins at the first file that is kept.
  func forEachRecord(
    after start: Chain?,
    body: (JournalRecord, Chain) throws -> Bool
  ) throws -> Chain {
    if let start, start.sequence > 0, !files.contains(start.sequence + 1) {
      // A snapshot is written after the file that follows it was begun.
      let missing = FileName.journal(first: start.sequence + 1)
      throw StateDamage(file: missing.text, offset: 0, reason: .missing)
    }
    let wanted = files.drop { first in start.map { first <= $0.sequence } ?? false }
    var chain = start
    for first in wanted {
      let name = FileName.journal(first: first).text
      if let chain, chain.sequence + 1 != first {
        throw StateDamage(
          file: FileName.journal(first: chain.sequence + 1).text,
          offset: 0,
          reason: .missing
        )
      }
      let scan = try scan(first, after: chain) { line, offset in
        try body(
          Self.record(line, at: offset, in: name),
          Chain(sequence: line.sequence, checksum: line.checksum, epoch: line.epoch)
        )
      }
      if scan.ending == .stopped { return scan.chain }
      let isLast = first == files.last
      if let damage = scan.damage { throw damage }
      if !(isLast && allowsTornEnd) { try scan.requireWhole() }
      if !isLast || scan.lines > 0 { chain = scan.chain }
    }
    return chain ?? Chain()
  }

  /// The file that begins at record `first`, checked line by line.
  func scan(
    _ first: Int,
    after chain: Chain?,
    body: (ChainedLine, _ offset: Int) throws -> Bool
  ) throws -> SegmentScan {
    let name = FileName.journal(first: first)
    let file = try context.open(name, for: .read)
    defer { file.close() }
    return try SegmentScan(
      file,
      name: name.text,
      after: chain,
      firstSequence: first,
      body: body
    )
  }

  static func record(
    _ line: ChainedLine,
    at offset: Int,
    in file: String
  ) throws -> JournalRecord {
    do {
      return try JournalLine.record(line)
    } catch {
      throw StateDamage(file: file, offset: offset, reason: error.reason)
    }
  }
}

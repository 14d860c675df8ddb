import ServiceKit

/// Rows that left the state, found again by key without being kept in memory.
///
/// The rows stand in files of chained lines. A look-up costs a few reads however many rows there
/// are, and reads the newest row of its key first, so the last row wins.
final class Archive {
  private let context: StateFolderContext
  private let worker: BackgroundWorker
  private let limits: ArchiveLimits
  private let closedKeys: ArchiveKeys
  /// The end of the newest file; nil until a first row comes.
  private var log: ChainedLog?
  /// The keys of the newest file.
  private var newestKeys: RecentKeys

  /// Takes over the archive of a folder; keys that have no index yet are read from the rows.
  init(
    in context: StateFolderContext,
    contents: FolderContents,
    worker: BackgroundWorker,
    limits: ArchiveLimits
  ) throws {
    self.context = context
    self.worker = worker
    self.limits = limits
    let files = contents.archives
    if let missing = zip(1..., files).first(where: { $0 != $1 })?.0 {
      throw StateDamage(file: FileName.archive(missing).text, offset: 0, reason: .missing)
    }
    closedKeys = try ArchiveKeys(in: context, closed: files.dropLast(), contents: contents)
    newestKeys = RecentKeys(file: files.last ?? 1)
    guard let last = files.last else { return }
    let name = FileName.archive(last)
    let (file, scan) = try SegmentRecovery.open(name, in: context, contents: contents) {
      line,
      offset in
      newestKeys.add(try ArchiveLine.row(line, at: offset, in: name.text).key, offset: offset)
    }
    let chain = try scan.lines > 0 || last == 1 ? scan.chain : Self.end(of: last - 1, in: context)
    log = ChainedLog(
      file,
      name: name.text,
      chain: chain,
      length: scan.goodBytes,
      onFault: context.onFault
    )
  }

  /// Durable on return; on an error of the write the archive is as it was.
  func append(_ rows: [ArchiveRow], epoch: Int) throws {
    for row in rows { ArchiveLine.check(row) }
    let log = try logWithRoom()
    var offsets: [Int] = []
    offsets.reserveCapacity(rows.count)
    try log.append(count: rows.count, epoch: epoch) { index, offset, line in
      offsets.append(offset)
      ArchiveLine.append(rows[index], to: &line)
    }
    for (row, offset) in zip(rows, offsets) { newestKeys.add(row.key, offset: offset) }
  }

  /// The newest row of the key.
  func row(_ key: String) throws -> [UInt8]? {
    let hash = ArchiveEntry.hash(of: key)
    func data(at location: ArchiveLocation) throws -> [UInt8]? {
      let row = try ArchiveReader.row(at: location, in: context)
      // Byte by byte: two texts that Unicode calls equal are two keys.
      return row.key.utf8.elementsEqual(key.utf8) ? row.data : nil
    }
    for location in newestKeys.locations(of: hash) {
      if let data = try data(at: location) { return data }
    }
    return try closedKeys.first(of: hash, data)
  }

  func close() { log?.close() }

  /// The end of the newest file; of a new one when that is full.
  private func logWithRoom() throws -> ChainedLog {
    guard let full = log else { return try begin(newestKeys.file, after: Chain()) }
    guard full.length >= limits.bytes || newestKeys.count >= limits.rows else { return full }
    let next = try begin(newestKeys.file + 1, after: full.chain)
    full.close()
    closedKeys.close(newestKeys)
    newestKeys = RecentKeys(file: newestKeys.file + 1)
    try worker.start { [closedKeys] check in try closedKeys.work(check: check) }
    return next
  }

  private func begin(_ number: Int, after chain: Chain) throws -> ChainedLog {
    let name = FileName.archive(number)
    let file = try context.open(name, for: .create)
    try context.syncFolder()
    let log = ChainedLog(
      file,
      name: name.text,
      chain: chain,
      length: 0,
      onFault: context.onFault
    )
    self.log = log
    return log
  }

  /// Where a closed file ends: asked when the file after it is still empty.
  private static func end(of number: Int, in context: StateFolderContext) throws -> Chain {
    let scan = try ArchiveReader.scan(number, in: context, after: nil) { _, _, _ in }
    try scan.requireWhole()
    return scan.chain
  }
}

/// When a new archive file begins.
package struct ArchiveLimits: Sendable {
  package var rows: Int
  package var bytes: Int

  package init(rows: Int = 65_536, bytes: Int = 64 << 20) {
    self.rows = rows
    self.bytes = bytes
  }
}

import ServiceKit

/// Reads archive files, as a whole or one row.
enum ArchiveReader {
  /// The keys of a file that is no longer written.
  static func keys(of number: Int, in context: StateFolderContext) throws -> RecentKeys {
    var table = RecentKeys(file: number)
    let scan = try scan(number, in: context, after: nil) { row, _, offset in
      table.add(row.key, offset: offset)
    }
    try scan.requireWhole()
    return table
  }

  /// Gives every row of a file to `body`.
  static func scan(
    _ number: Int,
    in context: StateFolderContext,
    after chain: Chain?,
    body: (ArchiveRow, Chain, _ offset: Int) throws -> Void
  ) throws -> SegmentScan {
    let name = FileName.archive(number)
    let file = try context.open(name, for: .read)
    defer { file.close() }
    return try SegmentScan(file, name: name.text, after: chain) { line, offset in
      try body(
        ArchiveLine.row(line, at: offset, in: name.text),
        Chain(sequence: line.sequence, checksum: line.checksum, epoch: line.epoch),
        offset
      )
      return true
    }
  }

  /// The row at a location that an index named.
  static func row(at location: ArchiveLocation, in context: StateFolderContext) throws -> ArchiveRow
  {
    let name = FileName.archive(location.file)
    let file = try context.open(name, for: .read)
    defer { file.close() }
    var reader = LineReader(file, from: location.offset, readBytes: Limits.lookupBytes)
    guard let line = try reader.next(), line.isTerminated else {
      throw StateDamage(file: name.text, offset: location.offset, reason: .incomplete)
    }
    do {
      return try ArchiveLine.row(ChainedLine(line.bytes))
    } catch {
      throw StateDamage(file: name.text, offset: location.offset, reason: error.reason)
    }
  }
}

/// Writes index files from entries that come in order.
struct ArchiveIndexWriter {
  /// Writes an index of `count` entries as `next` gives them; durable on return.
  static func write(
    _ files: ClosedRange<Int>,
    count: Int,
    in context: StateFolderContext,
    next: () throws -> ArchiveEntry?
  ) throws {
    let name = FileName.index(first: files.lowerBound, last: files.upperBound)
    try context.writeWhole(name) { file in
      let sink = ByteSink { try file.append($0) }
      appendHead(files, count: count, to: &sink.bytes)
      var block: [ArchiveEntry] = []
      while let entry = try next() {
        block.append(entry)
        if block.count == ArchiveIndex.entriesPerBlock {
          append(block, to: &sink.bytes)
          block.removeAll(keepingCapacity: true)
          try sink.flushIfLarge()
        }
      }
      if !block.isEmpty { append(block, to: &sink.bytes) }
      try sink.flush()
    }
  }

  /// Merges indexes of neighbouring files into one.
  static func merge(
    _ indexes: [ArchiveIndex],
    in context: StateFolderContext,
    check: () throws -> Void
  ) throws -> ClosedRange<Int> {
    let files = indexes[0].files.lowerBound...indexes[indexes.count - 1].files.upperBound
    var cursors = indexes.map { $0.makeCursor() }
    var heads = try cursors.indices.map { try cursors[$0].next() }
    var written = 0
    try write(files, count: indexes.reduce(0) { $0 + $1.count }, in: context) {
      written += 1
      if written % ArchiveIndex.entriesPerBlock == 0 { try check() }
      guard let least = least(of: heads) else { return nil }
      let entry = heads[least]
      heads[least] = try cursors[least].next()
      return entry
    }
    return files
  }

  private static func least(of heads: [ArchiveEntry?]) -> Int? {
    var least: (position: Int, entry: ArchiveEntry)?
    for (position, head) in heads.enumerated() {
      if let head, least.map({ head < $0.entry }) ?? true { least = (position, head) }
    }
    return least?.position
  }

  private static func appendHead(
    _ files: ClosedRange<Int>,
    count: Int,
    to bytes: inout [UInt8]
  ) {
    let start = bytes.count
    bytes.append(ascii: "{\"crc\":\"00000000\",\"v\":1,\"first\":")
    bytes.append(decimal: files.lowerBound)
    bytes.append(ascii: ",\"last\":")
    bytes.append(decimal: files.upperBound)
    bytes.append(ascii: ",\"entries\":")
    bytes.append(decimal: count)
    _ = ChainedLine.seal(&bytes, from: start)
    let padding = ArchiveIndex.blockBytes - (bytes.count - start)
    bytes += [UInt8](repeating: UInt8(ascii: " "), count: padding)
  }

  private static func append(_ block: [ArchiveEntry], to bytes: inout [UInt8]) {
    let start = bytes.count
    append(UInt32(0), to: &bytes)
    append(UInt32(block.count), to: &bytes)
    append(UInt64(0), to: &bytes)
    for entry in block {
      append(entry.hash, to: &bytes)
      append(entry.location.packed, to: &bytes)
    }
    let padding = ArchiveIndex.blockBytes - (bytes.count - start)
    bytes += [UInt8](repeating: 0, count: padding)
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[(start + 4)...]))
    }
    for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * byte)) }
  }

  private static func append<Number: FixedWidthInteger>(_ number: Number, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

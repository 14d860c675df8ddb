/// The sorted keys of some archive files, searched on disk.
///
/// Blocks of 4096 bytes. The first is a line of text that says what follows. Each other has the
/// CRC-32C of the rest (4 bytes), the number of its entries (4), nothing (8), and up to 255 entries
/// of 16 bytes: hash and location, both little-endian, in order of both.
final class ArchiveIndex: Sendable {
  static let blockBytes = 4096
  static let entriesPerBlock = 255

  /// The archive files whose rows it holds.
  let files: ClosedRange<Int>
  let count: Int
  let name: FileName
  private let file: any OpenFile

  private var blocks: Int { (count + Self.entriesPerBlock - 1) / Self.entriesPerBlock }

  /// Nil when the file is not a whole index of those files.
  init?(_ files: ClosedRange<Int>, in context: StateFolderContext) throws {
    self.files = files
    name = .index(first: files.lowerBound, last: files.upperBound)
    file = try context.open(name, for: .read)
    let head = try file.read(at: 0, count: Self.blockBytes)
    guard head.count == Self.blockBytes, let count = Self.count(head, files: files) else {
      return nil
    }
    self.count = count
    guard try file.size() == (blocks + 1) * Self.blockBytes else { return nil }
  }

  /// Where rows of that hash stand, the newest first; throws ``ArchiveIndexDamage``.
  func locations(of hash: UInt64) throws -> [ArchiveLocation] {
    guard var block = try lastBlock(notBeyond: hash) else { return [] }
    var locations: [ArchiveLocation] = []
    while true {
      let entries = try entries(ofBlock: block)
      locations += entries.reversed().drop { $0.hash > hash }.prefix { $0.hash == hash }
        .map(\.location)
      guard entries.first?.hash == hash, block > 0 else { return locations }
      block -= 1
    }
  }

  func entries(ofBlock block: Int) throws -> [ArchiveEntry] {
    let bytes = try file.read(at: (block + 1) * Self.blockBytes, count: Self.blockBytes)
    return try bytes.withUnsafeBytes { bytes in
      func number<Number: FixedWidthInteger>(_ offset: Int, _ type: Number.Type) -> Number {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: type))
      }
      guard bytes.count == Self.blockBytes,
        CRC32C.checksum(UnsafeRawBufferPointer(rebasing: bytes[4...])) == number(0, UInt32.self),
        case let count = Int(number(4, UInt32.self)), (1...Self.entriesPerBlock).contains(count)
      else { throw ArchiveIndexDamage(index: self, block: block) }
      return (0..<count).map { index in
        ArchiveEntry(
          hash: number(16 + index * 16, UInt64.self),
          location: ArchiveLocation(packed: number(24 + index * 16, UInt64.self))
        )
      }
    }
  }

  /// Every entry in order.
  func makeCursor() -> Cursor { Cursor(self) }

  struct Cursor {
    private let index: ArchiveIndex
    private var block = 0
    private var entries: ArraySlice<ArchiveEntry> = []

    fileprivate init(_ index: ArchiveIndex) { self.index = index }

    mutating func next() throws -> ArchiveEntry? {
      if entries.isEmpty {
        guard block < index.blocks else { return nil }
        entries = try index.entries(ofBlock: block)[...]
        block += 1
      }
      return entries.popFirst()
    }
  }

  /// The last block that begins with that hash or a lower one.
  ///
  /// Hashes are evenly spread, so their share of what is left tells nearly where they stand: two or
  /// three reads find one among millions. Every other guess halves instead, so that the search
  /// stays logarithmic whatever the hashes.
  private func lastBlock(notBeyond hash: UInt64) throws -> Int? {
    var (low, high) = (0, blocks - 1)
    var (lowHash, highHash) = (UInt64.min, UInt64.max)
    var found: Int?
    var guesses = true
    while low <= high {
      let spread = max(1, (highHash - lowHash) / UInt64(high - low + 1))
      let share = Int(clamping: (hash - lowHash) / spread)
      let probe = guesses ? low + min(share, high - low) : low + (high - low) / 2
      guesses.toggle()
      let entries = try entries(ofBlock: probe)
      guard let first = entries.first?.hash, let last = entries.last?.hash else { return nil }
      if first > hash {
        high = probe - 1
        highHash = first
      } else {
        found = probe
        if last > hash { break }
        low = probe + 1
        lowHash = last
      }
    }
    return found
  }

  private static func count(_ head: [UInt8], files: ClosedRange<Int>) -> Int? {
    guard let end = head.firstIndex(of: UInt8(ascii: "\n")),
      case let line = head[..<end], (try? ChainedLine.verifiedChecksum(of: line)) != nil
    else { return nil }
    var scanner = JSONByteScanner(line.dropFirst(ChainedLine.prefixBytes))
    guard scanner.skip("\"v\":1,\"first\":"), scanner.number() == files.lowerBound,
      scanner.skip(",\"last\":"), scanner.number() == files.upperBound,
      scanner.skip(",\"entries\":"), let count = scanner.number(), scanner.skip("}")
    else { return nil }
    return count
  }
}

/// An index block that can't be read: the index is made anew from the rows.
struct ArchiveIndexDamage: Error {
  let index: ArchiveIndex
  let block: Int
}

import Crypto

/// Where a row of the archive stands.
struct ArchiveLocation: Hashable, Comparable, Sendable {
  /// The file's number in the upper 24 bits, the offset of the line in the lower 40: a later row is
  /// a larger number.
  let packed: UInt64

  init(packed: UInt64) { self.packed = packed }

  init(file: Int, offset: Int) {
    precondition(file < 1 << 24 && offset < 1 << 40, "the archive outgrew its index")
    packed = UInt64(file) << 40 | UInt64(offset)
  }

  var file: Int { Int(packed >> 40) }
  var offset: Int { Int(packed & (1 << 40 - 1)) }

  static func < (lhs: ArchiveLocation, rhs: ArchiveLocation) -> Bool { lhs.packed < rhs.packed }
}

/// One key of an index: its hash and where its row stands.
struct ArchiveEntry: Hashable, Comparable, Sendable {
  let hash: UInt64
  let location: ArchiveLocation

  static func < (lhs: ArchiveEntry, rhs: ArchiveEntry) -> Bool {
    lhs.hash != rhs.hash ? lhs.hash < rhs.hash : lhs.location < rhs.location
  }

  /// The first 64 bits of the key's SHA-256.
  ///
  /// They are evenly spread whatever the keys look like, so that a search can guess where a hash
  /// stands. Two keys of one hash are told apart by reading the rows.
  static func hash(of key: String) -> UInt64 {
    var digest = SHA256()
    var key = key
    key.withUTF8 { digest.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    return digest.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The keys of one archive file, while it is written and until it has an index.
struct RecentKeys: Sendable {
  let file: Int
  /// The newest row of each hash.
  private var newest: [UInt64: ArchiveLocation] = [:]
  /// Rows that a later one of the same hash follows.
  private var older: [ArchiveEntry] = []

  init(file: Int) { self.file = file }

  var count: Int { newest.count + older.count }

  mutating func add(_ key: String, offset: Int) {
    let hash = ArchiveEntry.hash(of: key)
    let location = ArchiveLocation(file: file, offset: offset)
    if let before = newest.updateValue(location, forKey: hash) {
      older.append(ArchiveEntry(hash: hash, location: before))
    }
  }

  /// Where rows of that hash stand, the newest first.
  func locations(of hash: UInt64) -> some Sequence<ArchiveLocation> {
    let first = newest[hash].map { [$0] } ?? []
    // Hardly ever read on: only when another key has the same hash.
    let rest = older.lazy.reversed().filter { $0.hash == hash }.map(\.location)
    return [AnySequence(first), AnySequence(rest)].lazy.joined()
  }

  func sortedEntries() -> [ArchiveEntry] {
    var entries = newest.map { ArchiveEntry(hash: $0.key, location: $0.value) }
    entries += older
    return entries.sorted()
  }
}

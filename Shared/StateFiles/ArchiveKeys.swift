import Synchronization

/// The keys of the closed archive files: in indexes on disk, and in memory until they have one.
///
/// The owner looks up and adds; the background makes indexes and merges them, and exchanges them
/// under the lock. An index that was exchanged stays open for whoever still reads it.
final class ArchiveKeys: Sendable {
  private struct Shelf {
    /// Of neighbouring files, the oldest first.
    var indexes: [ArchiveIndex] = []
    /// Files that have no index yet, the oldest first.
    var waiting: [RecentKeys] = []
  }

  private let context: StateFolderContext
  private let shelf = Mutex(Shelf())

  /// Opens the indexes of the closed files; those that are missing or damaged are made anew.
  init(in context: StateFolderContext, closed: ArraySlice<Int>, contents: FolderContents) throws {
    self.context = context
    var next = 1
    for files in contents.indexes {
      guard files.lowerBound >= next, closed.contains(files.upperBound),
        let index = try ArchiveIndex(files, in: context)
      else {
        // A merged one replaced it, or it is not whole.
        try context.fileSystem.remove(
          context.path(.index(first: files.lowerBound, last: files.upperBound))
        )
        continue
      }
      try addMissing(next..<files.lowerBound)
      shelf.withLock { $0.indexes.append(index) }
      next = files.upperBound + 1
    }
    if let last = closed.last { try addMissing(next..<last + 1) }
  }

  /// Takes over the keys of a file that was just closed.
  func close(_ table: RecentKeys) { shelf.withLock { $0.waiting.append(table) } }

  /// The first result of `body`, which is given where rows of that hash stand, the newest first.
  func first<Result>(
    of hash: UInt64,
    _ body: (ArchiveLocation) throws -> Result?
  ) throws -> Result? {
    let (waiting, indexes) = shelf.withLock { ($0.waiting, $0.indexes) }
    for table in waiting.reversed() {
      for location in table.locations(of: hash) {
        if let result = try body(location) { return result }
      }
    }
    for index in indexes.reversed() {
      for location in try locations(of: hash, in: index) {
        if let result = try body(location) { return result }
      }
    }
    return nil
  }

  /// Makes the indexes that are missing and merges those of like size; for the background.
  func work(check: () throws -> Void) throws {
    while let table = shelf.withLock({ $0.waiting.first }) {
      let index = try write(table)
      shelf.withLock {
        $0.waiting.removeFirst()
        $0.indexes.append(index)
      }
    }
    // An index of at least twice the size of all after it stays: so there are few (no more than
    // the logarithm of their files), and an entry is seldom written again (as seldom).
    while let alike = suffixOfLikeSize() {
      let files: ClosedRange<Int>
      do {
        files = try ArchiveIndexWriter.merge(alike, in: context, check: check)
      } catch let damage as ArchiveIndexDamage {
        _ = try remake(damage.index)
        continue
      }
      guard let merged = try ArchiveIndex(files, in: context) else { return }
      guard exchange(alike, for: merged) else {
        return try context.fileSystem.remove(context.path(merged.name))
      }
      for index in alike { try context.fileSystem.remove(context.path(index.name)) }
    }
  }

  private func suffixOfLikeSize() -> [ArchiveIndex]? {
    let indexes = shelf.withLock { $0.indexes }
    guard var count = indexes.last?.count else { return nil }
    var start = indexes.count - 1
    while start > 0, indexes[start - 1].count < 2 * count {
      start -= 1
      count += indexes[start].count
    }
    return start < indexes.count - 1 ? Array(indexes[start...]) : nil
  }

  /// Puts an index in the place of others; false when they are no longer all there.
  private func exchange(_ old: [ArchiveIndex], for new: ArchiveIndex) -> Bool {
    shelf.withLock { shelf in
      guard let start = shelf.indexes.firstIndex(where: { $0 === old[0] }),
        case let range = start..<start + old.count, range.upperBound <= shelf.indexes.count,
        zip(shelf.indexes[range], old).allSatisfy({ $0 === $1 })
      else { return false }
      shelf.indexes.replaceSubrange(range, with: [new])
      return true
    }
  }

  private func locations(of hash: UInt64, in index: ArchiveIndex) throws -> [ArchiveLocation] {
    do {
      return try index.locations(of: hash)
    } catch is ArchiveIndexDamage {
      return try remake(index).locations(of: hash)
    }
  }

  /// An index like a damaged one, from the rows.
  private func remake(_ damaged: ArchiveIndex) throws -> ArchiveIndex {
    var entries: [ArchiveEntry] = []
    for file in damaged.files {
      entries += try ArchiveReader.keys(of: file, in: context).sortedEntries()
    }
    entries.sort()
    let index = try write(entries, of: damaged.files)
    _ = exchange([damaged], for: index)
    context.onNotice(.indexRebuilt(file: index.name.text))
    return index
  }

  private func addMissing(_ files: Range<Int>) throws {
    for file in files {
      let index = try write(ArchiveReader.keys(of: file, in: context))
      shelf.withLock { $0.indexes.append(index) }
      context.onNotice(.indexRebuilt(file: index.name.text))
    }
  }

  private func write(_ table: RecentKeys) throws -> ArchiveIndex {
    try write(table.sortedEntries(), of: table.file...table.file)
  }

  private func write(
    _ entries: [ArchiveEntry],
    of files: ClosedRange<Int>
  ) throws -> ArchiveIndex {
    var rest = entries[...]
    try ArchiveIndexWriter.write(files, count: entries.count, in: context) { rest.popFirst() }
    guard let index = try ArchiveIndex(files, in: context) else {
      let name = FileName.index(first: files.lowerBound, last: files.upperBound)
      throw StateDamage(file: name.text, offset: 0, reason: .form)
    }
    return index
  }
}

/// The files of a state folder by kind, each in order.
struct FolderContents {
  /// The first record of each journal file.
  private(set) var journals: [Int] = []
  /// The last record of each snapshot.
  private(set) var snapshots: [Int] = []
  private(set) var archives: [Int] = []
  private(set) var indexes: [ClosedRange<Int>] = []
  private(set) var broken: [FileName] = []
  private(set) var temporaries: [String] = []
  private(set) var hasLineage = false

  init(of folder: String, in fileSystem: any FileSystem) throws {
    for entry in try fileSystem.entries(of: folder) where entry.kind == .file {
      switch FileName(entry.name) {
      case .journal(let first): journals.append(first)
      case .snapshot(let sequence): snapshots.append(sequence)
      case .archive(let number): archives.append(number)
      case .index(let first, let last): indexes.append(first...last)
      case .temporary: temporaries.append(entry.name)
      case .lineage: hasLineage = true
      case .some(let name): if case .broken = name { broken.append(name) }
      case nil: break
      }
    }
    journals.sort()
    snapshots.sort()
    archives.sort()
    indexes.sort { ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound) }
  }

  /// A name for the broken copy of a file that nothing has yet.
  func brokenName(for name: FileName) -> FileName {
    var copy = 1
    while broken.contains(.broken(of: name.stem, copy: copy)) { copy += 1 }
    return .broken(of: name.stem, copy: copy)
  }
}

/// A folder, the file system that it is on, and what to do when that fails: what every part of the
/// state files works with.
struct StateFolderContext: Sendable {
  let folder: String
  let fileSystem: any FileSystem
  let onFault: FaultHandler
  let onNotice: @Sendable (StateNotice) -> Void

  func path(_ name: FileName) -> String { "\(folder)/\(name.text)" }

  func open(_ name: FileName, for purpose: OpenPurpose) throws -> any OpenFile {
    try fileSystem.open(path(name), for: purpose)
  }

  func contents() throws -> FolderContents { try FolderContents(of: folder, in: fileSystem) }

  func syncFolder() throws { try fileSystem.syncFolderOrFault(folder, onFault) }

  /// Writes a file so that it's there as a whole or not at all, and durable on return.
  func writeWhole(_ name: FileName, _ body: (any OpenFile) throws -> Void) throws {
    let temporary = FileName.temporary(of: name.text)
    try fileSystem.remove(path(temporary))
    let file = try open(temporary, for: .create)
    defer { file.close() }
    do {
      try body(file)
    } catch {
      // Best effort: what is left over is removed at the next opening.
      try? fileSystem.remove(path(temporary))
      throw error
    }
    try file.syncOrFault(onFault)
    try fileSystem.rename(path(temporary), to: path(name))
    try syncFolder()
  }
}

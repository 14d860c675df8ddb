import SimulationKit
import StateFiles
import Synchronization

/// Files in memory under observation: how much is read, and what happens when one is opened.
final class WatchedFileSystem: FileSystem {
  let disk: FaultyFileSystem
  private let count = Mutex(0)
  private let paths = Mutex<[String]>([])
  private let onOpen: @Sendable (String) -> Void

  /// `onOpen` is told the path before the file is opened.
  init(_ disk: FaultyFileSystem, onOpen: @escaping @Sendable (String) -> Void = { _ in }) {
    self.disk = disk
    self.onOpen = onOpen
  }

  var bytesRead: Int { count.withLock { $0 } }

  /// The files that are the owner's alone since.
  var restricted: [String] { paths.withLock { $0 } }

  fileprivate func note(restricted path: String) { paths.withLock { $0.append(path) } }

  fileprivate func note(read bytes: Int) { count.withLock { $0 += bytes } }

  func open(_ path: String, for purpose: OpenPurpose) throws -> any OpenFile {
    onOpen(path)
    return WatchedFile(try disk.open(path, for: purpose), self)
  }

  func entries(of folder: String) throws -> [FolderEntry] { try disk.entries(of: folder) }
  func size(of path: String) throws -> Int? { try disk.size(of: path) }
  func createFolder(_ path: String) throws -> Bool { try disk.createFolder(path) }
  func rename(_ path: String, to newPath: String) throws { try disk.rename(path, to: newPath) }
  func remove(_ path: String) throws { try disk.remove(path) }
  func syncFolder(_ path: String) throws { try disk.syncFolder(path) }
  func freeBytes(at path: String) throws -> Int { try disk.freeBytes(at: path) }
  func type(at path: String) throws -> FileSystemType { try disk.type(at: path) }
}

private final class WatchedFile: OpenFile {
  private let file: any OpenFile
  private let owner: WatchedFileSystem

  init(_ file: any OpenFile, _ owner: WatchedFileSystem) {
    self.file = file
    self.owner = owner
  }

  var path: String { file.path }

  func read(at offset: Int, count: Int) throws -> [UInt8] {
    let bytes = try file.read(at: offset, count: count)
    owner.note(read: bytes.count)
    return bytes
  }

  func append(_ bytes: [UInt8]) throws { try file.append(bytes) }
  func overwrite(_ bytes: [UInt8], at offset: Int) throws {
    try file.overwrite(bytes, at: offset)
  }
  func size() throws -> Int { try file.size() }
  func truncate(to size: Int) throws { try file.truncate(to: size) }
  func syncData() throws { try file.syncData() }
  func sync() throws { try file.sync() }
  func restrictToOwner() throws {
    owner.note(restricted: path)
    try file.restrictToOwner()
  }
  func reserve(_ count: Int) throws { try file.reserve(count) }
  func tryLock() throws -> Bool { try file.tryLock() }
  func close() { file.close() }
}

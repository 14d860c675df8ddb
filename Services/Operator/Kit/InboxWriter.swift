package import Foundation
import Glibc

/// Puts files into the inbox folder so that payment intake never sees half of one.
///
/// Bank files hold personal data: only their owner may read them.
package struct InboxWriter: Sendable {
  package let folder: String

  private static let blockBytes = 1024 * 1024

  package init(folder: String) { self.folder = folder }

  package func put(_ file: BankFile) throws {
    try put(file.name) { handle in try handle.write(contentsOf: Data(file.content)) }
  }

  /// Copies a file of any size; `onBlock` is given each block as it is written.
  package func put(copyOf path: String, onBlock: (Data) -> Void = { _ in }) throws {
    let source = try FileHandle(forReadingFrom: URL(filePath: path))
    defer { try? source.close() }
    try put(URL(filePath: path).lastPathComponent) { handle in
      while let block = try source.read(upToCount: Self.blockBytes), !block.isEmpty {
        try handle.write(contentsOf: block)
        onBlock(block)
      }
    }
  }

  /// Writes under a hidden name of its own, syncs, then gives the file its name: names with a
  /// leading dot are left alone, and two who write at once are not in each other's way.
  private func put(_ name: String, _ write: (FileHandle) throws -> Void) throws {
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    let hidden = "\(folder)/.\(UUID().uuidString).part"
    let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard manager.createFile(atPath: hidden, contents: nil, attributes: attributes) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: hidden])
    }
    // Once it has its name, only the hidden one goes.
    defer { unlink(hidden) }
    let handle = try FileHandle(forWritingTo: URL(filePath: hidden))
    try write(handle)
    try handle.synchronize()
    try handle.close()
    try Self.link(hidden, folder, name)
  }

  /// A file of the same name that was not taken in yet keeps it: this one is called `NAME-2` then.
  private static func link(_ hidden: String, _ folder: String, _ name: String) throws {
    let url = URL(filePath: name)
    let stem = url.deletingPathExtension().lastPathComponent
    let ending = url.pathExtension.isEmpty ? "" : ".\(url.pathExtension)"
    for number in 1...maximumCopies {
      let free = number == 1 ? name : "\(stem)-\(number)\(ending)"
      if Glibc.link(hidden, "\(folder)/\(free)") == 0 { return }
      guard errno == EEXIST else { break }
    }
    throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: "\(folder)/\(name)"])
  }

  /// More files of one name than anybody waits with.
  private static let maximumCopies = 1000
}

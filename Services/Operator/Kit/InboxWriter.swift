import Foundation

/// Puts files into the inbox folder so that payment intake never sees half of one.
package struct InboxWriter: Sendable {
  package let folder: String

  package init(folder: String) { self.folder = folder }

  /// Writes under a hidden name, syncs, then renames: names with a leading dot are left alone.
  package func put(_ file: BankFile) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let hidden = "\(folder)/.\(file.name).part"
    guard manager.createFile(atPath: hidden, contents: nil) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: hidden])
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: hidden))
    try handle.write(contentsOf: Data(file.content))
    try handle.synchronize()
    try handle.close()
    guard rename(hidden, "\(folder)/\(file.name)") == 0 else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: "\(folder)/\(file.name)"])
    }
  }
}

import Foundation

/// A folder of documents to be submitted: what is posted moves to `posted/`, what is refused stays,
/// beside a file that says why.
package struct DocumentFolder: Sendable {
  package let path: String

  private static let posted = "posted"
  private static let reasonSuffix = ".reason.txt"

  package init(path: String) { self.path = path }

  /// The names of the files to submit, in order; hidden ones are not ready, reasons no documents.
  package func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted().filter { name in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
      return exists && !isFolder.boolValue && !name.hasPrefix(".")
        && !name.hasSuffix(Self.reasonSuffix)
    }
  }

  /// All of the file is posted, or was before.
  ///
  /// A file that a crash leaves behind is submitted again, which changes nothing.
  package func settle(_ name: String) throws {
    let manager = FileManager.default
    let folder = "\(path)/\(Self.posted)"
    try manager.createDirectory(
      atPath: folder,
      withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700]
    )
    try manager.moveItem(atPath: "\(path)/\(name)", toPath: free(name, in: folder))
    if manager.fileExists(atPath: reason(of: name)) {
      try manager.removeItem(atPath: reason(of: name))
    }
  }

  /// Says beside the file why it stays; who may read the one may read the other.
  package func keep(_ name: String, because reasons: [String]) throws {
    let text = reasons.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: URL(filePath: reason(of: name)), options: .atomic)
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
    let permissions = attributes[.posixPermissions] ?? 0o600
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions],
      ofItemAtPath: reason(of: name)
    )
  }

  private func reason(of name: String) -> String { "\(path)/\(name)\(Self.reasonSuffix)" }

  /// The name, or with a number behind it where there is such a file already.
  private func free(_ name: String, in folder: String) -> String {
    var place = "\(folder)/\(name)"
    var count = 1
    while FileManager.default.fileExists(atPath: place) {
      count += 1
      place = "\(folder)/\(name).\(count)"
    }
    return place
  }
}

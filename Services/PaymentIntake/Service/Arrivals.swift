import Glibc
import PaymentIntakeDomain
import StateFiles

/// The files that lie in the inbox folder and are whole, until each is staged under its hash.
final class Arrivals {
  private let folder: String
  private let files: any FileSystem
  private let budget: ReadBudget
  private let warn: (String) -> Void
  /// The file whose hash is being reckoned, over several turns.
  private var current: ArrivingFile?
  private var warned: Set<String> = []

  init(
    in folder: String,
    _ files: any FileSystem,
    _ budget: ReadBudget,
    warn: @escaping (String) -> Void
  ) {
    self.folder = folder
    self.files = files
    self.budget = budget
    self.warn = warn
  }

  /// All of them, by name.
  func names() throws -> [String] {
    try files.entries(of: folder)
      .filter { entry in
        entry.kind == .file && !entry.name.hasPrefix(".") && !entry.name.hasSuffix(".tmp")
          && !entry.name.hasSuffix(".part")
      }
      .map(\.name)
  }

  /// Hands the next file over; false when there is none.
  ///
  /// `awaited`: only these, where not all are.
  func take(
    among awaited: Set<String>?,
    _ move: (_ path: String, _ name: String, ContentHash) throws -> Void
  ) throws -> Bool {
    for name in try names(among: awaited) {
      do {
        guard let hash = try contentHash(of: name) else { continue }
        try move("\(folder)/\(name)", name, hash)
        return true
      } catch let error as FileError where error.isAboutOneFile {
        current = nil
        if !error.isAbsence, warned.insert(name).inserted {
          warn("\(name) cannot be read and is left in the inbox folder: \(error)")
        }
      }
    }
    return false
  }

  /// What was begun comes first.
  private func names(among awaited: Set<String>?) throws -> [String] {
    let names = try names().filter { awaited?.contains($0) ?? true }
    guard let begun = current?.name, names.contains(begun) else { return names }
    return [begun] + names.filter { $0 != begun }
  }

  /// Nil for a file without content.
  ///
  /// The content is made durable: decisions will rest on it.
  private func contentHash(of name: String) throws -> ContentHash? {
    let file: ArrivingFile
    if let current, current.name == name {
      file = current
    } else {
      let source = try files.open("\(folder)/\(name)", for: .read)
      file = ArrivingFile(name, source, budget)
      guard try source.size() > 0 else { return nil }
      try restrict(source)
      try source.sync()
    }
    current = file
    try file.bytes.finish()
    current = nil
    return file.bytes.hash
  }

  /// Bank files hold personal data: only their owner may read them, whoever dropped them.
  ///
  /// What another user dropped stays as he made it, within a folder that is the owner's alone.
  private func restrict(_ file: any OpenFile) throws {
    do {
      try file.restrictToOwner()
    } catch let error as FileError where error.code == EPERM {
      return
    }
  }
}

/// A file of the inbox folder while its hash is reckoned.
private final class ArrivingFile {
  let name: String
  let bytes: HashedBytes
  private let source: any OpenFile

  /// Closes `source` in the end.
  init(_ name: String, _ source: any OpenFile, _ budget: ReadBudget) {
    self.name = name
    self.source = source
    bytes = HashedBytes(source, budget)
  }

  deinit { source.close() }
}

extension FileError {
  fileprivate var isAbsence: Bool { code == ENOENT }

  /// The file has gone, or may not be read: no reason to stop the service.
  fileprivate var isAboutOneFile: Bool { isAbsence || code == EPERM || code == EACCES }
}

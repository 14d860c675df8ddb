/// Takes a state folder into possession: makes it if need be, locks it, tidies it.
struct FolderOpening {
  let lock: FolderLock
  let contents: FolderContents
  let lineage: String

  init(_ context: StateFolderContext, lineageNumber: () -> UInt64) throws {
    try Self.make(context.folder, in: context.fileSystem)
    if let name = try context.fileSystem.type(at: context.folder).networkName {
      throw StateFolderError.networkFileSystem(folder: context.folder, name: name)
    }
    lock = try FolderLock(in: context)
    // The owner before may have been killed between a rename and the sync of the folder: what is
    // seen here must be as durable as what is built on it.
    try context.syncFolder()
    contents = try context.contents()
    for name in contents.temporaries {
      try context.fileSystem.remove("\(context.folder)/\(name)")
    }
    if !contents.hasLineage { try Self.syncAncestors(of: context) }
    lineage = try Lineage.read(in: context, contents: contents, orMake: lineageNumber)
  }

  private static func make(_ path: String, in fileSystem: any FileSystem) throws {
    do {
      _ = try fileSystem.createFolder(path)
    } catch let error as FileError where error.isMissing {
      guard let parent = parent(of: path) else { throw error }
      try make(parent, in: fileSystem)
      _ = try fileSystem.createFolder(path)
    }
  }

  /// Makes the way to a new folder durable; the lineage, written after it, tells that it was.
  private static func syncAncestors(of context: StateFolderContext) throws {
    var path = context.folder
    while let parent = parent(of: path) {
      do {
        try context.fileSystem.syncFolder(parent)
      } catch let error as FileError where error.isForbidden {
        // Not this user's to write to, so no folder in it is new.
        return
      } catch let error as FileError {
        try context.onFault(StateFault(error: error))
      }
      path = parent
    }
  }

  /// The folder that a path lies in; nil for the root and the current folder.
  static func parent(of path: String) -> String? {
    let trimmed = path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard trimmed != "/", trimmed != "." else { return nil }
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }
}

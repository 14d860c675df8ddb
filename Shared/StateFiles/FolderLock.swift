/// The exclusive right to a state folder, for as long as this object lives.
///
/// A frozen owner keeps it (flock), a killed one loses it: just what is wanted on one host.
final class FolderLock: Sendable {
  private let file: any OpenFile

  /// Throws ``StateFolderError/owned(folder:)`` when another process has the lock.
  init(in context: StateFolderContext) throws {
    file = try context.open(.lock, for: .append)
    guard try file.tryLock() else {
      file.close()
      throw StateFolderError.owned(folder: context.folder)
    }
  }

  deinit { file.close() }

  func release() { file.close() }
}

/// Room on the disk that is kept free for the last lines of a service whose disk is full.
struct Reserve {
  let context: StateFolderContext
  let bytes: Int

  /// Takes the room unless that would leave less than as much again.
  func take() throws {
    guard bytes > 0, try context.fileSystem.size(of: context.path(.reserve)) ?? 0 < bytes else {
      return
    }
    do {
      guard try context.fileSystem.freeBytes(at: context.folder) >= 2 * bytes else {
        return context.onNotice(.reserveMissing)
      }
      let file = try context.open(.reserve, for: .append)
      defer { file.close() }
      try file.reserve(bytes)
    } catch let error as FileError where error.isOutOfSpace {
      context.onNotice(.reserveMissing)
    }
  }

  /// Gives the room back; the next owner takes it again.
  func release() throws {
    guard bytes > 0, try context.fileSystem.size(of: context.path(.reserve)) ?? 0 > 0 else {
      return
    }
    let file = try context.open(.reserve, for: .append)
    defer { file.close() }
    try file.truncate(to: 0)
    context.onNotice(.reserveReleased)
  }
}

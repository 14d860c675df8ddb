/// Takes over the file at whose end the owner before may have been stopped at any instant.
enum SegmentRecovery {
  /// The end of the file, ready for the next batch, after cutting off what a crash has torn.
  ///
  /// Everything that it gives to `body` is durable on return. Throws ``StateDamage`` when the file
  /// has damage that no crash explains.
  static func open(
    _ name: FileName,
    firstSequence: Int? = nil,
    in context: StateFolderContext,
    contents: FolderContents,
    body: (ChainedLine, _ offset: Int) throws -> Void
  ) throws -> (file: any OpenFile, scan: SegmentScan) {
    let file = try context.open(name, for: .append)
    do {
      let scan = try SegmentScan(
        file,
        name: name.text,
        after: nil,
        firstSequence: firstSequence
      ) { line, offset in
        try body(line, offset)
        return true
      }
      if let damage = scan.damage { throw damage }
      if scan.ending == .torn {
        try cut(file, name, at: scan.goodBytes, in: context, contents: contents)
      }
      try refresh(name, from: scan.synced, to: scan.goodBytes, in: context)
      return (file, scan)
    } catch {
      file.close()
      throw error
    }
  }

  /// Copies the torn end aside, then cuts it off before anything can be glued to it.
  private static func cut(
    _ file: any OpenFile,
    _ name: FileName,
    at offset: Int,
    in context: StateFolderContext,
    contents: FolderContents
  ) throws {
    let copyName = contents.brokenName(for: name)
    let copy = try context.open(copyName, for: .append)
    defer { copy.close() }
    var position = offset
    while case let bytes = try file.read(at: position, count: Limits.readBytes), !bytes.isEmpty {
      try copy.append(bytes)
      position += bytes.count
    }
    try copy.syncOrFault(context.onFault)
    try context.syncFolder()
    try file.truncate(to: offset)
    try file.syncOrFault(context.onFault)
    context.onNotice(
      .tornEndSetAside(
        file: name.text,
        offset: offset,
        bytes: position - offset,
        copy: copyName.text
      )
    )
  }

  /// Writes the last batch over itself and syncs it.
  ///
  /// Nobody knows whether the owner before saw its sync succeed. If it failed, the system may show
  /// the batch although the disk lacks it, and has marked its pages clean, so that a sync alone
  /// would write nothing (Rebello et al., USENIX ATC 2020).
  private static func refresh(
    _ name: FileName,
    from start: Int,
    to end: Int,
    in context: StateFolderContext
  ) throws {
    guard start < end else { return }
    let file = try context.open(name, for: .overwrite)
    defer { file.close() }
    try file.overwrite(file.read(at: start, count: end - start), at: start)
    try file.syncDataOrFault(context.onFault)
  }
}

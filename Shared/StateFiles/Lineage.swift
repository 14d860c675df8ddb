/// The name under which the sequences of a folder are told from those of an earlier life of it.
///
/// It stands in a file of its own, made once. Who restores a folder from a backup removes the file:
/// the next owner makes a new one, so that numbers given out again are never taken for the old.
enum Lineage {
  /// Reads the lineage of the folder, or makes one of `number`.
  static func read(
    in context: StateFolderContext,
    contents: FolderContents,
    orMake number: () -> UInt64
  ) throws -> String {
    if contents.hasLineage { return try read(in: context) }
    let lineage = text(number())
    try context.writeWhole(.lineage) { file in
      var line: [UInt8] = []
      line.append(ascii: "{\"crc\":\"00000000\",\"v\":1,\"lineage\":")
      line.append(jsonString: lineage)
      _ = ChainedLine.seal(&line, from: 0)
      try file.append(line)
    }
    return lineage
  }

  static func read(in context: StateFolderContext) throws -> String {
    let file = try context.open(.lineage, for: .read)
    defer { file.close() }
    var reader = LineReader(file)
    func damage(_ reason: StateDamage.Reason) -> StateDamage {
      StateDamage(file: FileName.lineage.text, offset: 0, reason: reason)
    }
    guard let line = try reader.next(), line.isTerminated, try reader.next() == nil else {
      throw damage(.incomplete)
    }
    guard (try? ChainedLine.verifiedChecksum(of: line.bytes)) != nil else {
      throw damage(.checksum)
    }
    var scanner = JSONByteScanner(line.bytes.dropFirst(ChainedLine.prefixBytes))
    guard scanner.skip("\"v\":1,\"lineage\":"), let lineage = scanner.string(),
      scanner.skip("}"), scanner.isAtEnd
    else { throw damage(.form) }
    return lineage
  }

  /// Sixteen hexadecimal digits.
  private static func text(_ number: UInt64) -> String {
    var text: [UInt8] = []
    text.append(hex: UInt32(number >> 32))
    text.append(hex: UInt32(truncatingIfNeeded: number))
    return String(decoding: text, as: UTF8.self)
  }
}

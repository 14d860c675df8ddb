extension String {
  /// Without the white space of XML at both ends.
  package var trimmed: String {
    guard let first = utf8.first, let last = utf8.last else { return self }
    guard Self.isSpace(first) || Self.isSpace(last) else { return self }
    let rest = utf8.drop { Self.isSpace($0) }
    guard let end = rest.lastIndex(where: { !Self.isSpace($0) }) else { return "" }
    return String(Substring(rest[...end]))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}

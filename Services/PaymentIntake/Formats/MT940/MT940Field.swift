/// A field of a message: its tag and what follows, over as many lines as it has.
struct MT940Field {
  var tag: String
  var line: Int
  var lines: [String]
  private(set) var bytes = 0

  /// More than any field has, in any dialect.
  static let maximumBytes = 16 * 1024

  init(tag: String, line: Int, text: String) {
    self.tag = tag
    self.line = line
    lines = [text]
  }

  /// False when the field is longer than any.
  mutating func append(_ text: String) -> Bool {
    bytes += text.utf8.count + 1
    lines.append(text)
    return bytes <= Self.maximumBytes
  }

  var text: String { lines.joined() }
  var path: String { ":\(tag):" }

  /// The fields of MT940 and MT942 (SWIFT Standards, category 9).
  static let tags: Set<String> = [
    "20", "21", "25", "25P", "28", "28C", "34F", "13", "13D", "60F", "60M", "61", "62F", "62M",
    "64", "65", "86", "90C", "90D",
  ]

  /// What may stand behind an entry.
  ///
  /// Times of the day that wrap to the beginning of a line, as
  /// `:12:11`, look like fields and are none.
  static let tagsAfterEntry: Set<String> = [
    "20", "61", "62F", "62M", "64", "65", "86", "90C", "90D", "60F", "60M", "NS",
  ]

  /// `:TAG:` at the beginning of a line: two digits and perhaps a letter, or a bank's own letters,
  /// or the three digits by which one bank says which message it is.
  static func heading(of line: String) -> (tag: String, text: String)? {
    let bytes = line.utf8
    let colon = UInt8(ascii: ":")
    guard bytes.first == colon,
      let end = bytes.dropFirst().prefix(4).firstIndex(of: colon)
    else { return nil }
    let tag = bytes[bytes.index(after: bytes.startIndex)..<end]
    guard (2...3).contains(tag.count), isTag(Array(tag)) else { return nil }
    return (String(decoding: tag, as: UTF8.self), String(line[line.utf8.index(after: end)...]))
  }

  private static func isTag(_ bytes: [UInt8]) -> Bool {
    let letters = bytes.filter { (0x41...0x5A).contains($0) }.count
    let digits = bytes.filter { FieldValue.isDigit($0) }.count
    guard letters + digits == bytes.count else { return false }
    if letters == bytes.count || digits == bytes.count { return true }
    return bytes.count == 3 && digits == 2 && FieldValue.isDigit(bytes[0])
      && FieldValue.isDigit(bytes[1])
  }
}

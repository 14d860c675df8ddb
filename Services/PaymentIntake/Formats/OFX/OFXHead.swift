/// What stands before the first element: colon-separated lines in OFX 1, a processing instruction
/// in OFX 2.
struct OFXHead {
  /// As much as is looked through for the first element.
  static let limit = 16 * 1024

  let isXML: Bool
  /// `102` or `211`; nil where the file does not say.
  let version: String?
  /// The header says that the bytes are of a Western single-byte character set.
  let isLatin: Bool
  /// Lines before ``body``.
  let lines: Int
  /// From the first tag on, all that has come.
  let body: [UInt8]

  /// Nil where the first element has not come yet and may still do.
  ///
  /// Throws for what cannot be read at all.
  init?(_ bytes: [UInt8], isWhole: Bool) throws(BankFinding) {
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw BankFinding(
        .refusal,
        .malformed,
        line: 1,
        text: "the file is UTF-16: expected UTF-8, ISO 8859-1 or Windows-1252"
      )
    }
    let root = bytes.firstRange(of: Array("<OFX".utf8))
    guard root != nil || isWhole else {
      guard bytes.count <= Self.limit else {
        throw BankFinding(
          .refusal,
          .forbidden,
          line: 1,
          text: "the first element is not within the first \(Self.limit) bytes: expected <OFX>"
        )
      }
      return nil
    }
    let header = bytes[..<(root?.lowerBound ?? bytes.endIndex)]
    let start = bytes.firstIndex(of: UInt8(ascii: "<")) ?? bytes.endIndex
    body = Array(bytes[start...])
    isXML = body.starts(with: Array("<?".utf8))
    version = Self.version(header)
    let charset = Self.value(of: "CHARSET", header)
    isLatin = charset.map { $0.contains("1252") || $0.contains("8859-1") } ?? false
    lines = LineCount.lines(bytes[..<start])
  }

  /// `ofx-1.0.2`, or `ofx` for a file that does not say its version.
  var format: String {
    guard let version else { return OFXReader.name }
    return "\(OFXReader.name)-\(version.map(String.init).joined(separator: "."))"
  }

  /// Whether a file begins as OFX does.
  static func isOFX(_ head: [UInt8]) -> Bool {
    var rest = head[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    rest = rest.drop { $0 <= 0x20 }
    func begins(_ text: String) -> Bool { rest.starts(with: Array(text.utf8)) }
    if begins("OFXHEADER") || begins("<OFX>") || begins("<?OFX") { return true }
    guard begins("<?xml") || begins("<!--") else { return false }
    return rest.firstRange(of: Array("<OFX>".utf8)) != nil
      || rest.firstRange(of: Array("<?OFX".utf8)) != nil
  }

  private static func version(_ header: ArraySlice<UInt8>) -> String? {
    guard let value = value(of: "VERSION", header), value.utf8.count >= 3 else { return nil }
    let digits = value.prefix(3)
    return FieldValue.isDigits(digits) ? String(digits) : nil
  }

  /// What follows `NAME:` or `NAME="`; some banks leave out the line breaks between two of them.
  private static func value(of name: String, _ header: ArraySlice<UInt8>) -> String? {
    for mark in [":", "=\"", "='"] {
      guard let range = header.firstRange(of: Array((name + mark).utf8)) else { continue }
      let value = header[range.upperBound...].prefix { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
      return String(decoding: value, as: UTF8.self)
    }
    return nil
  }
}

/// Counts lines that end in LF, CR LF or CR.
struct LineCount {
  private(set) var line = 1
  private var isAfterCarriageReturn = false

  init(line: Int = 1) { self.line = line }

  mutating func take(_ byte: UInt8) {
    let isLineFeed = byte == UInt8(ascii: "\n")
    if byte == UInt8(ascii: "\r") || (isLineFeed && !isAfterCarriageReturn) { line += 1 }
    isAfterCarriageReturn = byte == UInt8(ascii: "\r")
  }

  /// Line ends in `bytes`.
  static func lines(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = LineCount()
    for byte in bytes { count.take(byte) }
    return count.line - 1
  }
}

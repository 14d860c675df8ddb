/// Cuts bytes into lines as they come: at LF, CR LF or CR, with or without a byte order mark.
package struct LineReader {
  private var rest: [UInt8] = []
  private var number = 0
  private var isAfterCarriageReturn = false
  private let keepsTabs: Bool

  /// More than any line has.
  package static let maximumBytes = 64 * 1024

  private static let carriageReturn = UInt8(ascii: "\r")
  private static let lineFeed = UInt8(ascii: "\n")

  /// Tabs stay what they are where they separate fields; else they are spaces.
  package init(keepsTabs: Bool = false) { self.keepsTabs = keepsTabs }

  /// The lines that end in `bytes`.
  package mutating func lines(_ bytes: [UInt8]) throws(TextLineError) -> [TextLine] {
    var lines: [TextLine] = []
    var start = bytes.startIndex
    for (index, byte) in bytes.enumerated() {
      guard byte == Self.lineFeed || byte == Self.carriageReturn else {
        isAfterCarriageReturn = false
        continue
      }
      let isSecond = byte == Self.lineFeed && isAfterCarriageReturn
      isAfterCarriageReturn = byte == Self.carriageReturn
      if !isSecond {
        try keep(bytes[start..<index])
        lines.append(try line())
      }
      start = index + 1
    }
    try keep(bytes[start...])
    return lines
  }

  /// The first line that is not blank in the beginning of a file; nil when there is none.
  package static func firstLine(of head: [UInt8], keepsTabs: Bool = false) -> TextLine? {
    firstLines(of: head, count: 1, keepsTabs: keepsTabs).first
  }

  /// The first lines that are not blank in the beginning of a file, of fewer lines all.
  package static func firstLines(
    of head: [UInt8],
    count: Int,
    keepsTabs: Bool = false
  ) -> ArraySlice<TextLine> {
    var reader = LineReader(keepsTabs: keepsTabs)
    guard let lines = try? reader.lines(head), let last = try? reader.last().map({ [$0] }) ?? []
    else { return [] }
    return (lines + last).filter { !$0.isBlank }.prefix(count)
  }

  /// The last line where the file ends without a line break.
  package mutating func last() throws(TextLineError) -> TextLine? {
    rest.isEmpty ? nil : try line()
  }

  private mutating func keep(_ bytes: ArraySlice<UInt8>) throws(TextLineError) {
    guard rest.count + bytes.count <= Self.maximumBytes else {
      let text = "the line is longer than \(Self.maximumBytes) bytes"
      throw TextLineError(.tooLarge, line: number + 1, text)
    }
    rest += bytes
  }

  private mutating func line() throws(TextLineError) -> TextLine {
    var bytes = rest[...]
    if number == 0 {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
      if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
        let text = "the file is UTF-16: expected UTF-8, ISO 8859-1 or Windows-1252"
        throw TextLineError(.malformed, line: 1, text)
      }
    }
    number += 1
    let line = TextLine(number: number, bytes: bytes, keepsTabs: keepsTabs)
    rest.removeAll(keepingCapacity: true)
    return line
  }
}

/// A Swift file, with its text as it is and with comments and strings blanked.
struct SourceFile: Sendable {
  /// Below the project's root: `Shared/DomainKit/Money.swift`.
  let path: String
  let lines: [String]
  /// The lines without comments and without what stands in strings: every word in it is code.
  let code: [String]
  /// The lines with nothing but their comments.
  let comments: [String]

  init(path: String, text: String) {
    self.path = path
    lines = Self.lines(of: Array(text.utf8))
    var blanking = Blanking(Array(text.utf8))
    blanking.run()
    code = Self.lines(of: blanking.code)
    comments = Self.lines(of: blanking.comments)
  }

  private static func lines(of bytes: [UInt8]) -> [String] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

/// Tells code, comments and strings of Swift apart, byte by byte.
///
/// It knows comments within comments, raw strings, strings of several lines, and code that is
/// interpolated in strings, which may hold strings again. Literals of regular expressions are code.
private struct Blanking {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var code: [UInt8] = []
  private(set) var comments: [UInt8] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    while position < bytes.count { step() }
  }

  private enum Kind {
    case code, comment, string
  }

  private mutating func step() {
    if starts(with: "//") {
      while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { take(.comment) }
    } else if starts(with: "/*") {
      blockComment()
    } else if let hashes = openingQuote {
      string(hashes: hashes)
    } else {
      take(.code)
    }
  }

  private mutating func blockComment() {
    var depth = 0
    repeat {
      if starts(with: "/*") { depth += 1 }
      if starts(with: "*/") { depth -= 1 }
      if starts(with: "/*") || starts(with: "*/") { take(.comment) }
      if position < bytes.count { take(.comment) }
    } while depth > 0 && position < bytes.count
  }

  /// The number of hashes before the quote of a string that begins here.
  private var openingQuote: Int? {
    var end = position
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - position : nil
  }

  private mutating func string(hashes: Int) {
    for _ in 0..<hashes { take(.string) }
    let quotes = starts(with: "\"\"\"") ? 3 : 1
    let mark = String(repeating: "#", count: hashes)
    let closing = String(repeating: "\"", count: quotes) + mark
    for _ in 0..<quotes { take(.string) }
    while position < bytes.count, !starts(with: closing) {
      if quotes == 1, bytes[position] == UInt8(ascii: "\n") { return }
      if starts(with: "\\\(mark)(") {
        for _ in 0..<hashes + 1 { take(.string) }
        interpolation()
      } else if starts(with: "\\\(mark)") {
        for _ in 0..<hashes + 2 { take(.string) }
      } else {
        take(.string)
      }
    }
    for _ in 0..<closing.utf8.count { take(.string) }
  }

  private mutating func interpolation() {
    var depth = 0
    repeat {
      if starts(with: "(") { depth += 1 }
      if starts(with: ")") { depth -= 1 }
      step()
    } while depth > 0 && position < bytes.count
  }

  private func starts(with text: String) -> Bool {
    bytes[min(position, bytes.count)...].starts(with: text.utf8)
  }

  /// Moves one byte on; the other texts get a blank, so that lines and columns stay.
  private mutating func take(_ kind: Kind) {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    let blank = byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " ")
    code.append(kind == .code ? byte : blank)
    comments.append(kind == .comment ? byte : blank)
    position += 1
  }
}

import DomainKit

/// Walks JSON text once, from left to right, with a stack of its own: nesting costs no call depth.
struct JSONScanner {
  /// A container that is not closed yet.
  private struct Open {
    let isObject: Bool
    /// Where its keys begin in `keys`.
    let firstKey: Int
  }

  /// A key of an open object.
  private struct Key {
    let text: QuotedText
    /// Of the unescaped bytes.
    let hash: UInt64
  }

  /// A string as it stands in the text.
  private struct QuotedText {
    /// What is between the quotes.
    let range: Range<Int>
    let isEscaped: Bool
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var open: [Open] = []
  private var keys: [Key] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// One value and nothing else.
  mutating func document(depth: Int) throws(Malformed) {
    try begin()
    try value(depth: depth)
    try end()
  }

  /// The members of the one object that the text is.
  mutating func members(
    depth: Int
  ) throws(Malformed) -> [(key: String, value: Range<Int>)] {
    try begin()
    try pass("{", else: "an object")
    var members: [(key: String, value: Range<Int>)] = []
    var isFirst = true
    while try hasNext(before: "}", isFirst: isFirst) {
      isFirst = false
      try key()
      let range = try valueRange(depth: depth - 1)
      members.append((string(keys[members.count].text), range))
    }
    try refuseDuplicates(from: 0)
    try end()
    return members
  }

  /// The elements of the one array that the text is.
  mutating func elements(depth: Int) throws(Malformed) -> [Range<Int>] {
    try begin()
    try pass("[", else: "an array")
    var elements: [Range<Int>] = []
    while try hasNext(before: "]", isFirst: elements.isEmpty) {
      elements.append(try valueRange(depth: depth - 1))
    }
    try end()
    return elements
  }

  private mutating func begin() throws(Malformed) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw Malformed(.notJSON, "the text begins with a byte order mark, which JSON does not have")
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw Malformed(.notUTF8, "the text is UTF-16, expected UTF-8")
    }
    skipSpace()
  }

  private mutating func end() throws(Malformed) {
    skipSpace()
    guard byte == nil else { throw unexpected("the end of the text") }
  }

  /// Passes the comma before another member or element, or the bracket that closes the container.
  private mutating func hasNext(
    before bracket: Unicode.Scalar,
    isFirst: Bool
  ) throws(Malformed) -> Bool {
    skipSpace()
    if byte == UInt8(ascii: bracket) {
      position += 1
      return false
    }
    if !isFirst { try pass(",", else: "',' or '\(bracket)'") }
    return true
  }

  private mutating func valueRange(depth: Int) throws(Malformed) -> Range<Int> {
    let start = position
    try value(depth: depth)
    return start..<position
  }
}

// MARK: - Structure

extension JSONScanner {
  /// The byte to read next; nil at the end.
  ///
  /// What has not been checked yet is read through here only, so nothing is read out of bounds.
  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value(depth: Int) throws(Malformed) {
    repeat {
      try openingValue(depth: depth)
      // What ended may be the last of its container, and that the last of the one around it.
      while let container = open.last {
        skipSpace()
        if byte == UInt8(ascii: ",") {
          try pass(",")
          if container.isObject { try key() }
          break
        }
        guard byte == UInt8(ascii: container.isObject ? "}" : "]") else {
          throw unexpected(container.isObject ? "',' or '}'" : "',' or ']'")
        }
        try close()
      }
    } while !open.isEmpty
  }

  /// A scalar, or containers down to the first scalar or empty container.
  private mutating func openingValue(depth: Int) throws(Malformed) {
    while let bracket = byte, bracket == UInt8(ascii: "{") || bracket == UInt8(ascii: "[") {
      guard open.count < depth else {
        throw Malformed(.tooDeep, "more levels of nesting than allowed at byte \(position)")
      }
      let isObject = bracket == UInt8(ascii: "{")
      open.append(Open(isObject: isObject, firstKey: keys.count))
      position += 1
      skipSpace()
      if byte == UInt8(ascii: isObject ? "}" : "]") { return try close() }
      if isObject { try key() }
    }
    try scalar()
  }

  private mutating func close() throws(Malformed) {
    let container = open.removeLast()
    position += 1
    guard container.isObject else { return }
    try refuseDuplicates(from: container.firstKey)
    keys.removeSubrange(container.firstKey...)
  }

  /// A key and its colon.
  private mutating func key() throws(Malformed) {
    guard byte == UInt8(ascii: "\"") else { throw unexpected("a key") }
    let text = try quotedText()
    let hash =
      text.isEscaped ? FNV1a.hash(unescaped(text)) : FNV1a.hash(bytes[text.range])
    keys.append(Key(text: text, hash: hash))
    try pass(":")
  }

  /// Sorts an object's keys by hash and looks at neighbours, so that many keys take no quadratic
  /// time; different keys of one hash, which an enemy can make, are told apart by a set.
  private mutating func refuseDuplicates(from first: Int) throws(Malformed) {
    guard keys.count - first > 1 else { return }
    keys.withUnsafeMutableBufferPointer { keys in
      keys[first...].sort { $0.hash < $1.hash }
    }
    var sameHash: Set<[UInt8]> = []
    for index in first + 1..<keys.count {
      guard keys[index - 1].hash == keys[index].hash else {
        sameHash.removeAll()
        continue
      }
      sameHash.insert(unescaped(keys[index - 1].text))
      guard sameHash.insert(unescaped(keys[index].text)).inserted else {
        let key = string(keys[index].text)
        throw Malformed(.duplicateKey, "the key '\(key)' stands twice in one object")
      }
    }
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// A structural character and the space around it.
  private mutating func pass(
    _ character: Unicode.Scalar,
    else expected: String? = nil
  ) throws(Malformed) {
    skipSpace()
    guard byte == UInt8(ascii: character) else { throw unexpected(expected ?? "'\(character)'") }
    position += 1
    skipSpace()
  }

  private func unexpected(_ expected: String) -> Malformed {
    let found =
      switch byte {
      case nil: "the end of the text"
      case .some(let byte) where (0x21...0x7E).contains(byte):
        "'\(Character(Unicode.Scalar(byte)))'"
      case .some(let byte): "0x\(String(byte, radix: 16, uppercase: true))"
      }
    return Malformed(.notJSON, "expected \(expected) at byte \(position), found \(found)")
  }
}

// MARK: - Scalars

extension JSONScanner {
  private mutating func scalar() throws(Malformed) {
    switch byte {
    case UInt8(ascii: "\""): _ = try quotedText()
    case UInt8(ascii: "t"): try literal("true")
    case UInt8(ascii: "f"): try literal("false")
    case UInt8(ascii: "n"): try literal("null")
    case UInt8(ascii: "-"), .some(0x30...0x39): try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func literal(_ word: StaticString) throws(Malformed) {
    for index in 0..<word.utf8CodeUnitCount {
      guard byte == word.utf8Start[index] else { throw unexpected("'\(word)'") }
      position += 1
    }
  }

  /// RFC 8259 section 6: no leading zeros, digits on both sides of the point and in the exponent.
  private mutating func number() throws(Malformed) {
    if byte == UInt8(ascii: "-") { position += 1 }
    if byte == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if byte == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
      position += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
  }

  private mutating func digits() throws(Malformed) {
    guard let first = byte, (0x30...0x39).contains(first) else { throw unexpected("a digit") }
    while let byte, (0x30...0x39).contains(byte) { position += 1 }
  }

  private mutating func quotedText() throws(Malformed) -> QuotedText {
    position += 1
    let start = position
    var isEscaped = false
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return QuotedText(range: start..<position - 1, isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        isEscaped = true
        try escape()
      case ..<0x20: throw unexpected("no control character in a string")
      case ..<0x80: position += 1
      default: try sequence(from: byte)
      }
    }
    throw unexpected("the end of a string")
  }

  private mutating func escape() throws(Malformed) {
    position += 1
    guard let letter = byte else { throw unexpected("an escape") }
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 1
    case UInt8(ascii: "u"):
      position += 1
      try unicodeEscape()
    default: throw unexpected("an escape")
    }
  }

  /// The digits after `\u`; a high surrogate brings its low one along.
  private mutating func unicodeEscape() throws(Malformed) {
    switch try hexadecimal() {
    case 0: throw Malformed(.notJSON, "a NUL character in a string before byte \(position)")
    case 0xD800...0xDBFF:
      guard byte == UInt8(ascii: "\\") else { throw loneSurrogate }
      position += 1
      guard byte == UInt8(ascii: "u") else { throw loneSurrogate }
      position += 1
      guard (0xDC00...0xDFFF).contains(try hexadecimal()) else { throw loneSurrogate }
    case 0xDC00...0xDFFF: throw loneSurrogate
    default: break
    }
  }

  private var loneSurrogate: Malformed {
    Malformed(.notJSON, "half of a surrogate pair before byte \(position)")
  }

  private mutating func hexadecimal() throws(Malformed) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Self.hexadecimalValue(byte) else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private static func hexadecimalValue(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x30...0x39: UInt32(digit - 0x30)
    case 0x41...0x46: UInt32(digit - 0x41 + 10)
    case 0x61...0x66: UInt32(digit - 0x61 + 10)
    default: nil
    }
  }

  /// A sequence of two to four bytes as in the table of RFC 3629 section 4: nothing overlong, no
  /// surrogates, nothing beyond U+10FFFF.
  private mutating func sequence(from lead: UInt8) throws(Malformed) {
    let second: ClosedRange<UInt8>
    let length: Int
    switch lead {
    case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
    case 0xE0: (second, length) = (0xA0...0xBF, 3)
    case 0xED: (second, length) = (0x80...0x9F, 3)
    case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
    case 0xF0: (second, length) = (0x90...0xBF, 4)
    case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
    case 0xF4: (second, length) = (0x80...0x8F, 4)
    default: throw notUTF8
    }
    position += 1
    for index in 1..<length {
      guard let byte, (index == 1 ? second : 0x80...0xBF).contains(byte) else { throw notUTF8 }
      position += 1
    }
  }

  private var notUTF8: Malformed {
    Malformed(.notUTF8, "no UTF-8 sequence at byte \(position)")
  }
}

// MARK: - Meaning

extension JSONScanner {
  private func string(_ text: QuotedText) -> String {
    text.isEscaped
      ? String(decoding: unescaped(text), as: UTF8.self)
      : String(decoding: bytes[text.range], as: UTF8.self)
  }

  /// What a string that was checked means, in UTF-8.
  private func unescaped(_ text: QuotedText) -> [UInt8] {
    var result: [UInt8] = []
    var index = text.range.lowerBound
    while index < text.range.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      if bytes[index + 1] == UInt8(ascii: "u") {
        let (scalar, length) = escapedScalar(at: index)
        result.append(contentsOf: Array(String(Character(scalar)).utf8))
        index += length
      } else {
        result.append(Self.meaning(ofEscape: bytes[index + 1]))
        index += 2
      }
    }
    return result
  }

  /// The scalar of the `\uXXXX` at `index`, or of the pair that begins there, and its length.
  private func escapedScalar(at index: Int) -> (Unicode.Scalar, length: Int) {
    func unit(at start: Int) -> UInt32 {
      bytes[start..<start + 4].reduce(0) { $0 << 4 | (Self.hexadecimalValue($1) ?? 0) }
    }
    let high = unit(at: index + 2)
    guard (0xD800...0xDBFF).contains(high) else {
      return (Unicode.Scalar(high) ?? "\u{FFFD}", 6)
    }
    let low = unit(at: index + 8)
    let scalar = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    return (Unicode.Scalar(scalar) ?? "\u{FFFD}", 12)
  }

  private static func meaning(ofEscape letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }
}

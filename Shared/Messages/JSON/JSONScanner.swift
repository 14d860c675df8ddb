/// Walks JSON text once, from left to right, and notes its tokens.
///
/// The stack is its own: nesting costs no call depth. The time grows with the text's length.
struct JSONScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  /// What is added to a position to make it an index of the caller's slice.
  private let offset: Int
  private let depth: Int
  private var position = 0
  private var tokens: [JSONToken] = []
  /// The containers that are not closed yet, by their tokens.
  private var open: [Int] = []

  /// The tokens of the one value that the text is; ranges are those of the slice.
  static func tokens(
    of bytes: ArraySlice<UInt8>,
    depth: Int
  ) throws(Malformed) -> [JSONToken] {
    try bytes.withUnsafeBufferPointer { (buffer) throws(Malformed) in
      var scanner = JSONScanner(bytes: buffer, offset: bytes.startIndex, depth: depth)
      try scanner.document()
      return scanner.tokens
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, offset: Int, depth: Int) {
    self.bytes = bytes
    self.offset = offset
    self.depth = depth
    // Messages have a token for every dozen bytes or so.
    tokens.reserveCapacity(bytes.count / 8)
  }

  private mutating func document() throws(Malformed) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw Malformed(.notJSON, "the text begins with a byte order mark, which JSON does not have")
    }
    if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
      throw Malformed(.notUTF8, "the text is UTF-16, expected UTF-8")
    }
    skipSpace()
    try value()
    skipSpace()
    guard byte == nil else { throw unexpected("the end of the text") }
  }
}

// MARK: - Structure

extension JSONScanner {
  /// The byte to read next; nil at the end.
  ///
  /// All reading goes through here, so nothing is read out of bounds.
  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func value() throws(Malformed) {
    repeat {
      try openingValue()
      // What ended may be the last of its container, and that the last of the one around it.
      while let container = open.last {
        let isObject = tokens[container].kind == .object
        skipSpace()
        if byte == UInt8(ascii: ",") {
          position += 1
          skipSpace()
          if isObject { try key() }
          break
        }
        guard byte == UInt8(ascii: isObject ? "}" : "]") else {
          throw unexpected(isObject ? "',' or '}'" : "',' or ']'")
        }
        try close()
      }
    } while !open.isEmpty
  }

  /// A scalar, or containers down to the first scalar or empty container.
  private mutating func openingValue() throws(Malformed) {
    while let bracket = byte, bracket == UInt8(ascii: "{") || bracket == UInt8(ascii: "[") {
      guard open.count < depth else {
        throw Malformed(.tooDeep, "more than \(depth) levels of nesting at byte \(position)")
      }
      let isObject = bracket == UInt8(ascii: "{")
      open.append(tokens.count)
      position += 1
      note(isObject ? .object : .array, from: position - 1)
      skipSpace()
      if byte == UInt8(ascii: isObject ? "}" : "]") { return try close() }
      if isObject { try key() }
    }
    try scalar()
  }

  private mutating func close() throws(Malformed) {
    let container = open.removeLast()
    position += 1
    tokens[container].range = tokens[container].range.lowerBound..<position + offset
    tokens[container].next = tokens.count
    if tokens[container].kind == .object { try refuseDuplicates(in: container) }
  }

  /// A key and its colon.
  private mutating func key() throws(Malformed) {
    guard byte == UInt8(ascii: "\"") else { throw unexpected("a key") }
    try quotedText()
    skipSpace()
    guard byte == UInt8(ascii: ":") else { throw unexpected("':'") }
    position += 1
    skipSpace()
  }

  /// Compares the few keys of a usual object in pairs; many go through a set, whose hash nobody can
  /// foresee, so that no text takes quadratic time.
  private func refuseDuplicates(in object: Int) throws(Malformed) {
    let fewKeys = 16
    var count = 0
    var index = object + 1
    while index < tokens[object].next {
      count += 1
      if count > fewKeys { return try refuseDuplicatesOfMany(in: object) }
      var earlier = object + 1
      while earlier < index {
        if isSameKey(tokens[earlier], tokens[index]) { throw duplicate(tokens[index]) }
        earlier = tokens[earlier + 1].next
      }
      index = tokens[index + 1].next
    }
  }

  private func refuseDuplicatesOfMany(in object: Int) throws(Malformed) {
    var seen: Set<[UInt8]> = []
    var index = object + 1
    while index < tokens[object].next {
      guard seen.insert(unescaped(tokens[index])).inserted else { throw duplicate(tokens[index]) }
      index = tokens[index + 1].next
    }
  }

  private func isSameKey(_ first: JSONToken, _ second: JSONToken) -> Bool {
    if first.isEscaped || second.isEscaped { return unescaped(first) == unescaped(second) }
    guard first.range.count == second.range.count else { return false }
    return text(first).elementsEqual(text(second))
  }

  private func text(_ token: JSONToken) -> Slice<UnsafeBufferPointer<UInt8>> {
    bytes[token.range.lowerBound - offset..<token.range.upperBound - offset]
  }

  private func unescaped(_ token: JSONToken) -> [UInt8] {
    var moved = token
    moved.range = 0..<token.range.count
    return JSONTokens.unescaped(moved, in: Array(text(token))[...])
  }

  private func duplicate(_ key: JSONToken) -> Malformed {
    let name = String(decoding: unescaped(key), as: UTF8.self)
    return Malformed(.duplicateKey, "the key '\(name)' stands twice in one object")
  }

  private mutating func note(_ kind: JSONToken.Kind, isEscaped: Bool = false, from start: Int) {
    tokens.append(
      JSONToken(
        kind: kind,
        isEscaped: isEscaped,
        range: start + offset..<position + offset,
        next: tokens.count + 1
      )
    )
  }

  private mutating func skipSpace() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
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
    case UInt8(ascii: "\""): try quotedText()
    case UInt8(ascii: "t"): try literal("true", .true)
    case UInt8(ascii: "f"): try literal("false", .false)
    case UInt8(ascii: "n"): try literal("null", .null)
    case UInt8(ascii: "-"), .some(0x30...0x39): try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func literal(
    _ word: StaticString,
    _ kind: JSONToken.Kind
  ) throws(Malformed) {
    let start = position
    for index in 0..<word.utf8CodeUnitCount {
      guard byte == word.utf8Start[index] else { throw unexpected("'\(word)'") }
      position += 1
    }
    note(kind, from: start)
  }

  /// RFC 8259 section 6: no leading zeros, digits on both sides of the point and in the exponent.
  private mutating func number() throws(Malformed) {
    let start = position
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
    note(.number, from: start)
  }

  private mutating func digits() throws(Malformed) {
    guard let first = byte, (0x30...0x39).contains(first) else { throw unexpected("a digit") }
    while let byte, (0x30...0x39).contains(byte) { position += 1 }
  }

  private mutating func quotedText() throws(Malformed) {
    position += 1
    let start = position
    var isEscaped = false
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        note(.string, isEscaped: isEscaped, from: start)
        position += 1
        return
      case UInt8(ascii: "\\"):
        isEscaped = true
        position += 1
        try escape()
      case ..<0x20: throw unexpected("no control character in a string")
      case ..<0x80: position += 1
      default: try sequence(from: byte)
      }
    }
    throw unexpected("the end of a string")
  }

  private mutating func escape() throws(Malformed) {
    switch byte {
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
      guard let byte, let digit = JSONTokens.hexadecimalValue(byte) else {
        throw unexpected("a hexadecimal digit")
      }
      value = value << 4 | digit
      position += 1
    }
    return value
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

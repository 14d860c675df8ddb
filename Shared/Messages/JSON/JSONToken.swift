/// A value or a key of a JSON text: where it stands, and where the one after it begins.
struct JSONToken {
  enum Kind: UInt8 {
    case object, array, string, number, `true`, `false`, null
  }
  let kind: Kind
  /// A string with escapes in it.
  var isEscaped = false
  /// Its bytes; of a string those between the quotes.
  var range: Range<Int>
  /// The token that follows it and all that it holds.
  var next: Int

  /// Its bytes with the quotes.
  var outerRange: Range<Int> {
    kind == .string ? range.lowerBound - 1..<range.upperBound + 1 : range
  }
}

/// The tokens of one text in their order: each container is followed by what it holds, an object by
/// a key and its value in turn.
enum JSONTokens {
  /// The keys of an object (`step` 2: a value follows each), or the elements of an array (1).
  static func children(of container: Int, in tokens: [JSONToken], step: Int) -> [Int] {
    var children: [Int] = []
    var index = container + 1
    while index < tokens[container].next {
      children.append(index)
      index = tokens[index + step - 1].next
    }
    return children
  }

  static func string(_ token: JSONToken, in bytes: ArraySlice<UInt8>) -> String {
    token.isEscaped
      ? String(decoding: unescaped(token, in: bytes), as: UTF8.self)
      : String(decoding: bytes[token.range], as: UTF8.self)
  }

  /// What a string that was checked means, in UTF-8.
  static func unescaped(_ token: JSONToken, in bytes: ArraySlice<UInt8>) -> [UInt8] {
    guard token.isEscaped else { return Array(bytes[token.range]) }
    var result: [UInt8] = []
    var rest = bytes[token.range]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
        result.append(byte)
        continue
      }
      if letter == UInt8(ascii: "u") {
        result.append(contentsOf: String(Character(escapedScalar(&rest))).utf8)
      } else {
        result.append(meaning(ofEscape: letter))
      }
    }
    return result
  }

  /// The scalar of the four digits that follow, or of the surrogate pair that begins there.
  private static func escapedScalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
    func unit() -> UInt32 {
      defer { rest = rest.dropFirst(4) }
      return rest.prefix(4).reduce(0) { $0 << 4 | (hexadecimalValue($1) ?? 0) }
    }
    let high = unit()
    guard (0xD800...0xDBFF).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    rest = rest.dropFirst(2)
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (unit() - 0xDC00)) ?? "\u{FFFD}"
  }

  static func hexadecimalValue(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x30...0x39: UInt32(digit - 0x30)
    case 0x41...0x46: UInt32(digit - 0x41 + 10)
    case 0x61...0x66: UInt32(digit - 0x61 + 10)
    default: nil
    }
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

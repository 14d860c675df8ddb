import XMLStream

/// A tag, and the text that stands before it.
struct SGMLTag {
  enum Kind { case start, end, empty }

  var kind: Kind
  var name: String
  /// Where the tag begins.
  var line: Int
  var text: [UInt8]
  /// Where the first of it stands that is no white space.
  var textLine: Int
}

/// Cuts bytes into tags and the text between them; comments and processing instructions are left
/// out.
struct SGMLLexer {
  struct Fault: Error {
    var kind: XMLStreamError.Kind
    var text: String
  }

  private enum State {
    case text
    /// Behind `<`.
    case opening
    case tag
    /// Behind `<!`, as long as it is not clear of what kind.
    case declaration
    case comment
    case instruction
    case cdata
  }

  private var state = State.text
  private var count: LineCount
  private var text: [UInt8] = []
  private var token: [UInt8] = []
  private var tagLine = 1
  private var textLine: Int?
  private let textBytes: Int

  /// More than any name of OFX has.
  private static let nameBytes = 256
  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")
  private static let slash = UInt8(ascii: "/")
  private static let commentEnd = Array("-->".utf8)
  private static let instructionEnd = Array(">".utf8)
  private static let cdataEnd = Array("]]>".utf8)

  init(line: Int, textBytes: Int) {
    count = LineCount(line: line)
    self.textBytes = textBytes
  }

  var line: Int { count.line }
  /// Text that no tag has followed yet.
  var rest: [UInt8] { text }
  var isInText: Bool { state == .text }

  /// The tag that ends with `byte`, if one does.
  mutating func take(_ byte: UInt8) throws(Fault) -> SGMLTag? {
    count.take(byte)
    switch state {
    case .text: try inText(byte)
    case .opening: try opening(byte)
    case .tag: return try inTag(byte)
    case .declaration: try declaration(byte)
    case .comment: until(Self.commentEnd, byte)
    case .instruction: until(Self.instructionEnd, byte)
    case .cdata: try cdata(byte)
    }
    return nil
  }

  private mutating func inText(_ byte: UInt8) throws(Fault) {
    guard byte == Self.less else { return try append(byte) }
    tagLine = count.line
    state = .opening
  }

  /// Only before a letter, a slash or a mark is `<` a tag's beginning.
  private mutating func opening(_ byte: UInt8) throws(Fault) {
    token = [byte]
    switch byte {
    case UInt8(ascii: "!"): state = .declaration
    case UInt8(ascii: "?"): (state, token) = (.instruction, [])
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), Self.slash:
      state = .tag
    default:
      try append(Self.less)
      if byte == Self.less { return }
      state = .text
      try append(byte)
    }
  }

  private mutating func inTag(_ byte: UInt8) throws(Fault) -> SGMLTag? {
    guard byte == Self.greater else {
      guard byte != Self.less, token.count < Self.nameBytes else {
        throw Fault(kind: .malformed, text: "a tag begins and does not end: expected '>'")
      }
      token.append(byte)
      return nil
    }
    state = .text
    var name = token[...]
    let isEnd = name.first == Self.slash
    if isEnd { name = name.dropFirst() }
    let isEmpty = !isEnd && name.last == Self.slash
    if isEmpty { name = name.dropLast() }
    name = name.prefix { $0 > 0x20 }
    guard !name.isEmpty, name.allSatisfy(Self.isNameByte) else {
      throw Fault(kind: .malformed, text: "a tag without a name of letters, digits, '.', '-', '_'")
    }
    defer { (text, textLine) = ([], nil) }
    return SGMLTag(
      kind: isEnd ? .end : isEmpty ? .empty : .start,
      name: String(decoding: name, as: UTF8.self).uppercased(),
      line: tagLine,
      text: text,
      textLine: textLine ?? tagLine
    )
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    FieldValue.isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  private mutating func declaration(_ byte: UInt8) throws(Fault) {
    token.append(byte)
    if token == Array("!--".utf8) {
      (state, token) = (.comment, [])
    } else if token == Array("![CDATA[".utf8) {
      (state, token) = (.cdata, [])
    } else if !"!--".utf8.starts(with: token), !"![CDATA[".utf8.starts(with: token) {
      throw Fault(
        kind: .documentType,
        text: "a declaration (<!…>) is refused: expected elements only"
      )
    }
  }

  /// `token` holds the last bytes, as many as the end has.
  private mutating func until(_ end: [UInt8], _ byte: UInt8) {
    token.append(byte)
    if token.count > end.count { token.removeFirst() }
    guard token == end else { return }
    (state, token) = (.text, [])
  }

  private mutating func cdata(_ byte: UInt8) throws(Fault) {
    token.append(byte)
    guard token != Self.cdataEnd else {
      (state, token) = (.text, [])
      return
    }
    guard token.count == 3 else { return }
    let first = token.removeFirst()
    // In here, an ampersand stands for itself.
    for byte in first == UInt8(ascii: "&") ? Array("&amp;".utf8) : [first] { try append(byte) }
  }

  private mutating func append(_ byte: UInt8) throws(Fault) {
    guard text.count < textBytes else {
      throw Fault(kind: .textTooLong, text: "more than \(textBytes) bytes of text")
    }
    text.append(byte)
    if byte > 0x20, textLine == nil { textLine = count.line }
  }
}

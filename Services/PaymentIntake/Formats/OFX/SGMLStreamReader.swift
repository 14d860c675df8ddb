import TextLines
import XMLStream

/// Reads the SGML of OFX 1 as its bytes come, and tells what ``XMLStream/XMLStreamReader`` would
/// tell of the same document in XML.
///
/// An element that holds a value may have no end tag: it ends where the next tag begins. All others
/// must have one. Nothing is guessed: where a missing end tag leaves open what is inside of what,
/// the document is malformed.
final class SGMLStreamReader {
  private let handler: any XMLContentHandler
  /// Elements that hold a value and never another element.
  private let fields: Set<String>
  private var lexer: SGMLLexer
  private var open: [OpenElement] = []
  private var hasRoot = false
  /// The first line whose bytes are no UTF-8.
  private(set) var legacyLine: Int?

  private struct OpenElement {
    var name: String
    /// Neither it nor anything inside is told.
    var isSkipped: Bool
    var hasChildren = false
    var value = ""
    var valueLine: Int?

    /// Ends where another element begins, since it cannot hold one.
    var endsByItself: Bool { !value.isEmpty && !hasChildren }
  }

  private static let limits = XMLLimits()

  /// `line`: where the first byte stands.
  init(handler: any XMLContentHandler, fields: Set<String>, line: Int) {
    self.handler = handler
    self.fields = fields
    lexer = SGMLLexer(line: line, textBytes: Self.limits.textBytes)
  }

  /// Throws ``XMLStream/XMLStreamError`` or what the handler threw.
  func feed(_ bytes: [UInt8]) throws {
    for byte in bytes {
      guard let tag = try next(byte) else { continue }
      try valueEnded(tag.text, tag.textLine)
      switch tag.kind {
      case .start: try began(tag)
      case .end: try ended(tag)
      case .empty:
        try began(tag)
        try close(tag.line)
      }
    }
  }

  /// Says that there are no more bytes.
  func finish() throws {
    guard lexer.isInText, open.isEmpty else {
      throw error(.truncated, lexer.line, "the document ends before its last element does")
    }
    try valueEnded(lexer.rest, lexer.line)
    guard hasRoot else { throw error(.empty, lexer.line, "there is no element in the file") }
  }

  private func next(_ byte: UInt8) throws(XMLStreamError) -> SGMLTag? {
    do throws(SGMLLexer.Fault) {
      return try lexer.take(byte)
    } catch {
      throw self.error(error.kind, lexer.line, error.text)
    }
  }

  private func error(
    _ kind: XMLStreamError.Kind,
    _ line: Int,
    _ text: String
  ) -> XMLStreamError {
    let path = open.map(\.name).joined(separator: "/")
    return XMLStreamError(kind: kind, line: line, path: path, text: text)
  }

  /// Text belongs to the element that has just begun; elsewhere there is none.
  private func valueEnded(_ bytes: [UInt8], _ line: Int) throws {
    guard bytes.contains(where: { $0 > 0x20 }) else { return }
    let decoded = TextLine(number: line, bytes: bytes[...])
    if decoded.isLegacy, legacyLine == nil { legacyLine = line }
    guard let last = open.last, !last.hasChildren, last.value.isEmpty else {
      throw error(
        .malformed,
        line,
        "'\(decoded.text.trimmed.prefix(40))' stands where a tag was expected"
      )
    }
    open[open.count - 1].value = SGMLText.resolved(decoded.text).trimmed
    open[open.count - 1].valueLine = line
  }

  private func began(_ tag: SGMLTag) throws {
    if let last = open.last, last.endsByItself || fields.contains(last.name) {
      try close(tag.line)
    }
    guard open.count < Self.limits.depth else {
      throw error(.tooDeep, tag.line, "more than \(Self.limits.depth) elements inside each other")
    }
    guard !open.isEmpty || !hasRoot else {
      throw error(.malformed, tag.line, "<\(tag.name)> stands behind the end of the document")
    }
    hasRoot = true
    var isSkipped = false
    if !open.isEmpty {
      open[open.count - 1].hasChildren = true
      isSkipped = open[open.count - 1].isSkipped
    }
    if !isSkipped {
      let interest = try handler.elementBegan(XMLName(tag.name), attributes: [], line: tag.line)
      isSkipped = interest == .skip
    }
    open.append(OpenElement(name: tag.name, isSkipped: isSkipped))
  }

  private func ended(_ tag: SGMLTag) throws {
    guard open.contains(where: { $0.name == tag.name }) else {
      throw error(.malformed, tag.line, "</\(tag.name)> ends nothing that is open")
    }
    while let last = open.last {
      if last.name != tag.name, last.hasChildren {
        throw error(
          .malformed,
          tag.line,
          "</\(tag.name)> stands where </\(last.name)> was expected"
        )
      }
      try close(tag.line)
      if last.name == tag.name { return }
    }
  }

  /// Tells the end of the innermost element, of one with a value at the value.
  private func close(_ line: Int) throws {
    guard let last = open.last else { return }
    if !last.isSkipped {
      try handler.elementEnded(
        XMLName(last.name),
        text: last.value,
        line: last.valueLine ?? line
      )
    }
    open.removeLast()
  }
}

/// Text of SGML.
enum SGMLText {
  private static let entities: [(name: String, text: String)] = [
    ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&quot;", "\""), ("&apos;", "'"),
    // Last, so that what it makes is not resolved again.
    ("&amp;", "&"),
  ]

  /// The entities of OFX (version 1.6, 2.3.2.1) and those that banks write too; any other ampersand
  /// stands for itself.
  static func resolved(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return entities.reduce(text) { $0.replacing($1.name, with: $1.text) }
  }
}

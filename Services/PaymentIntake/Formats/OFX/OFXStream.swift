import XMLStream

/// Feeds an OFX file to the reader of its syntax, which its first bytes tell.
struct OFXStream: StatementScanner {
  private enum Syntax {
    case unknown
    case sgml(SGMLStreamReader)
    case xml(XMLStreamReader)
  }

  private let sink: any StatementSink
  private var syntax = Syntax.unknown
  private var head: [UInt8] = []
  private var lines = 0
  private var isLatin = false

  init(sink: any StatementSink) { self.sink = sink }

  mutating func feed(_ bytes: [UInt8]) throws {
    guard case .unknown = syntax else { return try parse(bytes) }
    head += bytes
    if let known = try OFXHead(head, isWhole: false) { try begin(known) }
  }

  mutating func finish() throws {
    if case .unknown = syntax {
      guard !head.isEmpty else { return }
      if let known = try OFXHead(head, isWhole: true) { try begin(known) }
    }
    try converted {
      switch syntax {
      case .unknown: break
      case .sgml(let reader): try reader.finish()
      case .xml(let reader): try reader.finish()
      }
    }
    guard case .sgml(let reader) = syntax, let line = reader.legacyLine, !isLatin else { return }
    try sink.remark(
      .charsetAssumed,
      line,
      "",
      "the bytes are no UTF-8: they are read as Windows-1252"
    )
  }

  private mutating func begin(_ known: OFXHead) throws {
    let scanner = OFXScanner(sink: sink, format: known.format)
    (lines, isLatin) = (known.lines, known.isLatin)
    syntax =
      known.isXML
      ? .xml(XMLStreamReader(handler: scanner))
      : .sgml(
        SGMLStreamReader(
          handler: scanner,
          fields: OFXElement.allFields,
          line: known.lines + 1
        )
      )
    head = []
    try parse(known.body)
  }

  private func parse(_ bytes: [UInt8]) throws {
    try converted {
      switch syntax {
      case .unknown: break
      case .sgml(let reader): try reader.feed(bytes)
      case .xml(let reader): try reader.feed(bytes)
      }
    }
  }

  private func converted(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch var error as XMLStreamError {
      if case .xml = syntax { error.line += lines }
      throw BankFinding(error)
    }
  }
}

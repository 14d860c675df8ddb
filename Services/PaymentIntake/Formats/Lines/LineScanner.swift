import TextLines

/// Takes apart a file that is made of lines.
protocol LineScanner {
  mutating func line(_ line: TextLine) throws
  /// `line` is the last one of the file.
  mutating func end(line: Int) throws
}

/// Feeds a ``LineScanner`` with the lines of a file, blank ones too.
struct Lines<Scanner: LineScanner>: StatementScanner {
  private let sink: any StatementSink
  private var scanner: Scanner
  private var reader: LineReader
  private let isLegacyExpected: Bool
  private var count = 0
  private var legacyLine: Int?

  init(
    _ sink: any StatementSink,
    _ scanner: Scanner,
    reader: LineReader = LineReader(),
    isLegacyExpected: Bool = false
  ) {
    self.sink = sink
    self.scanner = scanner
    self.reader = reader
    self.isLegacyExpected = isLegacyExpected
  }

  mutating func feed(_ bytes: [UInt8]) throws {
    do {
      for line in try reader.lines(bytes) { try take(line) }
    } catch let error as TextLineError {
      throw BankFinding(error)
    }
  }

  mutating func finish() throws {
    do {
      if let line = try reader.last() { try take(line) }
      try scanner.end(line: count)
    } catch let error as TextLineError {
      throw BankFinding(error)
    }
    guard let legacyLine, !isLegacyExpected else { return }
    try sink.found(
      BankFinding(
        .remark,
        .charsetAssumed,
        line: legacyLine,
        text: "the bytes are no UTF-8: they are read as Windows-1252"
      )
    )
  }

  private mutating func take(_ line: TextLine) throws {
    count = line.number
    if line.isLegacy, legacyLine == nil { legacyLine = line.number }
    try scanner.line(line)
  }
}

extension BankFinding {
  fileprivate init(_ error: TextLineError) {
    let code: Code =
      switch error.kind {
      case .malformed: .malformed
      case .tooLarge: .forbidden
      }
    self.init(.refusal, code, line: error.line, text: error.text)
  }
}

/// A reader of a format whose entries come whole.
protocol EntryReader: BankFormatReader {
  associatedtype Scanner: StatementScanner

  func scanner(_ sink: any StatementSink) -> Scanner
}

extension EntryReader {
  package func makeCheck() -> any BankFileCheck {
    StatementFileCheck(format: name) { scanner($0) }
  }

  package func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows(source, after: cursor) { scanner($0) }
  }
}

/// A reader of a format whose entries come whole, in lines.
protocol LineFormatReader: EntryReader where Scanner == Lines<Record> {
  associatedtype Record: LineScanner

  static var name: String { get }
  func record(_ sink: any StatementSink) -> Record
}

extension LineFormatReader {
  package var name: String { Self.name }

  func scanner(_ sink: any StatementSink) -> Lines<Record> { Lines(sink, record(sink)) }
}

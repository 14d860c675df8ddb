import DomainKit

/// The second reading of a bank file whose entries come whole: its rows, as they come.
struct StatementRows<Scanner: StatementScanner>: BankRowReader {
  private var scanner: Scanner
  private let sink: StatementRowSink
  private let source: ByteSource
  private var isFinished = false

  init(
    _ source: @escaping ByteSource,
    after cursor: BankCursor?,
    _ scanner: (any StatementSink) -> Scanner
  ) {
    self.source = source
    sink = StatementRowSink(after: cursor)
    self.scanner = scanner(sink)
  }

  mutating func next() throws -> BankEvent? {
    while true {
      if let event = sink.events.next() { return event }
      guard !isFinished else { return nil }
      let bytes = try source()
      if bytes.isEmpty {
        isFinished = true
        try scanner.finish()
      } else {
        try scanner.feed(bytes)
      }
    }
  }
}

/// Makes rows of what a scanner finds; what came before the cursor is only counted.
final class StatementRowSink: StatementSink {
  private let cursor: BankCursor?
  var events = EventQueue()
  private var statement: BankStatement?
  private var naming = EntryNaming()
  /// Statements of the file and entries of the statement so far.
  private var statements = 0
  private var entries = 0

  init(after cursor: BankCursor?) { self.cursor = cursor }

  /// Sums and counts that are wrong refuse a file when it is checked; its rows are what they are.
  func found(_ finding: BankFinding) throws {
    guard finding.severity == .refusal, finding.code != .controlMismatch else { return }
    throw finding
  }

  func statementBegan(_ statement: BankStatement, format: String) {
    self.statement = statement
    naming = EntryNaming()
    entries = 0
    if statements >= cursor?.statement ?? 0 {
      events.append(.statementBegan(statement, index: statements))
    }
  }

  func entryEnded(_ entry: StatedEntry) throws {
    defer { entries += 1 }
    guard let statement,
      let header = entry.header(in: statement, position: entries, naming: &naming)
    else { throw unusable(entry) }
    for index in 0..<entry.rows {
      let here = BankCursor(statement: statements, entry: entries, transaction: index)
      if let cursor, here <= cursor { continue }
      guard let transaction = entry.transaction(index, of: header) else { throw unusable(entry) }
      events.append(.row(BankRow(cursor: here, entry: header, transaction: transaction)))
    }
  }

  func statementEnded(_ statement: BankStatement, line: Int, path: String) {
    if statements >= cursor?.statement ?? 0 { events.append(.statementEnded(index: statements)) }
    statements += 1
  }

  /// Only for files whose check refused them, or was another file's.
  private func unusable(_ entry: StatedEntry) -> BankFinding {
    BankFinding(
      .refusal,
      .invalidField,
      line: entry.line,
      path: entry.path,
      text: "the entry gives no row"
    )
  }
}

import DomainKit
import XMLStream

/// The second reading of a camt file: its rows, as they come.
struct CamtRows: BankRowReader {
  private let reader: XMLStreamReader
  private let sink: CamtRowSink
  private let source: ByteSource
  private var isFinished = false

  init(_ source: @escaping ByteSource, report: BankFileReport, after cursor: BankCursor?) {
    self.source = source
    sink = CamtRowSink(exceptions: report.exceptions, after: cursor)
    reader = XMLStreamReader(handler: CamtScanner(sink: sink))
  }

  mutating func next() throws -> BankEvent? {
    while true {
      if let event = sink.events.next() { return event }
      guard !isFinished else { return nil }
      let bytes = try source()
      do {
        if bytes.isEmpty {
          isFinished = true
          try reader.finish()
        } else {
          try reader.feed(bytes)
        }
      } catch let error as XMLStreamError {
        throw BankFinding(error)
      }
    }
  }
}

/// Makes rows of what the scanner finds; what came before the cursor is only counted.
final class CamtRowSink: CamtSink {
  private let exceptions: [Int: BankFileReport.DetailReading]
  private let cursor: BankCursor?
  var events = EventQueue()
  private var statement: CamtStatement?
  private var value: BankStatement?
  private var naming = EntryNaming()
  private var header: BankEntry?
  /// The first detail of an entry, kept back until it is known whether it is the only one.
  private var held: CamtDetail?
  /// Entries of the file so far.
  private var ordinal = 0

  init(exceptions: [Int: BankFileReport.DetailReading], after cursor: BankCursor?) {
    self.exceptions = exceptions
    self.cursor = cursor
  }

  func found(_ finding: BankFinding) throws {
    if finding.severity == .refusal { throw finding }
  }

  func statementBegan(_ statement: CamtStatement) {
    let value = statement.value
    self.statement = statement
    self.value = value
    naming = EntryNaming()
    guard statement.index >= cursor?.statement ?? 0 else { return }
    events.append(.statementBegan(value, index: statement.index))
  }

  func statementEnded(_ statement: CamtStatement) {
    guard statement.index >= cursor?.statement ?? 0 else { return }
    events.append(.statementEnded(index: statement.index))
  }

  func detailEnded(_ detail: CamtDetail, of entry: CamtEntry) throws {
    guard exceptions[ordinal] != .lump else { return }
    guard entry.details > 1 else {
      held = detail
      return
    }
    if let first = held {
      held = nil
      try emit(first, of: entry, index: 0)
    }
    try emit(detail, of: entry, index: entry.details - 1)
  }

  func entryEnded(_ entry: CamtEntry) throws {
    if exceptions[ordinal] == .lump || entry.details <= 1 { try emitOnly(entry) }
    held = nil
    header = nil
    ordinal += 1
  }

  /// One of several rows of an entry.
  private func emit(_ detail: CamtDetail, of entry: CamtEntry, index: Int) throws {
    let header = try self.header(of: entry)
    var basis = CamtDetail.Basis.amount
    if case .amounts(let other) = exceptions[ordinal] { basis = .init(rawValue: other) ?? basis }
    guard let amount = detail.amount(basis, in: header.amount.currency),
      let key = BankKey.payment(header.key, index: index)
    else { throw unusable(entry) }
    append(
      entry.transaction(
        detail,
        of: header,
        key: key,
        amount: amount,
        direction: detail.direction ?? header.direction,
        lumped: nil,
        isOnly: false
      ),
      header,
      entry,
      index
    )
  }

  /// The only row of an entry: it is the entry that says amount and direction.
  private func emitOnly(_ entry: CamtEntry) throws {
    let header = try self.header(of: entry)
    let isLump = exceptions[ordinal] == .lump || entry.isLump
    let lumped = isLump ? max(entry.batchTransactions ?? 0, entry.details) : nil
    let key = isLump ? BankKey.batch(header.key) : BankKey.payment(header.key, index: 0)
    guard let key else { throw unusable(entry) }
    append(
      entry.transaction(
        held,
        of: header,
        key: key,
        amount: header.amount,
        direction: header.direction,
        lumped: lumped,
        isOnly: true
      ),
      header,
      entry,
      0
    )
  }

  private func append(
    _ transaction: BankTransaction,
    _ header: BankEntry,
    _ entry: CamtEntry,
    _ index: Int
  ) {
    let here = BankCursor(
      statement: statement?.index ?? 0,
      entry: entry.index,
      transaction: index
    )
    if let cursor, here <= cursor { return }
    events.append(.row(BankRow(cursor: here, entry: header, transaction: transaction)))
  }

  /// Named once an entry, since naming counts.
  private func header(of entry: CamtEntry) throws -> BankEntry {
    if let header { return header }
    guard let value,
      let header = entry.stated(in: value)?.header(
        in: value,
        position: entry.index,
        naming: &naming
      )
    else { throw unusable(entry) }
    self.header = header
    return header
  }

  /// Only for files whose check refused them, or was another file's.
  private func unusable(_ entry: CamtEntry) -> BankFinding {
    let path = statement.map { entry.path(in: $0) } ?? ""
    let fault = value.flatMap { entry.faults(in: $0, path: path).first }
    return fault
      ?? BankFinding(
        .refusal,
        .invalidField,
        line: entry.line,
        path: path,
        text: "the entry gives no row"
      )
  }
}

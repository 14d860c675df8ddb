import DomainKit
import TextLines

/// Turns the rows of a CSV file into statements, one an account, and entries.
struct CSVScanner: LineScanner {
  private let sink: any StatementSink
  private let layout: CSVLayout
  private let format: String
  private var records: CSVRecordReader
  private var row: CSVRow?
  private var statement: (value: BankStatement, line: Int)?
  private var statements = 0
  private var balances = RunningBalance()
  private var isBroken = false

  /// Rows that may stand above the header row.
  static let maximumPreamble = 50

  init(sink: any StatementSink, layout: CSVLayout, format: String) {
    self.sink = sink
    self.layout = layout
    self.format = format
    records = layout.records
  }

  mutating func line(_ line: TextLine) throws {
    guard let record = try records.record(line), !record.isBlank else { return }
    guard let row else {
      guard line.number <= Self.maximumPreamble else {
        throw BankFinding(
          .refusal,
          .unknownFormat,
          line: line.number,
          text: "no row has the titles \(layout.titles.joined(separator: ", "))"
        )
      }
      let header = CSVHeader(record, needed: layout.neededTitles)
      self.row = header.map { CSVRow(header: $0, layout: layout) }
      return
    }
    let first = record.fields.first?.trimmed ?? ""
    guard !layout.leftOut.contains(where: { first.hasPrefix($0) }) else { return }
    do {
      try take(record, row)
    } catch let fault as FieldFault {
      isBroken = true
      try sink.refuse(fault.code, record.line, fault.field, fault.text)
    }
  }

  mutating func end(line: Int) throws {
    try records.end()
    guard row != nil else { return }
    // A day without entries is a statement too, where the layout says of which account.
    if statement == nil, statements == 0, let account = layout.account {
      try statementBegan(account, layout.currency, id: "", line: line)
    }
    try statementEnded()
  }

  private mutating func take(_ record: CSVRecord, _ row: CSVRow) throws {
    guard row.header.fits(record) else {
      throw FieldFault(
        .malformed,
        "",
        "the row has \(record.fields.count) fields, the header row \(row.header.titles.count)"
      )
    }
    let account = try row.account(record)
    if statement?.value.account.number != account {
      try statementEnded()
      // CSV has no name for a statement: what stands first in it is one.
      let id = EntryNaming.digest(record.fields.joined(separator: "\n"))
      try statementBegan(
        account,
        layout.currency,
        id: "\(id) \(statements)",
        line: record.line
      )
    }
    guard let entry = try row.entry(record) else { return }
    if let balance = try row.balance(record, entry.amount.currency) {
      balances.add(entry, balance)
    }
    try sink.entryEnded(entry)
  }

  private mutating func statementBegan(
    _ account: String,
    _ currency: Currency?,
    id: String,
    line: Int
  ) throws {
    let began = BankStatement(
      kind: .notification,
      format: format,
      id: id,
      account: BankAccount(
        number: account,
        isIBAN: BankAccount.looksLikeIBAN(account),
        currency: currency
      )
    )
    statement = (began, line)
    statements += 1
    balances = RunningBalance()
    try sink.statementBegan(began, format: format)
  }

  private mutating func statementEnded() throws {
    guard let (value, line) = statement else { return }
    statement = nil
    if !isBroken, let fault = balances.fault {
      try sink.refuse(.balanceMismatch, fault.line, layout.columns.balance ?? "", fault.text)
    }
    try sink.statementEnded(value, line: line, path: "")
  }
}

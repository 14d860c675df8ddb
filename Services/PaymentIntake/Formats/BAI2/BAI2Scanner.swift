import DomainKit
import TextLines

/// Turns the records of BAI2 into statements, one an account, and entries.
///
/// It holds one record at a time, with its continuations.
struct BAI2Scanner: LineScanner {
  private let sink: any StatementSink
  private var record: BAI2Record?
  private var file: BAI2Control?
  private var groupControl: BAI2Control?
  private var accountControl: BAI2Control?
  private var group: BAI2Group?
  private var account: BAI2Account?
  /// Something of the group or account is refused: nothing can be concluded from its trailer.
  private var isBroken = false

  init(sink: any StatementSink) { self.sink = sink }

  mutating func line(_ line: TextLine) throws {
    guard !line.isBlank else { return }
    let text = line.text.drop { $0 == " " }
    let code = String(text.prefix { $0 != "," && $0 != "/" })
    let rest = text.dropFirst(code.count + 1)
    guard code == "88" else {
      try recordEnded()
      record = BAI2Record(code: code, line: line.number, text: rest)
      return
    }
    guard record != nil else {
      return try sink.refuse(.malformed, line.number, "88", "continues nothing: no record is open")
    }
    guard record?.append(rest) == false else { return }
    throw BankFinding(
      .refusal,
      .forbidden,
      line: line.number,
      path: "88",
      text: "the record is longer than \(BAI2Record.maximumBytes) bytes"
    )
  }

  mutating func end(line: Int) throws {
    try recordEnded()
    guard file != nil else { return }
    try sink.refuse(
      .malformed,
      line,
      "99",
      "the file ends too early: there is no file trailer"
    )
  }

  private mutating func recordEnded() throws {
    guard var record else { return }
    self.record = nil
    do {
      try take(&record)
    } catch let fault as FieldFault {
      isBroken = true
      try sink.refuse(fault.code, record.line, "\(record.code)/\(fault.field)", fault.text)
    }
  }

  private mutating func take(_ record: inout BAI2Record) throws {
    file?.records += record.count
    groupControl?.records += record.count
    accountControl?.records += record.count
    switch record.code {
    case "01": try fileBegan(record)
    case "02": try groupBegan(&record)
    case "03": try accountBegan(&record)
    case "16": try transaction(&record)
    case "49": try accountEnded(&record)
    case "98": try groupEnded(&record)
    case "99": try fileEnded(&record)
    default:
      isBroken = true
      try sink.refuse(
        .malformed,
        record.line,
        "",
        "'\(record.code)' is no record: expected 01, 02, 03, 16, 49, 88, 98 or 99"
      )
    }
  }

  // MARK: - Headers

  private mutating func fileBegan(_ record: BAI2Record) throws {
    try expect(file == nil, record, "the file before it has no trailer 99")
    file = BAI2Control(records: record.count)
    (groupControl, accountControl, group, account) = (nil, nil, nil, nil)
    isBroken = false
  }

  private mutating func groupBegan(_ record: inout BAI2Record) throws {
    try expect(file != nil, record, "there is no file header 01 before it")
    try expect(groupControl == nil, record, "the group before it has no trailer 98")
    groupControl = BAI2Control(records: record.count)
    group = nil
    group = try BAI2Group(&record)
  }

  private mutating func accountBegan(_ record: inout BAI2Record) throws {
    try expect(groupControl != nil, record, "there is no group header 02 before it")
    try expect(accountControl == nil, record, "the account before it has no trailer 49")
    accountControl = BAI2Control(records: record.count)
    guard let group else { return }
    let account = try BAI2Account(&record, currency: group.currency)
    accountControl?.total = account.sum.total
    self.account = account
    groupControl?.parts += 1
    let ordinal = groupControl?.parts ?? 0
    try sink.statementBegan(
      account.statement(in: group, ordinal: ordinal),
      format: BAI2Reader.name
    )
  }

  // MARK: - Transactions

  private mutating func transaction(_ record: inout BAI2Record) throws {
    try expect(accountControl != nil, record, "there is no account 03 before it")
    guard let account, let group else { return }
    let (entry, amount) = try BAI2Entry.read(&record, account.currency, group)
    guard accountControl?.add(amount) != false else {
      throw FieldFault(.invalidAmount, "amount", "the amounts are more than can be added up")
    }
    guard let entry else {
      return try sink.remark(
        .invalidField,
        record.line,
        "16/type",
        "the transaction moves no money on the account: it is left out"
      )
    }
    self.account?.add(entry.amount, entry.direction)
    try sink.entryEnded(entry)
  }

  // MARK: - Trailers

  private mutating func accountEnded(_ record: inout BAI2Record) throws {
    try expect(accountControl != nil, record, "there is no account 03 before it")
    defer { (account, accountControl) = (nil, nil) }
    guard let control = accountControl else { return }
    try verify(control, &record, parts: nil)
    if groupControl?.add(control.total) == false { isBroken = true }
    guard let account, let group else { return }
    if !account.isComplete {
      try sink.remark(
        .balanceUnchecked,
        account.line,
        "03",
        "the transactions do not make the account's totals 100 and 400: its balances say nothing"
          + " of them"
      )
    }
    let ordinal = groupControl?.parts ?? 0
    try sink.statementEnded(
      account.statement(in: group, ordinal: ordinal),
      line: account.line,
      path: "03"
    )
  }

  private mutating func groupEnded(_ record: inout BAI2Record) throws {
    try expect(accountControl == nil, record, "the account before it has no trailer 49")
    try expect(groupControl != nil, record, "there is no group header 02 before it")
    defer { (group, groupControl) = (nil, nil) }
    guard let control = groupControl else { return }
    try verify(control, &record, parts: "accounts")
    if file?.add(control.total) == false { isBroken = true }
    file?.parts += 1
  }

  private mutating func fileEnded(_ record: inout BAI2Record) throws {
    try expect(groupControl == nil, record, "the group before it has no trailer 98")
    try expect(file != nil, record, "there is no file header 01 before it")
    defer { file = nil }
    guard let file else { return }
    try verify(file, &record, parts: "groups")
  }

  private func verify(
    _ control: BAI2Control,
    _ record: inout BAI2Record,
    parts: String?
  ) throws {
    guard !isBroken, let fault = control.fault(&record, parts: parts) else { return }
    try sink.refuse(.controlMismatch, record.line, record.code, fault)
  }

  private func expect(_ condition: Bool, _ record: BAI2Record, _ text: String) throws {
    if !condition { throw FieldFault(.malformed, "", text) }
  }
}

import DomainKit

/// Turns the records of a lockbox file into statements, one a lockbox, and entries.
///
/// It holds one check at a time.
struct LockboxScanner: RecordScanner {
  let sink: any StatementSink
  private var header: (origin: String, id: String, created: CalendarDate)?
  private var lockbox: (value: BankStatement, number: String, line: Int, totals: LockboxTotals)?
  private var batch: (number: String, deposited: CalendarDate, totals: LockboxTotals)?
  private var check: LockboxCheck?
  private var records = 0
  private var columns = 80
  private var isEnded = false
  /// A record is refused already: nothing can be concluded from counts and sums.
  private var isBroken = false

  /// Longer records than any bank agrees on.
  private static let maximumColumns = 160

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(1...1) }

  mutating func recordRefused() { isBroken = true }

  mutating func end(line: Int) throws {
    guard records > 0, !isEnded else { return }
    try sink.refuse(.malformed, line, "9", "the file ends too early: there is no trailer 9")
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    records += 1
    guard !isEnded else { throw Self.fault("stands behind the trailer 9") }
    guard header != nil || name == "1" else { throw Self.fault("stands before the header 1") }
    guard record.length <= columns else {
      throw Self.fault("the record has \(record.length) columns, expected \(columns) at most")
    }
    if name != "4" { try checkEnded() }
    switch name {
    case "1": try fileBegan(record)
    case "2": try serviceBegan(record)
    case "5": try batchBegan(record)
    case "6": try checkBegan(record)
    case "4": try overflow(record)
    case "7": try batchEnded(record)
    case "8": try lockboxEnded(record)
    case "9": try fileEnded(record)
    default: throw Self.fault("'\(name)' is no record of a lockbox: expected 1, 2 or 4 to 9")
    }
  }

  // MARK: - Headers

  private mutating func fileBegan(_ record: FixedLine) throws {
    guard header == nil else { throw Self.fault("stands twice: expected one header in a file") }
    let created = try FieldValue.shortDate(record.raw(24...29), of: "date")
    let origin = record.text(14...23)
    header = (origin, "\(created) \(record.text(30...33)) \(origin)", created)
  }

  private mutating func serviceBegan(_ record: FixedLine) throws {
    guard record.raw(32...34) == "400" else {
      throw FieldFault(
        .unknownFormat,
        "service",
        "'\(record.raw(32...34))' is no service of payments: expected 400, lockbox"
      )
    }
    let text = record.text(35...37)
    guard let size = FieldValue.count(text), (80...Self.maximumColumns).contains(size) else {
      throw FieldFault(
        .invalidField,
        "record size",
        "'\(text)' is not expected: 80 to \(Self.maximumColumns) is"
      )
    }
    columns = size
  }

  private mutating func batchBegan(_ record: FixedLine) throws {
    guard batch == nil else { throw Self.fault("the batch before it has no total 7") }
    guard let header else { return }
    let number = record.raw(8...14)
    guard number.utf8.count == 7, FieldValue.isDigits(number) else {
      throw FieldFault(.invalidField, "lockbox", "'\(number)' is no lockbox: expected 7 digits")
    }
    let deposited = try FieldValue.shortDate(record.raw(15...20), of: "deposit date")
    if let lockbox {
      guard lockbox.number == number else {
        throw Self.fault("the lockbox before it, \(lockbox.number), has no total 8")
      }
    } else {
      let began = BankStatement(
        kind: .notification,
        format: LockboxReader.name,
        id: header.id,
        account: BankAccount(
          number: "\(header.origin)/\(number)",
          isIBAN: false,
          currency: LockboxCheck.currency
        ),
        created: header.created
      )
      lockbox = (began, number, record.number, LockboxTotals())
      try sink.statementBegan(began, format: LockboxReader.name)
    }
    batch = (record.raw(2...4), deposited, LockboxTotals())
  }

  // MARK: - Checks

  private mutating func checkBegan(_ record: FixedLine) throws {
    guard let batch else { throw Self.fault("there is no batch, record 5, before it") }
    guard record.raw(2...4) == batch.number else {
      throw FieldFault(
        .invalidField,
        "batch",
        "'\(record.raw(2...4))' is another batch than the one before it, \(batch.number)"
      )
    }
    check = try LockboxCheck(record)
  }

  private mutating func overflow(_ record: FixedLine) throws {
    guard check != nil else { throw Self.fault("there is no check, record 6, before it") }
    try check?.addOverflow(record)
  }

  private mutating func checkEnded() throws {
    guard let check, let batch else { return }
    self.check = nil
    self.batch?.totals.add(check)
    lockbox?.totals.add(check)
    try sink.entryEnded(check.entry(on: batch.deposited))
  }

  // MARK: - Totals

  private mutating func batchEnded(_ record: FixedLine) throws {
    guard let batch else { throw Self.fault("there is no batch, record 5, before it") }
    self.batch = nil
    try verify(batch.totals, record, count: 21...23, amount: 24...33)
  }

  private mutating func lockboxEnded(_ record: FixedLine) throws {
    guard batch == nil else { throw Self.fault("the batch before it has no total 7") }
    guard let lockbox else { throw Self.fault("there is no batch, record 5, before it") }
    self.lockbox = nil
    try verify(lockbox.totals, record, count: 21...24, amount: 25...34)
    try sink.statementEnded(lockbox.value, line: lockbox.line, path: "5")
  }

  private func verify(
    _ totals: LockboxTotals,
    _ record: FixedLine,
    count: ClosedRange<Int>,
    amount: ClosedRange<Int>
  ) throws {
    guard !isBroken,
      let fault = try totals.fault(count: record.raw(count), amount: record.raw(amount))
    else { return }
    try sink.refuse(.controlMismatch, record.number, record.raw(1...1), fault)
  }

  private mutating func fileEnded(_ record: FixedLine) throws {
    isEnded = true
    guard lockbox == nil else { throw Self.fault("the lockbox before it has no total 8") }
    let text = record.raw(2...7)
    // Some banks do not count the trailer itself.
    let counts = [records, records - 1]
    if isBroken || FieldValue.count(text).map({ counts.contains($0) }) == true { return }
    try sink.refuse(
      .controlMismatch,
      record.number,
      "9",
      "'\(text)' records are stated, \(records) are there"
    )
  }
}

import DomainKit

/// Turns the records of KTL into statements, one an account of a batch, and entries.
struct KTLScanner: RecordScanner {
  let sink: any StatementSink
  private var batch: (id: String, created: CalendarDate, totals: KTLTotals)?
  private var statement: (value: BankStatement, line: Int)?
  private var statements = 0

  static let records: Set<String> = ["0", "3", "5", "7", "9"]

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(1...1) }

  mutating func recordRefused() { batch?.totals.isBroken = true }

  mutating func end(line: Int) throws {
    guard batch != nil else { return }
    try sink.refuse(.malformed, line, "9", "the file ends too early: there is no sum record 9")
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    guard record.length <= 90 else {
      throw Self.fault("the record has \(record.length) columns, expected 90 at most")
    }
    switch name {
    case "0": try batchBegan(record)
    case "3", "5", "7": try payment(record)
    case "9": try batchEnded(record)
    default: throw Self.fault("'\(name)' is no record of KTL: expected 0, 3, 5, 7 or 9")
    }
  }

  private mutating func batchBegan(_ record: FixedLine) throws {
    guard batch == nil else { throw Self.fault("the batch before it has no sum record 9") }
    let created = try FieldValue.shortDate(record.raw(2...7), of: "date")
    guard record.raw(23...23) == "1" else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(record.raw(23...23))' is not expected: 1, the euro, is"
      )
    }
    let service = record.text(12...22)
    batch = ("\(created) \(record.raw(8...11)) \(service)", created, KTLTotals())
    statements = 0
  }

  private mutating func payment(_ record: FixedLine) throws {
    guard let batch else { throw Self.fault("there is no batch record 0 before it") }
    let payment = try KTLPayment(record)
    if statement?.value.account.number != payment.account {
      try statementEnded()
      let began = BankStatement(
        kind: .notification,
        format: KTLReader.name,
        id: "\(batch.id) \(statements)",
        account: BankAccount(number: payment.account, isIBAN: true, currency: .euro),
        created: batch.created
      )
      statements += 1
      statement = (began, record.number)
      try sink.statementBegan(began, format: KTLReader.name)
    }
    self.batch?.totals.add(payment)
    try sink.entryEnded(payment.entry)
  }

  private mutating func statementEnded() throws {
    guard let (value, line) = statement else { return }
    statement = nil
    try sink.statementEnded(value, line: line, path: "3")
  }

  private mutating func batchEnded(_ record: FixedLine) throws {
    try statementEnded()
    guard let totals = batch?.totals else {
      throw Self.fault("there is no batch record 0 before it")
    }
    batch = nil
    guard let fault = totals.fault(record) else { return }
    try sink.refuse(.controlMismatch, record.number, "9", fault)
  }
}

import DomainKit

/// Turns the records of OCR giro into statements, one an assignment, and entries.
///
/// It holds one transaction at a time.
struct OCRGiroScanner: RecordScanner {
  static let currency = Currency(literal: "NOK")

  let sink: any StatementSink
  private var transmission: (number: String, totals: OCRGiroTotals)?
  private var assignment: (statement: BankStatement, line: Int, totals: OCRGiroTotals)?
  private var transaction: OCRGiroTransaction?
  /// An assignment of another service, whose records are passed over.
  private var isForeign = false

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(7...8) }

  mutating func recordRefused() {
    transmission?.totals.isBroken = true
    assignment?.totals.isBroken = true
  }

  mutating func end(line: Int) throws {
    guard transmission != nil else { return }
    try sink.refuse(.malformed, line, "89", "the file ends too early: there is no end record 89")
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    guard record.length == 80, record.raw(1...2) == "NY" else {
      throw Self.fault(
        "the record has \(record.length) columns and begins with '\(record.raw(1...2))':"
          + " expected 80 and 'NY'"
      )
    }
    guard name == "10" || transmission != nil else {
      throw Self.fault("stands before the start record 10")
    }
    transmission?.totals.records += 1
    if name != "20" { assignment?.totals.records += 1 }
    switch name {
    case "10": try transmissionBegan(record)
    case "20": try assignmentBegan(record)
    case "30": try transactionBegan(record)
    case "31": try continueTransaction(record) { $0.addSecond(record) }
    case "32": try continueTransaction(record) { $0.addText(record) }
    case "88": try assignmentEnded(record)
    case "89": try transmissionEnded(record)
    default:
      guard isForeign else {
        throw Self.fault(
          "'\(name)' is no record of OCR giro: expected 10, 20, 30 to 32, 88 or 89"
        )
      }
    }
  }

  // MARK: - Transmissions and assignments

  private mutating func transmissionBegan(_ record: FixedLine) throws {
    guard transmission == nil else {
      throw Self.fault("the transmission before it has no end record 89")
    }
    transmission = (record.raw(17...23), OCRGiroTotals())
  }

  private mutating func assignmentBegan(_ record: FixedLine) throws {
    guard assignment == nil else {
      throw Self.fault("the assignment before it has no end record 88")
    }
    isForeign = record.raw(3...4) != "09"
    guard !isForeign else {
      throw FieldFault(
        .unknownFormat,
        "service",
        "'\(record.raw(3...4))' is no service of payments: expected 09, OCR giro"
      )
    }
    let account = record.raw(25...35)
    guard account.utf8.count == 11, FieldValue.isDigits(account) else {
      throw FieldFault(.invalidField, "account", "'\(account)' is no account: expected 11 digits")
    }
    let number = transmission?.number ?? ""
    let statement = BankStatement(
      kind: .notification,
      format: OCRGiroReader.name,
      id: "\(number) \(record.raw(9...17)) \(record.raw(18...24))",
      account: BankAccount(number: account, isIBAN: false, currency: Self.currency)
    )
    assignment = (statement, record.number, OCRGiroTotals())
    try sink.statementBegan(statement, format: OCRGiroReader.name)
  }

  private mutating func assignmentEnded(_ record: FixedLine) throws {
    guard !isForeign else {
      isForeign = false
      return
    }
    try transactionEnded()
    guard let (statement, line, totals) = assignment else {
      throw Self.fault("there is no start record 20 before it")
    }
    assignment = nil
    if let fault = totals.fault(record) {
      try sink.refuse(.controlMismatch, record.number, "88", fault)
    }
    try sink.statementEnded(statement, line: line, path: "20")
  }

  private mutating func transmissionEnded(_ record: FixedLine) throws {
    defer { (transmission, assignment, transaction) = (nil, nil, nil) }
    guard assignment == nil else {
      throw Self.fault("the assignment before it has no end record 88")
    }
    guard let totals = transmission?.totals else { return }
    guard let fault = totals.fault(record) else { return }
    try sink.refuse(.controlMismatch, record.number, "89", fault)
  }

  // MARK: - Transactions

  private mutating func transactionBegan(_ record: FixedLine) throws {
    guard !isForeign else { return }
    try transactionEnded()
    guard assignment != nil else {
      throw Self.fault("there is no start record 20 before it")
    }
    transaction = try OCRGiroTransaction(record)
  }

  private mutating func continueTransaction(
    _ record: FixedLine,
    _ change: (inout OCRGiroTransaction) -> Void
  ) throws {
    guard !isForeign else { return }
    guard var current = transaction, current.number == record.raw(9...15),
      current.type == record.raw(5...6)
    else {
      throw Self.fault(
        "continues transaction \(record.raw(9...15)), which is not before it"
      )
    }
    change(&current)
    transaction = current
  }

  private mutating func transactionEnded() throws {
    guard let transaction else { return }
    self.transaction = nil
    guard transaction.hasSecond else {
      throw FieldFault(
        .missingField,
        "31",
        "transaction \(transaction.number) has no second record 31 before it"
      )
    }
    assignment?.totals.add(transaction.entry)
    transmission?.totals.add(transaction.entry)
    try sink.entryEnded(transaction.entry)
  }
}

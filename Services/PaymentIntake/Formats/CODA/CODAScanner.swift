import DomainKit
import TextLines

/// Turns the records of CODA into statements and entries.
///
/// It holds one movement at a time, with its details.
struct CODAScanner: LineScanner {
  private let sink: any StatementSink
  /// From the header (record 0) to the trailer (record 9).
  private var file: CODAFile?
  private var old: CODABalance?
  private var structure = ""
  private var codedSequence = ""
  private var new: (balance: CODABalance, line: Int)?
  private var isAnnounced = false
  private var movement: CODAMovement?
  private var details: [CODAMovement] = []

  init(sink: any StatementSink) { self.sink = sink }

  mutating func line(_ line: TextLine) throws {
    guard !line.isBlank else { return }
    let record = FixedLine(line)
    let name = Self.name(of: record)
    do {
      guard record.length == 128 else {
        throw FieldFault(
          .malformed,
          "",
          "the record has \(record.length) columns, expected 128: it is cut off or damaged"
        )
      }
      try take(record, name)
    } catch let fault as FieldFault {
      file?.isBroken = true
      let place = fault.field.isEmpty ? name : "\(name)/\(fault.field)"
      try sink.refuse(fault.code, line.number, place, fault.text)
    }
  }

  mutating func end(line: Int) throws {
    guard file != nil else { return }
    try movementEnded()
    try sink.refuse(.malformed, line, "9", "the file ends too early: there is no trailer record 9")
  }

  /// `2.1` for a movement's first record, `8` for the new balance.
  private static func name(of record: FixedLine) -> String {
    let first = record.raw(1...1)
    return first == "2" || first == "3" ? "\(first).\(record.raw(2...2))" : first
  }

  private mutating func take(_ record: FixedLine, _ name: String) throws {
    if name != "0" {
      guard file != nil else { throw Self.fault("stands before the header record 0") }
    }
    if name != "0", name != "9", name != "4" { file?.records += 1 }
    switch name {
    case "0": try fileBegan(record)
    case "1": try statementBegan(record)
    case "2.1": try movementBegan(record)
    case "2.2": try continueMovement(record) { $0.addSecond(record) }
    case "2.3": try continueMovement(record) { $0.addThird(record) }
    case "3.1": try information(record, 41...113)
    case "3.2": try information(record, 11...115)
    case "3.3": try information(record, 11...100)
    case "4": try movementEnded()
    case "8": try statementEnding(record)
    case "9": try fileEnded(record)
    default: throw Self.fault("is no record of CODA: expected 0 to 4, 8 or 9")
    }
  }

  private static func fault(_ text: String) -> FieldFault { FieldFault(.malformed, "", text) }

  // MARK: - Files and statements

  private mutating func fileBegan(_ record: FixedLine) throws {
    guard file == nil else { throw Self.fault("the file before it has no trailer record 9") }
    file = CODAFile(created: FieldValue.dayFirstDate(record.raw(6...11)))
    let version = record.raw(128...128)
    guard version == "1" || version == "2" else {
      throw FieldFault(.unknownVersion, "version", "'\(version)' is not read: expected 1 or 2")
    }
  }

  private mutating func statementBegan(_ record: FixedLine) throws {
    guard old == nil else { throw Self.fault("stands twice: expected one old balance in a file") }
    structure = record.raw(2...2)
    let balance = try CODABalance(record, isNew: false, structure: structure)
    codedSequence = record.text(126...128)
    old = balance
    isAnnounced = true
    try sink.statementBegan(statement(balance), format: CODAReader.name)
  }

  private mutating func statementEnding(_ record: FixedLine) throws {
    try movementEnded()
    guard let old else { throw Self.fault("there is no old balance, record 1, before it") }
    guard new == nil else { throw Self.fault("stands twice: expected one new balance in a file") }
    let balance = try CODABalance(record, isNew: true, structure: structure)
    guard balance.account == old.account, balance.amount.currency == old.amount.currency else {
      throw FieldFault(
        .controlMismatch,
        "account",
        "\(balance.account) is another account than the old balance's, \(old.account)"
      )
    }
    new = (balance, record.number)
  }

  private mutating func fileEnded(_ record: FixedLine) throws {
    try movementEnded()
    defer { (file, old, new, isAnnounced) = (nil, nil, nil, false) }
    guard let file, let old else { throw Self.fault("the file has no old balance, record 1") }
    if new == nil, !file.isBroken {
      try sink.refuse(
        .missingField,
        record.number,
        "8",
        "the statement ends without its new balance, record 8"
      )
    }
    if let fault = try file.fault(record, old.amount.currency) {
      try sink.refuse(.controlMismatch, record.number, "9", fault)
    }
    var value = statement(old)
    if let new {
      let closing = new.balance
      value.balances.append(
        BankBalance(kind: .closing, amount: closing.amount, date: closing.date)
      )
    }
    try sink.statementEnded(value, line: new?.line ?? record.number, path: "8")
  }

  private func statement(_ old: CODABalance) -> BankStatement {
    BankStatement(
      kind: .statement,
      format: CODAReader.name,
      id: "\(old.date) \(old.sequence)/\(codedSequence) \(old.amount.decimal)",
      account: BankAccount(
        number: old.account,
        isIBAN: old.isIBAN,
        currency: old.amount.currency
      ),
      created: file?.created,
      balances: [BankBalance(kind: .opening, amount: old.amount, date: old.date)]
    )
  }

  // MARK: - Movements

  private mutating func movementBegan(_ record: FixedLine) throws {
    guard let old else { throw Self.fault("there is no old balance, record 1, before it") }
    guard new == nil else { throw Self.fault("stands behind the new balance") }
    let read = try CODAMovement(record, old.amount.currency)
    guard read.isDetail else {
      try movementEnded()
      file?.add(read.amount, read.direction)
      movement = read
      return
    }
    guard let movement, movement.sequence == read.sequence else {
      throw Self.fault("is a detail of movement \(read.sequence), which is not before it")
    }
    guard details.count < StatedEntry.maximumTransactions else {
      throw FieldFault(.forbidden, "", "more details of one movement than can be numbered")
    }
    details.append(read)
  }

  private mutating func continueMovement(
    _ record: FixedLine,
    _ change: (inout CODAMovement) -> Void
  ) throws {
    let sequence = record.raw(3...6)
    let detail = record.raw(7...10)
    if let last = details.last {
      guard last.sequence == sequence, last.detail == detail else { throw Self.stray(sequence) }
      change(&details[details.count - 1])
    } else {
      guard var current = movement, current.sequence == sequence, current.detail == detail else {
        throw Self.stray(sequence)
      }
      change(&current)
      movement = current
    }
  }

  private static func stray(_ sequence: String) -> FieldFault {
    fault("continues movement \(sequence), which is not before it")
  }

  /// What a bank adds belongs to the movement or detail before it, whatever its own number is.
  private mutating func information(_ record: FixedLine, _ columns: ClosedRange<Int>) throws {
    let text = record.text(columns)
    let isKept: Bool? =
      details.isEmpty
      ? movement?.addInformation(text) : details[details.count - 1].addInformation(text)
    guard let isKept else { throw Self.fault("belongs to no movement") }
    if !isKept {
      throw FieldFault(.forbidden, "", "more information than is kept of one movement")
    }
  }

  private mutating func movementEnded() throws {
    guard let movement else { return }
    defer {
      self.movement = nil
      details = []
    }
    try sink.entryEnded(movement.entry(details))
  }
}

/// What the trailer is held against.
struct CODAFile {
  var created: CalendarDate?
  /// All but header, trailer and free messages.
  var records = 0
  var isBroken = false
  private var credits = Turnover()
  private var debits = Turnover()

  init(created: CalendarDate?) { self.created = created }

  mutating func add(_ amount: Money, _ direction: BankDirection) {
    // Beyond the limit the file is refused for it.
    switch direction {
    case .credit: _ = credits.add(amount)
    case .debit: _ = debits.add(amount)
    }
  }

  /// What the trailer says otherwise; nil when nothing, or when nothing can be concluded.
  func fault(_ trailer: FixedLine, _ currency: Currency) throws(FieldFault) -> String? {
    guard !isBroken else { return nil }
    let count = trailer.raw(17...22)
    guard FieldValue.count(count) == records else {
      return "'\(count)' records are stated, \(records) are there"
    }
    let statedDebits = try CODAValue.magnitude(trailer.raw(23...37), currency)
    let statedCredits = try CODAValue.magnitude(trailer.raw(38...52), currency)
    guard statedDebits == debits.sum(currency), statedCredits == credits.sum(currency) else {
      return "\(statedCredits) in and \(statedDebits) out are stated, "
        + "\(credits.sum(currency)) and \(debits.sum(currency)) are there"
    }
    return nil
  }
}

import DomainKit

/// Turns the records of AEB43 into statements, one an account, and entries.
///
/// It holds one movement at a time.
struct AEB43Scanner: RecordScanner {
  let sink: any StatementSink
  private var account: AEB43Account?
  private var movement: AEB43Movement?
  /// An account whose head is refused: its movements are passed over.
  private var isRefused = false
  private var records = 0
  private var isBroken = false
  private var isEnded = false

  /// The columns that a record needs.
  private static let lengths = ["11": 51, "22": 42, "23": 4, "24": 4, "33": 76, "88": 26]

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(1...2) }

  mutating func recordRefused() {
    account?.isBroken = true
    isBroken = true
  }

  mutating func end(line: Int) throws {
    guard records > 0, !isEnded else { return }
    try sink.refuse(.malformed, line, "88", "the file ends too early: there is no end record 88")
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    guard let length = Self.lengths[name] else {
      throw Self.fault("'\(name)' is no record of AEB43: expected 11, 22, 23, 24, 33 or 88")
    }
    guard (length...80).contains(record.length) else {
      throw Self.fault("the record has \(record.length) columns, expected \(length) to 80")
    }
    guard !isEnded else { throw Self.fault("stands behind the end of the file, record 88") }
    if name != "88" { records += 1 }
    switch name {
    case "11": try accountBegan(record)
    case "22": try movementBegan(record)
    case "23": try concepts(record)
    // The amount in the currency in which the movement was made, of no account.
    case "24": break
    case "33": try accountEnded(record)
    default: try fileEnded(record)
    }
  }

  private mutating func accountBegan(_ record: FixedLine) throws {
    guard account == nil else { throw Self.fault("the account before it has no end record 33") }
    isRefused = true
    let began = try AEB43Account(record)
    isRefused = false
    account = began
    try sink.statementBegan(began.statement(closing: nil), format: AEB43Reader.name)
  }

  private mutating func movementBegan(_ record: FixedLine) throws {
    guard !isRefused else { return }
    try movementEnded()
    guard let account else { throw Self.fault("there is no account, record 11, before it") }
    movement = try AEB43Movement(record, account.currency)
  }

  private mutating func concepts(_ record: FixedLine) throws {
    guard !isRefused else { return }
    guard movement != nil else { throw Self.fault("explains no movement, record 22, before it") }
    if movement?.addConcepts(record) == false {
      throw Self.fault("is the sixth of one movement: expected five at most")
    }
  }

  private mutating func movementEnded() throws {
    guard let movement else { return }
    self.movement = nil
    account?.add(movement.stated)
    try sink.entryEnded(movement.stated)
  }

  private mutating func accountEnded(_ record: FixedLine) throws {
    guard !isRefused else {
      isRefused = false
      return
    }
    try movementEnded()
    guard let account else { throw Self.fault("there is no account, record 11, before it") }
    self.account = nil
    let closing = try account.closing(record)
    if let fault = try account.fault(record) {
      try sink.refuse(.controlMismatch, record.number, "33", fault)
    }
    try sink.statementEnded(
      account.statement(closing: closing),
      line: record.number,
      path: "33"
    )
  }

  private mutating func fileEnded(_ record: FixedLine) throws {
    guard account == nil else { throw Self.fault("the account before it has no end record 33") }
    isEnded = true
    let text = record.raw(21...26)
    // Some banks count the end record too.
    guard let stated = FieldValue.count(text), stated == records || stated == records + 1 else {
      guard !isBroken else { return }
      return try sink.refuse(
        .controlMismatch,
        record.number,
        "88",
        "'\(text)' records are stated, \(records) are there"
      )
    }
  }
}

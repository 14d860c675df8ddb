import DomainKit

/// Turns the records of BgMax into statements, one a bankgiro number, and entries.
///
/// The day of a payment stands behind all payments of its deposit: they are held until then, as
/// many as ``maximumPayments``.
struct BgMaxScanner: RecordScanner {
  let sink: any StatementSink
  private var created: CalendarDate?
  private var section: (statement: BankStatement, line: Int, currency: Currency)?
  private var payments: [BgMaxPayment] = []
  private var counts: [String: Int] = [:]
  private var sections = 0
  private var hasBegun = false
  private var isEnded = false
  /// A record is refused already: nothing can be concluded from counts and sums.
  private var isBroken = false

  static let maximumPayments = 50_000

  init(sink: any StatementSink) { self.sink = sink }

  static func name(of record: FixedLine) -> String { record.raw(1...2) }

  mutating func recordRefused() { isBroken = true }

  mutating func end(line: Int) throws {
    guard hasBegun, !isEnded else { return }
    try sink.refuse(.malformed, line, "70", "the file ends too early: there is no end record 70")
  }

  mutating func take(_ record: FixedLine, _ name: String) throws {
    guard record.length <= 80 else {
      throw Self.fault("the record has \(record.length) columns, expected 80 at most")
    }
    guard hasBegun || name == "01" else { throw Self.fault("stands before the start record 01") }
    guard !isEnded else { throw Self.fault("stands behind the end record 70") }
    counts[name, default: 0] += 1
    switch name {
    case "01": try fileBegan(record)
    case "05": try sectionBegan(record)
    case "20", "21": try paymentBegan(record)
    case "22", "23":
      try extend { payment, currency throws(FieldFault) in
        try payment.addReference(record, currency)
      }
    case "25": try extend { payment, _ throws(FieldFault) in try payment.addText(record) }
    case "26": try extend { payment, _ throws(FieldFault) in payment.addName(record) }
    // The payer's address and organisation number.
    case "27", "28", "29": break
    case "15": try depositEnded(record)
    case "70": try fileEnded(record)
    default:
      // The layout asks readers to pass over records that they do not know.
      try sink.remark(.leftOut, record.number, name, "is no record that is known: it is left out")
    }
  }

  // MARK: - Files and sections

  private mutating func fileBegan(_ record: FixedLine) throws {
    guard !hasBegun else { throw Self.fault("stands twice: expected one start record in a file") }
    hasBegun = true
    guard record.raw(23...24) == "01" else {
      throw FieldFault(
        .unknownVersion,
        "version",
        "'\(record.raw(23...24))' is not read: expected 01"
      )
    }
    created = FieldValue.date(record.raw(25...32))
  }

  private mutating func sectionBegan(_ record: FixedLine) throws {
    try sectionEnded()
    let giro = record.text(3...12).drop { $0 == "0" }
    guard !giro.isEmpty, FieldValue.isDigits(giro) else {
      throw FieldFault(.invalidField, "account", "'\(record.text(3...12))' is no bankgiro number")
    }
    let code = record.raw(23...25)
    guard let currency = Currency(code), code == "SEK" || code == "EUR" else {
      throw FieldFault(.invalidCurrency, "currency", "'\(code)' is not expected: SEK or EUR is")
    }
    let statement = BankStatement(
      kind: .notification,
      format: BgMaxReader.name,
      id: "\(created?.description ?? "") \(sections)",
      account: BankAccount(number: String(giro), isIBAN: false, currency: currency),
      created: created
    )
    sections += 1
    section = (statement, record.number, currency)
    try sink.statementBegan(statement, format: BgMaxReader.name)
  }

  private mutating func sectionEnded() throws {
    defer { (section, payments) = (nil, []) }
    guard let (statement, line, _) = section else { return }
    try sink.statementEnded(statement, line: line, path: "05")
    guard payments.isEmpty else {
      throw Self.fault("the payments before it have no deposit, record 15")
    }
  }

  private mutating func fileEnded(_ record: FixedLine) throws {
    isEnded = true
    try sectionEnded()
    let stated: [(String, ClosedRange<Int>, [String])] = [
      ("payments", 3...10, ["20"]), ("deductions", 11...18, ["21"]),
      ("references", 19...26, ["22", "23"]), ("deposits", 27...34, ["15"]),
    ]
    for (word, columns, names) in stated where !isBroken {
      let found = names.reduce(0) { $0 + counts[$1, default: 0] }
      let text = record.raw(columns)
      guard FieldValue.count(text) != found else { continue }
      try sink.refuse(
        .controlMismatch,
        record.number,
        "70",
        "'\(text)' \(word) are stated, \(found) are there"
      )
    }
  }

  // MARK: - Payments

  private mutating func paymentBegan(_ record: FixedLine) throws {
    guard let section else { throw Self.fault("there is no opening record 05 before it") }
    guard payments.count < Self.maximumPayments else {
      throw FieldFault(.forbidden, "", "more than \(Self.maximumPayments) payments in a deposit")
    }
    payments.append(try BgMaxPayment(record, section.currency))
  }

  private mutating func extend(
    _ change: (inout BgMaxPayment, Currency) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    guard let section, !payments.isEmpty else {
      throw Self.fault("belongs to no payment, record 20 or 21, before it")
    }
    try change(&payments[payments.count - 1], section.currency)
  }

  private mutating func depositEnded(_ record: FixedLine) throws {
    guard let section else { throw Self.fault("there is no opening record 05 before it") }
    defer { payments = [] }
    guard let date = FieldValue.date(record.raw(38...45)) else {
      throw FieldFault(
        .invalidDate,
        "date",
        "'\(record.raw(38...45))' is no day: expected YYYYMMDD"
      )
    }
    if !isBroken, let fault = mismatch(record, section.currency) {
      try sink.refuse(.controlMismatch, record.number, "15", fault)
    }
    for payment in payments { try sink.entryEnded(payment.entry(on: date)) }
  }

  private func mismatch(_ record: FixedLine, _ currency: Currency) -> String? {
    var paid = Turnover()
    var deducted = Turnover()
    for payment in payments {
      // Beyond the limit the file is refused for it.
      _ = payment.isDeduction ? deducted.add(payment.amount) : paid.add(payment.amount)
    }
    let sum = paid.sum(currency) - deducted.sum(currency)
    let digits = record.raw(51...68)
    guard let stated = FieldValue.impliedAmount(digits, currency), stated == sum,
      record.raw(69...71) == currency.code
    else { return "'\(digits)' \(record.raw(69...71)) are stated, \(sum) are there" }
    let text = record.raw(72...79)
    let count = payments.count
    // Whether deductions count among the payments is not said.
    let credits = payments.filter { !$0.isDeduction }.count
    guard let stated = FieldValue.count(text), stated == count || stated == credits else {
      return "'\(text)' payments are stated, \(count) are there"
    }
    return nil
  }
}

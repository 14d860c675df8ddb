import DomainKit
import TextLines
import XMLStream

/// Turns the elements of OFX into statements and entries.
///
/// It holds one transaction at a time.
final class OFXScanner: XMLContentHandler {
  private let sink: any StatementSink
  private let format: String
  private var path: [String] = []
  private var created: CalendarDate?
  private var statement: OFXStatement?
  private var transaction: OFXTransaction?
  private var status: [String: String] = [:]

  init(sink: any StatementSink, format: String) {
    self.sink = sink
    self.format = format
  }

  // MARK: - Elements

  func elementBegan(
    _ name: XMLName,
    attributes: [XMLAttribute],
    line: Int
  ) throws -> XMLInterest {
    let name = name.local.uppercased()
    guard let parent = path.last else { return try rootBegan(name, line) }
    if OFXElement.fields[parent]?.contains(name) == true {
      path.append(name)
      return .text
    }
    guard OFXElement.aggregates[parent]?.contains(name) == true else {
      if OFXElement.containers.contains(parent) {
        try sink.remark(.leftOut, line, name, "is left out: only statements of accounts are read")
      }
      return .skip
    }
    path.append(name)
    switch name {
    case "STATUS": status = [:]
    case "STMTRS": statement = OFXStatement(line: line, format: format, created: created)
    case "STMTTRN", "STMTTRNP":
      transaction = OFXTransaction(line: line, isPending: name == "STMTTRNP")
    default: break
    }
    return .children
  }

  private func rootBegan(_ name: String, _ line: Int) throws -> XMLInterest {
    guard name == "OFX" else {
      throw BankFinding(
        .refusal,
        .unknownFormat,
        line: line,
        path: name,
        text: "<\(name)> is no OFX: expected <OFX>"
      )
    }
    path.append(name)
    return .children
  }

  func elementEnded(_ name: XMLName, text: String, line: Int) throws {
    guard let name = path.popLast() else { return }
    guard let parent = path.last else { return }
    do {
      if OFXElement.fields[parent]?.contains(name) == true {
        try field(name, in: parent, text.trimmed)
      } else {
        try aggregateEnded(name, line)
      }
    } catch let fault as FieldFault {
      statement?.isBroken = true
      try sink.refuse(fault.code, line, "\(parent)/\(name)", fault.text)
    }
  }

  // MARK: - Fields

  private func field(_ name: String, in parent: String, _ text: String) throws(FieldFault) {
    switch parent {
    case "SONRS": created = OFXValue.date(text)
    case "STATUS": status[name] = text
    case "STMTRS": try currency(text)
    case "BANKACCTFROM": try account(text)
    case "BANKTRANLIST":
      if name == "DTSTART" { statement?.start = text } else { statement?.end = text }
    case "LEDGERBAL", "AVAILBAL":
      if name == "BALAMT" { statement?.balanceAmount = text } else { statement?.balanceDate = text }
    case "STMTTRN", "STMTTRNP": transaction?.set(name, text)
    default: transaction?.set("\(parent)/\(name)", text)
    }
  }

  private func currency(_ text: String) throws(FieldFault) {
    guard let currency = Currency(text) else {
      throw FieldFault(
        .invalidCurrency,
        "",
        "'\(text)' is no currency of ISO 4217 with a minor unit"
      )
    }
    guard statement?.currency == nil else { throw .second }
    statement?.currency = currency
  }

  private func account(_ text: String) throws(FieldFault) {
    let number = text.asAccountNumber
    guard !number.isEmpty else {
      throw FieldFault(.missingField, "", "the account's number is missing")
    }
    guard statement?.account == nil else { throw .second }
    statement?.account = number
  }

  // MARK: - Aggregates

  private func aggregateEnded(_ name: String, _ line: Int) throws {
    switch name {
    case "STATUS": try statusEnded(line)
    case "LEDGERBAL", "AVAILBAL": try balanceEnded(name, line)
    case "STMTTRN", "STMTTRNP": try transactionEnded()
    case "STMTRS": try statementEnded()
    default: break
    }
  }

  /// Nothing can be concluded from a file in which the bank says that it failed.
  private func statusEnded(_ line: Int) throws {
    guard status["SEVERITY"]?.uppercased() == "ERROR" else { return }
    let words = [status["CODE"], status["MESSAGE"]].compactMap { $0 }.joined(separator: ": ")
    try sink.refuse(.invalidField, line, "STATUS", "the bank answers with an error, \(words)")
  }

  private func balanceEnded(_ name: String, _ line: Int) throws {
    guard try statement?.balanceEnded(name) == false else { return }
    try sink.remark(
      .dateAdjusted,
      line,
      "\(name)/DTASOF",
      "the balance has a day that the calendar does not: it is left out"
    )
  }

  private func transactionEnded() throws {
    guard let transaction else { return }
    self.transaction = nil
    try announce()
    guard let currency = statement?.currency, statement?.isAnnounced == true else { return }
    do {
      let entry = try transaction.entry(currency)
      if transaction.isContradicted(entry.direction) {
        try sink.remark(
          .detailConflict,
          entry.line,
          "\(entry.path)/TRNTYPE",
          "'\(entry.proprietaryCode ?? "")' is not the direction of the amount's sign, which counts"
        )
      }
      if entry.namingReference == nil, !transaction.isPending {
        try sink.remark(
          .missingField,
          entry.line,
          "\(entry.path)/FITID",
          "nothing names the transaction for ever: it is named after its place in the statement"
        )
      }
      try sink.entryEnded(entry)
    } catch let fault as FieldFault {
      statement?.isBroken = true
      try sink.refuse(
        fault.code,
        transaction.line,
        "\(transaction.path)/\(fault.field)",
        fault.text
      )
    }
  }

  /// Currency and account stand before the first transaction, balances behind the last.
  private func announce() throws {
    guard let statement, !statement.isAnnounced, !statement.isBroken else { return }
    if let missing = statement.missingBeforeEntries {
      self.statement?.isBroken = true
      return try sink.refuse(
        .missingField,
        statement.line,
        "STMTRS/\(missing.field)",
        "\(missing.text): expected before the first transaction"
      )
    }
    self.statement?.isAnnounced = true
    try sink.statementBegan(statement.value, format: format)
  }

  private func statementEnded() throws {
    try announce()
    defer { statement = nil }
    guard let statement, statement.isAnnounced else { return }
    try sink.statementEnded(statement.value, line: statement.line, path: "STMTRS")
  }
}

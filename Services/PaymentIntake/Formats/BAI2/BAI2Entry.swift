import DomainKit
import TextLines

/// A transaction (16) as an entry.
enum BAI2Entry {
  /// `entry` is nil for what moves no money; `controlAmount` is for the control total.
  static func read(
    _ record: inout BAI2Record,
    _ currency: Currency,
    _ group: BAI2Group
  ) throws(FieldFault) -> (entry: StatedEntry?, controlAmount: Int64) {
    let code = record.next() ?? ""
    guard let type = BAI2Type(code) else {
      throw FieldFault(.invalidField, "type", "'\(code)' is no type of a transaction")
    }
    let text = record.next() ?? ""
    let amount = try BAI2Record.amount(text, currency)
    let valueDate = try record.fundsType()
    guard let direction = type.direction else { return (nil, amount?.minorUnits ?? 0) }
    guard let amount, !amount.isNegative else {
      throw FieldFault(
        .invalidAmount,
        "amount",
        "'\(text)' is no amount of a transaction: expected digits, not below zero"
      )
    }
    let bankReference = record.next()?.nonEmpty
    let customerReference = record.next()?.nonEmpty
    let details = BAI2Text(record.text())
    var entry = StatedEntry(line: record.line, path: "16", amount: amount, direction: direction)
    entry.status = group.isInterim ? .pending : .booked
    entry.bookingDate = group.asOf
    entry.valueDate = valueDate
    entry.servicerReference = bankReference
    entry.namingReference = bankReference.flatMap { BankKey.isLasting($0) ? $0 : nil }
    entry.entryReference = customerReference
    entry.proprietaryCode = type.code
    var transaction = details.transaction
    transaction.isReturn = type.isReturn
    transaction.returnReason = type.isReturn ? details.reason : nil
    if transaction.endToEndID == nil { transaction.endToEndID = customerReference }
    entry.transactions = [transaction]
    return (entry, amount.minorUnits)
  }
}

/// The text of a transaction: free, or lines that begin with a word of four letters and a colon.
struct BAI2Text {
  private(set) var transaction = StatedTransaction()
  /// `R02`, where the text says `Reason: "R02"`.
  private(set) var reason: String?

  init(_ lines: [String]) {
    var words: [String: String] = [:]
    var free: [String] = []
    for line in lines where !line.isEmpty {
      if let (word, value) = Self.labelled(line) {
        if words[word] == nil { words[word] = value }
      } else {
        free.append(line)
      }
    }
    transaction.endToEndID = words["EREF"]?.nonEmpty
    transaction.debtor.name = words["DBNM"]?.nonEmpty
    transaction.debtor.setAccount((words["DACT"] ?? "").asAccountNumber)
    transaction.creditor.name = words["CRNM"]?.nonEmpty
    transaction.creditor.setAccount((words["CACT"] ?? "").asAccountNumber)
    if let purpose = words["REMI"]?.nonEmpty {
      transaction.remittance.text = [purpose]
      transaction.additional = free.joined(separator: " ").nonEmpty
    } else {
      transaction.remittance.text = free
    }
    reason = free.lazy.compactMap { Self.quoted($0, after: "Reason: \"") }.first
  }

  private static func labelled(_ line: String) -> (word: String, value: String)? {
    let bytes = Array(line.utf8.prefix(5))
    guard bytes.count == 5, bytes[..<4].allSatisfy({ (0x41...0x5A).contains($0) }),
      bytes[4] == UInt8(ascii: ":")
    else { return nil }
    return (String(line.prefix(4)), String(line.dropFirst(5)).trimmed)
  }

  private static func quoted(_ text: String, after label: String) -> String? {
    guard let start = text.firstRange(of: label) else { return nil }
    let rest = text[start.upperBound...]
    return rest.firstIndex(of: "\"").map { String(rest[..<$0]) }?.nonEmpty
  }
}

import DomainKit
import TextLines

/// Turns the fields of MT940 and MT942 messages into statements and entries.
///
/// It holds one field and one entry at a time: an entry ends where the next field begins that is
/// not its information (86).
struct MT940Scanner: LineScanner {
  private let sink: any StatementSink
  private var message: MT940Message?
  private var field: MT940Field?
  private var entry: MT940Entry?
  /// How the last page of a statement ended, for the page that goes on from there.
  private var lastPage: (account: String, closing: Money)?

  init(sink: any StatementSink) { self.sink = sink }

  mutating func line(_ line: TextLine) throws {
    if Self.isEnd(line.text) {
      try messageEnded()
    } else if let heading = heading(line.text) {
      try fieldEnded()
      field = MT940Field(tag: heading.tag, line: line.number, text: heading.text)
    } else if field?.append(line.text) == false {
      // What stands outside of messages, and in no field, are the bank's own headers.
      throw BankFinding(
        .refusal,
        .forbidden,
        line: line.number,
        path: field?.path ?? "",
        text: "the field is longer than \(MT940Field.maximumBytes) bytes"
      )
    }
  }

  mutating func end(line: Int) throws { try messageEnded() }

  /// `-}` in the block of a SWIFT message, else `-`; in Swedish files the brace is the letter that
  /// had its place in the national character set.
  private static func isEnd(_ line: String) -> Bool {
    let text = line.trimmed
    return text == "-" || text == "-\u{E5}" || text.hasPrefix("-}")
  }

  private func heading(_ line: String) -> (tag: String, text: String)? {
    guard let heading = MT940Field.heading(of: line) else { return nil }
    guard entry != nil || field?.tag == "61" else { return heading }
    let isOwn = heading.tag.utf8.allSatisfy { !FieldValue.isDigit($0) }
    return isOwn || MT940Field.tagsAfterEntry.contains(heading.tag) ? heading : nil
  }

  // MARK: - Fields

  private mutating func fieldEnded() throws {
    guard let field else { return }
    self.field = nil
    do {
      try take(field)
    } catch let fault as FieldFault {
      message?.isBroken = true
      try sink.refuse(fault.code, field.line, field.path + fault.field, fault.text)
    }
  }

  private mutating func take(_ field: MT940Field) throws {
    switch field.tag {
    case "20": try messageBegan(field)
    case "61": try entryBegan(field)
    case "86": entry?.information += field.lines
    case "NS": entry?.ownLines += field.lines
    default:
      guard message != nil else { return try refuseOutside(field) }
      if MT940Field.tagsAfterEntry.contains(field.tag) { try entryEnded() }
      try headField(field)
    }
  }

  /// Fields that a bank has invented may stand anywhere.
  private func refuseOutside(_ field: MT940Field) throws {
    guard MT940Field.tags.contains(field.tag) else { return }
    try sink.refuse(
      .malformed,
      field.line,
      field.path,
      "stands outside of a statement: expected :20: before it"
    )
  }

  private mutating func headField(_ field: MT940Field) throws {
    switch field.tag {
    case "25", "25P":
      guard message?.account == nil else { throw FieldFault.second }
      message?.account = MT940Account(field.lines[0]).number
      message?.isIBAN = MT940Account(field.lines[0]).isIBAN
    case "28", "28C":
      guard message?.number == nil else { throw FieldFault.second }
      message?.number = field.lines[0].trimmed
    case "13", "13D":
      message?.isInterim = true
      message?.created = FieldValue.shortDate(field.lines[0].prefix(6))
    case "34F":
      message?.isInterim = true
      message?.currency = Currency(String(field.lines[0].prefix(3)))
    case "60F", "60M": try opening(field)
    case "62F", "62M": try closing(field)
    case "90C": message?.statedCredits = try MT940Sum(field.text)
    case "90D": message?.statedDebits = try MT940Sum(field.text)
    default: break
    }
  }

  private mutating func opening(_ field: MT940Field) throws {
    guard message?.opening == nil, message?.isAnnounced == false else { throw FieldFault.second }
    let balance = try balance(field)
    message?.opening = balance
    message?.currency = balance.amount.currency
    guard field.tag == "60M", let lastPage, lastPage.account == message?.account,
      lastPage.closing != balance.amount
    else { return }
    try sink.refuse(
      .controlMismatch,
      field.line,
      field.path,
      "the page opens with \(balance.amount), the one before it ended with \(lastPage.closing)"
    )
  }

  private mutating func closing(_ field: MT940Field) throws {
    guard message?.closing == nil else { throw FieldFault.second }
    let balance = try balance(field)
    message?.closing = balance
    lastPage = nil
    if field.tag == "62M", let account = message?.account { lastPage = (account, balance.amount) }
  }

  private func balance(_ field: MT940Field) throws -> MT940Balance {
    let balance = try MT940Balance(field.text)
    if balance.date == nil {
      try sink.remark(
        .dateAdjusted,
        field.line,
        field.path,
        "'\(field.text.trimmed)' has a day that the calendar does not: it is left out"
      )
    }
    return balance
  }

  // MARK: - Entries

  private mutating func entryBegan(_ field: MT940Field) throws {
    guard message != nil else { return try refuseOutside(field) }
    try entryEnded()
    try announce()
    guard let currency = message?.currency, message?.isAnnounced == true else { return }
    guard message?.closing == nil else {
      throw FieldFault(.malformed, "", "stands behind the closing balance")
    }
    let line = try MT940StatementLine(field.lines[0], currency)
    entry = MT940Entry(line: field.line, stated: line, supplement: Array(field.lines.dropFirst()))
    guard line.isAdjusted else { return }
    try sink.remark(
      .dateAdjusted,
      field.line,
      field.path + "value date",
      "'\(field.lines[0].trimmed.prefix(6))' stands for the last day of its month"
    )
  }

  private mutating func entryEnded() throws {
    guard let entry else { return }
    self.entry = nil
    let stated = entry.stated(isInterim: message?.isInterim ?? false)
    message?.add(stated)
    try sink.entryEnded(stated)
  }

  // MARK: - Messages

  private mutating func messageBegan(_ field: MT940Field) throws {
    try messageEnded()
    message = MT940Message(line: field.line, reference: field.lines[0].trimmed)
  }

  /// The head of a message ends where its first entry begins, or with the message.
  private mutating func announce() throws {
    guard let message, !message.isAnnounced, !message.isBroken else { return }
    if let missing = message.missingBeforeEntries {
      self.message?.isBroken = true
      return try sink.refuse(.missingField, message.line, ":20:", missing)
    }
    self.message?.isAnnounced = true
    try sink.statementBegan(message.statement, format: message.format)
  }

  private mutating func messageEnded() throws {
    try fieldEnded()
    guard message != nil else { return }
    try entryEnded()
    try announce()
    defer { self.message = nil }
    guard let message, message.isAnnounced else { return }
    if !message.isInterim, message.closing == nil {
      try sink.refuse(
        .missingField,
        message.line,
        ":20:",
        "the statement ends without its closing balance :62F:"
      )
    }
    for fault in message.controlFaults {
      try sink.refuse(.controlMismatch, message.line, fault.field, fault.text)
    }
    try sink.statementEnded(message.statement, line: message.line, path: ":20:")
  }
}

extension FieldFault {
  /// For a field that may stand once in a statement.
  static let second = FieldFault(.invalidField, "", "stands twice in one statement: expected once")
}

import DomainKit
import TextLines

/// What the rows of a file say, by its header row.
struct CSVRow {
  let header: CSVHeader
  private let layout: CSVLayout
  private let dates: CSVDate?

  init(header: CSVHeader, layout: CSVLayout) {
    self.header = header
    self.layout = layout
    dates = CSVDate(layout.dates)
  }

  func account(_ record: CSVRecord) throws(FieldFault) -> String {
    let column = layout.columns.account
    if let number = header.text(column, record).asAccountNumber.nonEmpty ?? layout.account {
      return number
    }
    throw FieldFault(.missingField, column ?? "", "the row names no account")
  }

  /// Nil for a row that moves nothing.
  func entry(_ record: CSVRecord) throws(FieldFault) -> StatedEntry? {
    let columns = layout.columns
    guard let (amount, direction) = try movement(record, try currency(record)) else { return nil }
    var entry = StatedEntry(
      line: record.line,
      path: "",
      amount: amount,
      direction: direction,
      status: try status(record)
    )
    entry.bookingDate = try date(columns.bookingDate, record)
    entry.valueDate = try date(columns.valueDate, record)
    guard entry.bookingDate != nil || entry.valueDate != nil else {
      let column = columns.bookingDate ?? columns.valueDate ?? ""
      throw FieldFault(.missingField, column, "the row has no date")
    }
    if let reference = header.text(columns.bankReference, record).nonEmpty {
      entry.servicerReference = reference
      if BankKey.isLasting(reference) { entry.namingReference = reference }
    }
    entry.transactions = [transaction(record)]
    return entry
  }

  private func transaction(_ record: CSVRecord) -> StatedTransaction {
    let columns = layout.columns
    var transaction = StatedTransaction()
    transaction.debtor.name = header.text(columns.payer, record).nonEmpty
    transaction.debtor.setAccount(header.text(columns.iban, record).asAccountNumber)
    let words = columns.text.map { header.text($0, record) }.filter { !$0.isEmpty }
    transaction.remittance.text = words
    if let reference = header.text(columns.reference, record).nonEmpty {
      transaction.remittance.references = [BankReference(value: reference)]
    }
    return transaction
  }

  /// The account's balance behind the row; nil where the row does not say.
  func balance(_ record: CSVRecord, _ currency: Currency) throws(FieldFault) -> Money? {
    guard let column = layout.columns.balance else { return nil }
    return try amount(column, record, currency)
  }

  // MARK: - Fields

  private func currency(_ record: CSVRecord) throws(FieldFault) -> Currency {
    let column = layout.columns.currency
    let code = header.text(column, record)
    if let currency = Currency(code.uppercased()) { return currency }
    if code.isEmpty, let currency = layout.currency { return currency }
    throw FieldFault(.invalidCurrency, column ?? "", "'\(code)' is no currency of ISO 4217")
  }

  private func status(_ record: CSVRecord) throws(FieldFault) -> BankEntry.Status {
    guard let status = layout.columns.status else { return .booked }
    let word = header.text(status.column, record)
    if status.booked.contains(word) { return .booked }
    if status.pending?.contains(word) == true { return .pending }
    throw FieldFault(.invalidField, status.column, "'\(word)' is neither booked nor pending")
  }

  private func date(_ column: String?, _ record: CSVRecord) throws(FieldFault) -> CalendarDate? {
    guard let column, let text = header.text(column, record).nonEmpty else { return nil }
    if let date = dates?.day(text) { return date }
    throw FieldFault(.invalidDate, column, "'\(text)' is no day: expected \(layout.dates)")
  }

  /// What moved, and which way; nil where every amount is empty or zero.
  private func movement(
    _ record: CSVRecord,
    _ currency: Currency
  ) throws(FieldFault) -> (Money, BankDirection)? {
    let columns = layout.columns
    if let column = columns.amount {
      guard let amount = try amount(column, record, currency) else {
        throw FieldFault(.invalidAmount, column, "the row has no amount")
      }
      guard !amount.isZero else { return nil }
      return try signed(amount, record)
    }
    let credit = try amount(columns.credit ?? "", record, currency) ?? .zero(currency)
    var debit = try amount(columns.debit ?? "", record, currency) ?? .zero(currency)
    if layout.signs == .negativeDebits { debit = -debit }
    guard credit.isZero || debit.isZero else {
      throw FieldFault(.invalidAmount, columns.credit ?? "", "the row is a credit and a debit")
    }
    // A debit below zero is money that came back, and a credit below zero money taken back.
    let amount = credit - debit
    guard !amount.isZero else { return nil }
    return (amount.isNegative ? -amount : amount, amount.isNegative ? .debit : .credit)
  }

  private func signed(
    _ amount: Money,
    _ record: CSVRecord
  ) throws(FieldFault) -> (Money, BankDirection) {
    let absolute = amount.isNegative ? -amount : amount
    guard let words = layout.columns.direction else {
      let isDebit = amount.isNegative != (layout.signs == .inverted)
      return (absolute, isDebit ? .debit : .credit)
    }
    let word = header.text(words.column, record)
    let isCredit = words.credit.contains(word)
    guard isCredit != words.debit.contains(word) else {
      throw FieldFault(
        .invalidField,
        words.column,
        "'\(word)' is not expected: \((words.credit + words.debit).joined(separator: " or ")) is"
      )
    }
    guard !amount.isNegative || layout.signs == .ignored else {
      throw FieldFault(
        .invalidAmount,
        layout.columns.amount ?? "",
        "the amount is below zero beside the word '\(word)'"
      )
    }
    return (absolute, isCredit ? .credit : .debit)
  }

  /// Nil for an empty field.
  ///
  /// A sign before or behind it, or brackets around it, count.
  private func amount(
    _ column: String,
    _ record: CSVRecord,
    _ currency: Currency
  ) throws(FieldFault) -> Money? {
    let written = header.text(column, record)
    guard !written.isEmpty else { return nil }
    var text = written.replacing("\u{2212}", with: "-").replacing("\u{A0}", with: "")
    let isBracketed = text.hasPrefix("(") && text.hasSuffix(")")
    if isBracketed { text = String(text.dropFirst().dropLast()) }
    let isNegative = isBracketed || text.hasPrefix("-") || text.hasSuffix("-")
    if text.hasPrefix("-") || text.hasPrefix("+") {
      text.removeFirst()
    } else if text.hasSuffix("-") {
      text.removeLast()
    }
    guard let decimal = decimal(text.trimmed) else {
      throw FieldFault(
        .invalidAmount,
        column,
        "'\(written)' is no amount: expected digits, and '\(layout.decimalMark)' before decimals"
      )
    }
    do throws(MoneyError) {
      let amount = try FieldValue.amount(decimal, currency)
      return isNegative ? -amount : amount
    } catch {
      throw FieldFault(error, column, written)
    }
  }

  /// With a decimal point and without groups, which are of three digits: a layout that takes one
  /// mark for the other would else read a hundred times too much.
  private func decimal(_ text: String) -> String? {
    let parts = text.split(separator: layout.decimalMark, omittingEmptySubsequences: false)
    guard let whole = parts.first, parts.count <= 2 else { return nil }
    var digits = String(whole)
    if let mark = layout.groupingMark {
      let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
      let isGrouped = groups.dropFirst().allSatisfy { $0.utf8.count == 3 }
      guard groups.count == 1 || isGrouped && (1...3).contains(groups[0].utf8.count) else {
        return nil
      }
      digits = groups.joined()
    }
    guard FieldValue.isDigits(digits), parts.count == 1 || FieldValue.isDigits(parts[1]) else {
      return nil
    }
    return parts.count == 1 ? digits : "\(digits).\(parts[1])"
  }
}

import DomainKit

/// A payer's check (record 6) with what stands in its overflow records (4).
struct LockboxCheck {
  /// Batch and item, under which overflow records name it.
  let item: String
  let amount: Money
  private let line: Int
  private let number: String
  private let payer: String?
  private var words: [String]

  static let currency = Currency(literal: "USD")
  /// More overflow records than two digits can number.
  private static let maximumOverflows = 100

  init(_ record: FixedLine) throws(FieldFault) {
    line = record.number
    item = record.raw(2...7)
    guard item.utf8.count == 6, FieldValue.isDigits(item) else {
      throw FieldFault(.invalidField, "item", "'\(item)' is no batch and item: expected 6 digits")
    }
    amount = try Self.amount(record.raw(8...17), "amount")
    let account = [record.text(18...26), record.text(27...36)].filter { BankKey.identifies($0) }
    payer = account.joined(separator: "/").nonEmpty
    number = record.text(37...46)
    words = [record.text(from: 47)]
  }

  static func amount(_ digits: String, _ field: String) throws(FieldFault) -> Money {
    guard digits.utf8.count == 10, let amount = FieldValue.impliedAmount(digits, currency) else {
      throw FieldFault(.invalidAmount, field, "'\(digits)' is no amount: expected 10 digits")
    }
    return amount
  }

  mutating func addOverflow(_ record: FixedLine) throws(FieldFault) {
    guard record.raw(2...7) == item else {
      throw LockboxScanner.fault("belongs to item \(record.raw(2...7)), which is not before it")
    }
    guard words.count <= Self.maximumOverflows else {
      throw FieldFault(.forbidden, "", "more overflow records than are kept of one check")
    }
    words.append(record.text(from: 12))
  }

  /// A batch's numbers may come again on another deposit of the day: the check's number and amount
  /// tell them apart.
  func entry(on date: CalendarDate) -> StatedEntry {
    var entry = StatedEntry(line: line, path: "6", amount: amount, direction: .credit)
    entry.bookingDate = date
    entry.valueDate = date
    entry.entryReference = BankKey.identifies(number) ? number : nil
    entry.namingReference = "\(date) \(item) \(number) \(amount.minorUnits)"
    entry.proprietaryCode = "6"
    var transaction = StatedTransaction()
    transaction.debtor.otherAccount = payer
    transaction.remittance.text = words.filter { !$0.isEmpty }
    entry.transactions = [transaction]
    return entry
  }
}

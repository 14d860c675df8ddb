import DomainKit

/// A transaction: amount item 1 (record 30) with amount item 2 (31) and perhaps text (32).
struct OCRGiroTransaction {
  let line: Int
  /// 10 debited account, 11 standing order, … 21 purchase with text.
  let type: String
  /// Within its assignment.
  let number: String
  private let date: CalendarDate
  private let amount: Money
  private let direction: BankDirection
  private let kid: String
  private var archiveReference: String?
  private var account = ""
  private var text: String?
  private(set) var hasSecond = false

  /// Purchases taken back, the only transactions with a minus.
  private static let reversals: Set<String> = ["18", "20"]

  init(_ record: FixedLine) throws(FieldFault) {
    line = record.number
    type = record.raw(5...6)
    number = record.raw(9...15)
    guard FieldValue.isDigits(number) else {
      throw FieldFault(.invalidField, "number", "'\(number)' is no number of a transaction")
    }
    let day = record.raw(16...21)
    guard let date = FieldValue.dayFirstDate(day) else {
      throw FieldFault(.invalidDate, "date", "'\(day)' is no day: expected DDMMYY")
    }
    self.date = date
    let sign = record.raw(32...32)
    let isReversal = Self.reversals.contains(type)
    guard isReversal ? sign == "-" : sign == "0" || sign == " " else {
      throw FieldFault(
        .invalidField,
        "sign",
        "'\(sign)' is not expected: - for types 18 and 20, else 0"
      )
    }
    direction = isReversal ? .debit : .credit
    let digits = record.raw(33...49)
    guard let amount = FieldValue.impliedAmount(digits, OCRGiroScanner.currency) else {
      throw FieldFault(.invalidAmount, "amount", "'\(digits)' is no amount: expected 17 digits")
    }
    self.amount = amount
    kid = record.text(50...74)
  }

  mutating func addSecond(_ record: FixedLine) {
    hasSecond = true
    archiveReference = record.text(26...34).nonEmpty
    account = record.text(48...58)
  }

  mutating func addText(_ record: FixedLine) { text = record.text(16...55).nonEmpty }

  var entry: StatedEntry {
    var entry = StatedEntry(line: line, path: "30", amount: amount, direction: direction)
    entry.isReversal = direction == .debit
    entry.bookingDate = date
    entry.servicerReference = archiveReference.flatMap { BankKey.identifies($0) ? $0 : nil }
    entry.proprietaryCode = type
    var transaction = StatedTransaction()
    if BankKey.identifies(account) { transaction.debtor.setAccount(account) }
    transaction.remittance.text = text.map { [$0] } ?? []
    if !kid.isEmpty {
      transaction.remittance.references = [BankReference(value: kid, type: "KID")]
    }
    entry.transactions = [transaction]
    return entry
  }
}

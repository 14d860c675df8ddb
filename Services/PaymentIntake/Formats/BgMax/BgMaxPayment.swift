import DomainKit

/// A payment (record 20) or deduction (21) with the references, text and names that follow it.
struct BgMaxPayment {
  let line: Int
  let amount: Money
  let isDeduction: Bool
  /// Bankgirot's number of the payment on its day.
  private let serial: String
  private var transaction = StatedTransaction()
  private var text: [String] = []

  /// More texts and references than any payment has.
  private static let maximumExtras = 2000

  init(_ record: FixedLine, _ currency: Currency) throws(FieldFault) {
    line = record.number
    isDeduction = record.raw(1...2) == "21"
    amount = try Self.amount(record, currency)
    serial = record.text(58...69)
    let giro = record.text(3...12)
    if BankKey.identifies(giro) {
      transaction.debtor.otherAccount = String(giro.drop { $0 == "0" })
    }
    let reference = record.text(13...37)
    // 2: an OCR reference whose check digit Bankgirot has found right.
    if !reference.isEmpty {
      transaction.remittance.references = [
        BankReference(value: reference, type: record.raw(56...56) == "2" ? "OCR" : nil)
      ]
    }
  }

  /// Eighteen digits, the last two of them öre.
  private static func amount(
    _ record: FixedLine,
    _ currency: Currency
  ) throws(FieldFault) -> Money {
    let digits = record.raw(38...55)
    guard digits.utf8.count == 18, let amount = FieldValue.impliedAmount(digits, currency) else {
      throw FieldFault(.invalidAmount, "amount", "'\(digits)' is no amount: expected 18 digits")
    }
    return amount
  }

  /// An invoice (22) or credit note (23) that the payment is for.
  mutating func addReference(_ record: FixedLine, _ currency: Currency) throws(FieldFault) {
    let amount = try Self.amount(record, currency)
    let isCredit = record.raw(1...2) == "23"
    let document = BankReferredDocument(
      number: record.text(13...37).nonEmpty,
      type: isCredit ? "CREN" : "CINV",
      creditNoteAmount: isCredit ? amount : nil,
      remittedAmount: isCredit ? nil : amount
    )
    transaction.remittance.documents.append(document)
    try checkExtras()
  }

  mutating func addText(_ record: FixedLine) throws(FieldFault) {
    if let line = record.text(3...52).nonEmpty { text.append(line) }
    try checkExtras()
  }

  mutating func addName(_ record: FixedLine) {
    let name = [record.text(3...37), record.text(38...72)].filter { !$0.isEmpty }
    transaction.debtor.name = name.joined(separator: " ").nonEmpty
  }

  private func checkExtras() throws(FieldFault) {
    guard text.count + transaction.remittance.documents.count > Self.maximumExtras else { return }
    throw FieldFault(.forbidden, "", "more texts and references than are kept of one payment")
  }

  func entry(on date: CalendarDate) -> StatedEntry {
    var entry = StatedEntry(
      line: line,
      path: isDeduction ? "21" : "20",
      amount: amount,
      direction: isDeduction ? .debit : .credit
    )
    entry.isReversal = isDeduction
    entry.bookingDate = date
    if BankKey.identifies(serial) {
      entry.servicerReference = serial
      entry.namingReference = "\(serial) \(date)"
    }
    entry.proprietaryCode = entry.path
    var transaction = transaction
    transaction.remittance.text = text
    entry.transactions = [transaction]
    return entry
  }
}

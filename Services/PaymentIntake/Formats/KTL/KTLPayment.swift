import DomainKit

/// A reference payment (record 3), a direct debit (5) or a payment of another kind (7).
struct KTLPayment {
  /// The payee's, as an IBAN.
  let account: String
  let entry: StatedEntry
  /// A direct debit that the payer's bank did not pay: no money moved.
  let hasFailed: Bool

  init(_ record: FixedLine) throws(FieldFault) {
    let number = record.raw(2...15)
    guard let iban = Self.iban(number) else {
      throw FieldFault(.invalidField, "account", "'\(number)' is no account: expected 14 digits")
    }
    account = iban
    guard record.raw(76...76) == "1" else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(record.raw(76...76))' is not expected: 1, the euro, is"
      )
    }
    let digits = record.raw(78...87)
    guard digits.utf8.count == 10, let amount = FieldValue.impliedAmount(digits, .euro) else {
      throw FieldFault(.invalidAmount, "amount", "'\(digits)' is no amount: expected 10 digits")
    }
    let correction = record.raw(88...88)
    guard correction == "0" || correction == "1" else {
      throw FieldFault(
        .invalidField,
        "correction",
        "'\(correction)' is not expected: 0 or 1, a correction, is"
      )
    }
    let isCorrection = correction == "1"
    hasFailed = record.raw(1...1) == "5" && !["", " ", "0"].contains(record.raw(90...90))
    var entry = StatedEntry(
      line: record.number,
      path: record.raw(1...1),
      amount: amount,
      direction: isCorrection ? .debit : .credit
    )
    entry.status = hasFailed ? .information : .booked
    entry.isReversal = isCorrection
    entry.bookingDate = try FieldValue.shortDate(record.raw(16...21), of: "entry date")
    entry.valueDate = try FieldValue.shortDate(record.raw(22...27), of: "payment date")
    let archive = record.text(28...43)
    if BankKey.identifies(archive) { entry.servicerReference = archive }
    if BankKey.isLasting(archive) { entry.namingReference = archive }
    entry.proprietaryCode = entry.path
    entry.transactions = [Self.transaction(record)]
    self.entry = entry
  }

  private static func transaction(_ record: FixedLine) -> StatedTransaction {
    var transaction = StatedTransaction()
    let reference = record.text(44...63).drop { $0 == "0" }
    if !reference.isEmpty {
      transaction.remittance.references = [BankReference(value: String(reference))]
    }
    transaction.debtor.name = record.text(64...75).nonEmpty
    return transaction
  }

  /// The account's 14 digits with the country and check digits of ISO 13616, as the bank's other
  /// files write it; nil when they are no digits.
  private static func iban(_ number: String) -> String? {
    guard number.utf8.count == 14, FieldValue.isDigits(number) else { return nil }
    // F is 15, I is 18; the check digits count as zeros.
    let remainder = "\(number)151800".utf8.reduce(0) { ($0 * 10 + Int($1 - 0x30)) % 97 }
    let check = 98 - remainder
    return "FI\(check < 10 ? "0" : "")\(check)\(number)"
  }
}

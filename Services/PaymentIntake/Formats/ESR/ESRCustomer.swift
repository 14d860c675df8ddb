import DomainKit

/// The payments of one customer's number up to their total.
struct ESRCustomer {
  let line: Int
  let number: String
  let currency: Currency
  let statement: BankStatement
  /// Something of it is refused already: nothing can be concluded from its total.
  var isBroken = false
  private var credits = Turnover()
  private var cancellations = Turnover()
  private var count = 0

  /// Of the first payment.
  ///
  /// ESR has no name for a delivery: what stands first in it is one.
  init(_ record: FixedLine, _ layout: ESRLayout) throws(FieldFault) {
    line = record.number
    number = record.raw(layout.customer)
    guard number.utf8.count == 9, FieldValue.isDigits(number),
      let currency = ESRLayout.currencies[String(number.prefix(2))]
    else {
      throw FieldFault(
        .invalidField,
        "customer",
        "'\(number)' is no customer's number: expected 9 digits that begin with 01 or 03"
      )
    }
    self.currency = currency
    let processed = try layout.date(layout.dates.processed, record, "processing date")
    statement = BankStatement(
      kind: .notification,
      format: layout.name,
      id: "\(processed) \(record.raw(layout.reference)) \(record.raw(layout.amount))",
      account: BankAccount(number: Self.printed(number), isIBAN: false, currency: currency),
      created: processed
    )
  }

  mutating func add(_ entry: StatedEntry) {
    count += 1
    // Beyond the limit the file is refused for it.
    switch entry.direction {
    case .credit: _ = credits.add(entry.amount)
    case .debit: _ = cancellations.add(entry.amount)
    }
  }

  /// What the total says otherwise; nil when nothing.
  func fault(_ record: FixedLine, _ layout: ESRLayout) throws(FieldFault) -> String? {
    guard record.raw(layout.customer) == number else {
      return "the total is of customer '\(record.raw(layout.customer))', the payments of \(number)"
    }
    guard !isBroken else { return nil }
    let text = record.raw(layout.totalCount)
    // Twelve digits, which are more than any count needs.
    guard FieldValue.isDigits(text), Int(text) == count else {
      return "'\(text)' payments are stated, \(count) are there"
    }
    let amount = try layout.amount(layout.totalAmount, record, currency, "amount")
    let isNegative = layout.totals[record.raw(1...3)] == .debit
    let stated = isNegative ? -amount : amount
    let found = credits.sum(currency) - cancellations.sum(currency)
    return stated == found ? nil : "\(stated) are stated, \(found) are there"
  }

  /// As it stands on payment slips: `01-162-8`.
  private static func printed(_ number: String) -> String {
    let middle = number.dropFirst(2).dropLast().drop { $0 == "0" }
    return "\(number.prefix(2))-\(middle.isEmpty ? "0" : middle)-\(number.suffix(1))"
  }
}

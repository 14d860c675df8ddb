import DomainKit

/// What an end record (88 of an assignment, 89 of a transmission) is held against.
struct OCRGiroTotals {
  /// Start and end record among them.
  var records = 1
  var transactions = 0
  /// Nothing can be concluded once a record is refused.
  var isBroken = false
  private var credits = Turnover()
  private var reversals = Turnover()

  /// For a start record.
  init() {}

  mutating func add(_ entry: StatedEntry) {
    transactions += 1
    // Beyond the limit the file is refused for it.
    switch entry.direction {
    case .credit: _ = credits.add(entry.amount)
    case .debit: _ = reversals.add(entry.amount)
    }
  }

  /// What the record says otherwise; nil when nothing.
  func fault(_ record: FixedLine) -> String? {
    guard !isBroken else { return nil }
    let count = record.raw(9...16)
    guard FieldValue.count(count) == transactions else {
      return "'\(count)' transactions are stated, \(transactions) are there"
    }
    let lines = record.raw(17...24)
    guard FieldValue.count(lines) == records else {
      return "'\(lines)' records are stated, \(records) are there"
    }
    let digits = record.raw(25...41)
    let paid = credits.sum(OCRGiroScanner.currency)
    let taken = reversals.sum(OCRGiroScanner.currency)
    guard let total = FieldValue.impliedAmount(digits, OCRGiroScanner.currency) else {
      return "'\(digits)' is no total amount: expected digits"
    }
    // The specification does not say with which sign reversals count.
    guard total == paid - taken || total == paid + taken else {
      return "\(total) are stated, \(paid) paid and \(taken) reversed are there"
    }
    return nil
  }
}

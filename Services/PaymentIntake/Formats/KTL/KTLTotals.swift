import DomainKit
import TextLines

/// What the sum record (9) of a batch is held against.
struct KTLTotals {
  /// Nothing can be concluded once a record is refused.
  var isBroken = false
  private var paid = (count: 0, sum: Turnover())
  private var corrected = (count: 0, sum: Turnover())
  private var failed = (count: 0, sum: Turnover())

  init() {}

  mutating func add(_ payment: KTLPayment) {
    // Beyond the limit the file is refused for it.
    if payment.hasFailed {
      failed.count += 1
      _ = failed.sum.add(payment.entry.amount)
    } else if payment.entry.isReversal {
      corrected.count += 1
      _ = corrected.sum.add(payment.entry.amount)
    } else {
      paid.count += 1
      _ = paid.sum.add(payment.entry.amount)
    }
  }

  /// What the record says otherwise; nil when nothing.
  func fault(_ record: FixedLine) -> String? {
    guard !isBroken else { return nil }
    let parts = [
      ("payments", record.raw(2...7), record.raw(8...18), paid),
      ("corrections", record.raw(19...24), record.raw(25...35), corrected),
      ("failed debits", record.raw(36...41), record.raw(42...52), failed),
    ]
    for (index, (word, count, digits, found)) in parts.enumerated() {
      // Files without direct debits leave their sums out.
      if index == 2, count.trimmed.isEmpty, digits.trimmed.isEmpty, found.count == 0 { continue }
      let stated = FieldValue.impliedAmount(digits, .euro)
      guard FieldValue.count(count) == found.count, stated == found.sum.sum(.euro) else {
        return "'\(count)' \(word) of '\(digits)' cents are stated, \(found.count) of"
          + " \(found.sum.sum(.euro)) are there"
      }
    }
    return nil
  }
}

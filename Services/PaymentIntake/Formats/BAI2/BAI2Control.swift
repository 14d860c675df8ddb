import DomainKit

/// The sum and the counts that a trailer (49, 98, 99) states of what stands before it.
///
/// Sums are over minor units of whatever currency, as the specification has them.
struct BAI2Control {
  var total: Int64 = 0
  /// Accounts of a group, groups of a file.
  var parts = 0
  /// Physical records, header and trailer among them.
  var records = 0

  /// False when the sum is beyond 64 bits.
  mutating func add(_ amount: Int64) -> Bool {
    let (sum, overflow) = total.addingReportingOverflow(amount)
    total = sum
    return !overflow
  }

  /// What a trailer says otherwise; nil when nothing.
  ///
  /// `parts` is nil where it tells none.
  func fault(_ record: inout BAI2Record, parts name: String?) -> String? {
    let statedTotal = record.next() ?? ""
    let digits = statedTotal.hasPrefix("+") ? String(statedTotal.dropFirst()) : statedTotal
    guard let sum = Int64(digits) else { return "'\(statedTotal)' is no control total" }
    guard sum == total else { return "the control total is \(sum), the amounts add up to \(total)" }
    if let name {
      let text = record.next() ?? ""
      guard FieldValue.count(text) == parts else { return "'\(text)' \(name), expected \(parts)" }
    }
    let text = record.next() ?? ""
    guard FieldValue.count(text) == records else {
      return "'\(text)' records, expected \(records)"
    }
    return nil
  }
}

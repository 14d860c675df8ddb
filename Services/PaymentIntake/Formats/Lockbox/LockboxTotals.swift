import DomainKit

/// What the total of a batch (record 7) or of a lockbox (8) is held against.
struct LockboxTotals {
  private var checks = 0
  private var sum = Turnover()

  init() {}

  mutating func add(_ check: LockboxCheck) {
    checks += 1
    // Beyond the limit the file is refused for it.
    _ = sum.add(check.amount)
  }

  /// What the record says otherwise; nil when nothing.
  func fault(count: String, amount: String) throws(FieldFault) -> String? {
    guard FieldValue.count(count) == checks else {
      return "'\(count)' checks are stated, \(checks) are there"
    }
    let stated = try LockboxCheck.amount(amount, "total")
    let found = sum.sum(LockboxCheck.currency)
    return stated == found ? nil : "\(stated) are stated, \(found) are there"
  }
}

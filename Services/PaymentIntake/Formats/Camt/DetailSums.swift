import DomainKit

/// What the details of one entry add up to, by each element that tells amounts.
struct DetailSums {
  private var count = 0
  private var totals = [Int64](repeating: 0, count: CamtDetail.Basis.allCases.count)
  private var isUsable = [Bool](repeating: true, count: CamtDetail.Basis.allCases.count)
  /// Of the first detail: what it says of its amount but for what was instructed.
  private var told: [Money] = []
  private var direction: BankDirection?

  mutating func add(_ detail: CamtDetail, of entry: CamtEntry) {
    count += 1
    if count == 1 {
      told = detail.amounts[..<CamtDetail.Basis.instructed.rawValue].compactMap { $0 }
      direction = detail.direction
    }
    guard let currency = entry.amount?.currency, let entryDirection = entry.direction else {
      isUsable = isUsable.map { _ in false }
      return
    }
    for basis in CamtDetail.Basis.allCases where isUsable[basis.rawValue] {
      let amount = detail.amount(basis, in: currency)
      let isDebit = (detail.direction ?? entryDirection) == .debit
      let signed = amount.map { isDebit ? -$0.minorUnits : $0.minorUnits }
      let (total, overflow) = totals[basis.rawValue].addingReportingOverflow(signed ?? 0)
      totals[basis.rawValue] = total
      isUsable[basis.rawValue] = signed != nil && !overflow
    }
  }

  /// The first element by which the details add up to the entry; nil when none does.
  func basis(for entry: BankEntry) -> CamtDetail.Basis? {
    let signed = entry.direction == .debit ? -entry.amount.minorUnits : entry.amount.minorUnits
    return CamtDetail.Basis.allCases.first {
      isUsable[$0.rawValue] && totals[$0.rawValue] == signed
    }
  }

  /// What an only detail says otherwise than its entry; nil when nothing.
  ///
  /// Amounts in another currency are exchange, and what was instructed may be less charges.
  func conflict(with entry: BankEntry) -> String? {
    guard count == 1 else { return nil }
    if let direction, direction != entry.direction {
      return "the only detail is a \(direction.rawValue), the entry a \(entry.direction.rawValue): "
        + "the entry counts"
    }
    let comparable = told.filter { $0.currency == entry.amount.currency }
    guard let other = comparable.first, !comparable.contains(entry.amount) else { return nil }
    return "the only detail says \(other), the entry \(entry.amount): the entry counts"
  }
}

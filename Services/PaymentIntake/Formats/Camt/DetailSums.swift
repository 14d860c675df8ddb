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

  /// What the entry's batches are said to be, and are not; nil when nothing is said, or it holds.
  ///
  /// A batch is as much as its entry, before or after charges, or as its details, by whatever
  /// element they tell their amounts. Batches in another currency are exchange.
  func batchConflict(_ entry: CamtEntry, _ header: BankEntry) -> String? {
    let currency = header.amount.currency
    guard !entry.batchAmounts.isEmpty, entry.batchAmounts.allSatisfy({ $0.currency == currency })
    else { return nil }
    let stated = Self.sum(entry.batchAmounts.map(\.minorUnits))
    let charges = Self.sum(
      entry.charges.filter { $0.amount.currency == currency }.map(\.amount.minorUnits)
    )
    let own = header.amount.minorUnits
    let details = CamtDetail.Basis.allCases.filter { count > 0 && isUsable[$0.rawValue] }
      .map { Int64(clamping: totals[$0.rawValue].magnitude) }
    let possible = [own, own &+ charges, own &- charges] + details
    guard !possible.contains(stated) else { return nil }
    let told = Money(minorUnits: stated, currency: currency)?.description ?? "more than is kept"
    return "the batches say \(told), the entry \(header.amount)"
  }

  /// The largest of all numbers where there is no sum.
  private static func sum(_ numbers: [Int64]) -> Int64 {
    numbers.reduce(0) { sum, number in
      let (total, overflow) = sum.addingReportingOverflow(number)
      return overflow ? Int64.max : total
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

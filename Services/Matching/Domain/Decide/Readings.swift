import DomainKit

/// The ways in which open items explain an amount, whatever the payer wrote.
struct Readings {
  /// Items of exactly the amount.
  private(set) var singles: [Matching.Item] = []
  /// All items, where they have the amount together.
  private(set) var total: [Matching.Item]?
  /// Some items that have the amount together, fewest first.
  private(set) var combinations: [[Matching.Item]] = []
  /// The one combination, where chance is not likely to have made it.
  private var telling: [Matching.Item]?
  private let policy: Matching.Policy

  /// `items` are in the amount's currency, by due date, then name; a discount that the value date
  /// earns counts for all of them, or for none.
  init(
    _ amount: Money,
    of items: [Matching.Item],
    on valueDate: CalendarDate,
    _ policy: Matching.Policy
  ) {
    self.policy = policy
    let open = items.map(\.open.minorUnits)
    let payable = items.map { $0.payable(on: valueDate).minorUnits }
    let target = amount.minorUnits
    singles = items.indices.filter { open[$0] == target || payable[$0] == target }
      .map { items[$0] }
    let isTotal = items.count > 1 && [open, payable].contains { $0.reduce(0, +) == target }
    if isTotal { total = items }
    let searches = payable == open ? [open] : [payable, open]
    take(searches.map { Combinations($0, adding: target) }, of: items, besides: isTotal)
  }

  private mutating func take(
    _ searches: [Combinations],
    of items: [Matching.Item],
    besides isTotal: Bool
  ) {
    var sets: [[Int]] = []
    for search in searches {
      for set in search.found where !sets.contains(set) {
        guard set.count < items.count || !isTotal else { continue }
        sets.append(set)
        let isOnly = sets.count == 1 && !search.hasMore
        telling = isOnly && search.isTelling(set) ? set.map { items[$0] } : nil
      }
    }
    combinations = sets.map { $0.map { items[$0] } }
  }

  /// The one reading that explains the amount, if there is no other.
  var certain: (Matching.Rule, [Matching.Item])? {
    switch (singles.count, total, combinations.count) {
    case (1, nil, 0): return (.exactAmount, singles)
    case (2..., nil, 0): return policy.breaksTiesByDueDate ? (.exactAmount, [singles[0]]) : nil
    case (0, let total?, 0) where total.count <= Matching.Limits.allocations:
      return (.accountTotal, total)
    case (0, nil, 1): return telling.map { (.combination, $0) }
    default: return nil
    }
  }

  var explainsNothing: Bool { singles.isEmpty && total == nil && combinations.isEmpty }

  /// Why none is certain.
  var doubt: String {
    let ways = singles.count + (total == nil ? 0 : 1) + combinations.count
    switch (singles.count, ways) {
    case (_, 0): return "no open item, nor the total, has this amount"
    case (let singles, let ways) where singles == ways:
      return "\(singles) open items have this amount"
    case (0, 1): return "only a combination of open items has this amount, which may be chance"
    default: return "\(ways) different readings have this amount"
    }
  }
}

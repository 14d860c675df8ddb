import DomainKit

/// The ways in which open items explain an amount, whatever the payer wrote.
struct Readings {
  /// Items that have the amount together, less credits that were taken off.
  struct Way {
    let items: [Matching.Item]
    var credits: [Matching.Payment] = []
  }

  /// Items of exactly the amount.
  private(set) var singles: [Matching.Item] = []
  /// All items, where they have the amount together.
  private(set) var total: [Matching.Item]?
  /// Some items that have the amount together, fewest first.
  private(set) var combinations: [[Matching.Item]] = []
  /// Items that have the amount less one credit, or less all.
  private(set) var lessCredits: [Way] = []
  /// All items less all credits.
  private(set) var balance: Way?
  /// The one combination, where chance is not likely to have made it.
  private var telling: Way?
  private let isTooMany: Bool
  private let policy: Matching.Policy

  /// `items` are in the amount's currency, by due date, then name; a discount that the value date
  /// earns counts for all of them, or for none.
  init(
    _ amount: Money,
    of items: [Matching.Item],
    less credits: [Matching.Payment] = [],
    on valueDate: CalendarDate,
    _ policy: Matching.Policy
  ) {
    self.policy = policy
    isTooMany = items.count + credits.count > Matching.Limits.comparedAmounts
    let open = items.map(\.open.minorUnits)
    let payable = items.map { $0.payable(on: valueDate).minorUnits }
    let views = payable == open ? [open] : [payable, open]
    let target = amount.minorUnits
    singles = items.indices.filter { open[$0] == target || payable[$0] == target }
      .map { items[$0] }
    let isTotal = items.count > 1 && views.contains { $0.reduce(0, +) == target }
    if isTotal { total = items }
    let all = credits.reduce(amount) { $0 + $1.worth(on: valueDate) }
    if !credits.isEmpty, views.contains(where: { $0.reduce(0, +) == all.minorUnits }) {
      balance = Way(items: items, credits: credits)
    }
    guard !isTooMany else { return }
    take(views.map { Combinations($0, adding: target) }, of: items, besides: isTotal)
    for taken in credits.map({ [$0] }) + (credits.count > 1 ? [credits] : []) {
      let target = taken.reduce(amount) { $0 + $1.worth(on: valueDate) }
      takeLess(taken, target.minorUnits, of: items, views)
    }
  }

  private mutating func take(
    _ searches: [Combinations],
    of items: [Matching.Item],
    besides isTotal: Bool
  ) {
    var sets: [[Int]] = []
    for search in searches {
      for set in search.found where !sets.contains(set) && search.counts(set) {
        guard set.count < items.count || !isTotal else { continue }
        sets.append(set)
        let isOnly = sets.count == 1 && !search.hasMore
        telling = isOnly && search.isTelling(set) ? Way(items: set.map { items[$0] }) : nil
      }
    }
    combinations = sets.map { $0.map { items[$0] } }
  }

  private mutating func takeLess(
    _ credits: [Matching.Payment],
    _ target: Int64,
    of items: [Matching.Item],
    _ views: [[Int64]]
  ) {
    var sets: [[Int]] = []
    for view in views {
      let search = Combinations(view, adding: target)
      let singles = view.indices.filter { view[$0] == target }.map { [$0] }
      for set in singles + search.found.filter(search.counts) where !sets.contains(set) {
        sets.append(set)
        let way = Way(items: set.map { items[$0] }, credits: credits)
        let isTelling = set.count == items.count || search.isTelling(set)
        telling = lessCredits.isEmpty && !search.hasMore && isTelling ? way : nil
        lessCredits.append(way)
      }
    }
  }

  /// The one reading that explains the amount, if there is no other.
  var certain: (rule: Matching.Rule, items: [Matching.Item], credits: [Matching.Payment])? {
    guard !isTooMany else { return nil }
    switch (singles.count, total, combinations.count + lessCredits.count) {
    case (1, nil, 0): return (.exactAmount, singles, [])
    case (2..., nil, 0):
      return policy.breaksTiesByDueDate ? (.exactAmount, [singles[0]], []) : nil
    case (0, let total?, 0) where total.count <= Matching.Limits.allocations:
      return (.accountTotal, total, [])
    case (0, nil, 1): return telling.map { (.combination, $0.items, $0.credits) }
    default: return nil
    }
  }

  var explainsNothing: Bool {
    singles.isEmpty && total == nil && combinations.isEmpty && lessCredits.isEmpty
  }

  /// Why none is certain.
  var doubt: String {
    let ways =
      singles.count + (total == nil ? 0 : 1) + combinations.count + lessCredits.count
    switch (singles.count, ways) {
    case (_, 0): return "no open item, nor the total, has this amount"
    case (let singles, let ways) where singles == ways && !isTooMany:
      return "\(singles) open items have this amount"
    case (0, 1): return "only a combination of open items has this amount, which may be chance"
    case _ where isTooMany: return "too many items are open for an amount to tell them apart"
    default: return "\(ways) different readings have this amount"
    }
  }
}

import DomainKit
import Terms

/// How money is spread over the items that a payment names.
///
/// Where it is enough it pays them all. Where it is less, the payer took discounts that he had not
/// earned, or meant some of the items, if that explains the amount to the cent; where so little is
/// missing that it may be given up, each item bears a part (rules R5). Otherwise they are paid in
/// the order in which they were named, and the last of them in part.
struct Distribution {
  /// Items with the most that each gets; nil: as much as there is.
  let shares: [(item: Matching.Item, atMost: Money?)]

  init(
    _ money: Money,
    over items: [Matching.Item],
    on valueDate: CalendarDate,
    _ policy: Matching.Policy
  ) {
    let payable = items.map { $0.payable(on: valueDate) }
    let needed = payable.reduce(.zero(money.currency), +)
    guard items.count > 1, money < needed else {
      shares = items.map { ($0, nil) }
      return
    }
    let discounted = items.map { $0.open - $0.unearned }
    if discounted.reduce(.zero(money.currency), +) == money {
      shares = zip(items, discounted).map { ($0, $1) }
      return
    }
    let amounts = payable.map(\.minorUnits)
    let singles = amounts.indices.filter { amounts[$0] == money.minorUnits }
    let combinations = Combinations(amounts, adding: money.minorUnits)
    let ways = singles.map { [$0] } + combinations.found
    if let only = ways.first, ways.count == 1, !combinations.hasMore {
      shares = only.map { (items[$0], nil) }
    } else {
      shares = Self.giving(up: needed - money, of: zip(items, payable), policy)
    }
  }

  /// Every item without its part of what is missing; as much as there is, where that is too much.
  private static func giving(
    up missing: Money,
    of items: some Sequence<(Matching.Item, Money)>,
    _ policy: Matching.Policy
  ) -> [(Matching.Item, Money?)] {
    var rest = missing
    let shares = items.map { item, payable in
      let part = min(rest, policy.tolerance(of: item))
      rest -= part
      return (item, Optional(payable - part))
    }
    return rest.isZero ? shares : items.map { ($0.0, nil) }
  }
}

extension Matching.Item {
  /// The best discount that was offered and is not granted yet, earned or not.
  var unearned: Money {
    guard let best = discounts.first?.amount, lost.isZero, owed == amount else {
      return .zero(amount.currency)
    }
    return min(max(best - granted, .zero(amount.currency)), open)
  }
}

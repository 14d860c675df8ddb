import DomainKit
import Terms

/// What cash clears of an item, and the discount that it earns.
extension Matching.Item {
  /// Which discount a payment of this value date is in time for, grace included (rules R3).
  func tier(on valueDate: CalendarDate) -> Int? {
    discounts.firstIndex { valueDate <= $0.lastGraceDate }
  }

  /// The discount that a payment of this value date may still earn.
  ///
  /// None after the last date, and none once a returned payment has lost it. What was cleared under
  /// other conditions earns nothing; of the rest the discount is the share of the offer, which was
  /// rounded once, less what was granted of it (rules R1). What was credited is owed by nobody: the
  /// offer is on the rest (rules R9). What was credited less a discount of the credit note's own
  /// has its share of the offer all the same, or the customer would lose one discount twice.
  func earnable(on valueDate: CalendarDate) -> Money {
    guard let tier = tier(on: valueDate), open.isPositive, lost.isZero else {
      return .zero(amount.currency)
    }
    let (offer, use) = (discounts[tier], uses[tier])
    guard offer.isForPartialPayments else { return earnable(ofWhole: tier) }
    let eligible = open + use.cash + use.granted + creditedLess
    let share = offered(offer).scaled(by: eligible.minorUnits, over: owed.minorUnits)
    // Two shares, each rounded up, are not more than the best discount either.
    let left = min(share - use.granted, offered(discounts[0]) - granted, open)
    return left.isPositive ? left : .zero(amount.currency)
  }

  /// Where only the whole is worth a discount, what pays it earns all of it, in one payment or with
  /// others that were in time too (rules R1).
  private func earnable(ofWhole tier: Int) -> Money {
    let inTime = uses[...tier].reduce(open + creditedLess) { $0 + $1.cash + $1.granted }
    guard inTime == owed else { return .zero(amount.currency) }
    let left = min(offered(discounts[tier]) - granted, open)
    return left.isPositive ? left : .zero(amount.currency)
  }

  /// What discounts are on.
  var owed: Money { amount - credited + creditedLess }

  private var creditedLess: Money { creditedLessDiscount ?? .zero(amount.currency) }

  /// True for a discount that a payment of this value date earns thanks to the days of grace; none,
  /// never false.
  func grace(of discount: Money, on valueDate: CalendarDate) -> Bool? {
    guard !discount.isZero, let tier = tier(on: valueDate) else { return nil }
    return discounts[tier].isInGrace(on: valueDate) ? true : nil
  }

  /// A discount on what is owed, rounded once.
  private func offered(_ offer: DiscountOffer) -> Money {
    guard owed < amount else { return offer.amount }
    if offer.base == amount {
      return owed.scaled(by: offer.percent.partsPerMillion, over: Percentage.whole)
    }
    return offer.amount.scaled(by: owed.minorUnits, over: amount.minorUnits)
  }

  /// The cash that settles the item on that value date.
  func payable(on valueDate: CalendarDate) -> Money { open - earnable(on: valueDate) }

  /// Cash and discount with which `money` clears the item, at most to the end; nil: none.
  ///
  /// Partial cash earns the discount on the gross that it closes, cash × p / (1 − p), if the terms
  /// allow discounts on partial payments.
  func clearing(with money: Money, on valueDate: CalendarDate) -> (cash: Money, discount: Money)? {
    guard open.isPositive, money.isPositive else { return nil }
    let earnable = earnable(on: valueDate)
    let payable = open - earnable
    if money >= payable { return (payable, earnable) }
    guard let tier = tier(on: valueDate), earnable.isPositive,
      discounts[tier].isForPartialPayments
    else {
      return (money, .zero(money.currency))
    }
    return (money, min(earnable, discounts[tier].earned(by: money, of: amount, atMost: earnable)))
  }
}

extension DiscountOffer {
  /// The customer is told of an earlier last day (rules R3).
  func isInGrace(on date: CalendarDate) -> Bool { lastDate < date && date <= lastGraceDate }

  /// cash × p / (1 − p), where p is the discount's share of the item's whole amount.
  ///
  /// A percentage of that amount is exact; one of the amount before tax is what it was rounded to.
  fileprivate func earned(by cash: Money, of whole: Money, atMost limit: Money) -> Money {
    let (part, total) =
      base == whole
      ? (percent.partsPerMillion, Percentage.whole) : (amount.minorUnits, whole.minorUnits)
    let rest = total - part
    guard rest > 0 else { return limit }
    // Never computed far beyond the limit, where it could not be represented.
    if part > rest, cash > limit.scaled(by: rest, over: part, rounding: .down) { return limit }
    return cash.scaled(by: part, over: rest)
  }
}

/// Money on its way through a list of items.
struct Purse {
  private(set) var rest: Money
  private(set) var allocations: [Matching.Allocation] = []
  /// Items were left out because a decision has only so many allocations.
  private(set) var isFull = false
  private let valueDate: CalendarDate

  init(_ money: Money, valueDate: CalendarDate) {
    rest = money
    self.valueDate = valueDate
  }

  mutating func pay(_ distribution: Distribution) {
    for (item, limit) in distribution.shares { pay(item, atMost: limit) }
  }

  /// Pays the item as far as the money goes, or that much of it.
  mutating func pay(_ item: Matching.Item, atMost limit: Money? = nil) {
    let money = min(rest, limit ?? rest)
    guard let (cash, discount) = item.clearing(with: money, on: valueDate) else { return }
    guard allocations.count < Matching.Limits.allocations else {
      isFull = true
      return
    }
    rest -= cash
    allocations.append(
      Matching.Allocation(
        item: item.id,
        invoice: item.invoice,
        account: item.account,
        cash: cash,
        discount: discount,
        writtenOff: .zero(cash.currency),
        settles: cash + discount == item.open,
        isInGrace: item.grace(of: discount, on: valueDate)
      )
    )
  }
}

extension Matching.Decision {
  init(
    name: DecisionName,
    rule: Matching.Rule,
    evidence: [String],
    rejected: [Matching.Rejected],
    allocations: [Matching.Allocation],
    onAccount: Money
  ) {
    let clearings = allocations.map { "\($0.item) \($0.cash) \($0.discount) \($0.writtenOff)" }
    id = name.of([rule.rawValue, "\(rule.version)", "\(onAccount)"] + clearings)
    self.rule = rule
    version = rule.version
    self.evidence = evidence
    self.rejected = Array(rejected.prefix(Matching.Limits.rejectedCandidates))
    self.allocations = allocations
    self.onAccount = onAccount
  }
}

import DomainKit

/// What cash clears of an item, and the discount that it earns.
extension Matching.Item {
  /// The discount that a payment of this value date may still earn.
  ///
  /// None after the last date, and none once a returned payment has lost it.
  func earnable(on valueDate: CalendarDate) -> Money {
    guard let discount, valueDate <= discount.lastDate, lost.isZero else {
      return .zero(amount.currency)
    }
    let left = discount.amount - granted
    return left.isPositive ? min(left, open) : .zero(amount.currency)
  }

  /// The cash that settles the item on that value date.
  func payable(on valueDate: CalendarDate) -> Money { open - earnable(on: valueDate) }

  /// Cash and discount with which `money` clears the item, at most to the end; nil: none.
  ///
  /// Partial cash earns the discount on the gross that it closes: cash × p / (1 − p).
  func clearing(with money: Money, on valueDate: CalendarDate) -> (cash: Money, discount: Money)? {
    guard open.isPositive, money.isPositive else { return nil }
    let earnable = earnable(on: valueDate)
    let payable = open - earnable
    if money >= payable { return (payable, earnable) }
    guard let discount, earnable.isPositive else { return (money, .zero(money.currency)) }
    return (money, min(earnable, discount.percent.earned(by: money, atMost: earnable)))
  }
}

extension DomainKit.Percentage {
  /// cash × p / (1 − p), rounded once; never computed far beyond `limit`, where it could not be
  /// represented.
  fileprivate func earned(by cash: Money, atMost limit: Money) -> Money {
    let rest = Self.whole - partsPerMillion
    guard rest > 0 else { return limit }
    if partsPerMillion > rest,
      cash > limit.scaled(by: rest, over: partsPerMillion, rounding: .down)
    {
      return limit
    }
    return cash.scaled(by: partsPerMillion, over: rest)
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

  mutating func pay(_ item: Matching.Item) {
    guard let (cash, discount) = item.clearing(with: rest, on: valueDate) else { return }
    guard allocations.count < Matching.Limits.allocations else {
      isFull = true
      return
    }
    rest -= cash
    allocations.append(
      Matching.Allocation(
        item: item.id,
        invoice: item.invoice,
        cash: cash,
        discount: discount,
        settles: cash + discount == item.open
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
    let clearings = allocations.map { "\($0.item) \($0.cash) \($0.discount)" }
    id = name.of([rule.rawValue, "\(rule.version)", "\(onAccount)"] + clearings)
    self.rule = rule
    version = rule.version
    self.evidence = evidence
    self.rejected = Array(rejected.prefix(Matching.Limits.rejectedCandidates))
    self.allocations = allocations
    self.onAccount = onAccount
  }
}

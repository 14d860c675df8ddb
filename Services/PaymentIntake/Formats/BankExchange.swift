package import DomainKit

/// The rate at which a bank exchanged a payment: what one unit of a currency was worth.
package struct BankExchange: Codable, Hashable, Sendable {
  /// One unit of it is worth ``rate`` units of ``quoted``, another currency.
  package var unit: Currency
  package var quoted: Currency
  package var rate: ExchangeFactor
  /// The day on which the rate was quoted, where the bank says it.
  package var date: CalendarDate?
  /// The exchange contract under which it was agreed.
  package var contract: String?

  package init(
    unit: Currency,
    quoted: Currency,
    rate: ExchangeFactor,
    date: CalendarDate? = nil,
    contract: String? = nil
  ) {
    self.unit = unit
    self.quoted = quoted
    self.rate = rate
    self.date = date
    self.contract = contract
  }
}

/// An exchange as a file states it, which may leave open whose unit the rate is about.
struct StatedExchange {
  /// From which, and into which, the bank exchanged.
  var source: Currency?
  var target: Currency?
  /// ISO 20022, UnitCcy: "currency in which the rate of exchange is expressed. In the example
  /// 1GBP = xxxCUR, the unit currency is GBP."
  var unit: Currency?
  var rate: ExchangeFactor?
  var date: CalendarDate?
  var contract: String?

  /// What banks keep of an amount, by their charges and by rounding the rate, does not turn it
  /// round; beyond a twentieth, rate and amounts contradict each other.
  private static let tolerance: Int64 = 20

  /// The exchange, and whether the amounts that stand beside it say another one; nil where it is
  /// none between two currencies.
  ///
  /// Without a unit currency the rate is the factor from the source's amount to the target's (ISO
  /// 20022, XchgRate), so that the unit is the source's; but many banks then write the customary
  /// quotation, so that the amounts decide, where they are told and only fit the other way better.
  func reading(beside amounts: [Money]) -> (exchange: BankExchange, isContradicted: Bool)? {
    let others = amounts.map(\.currency).filter { $0 != source }
    guard let source, let target = target ?? others.first, source != target, let rate else {
      return nil
    }
    let pairs = amounts.filter { $0.currency == source && $0.isPositive }.flatMap { one in
      amounts.filter { $0.currency == target && $0.isPositive }.map { (one, $0) }
    }
    func exchange(_ unit: Currency) -> BankExchange {
      BankExchange(
        unit: unit,
        quoted: unit == source ? target : source,
        rate: rate,
        date: date,
        contract: contract
      )
    }
    func distance(_ unit: Currency) -> Distance? {
      pairs.compactMap { Distance($0.0, exchange(unit), $0.1) }.min()
    }
    // A unit that is neither currency's says nothing.
    if let unit, unit == source || unit == target {
      return (exchange(unit), distance(unit).map { !$0.isWithin(Self.tolerance) } ?? false)
    }
    let (direct, inverse) = (distance(source), distance(target))
    let isInverse = inverse.map { inverse in direct.map { inverse < $0 } ?? true } ?? false
    let nearest = isInverse ? inverse : direct
    let isContradicted = nearest.map { !$0.isWithin(Self.tolerance) } ?? !pairs.isEmpty
    return (exchange(isInverse ? target : source), isContradicted)
  }

  /// How far an amount is from another when it is exchanged.
  private struct Distance: Comparable {
    /// In minor units of the target.
    var difference: Int64
    var amount: Int64

    /// Nil where the exchanged amount is beyond all measure.
    init?(_ source: Money, _ exchange: BankExchange, _ target: Money) {
      let rate = ExchangeRate(
        from: exchange.unit,
        to: exchange.quoted,
        rate: exchange.rate,
        date: exchange.date ?? Self.anyDay
      )
      guard let exchanged = try? rate?.converted(source) else { return nil }
      difference = abs(exchanged.minorUnits - target.minorUnits)
      amount = target.minorUnits
    }

    /// A minor unit is always within it.
    func isWithin(_ part: Int64) -> Bool { difference <= max(1, amount / part) }

    static func < (lhs: Self, rhs: Self) -> Bool {
      (lhs.difference, lhs.amount) < (rhs.difference, rhs.amount)
    }

    private static let anyDay = CalendarDate(literal: "2000-01-01")
  }
}

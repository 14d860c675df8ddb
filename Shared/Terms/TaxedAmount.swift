package import DomainKit

/// The part of an amount that is taxed at one rate.
package struct TaxedAmount: Hashable, Codable, Sendable {
  package var rate: Percentage
  package var net: Money
  package var tax: Money

  package init(rate: Percentage, net: Money, tax: Money) {
    self.rate = rate
    self.net = net
    self.tax = tax
  }

  package var gross: Money { net + tax }
}

extension DiscountBase {
  /// How much of a discount lowers the net amount and the tax of each rate.
  ///
  /// It is spread by what it is a percentage of, and the last rate takes the rest (rules R2). The
  /// amounts' sum is not zero.
  package func parts(of discount: Money, over amounts: [TaxedAmount]) -> [TaxedAmount] {
    let weights = amounts.map { self == .taxIncluded ? $0.gross : $0.net }
    let total = weights.reduce(.zero(discount.currency), +)
    precondition(total.isPositive, "a discount is spread over amounts that are more than nothing")
    var left = discount
    return amounts.indices.map { index in
      let amount = amounts[index]
      let part =
        index == amounts.indices.last
        ? left : discount.scaled(by: weights[index].minorUnits, over: total.minorUnits)
      left -= part
      let tax = self == .taxIncluded ? amount.taxPart(of: part) : .zero(part.currency)
      return TaxedAmount(rate: amount.rate, net: part - tax, tax: tax)
    }
  }

  /// The tax on a net amount of an invoice whose best discount is `discount`.
  package func tax(on net: Money, at rate: Percentage, discount: Percentage?) -> Money {
    guard self == .mixed, let discount else { return net.share(rate) }
    return (net - net.share(discount)).share(rate)
  }
}

extension TaxedAmount {
  fileprivate func taxPart(of part: Money) -> Money {
    let whole = gross.magnitude
    guard whole.isPositive else { return .zero(part.currency) }
    let share = part.scaled(by: tax.minorUnits, over: whole.minorUnits)
    return gross.isNegative ? -share : share
  }
}

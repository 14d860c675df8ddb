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

extension [TaxedAmount] {
  /// Both together, rate by rate.
  package func adding(_ others: [TaxedAmount]) -> [TaxedAmount] {
    others.reduce(into: self) { sum, other in
      guard let index = sum.firstIndex(where: { $0.rate == other.rate }) else {
        return sum.append(other)
      }
      sum[index].net += other.net
      sum[index].tax += other.tax
    }
  }

  package func subtracting(_ others: [TaxedAmount]) -> [TaxedAmount] {
    adding(others.map { TaxedAmount(rate: $0.rate, net: -$0.net, tax: -$0.tax) })
  }

  package subscript(rate: Percentage) -> TaxedAmount? { first { $0.rate == rate } }

  package func net(in currency: Currency) -> Money { reduce(.zero(currency)) { $0 + $1.net } }
  package func tax(in currency: Currency) -> Money { reduce(.zero(currency)) { $0 + $1.tax } }

  /// The rates' parts in a gross amount, adding up to it; nil unless it is positive and at most all
  /// of the amounts.
  ///
  /// No part goes beyond its amount, neither before tax nor in its tax, and who takes part after
  /// part of what is left ends with nothing: so the residue goes to the largest remainders here,
  /// and not to the last rate.
  package func parts(of gross: Money) -> [TaxedAmount]? {
    let grosses = map(\.gross)
    guard gross.isPositive, gross <= grosses.reduce(.zero(gross.currency), +) else { return nil }
    return zip(self, gross.spread(over: grosses)).map { amount, part in
      guard part != amount.gross else { return amount }
      let tax = amount.taxPart(of: part)
      return TaxedAmount(rate: amount.rate, net: part - tax, tax: tax)
    }
    .filter { !$0.net.isZero || !$0.tax.isZero }
  }

  /// Net amount and tax that were stated as sums, spread by what each rate has of either; all at
  /// the first rate where the amounts have not so much.
  package func parts(ofNet net: Money, tax: Money) -> [TaxedAmount] {
    func spread(_ sum: Money, _ weights: [Money]) -> [Money] {
      let zero = Money.zero(sum.currency)
      let isWithin = !sum.isNegative && sum <= weights.reduce(zero, +) && !sum.isZero
      return isWithin ? sum.spread(over: weights) : weights.indices.map { $0 == 0 ? sum : zero }
    }
    let nets = spread(net, map(\.net))
    let taxes = spread(tax, map(\.tax))
    return indices.map { TaxedAmount(rate: self[$0].rate, net: nets[$0], tax: taxes[$0]) }
      .filter { !$0.net.isZero || !$0.tax.isZero }
  }
}

extension Money {
  /// Splits the amount, which is at most the weights' sum, in their proportion: none is beyond its
  /// weight, and the units that are left go to the largest remainders.
  ///
  /// Unlike those of ``Money/allocated(by:)``, weights may be negative, if their sum is not.
  fileprivate func spread(over weights: [Money]) -> [Money] {
    let total = weights.reduce(.zero(currency), +)
    let shares = weights.map { weight in
      total.minorUnits.magnitude.dividingFullWidth(
        minorUnits.magnitude.multipliedFullWidth(by: weight.minorUnits.magnitude)
      )
    }
    var parts = zip(weights, shares).map { weight, share in
      Money(weight.isNegative ? -Int64(share.quotient) : Int64(share.quotient), currency)
    }
    let residue = self - parts.reduce(.zero(currency), +)
    let byRemainder = weights.indices
      .filter { weights[$0].isNegative == residue.isNegative && shares[$0].remainder > 0 }
      .sorted { (shares[$1].remainder, $0) < (shares[$0].remainder, $1) }
    for index in byRemainder.prefix(Int(residue.minorUnits.magnitude)) {
      parts[index] += Money(residue.minorUnits.signum(), currency)
    }
    return parts
  }
}

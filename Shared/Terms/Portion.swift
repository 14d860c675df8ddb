package import DomainKit

/// An exact share of an amount: `30` percent, or a fraction such as `1/3`, which no percentage is.
package struct Portion: Hashable, Sendable {
  package let numerator: Int64
  package let denominator: Int64

  package static let maximumDenominator: Int64 = 1_000_000
  package static let whole = Portion()

  private init() {
    numerator = 1
    denominator = 1
  }

  /// In lowest terms; nil unless more than nothing, at most the whole, and of a small denominator.
  package init?(_ numerator: Int64, over denominator: Int64) {
    guard (1...Self.maximumDenominator).contains(denominator),
      (1...denominator).contains(numerator)
    else { return nil }
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Nil for 0 %.
  package init?(_ percentage: Percentage) {
    self.init(percentage.partsPerMillion, over: Percentage.whole)
  }

  /// Rounded once, half up.
  package func of(_ amount: Money) -> Money { amount.scaled(by: numerator, over: denominator) }

  private static func greatestCommonDivisor(_ one: Int64, _ other: Int64) -> Int64 {
    other == 0 ? one : greatestCommonDivisor(other, one % other)
  }
}

extension Portion: TextCoded {
  package static let expected = "a percentage above 0 or a fraction such as 1/3"

  /// Reads a number of percents or a fraction: `33.3`, `1/3`.
  package init?(_ description: String) {
    let parts = description.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 1 {
      guard let percentage = Percentage(description) else { return nil }
      self.init(percentage)
    } else {
      guard parts.count == 2, let numerator = Int64(parts[0]), let denominator = Int64(parts[1])
      else { return nil }
      self.init(numerator, over: denominator)
    }
  }

  package var description: String {
    let (share, remainder) = Percentage.whole.quotientAndRemainder(dividingBy: denominator)
    guard remainder == 0, let percentage = Percentage(partsPerMillion: numerator * share) else {
      return "\(numerator)/\(denominator)"
    }
    return "\(percentage)"
  }
}

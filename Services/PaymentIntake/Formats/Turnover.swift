import DomainKit

/// All that a file moves, in each currency and either direction.
///
/// Everything that is taken in is added up somewhere, so that no file may bring more than a small
/// part of what sums hold.
struct Turnover {
  private var sums: [Currency: Money] = [:]

  /// A hundred of the largest amounts.
  static let limit = 100 * Money.limit

  /// False when it is more than a file may bring; it is not added then.
  mutating func add(_ amount: Money) -> Bool {
    let sum = sums[amount.currency, default: .zero(amount.currency)] + amount
    guard sum.minorUnits <= Self.limit else { return false }
    sums[amount.currency] = sum
    return true
  }

  func sum(_ currency: Currency) -> Money { sums[currency] ?? .zero(currency) }
}

package import DomainKit

/// Sums by currency.
///
/// A currency whose sum is zero is absent, so that equal sums are equal values.
package struct Amounts: Hashable, Sendable {
  /// In the currencies' order, none of them zero.
  package private(set) var sums: [Money] = []

  package init() {}

  package init(_ amounts: some Sequence<Money>) {
    for amount in amounts { self += amount }
  }

  package var isEmpty: Bool { sums.isEmpty }

  package subscript(_ currency: Currency) -> Money {
    sums.first { $0.currency == currency } ?? .zero(currency)
  }

  package static func += (lhs: inout Amounts, rhs: Money) {
    guard !rhs.isZero else { return }
    let index = lhs.sums.firstIndex { $0.currency >= rhs.currency } ?? lhs.sums.endIndex
    guard index < lhs.sums.endIndex, lhs.sums[index].currency == rhs.currency else {
      return lhs.sums.insert(rhs, at: index)
    }
    lhs.sums[index] += rhs
    if lhs.sums[index].isZero { lhs.sums.remove(at: index) }
  }

  package static func -= (lhs: inout Amounts, rhs: Money) { lhs += -rhs }

  package static func += (lhs: inout Amounts, rhs: Amounts) {
    for amount in rhs.sums { lhs += amount }
  }

  package static func -= (lhs: inout Amounts, rhs: Amounts) {
    for amount in rhs.sums { lhs -= amount }
  }

  package static func + (lhs: Amounts, rhs: Amounts) -> Amounts {
    var sum = lhs
    sum += rhs
    return sum
  }

  package static func - (lhs: Amounts, rhs: Amounts) -> Amounts {
    var difference = lhs
    difference -= rhs
    return difference
  }
}

extension Amounts: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try [Money](from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    try sums.encode(to: encoder)
  }
}

/// A number of things and the sums of their amounts.
package struct Count: Codable, Equatable, Sendable {
  package var number: Int
  package var sums: Amounts

  package init(_ number: Int = 0, _ sums: Amounts = Amounts()) {
    self.number = number
    self.sums = sums
  }

  package static func one(_ amount: Money) -> Count { Count(1, Amounts([amount])) }

  package static func + (lhs: Count, rhs: Count) -> Count {
    Count(lhs.number + rhs.number, lhs.sums + rhs.sums)
  }

  package static func - (lhs: Count, rhs: Count) -> Count {
    Count(lhs.number - rhs.number, lhs.sums - rhs.sums)
  }

  package static func += (lhs: inout Count, rhs: Count) { lhs = lhs + rhs }
}

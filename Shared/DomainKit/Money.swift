/// A signed amount in the minor unit of one currency: 12.34 EUR is 1234.
///
/// Mixed currencies and amounts beyond ``limit`` are refused where they enter (`init`, `adding`)
/// and mixed currencies trap inside the domain (`+`, `-`), where they can only be a fault of the
/// program. Sums may go beyond ``limit``, up to ``sumLimit``.
package struct Money: Hashable, Sendable {
  /// The amount in minor units (cents for EUR, yen for JPY, fils for KWD).
  package let minorUnits: Int64
  package let currency: Currency

  /// What one amount may be: ten to the fifteenth minor units.
  package static let limit: Int64 = 1_000_000_000_000_000
  /// What a sum may be: nine thousand of the largest amounts, which 64 bits hold.
  package static let sumLimit: Int64 = 9_000 * limit

  /// Nil beyond ``limit`` in either direction.
  package init?(minorUnits: Int64, currency: Currency) {
    guard (-Self.limit...Self.limit).contains(minorUnits) else { return nil }
    self.minorUnits = minorUnits
    self.currency = currency
  }

  /// For amounts that arithmetic inside the domain produced; traps beyond ``sumLimit``.
  package init(_ minorUnits: Int64, _ currency: Currency) {
    precondition(
      (-Self.sumLimit...Self.sumLimit).contains(minorUnits),
      "\(minorUnits) minor units of \(currency) are beyond the limit"
    )
    self.minorUnits = minorUnits
    self.currency = currency
  }

  package static func zero(_ currency: Currency) -> Money { Money(0, currency) }

  package var isZero: Bool { minorUnits == 0 }
  package var isPositive: Bool { minorUnits > 0 }
  package var isNegative: Bool { minorUnits < 0 }
  package var magnitude: Money { Money(abs(minorUnits), currency) }

  /// The sum, or the reason why there is none; for amounts that come from outside.
  package func adding(_ other: Money) throws(MoneyError) -> Money {
    guard currency == other.currency else {
      throw .mixedCurrencies(currency.code, other.currency.code)
    }
    guard let sum = Money(minorUnits: minorUnits + other.minorUnits, currency: currency) else {
      throw .outOfRange
    }
    return sum
  }

  package static func + (lhs: Money, rhs: Money) -> Money {
    precondition(lhs.currency == rhs.currency, "\(lhs.currency) and \(rhs.currency) are not added")
    return Money(lhs.minorUnits + rhs.minorUnits, lhs.currency)
  }

  package static func - (lhs: Money, rhs: Money) -> Money { lhs + -rhs }
  package static prefix func - (money: Money) -> Money { Money(-money.minorUnits, money.currency) }
  package static func += (lhs: inout Money, rhs: Money) { lhs = lhs + rhs }
  package static func -= (lhs: inout Money, rhs: Money) { lhs = lhs - rhs }

  /// The amount times `numerator` over `denominator`, rounded once.
  package func scaled(
    by numerator: Int64,
    over denominator: Int64,
    rounding: Rounding = .halfUp
  ) -> Money {
    precondition(denominator > 0, "a fraction's denominator is positive")
    let (high, low) = minorUnits.magnitude.multipliedFullWidth(by: numerator.magnitude)
    precondition(high < denominator.magnitude, "the scaled amount is beyond 64 bits")
    let (quotient, remainder) = denominator.magnitude.dividingFullWidth((high, low))
    let rounded = rounding.apply(quotient, remainder: remainder, divisor: denominator.magnitude)
    precondition(rounded <= UInt64(Self.sumLimit), "the scaled amount is beyond the limit")
    let negative = (minorUnits < 0) != (numerator < 0)
    return Money(negative ? -Int64(rounded) : Int64(rounded), currency)
  }

  /// `percentage` of the amount, rounded once.
  package func share(_ percentage: Percentage, rounding: Rounding = .halfUp) -> Money {
    scaled(by: percentage.partsPerMillion, over: Percentage.whole, rounding: rounding)
  }
}

/// Why an amount from outside is refused.
package enum MoneyError: Error, Equatable, Sendable {
  case mixedCurrencies(String, String)
  case outOfRange
  case notDecimal(String)
  /// More decimals than the currency's minor unit has.
  case tooPrecise(String, exponent: Int)
}

extension MoneyError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .mixedCurrencies(let one, let other): "\(one) and \(other) are two currencies"
    case .outOfRange: "the amount is beyond \(Money.limit) minor units"
    case .notDecimal(let text): "'\(text)' is no decimal number"
    case .tooPrecise(let text, let exponent):
      "'\(text)' has more than the \(exponent) decimals of its currency"
    }
  }
}

/// What becomes of the part of an amount below its minor unit.
package enum Rounding: Sendable {
  /// Half a unit goes away from zero: the commercial rule, and the default.
  case halfUp
  /// Toward zero: used where a limit must not be exceeded.
  case down

  func apply(_ quotient: UInt64, remainder: UInt64, divisor: UInt64) -> UInt64 {
    switch self {
    case .halfUp: remainder >= divisor - remainder ? quotient + 1 : quotient
    case .down: quotient
    }
  }
}

extension Money {
  /// Reads `-?digits[.digits]`, at most as many decimals as the currency has.
  ///
  /// No exponent, no sign but a minus, no grouping, no space: what a person or a bank writes
  /// otherwise is refused, not guessed, and so is what is beyond `limit` minor units.
  package init(
    decimal text: String,
    currency: Currency,
    within limit: Int64 = Money.limit
  ) throws(MoneyError) {
    var digits = Substring(text).utf8
    let negative = digits.first == UInt8(ascii: "-")
    if negative { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty, parts.count == 1 || !parts[1].isEmpty,
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { throw .notDecimal(text) }
    let decimals = parts.count == 2 ? parts[1].count : 0
    guard decimals <= currency.exponent else {
      throw .tooPrecise(text, exponent: currency.exponent)
    }
    var units: Int64 = 0
    let missing = repeatElement(UInt8(ascii: "0"), count: currency.exponent - decimals)
    for digit in Array(parts.joined()) + missing {
      let (tenfold, overflow) = units.multipliedReportingOverflow(by: 10)
      guard !overflow, tenfold <= limit - Int64(digit - 0x30) else { throw .outOfRange }
      units = tenfold + Int64(digit - 0x30)
    }
    minorUnits = negative ? -units : units
    self.currency = currency
  }

  /// The canonical decimal, always with as many decimals as the currency has: `-0.05`.
  package var decimal: String {
    let digits = String(minorUnits.magnitude)
    let sign = minorUnits < 0 ? "-" : ""
    guard currency.exponent > 0 else { return sign + digits }
    let padded =
      String(repeating: "0", count: max(0, currency.exponent + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(currency.exponent)).\(padded.suffix(currency.exponent))"
  }

  /// Splits the amount by weights so that the parts add up to it: each part is rounded down, and
  /// the units left over go to the largest remainders, the earlier first.
  package func allocated(by weights: [Int64]) -> [Money] {
    let total = weights.reduce(0, +)
    precondition(weights.allSatisfy { $0 >= 0 } && total > 0, "weights are not negative, nor all 0")
    let products = weights.map { minorUnits.magnitude.multipliedFullWidth(by: $0.magnitude) }
    let divided = products.map { total.magnitude.dividingFullWidth($0) }
    var parts = divided.map(\.quotient)
    let missing = minorUnits.magnitude - parts.reduce(0, +)
    let byRemainder = divided.indices.sorted {
      (divided[$1].remainder, $0) < (divided[$0].remainder, $1)
    }
    for index in byRemainder.prefix(Int(missing)) { parts[index] += 1 }
    return parts.map { Money(minorUnits < 0 ? -Int64($0) : Int64($0), currency) }
  }
}

extension Money: Comparable {
  package static func < (lhs: Money, rhs: Money) -> Bool {
    precondition(lhs.currency == rhs.currency, "\(lhs.currency) and \(rhs.currency) do not compare")
    return lhs.minorUnits < rhs.minorUnits
  }
}

extension Money: CustomStringConvertible {
  package var description: String { "\(decimal) \(currency)" }
}

extension Money: Codable {
  private enum CodingKeys: String, CodingKey { case amount, currency }

  /// Set where nobody states sums: no amount is beyond ``limit``.
  package static let singleAmounts: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "singleAmounts") else {
      preconditionFailure("any text is a key")
    }
    return key
  }()

  /// Reads `{"amount":"1200.00","currency":"EUR"}`; an amount that is a JSON number is refused.
  ///
  /// It may be a sum, unless the decoder's `userInfo` says ``singleAmounts``.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let currency = try container.decode(Currency.self, forKey: .currency)
    let text = try container.decode(String.self, forKey: .amount)
    do {
      let isSingle = decoder.userInfo[Self.singleAmounts] != nil
      try self.init(
        decimal: text,
        currency: currency,
        within: isSingle ? Self.limit : Self.sumLimit
      )
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .amount,
        in: container,
        debugDescription: "'\(text)' is not an amount of \(currency): \(error)"
      )
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(decimal, forKey: .amount)
    try container.encode(currency, forKey: .currency)
  }
}

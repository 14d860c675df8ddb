/// How many units of one currency one unit of another is worth: an exact decimal number above 0,
/// `0.9`, `1.0842`, `0.9253030601`.
///
/// Fourteen significant digits and twelve decimals hold what ISO 20022 can say (11 digits, 10 of
/// them decimals), and leave the arithmetic within 64 bits and one division of 128.
package struct ExchangeFactor: Hashable, Sendable {
  /// The digits without the decimal point, and without zeros at its end behind the point.
  package let digits: Int64
  package let decimals: Int

  private static let maximumDigits: Int64 = 99_999_999_999_999
  private static let maximumDecimals = 12

  /// Reads `digits[.digits]`: no sign, exponent, grouping or space.
  ///
  /// Nil for zero and for more digits than are kept; zeros at the end of the decimals count for
  /// nothing.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var fraction = parts.count == 2 ? parts[1] : Substring("").utf8[...]
    while fraction.last == UInt8(ascii: "0") { fraction = fraction.dropLast() }
    guard fraction.count <= Self.maximumDecimals else { return nil }
    var value: Int64 = 0
    for digit in Array(parts[0]) + Array(fraction) {
      value = value * 10 + Int64(digit - 0x30)
      guard value <= Self.maximumDigits else { return nil }
    }
    guard value > 0 else { return nil }
    digits = value
    decimals = fraction.count
  }

  /// For a rate that the program states; traps on one that is none.
  package init(literal text: StaticString) {
    guard let factor = ExchangeFactor("\(text)") else {
      preconditionFailure("\(text) is not an exchange rate")
    }
    self = factor
  }

  /// Ten to the power of ``decimals``, by which the digits are divided.
  fileprivate var scale: Int64 { (0..<decimals).reduce(1) { power, _ in power * 10 } }
}

extension ExchangeFactor: TextCoded {
  package static let expected =
    "an exchange rate: a decimal number above 0 with at most 14 digits, 12 of them decimals"

  /// The shortest decimal number: `0.9`, not `0.90`.
  package var description: String {
    let digits = String(digits)
    guard decimals > 0 else { return digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}

/// What one unit of a currency is worth in another, on a day: 1 USD = 0.9 EUR on 2026-03-10.
///
/// It converts both ways: by multiplication from the unit's currency, by division into it.
package struct ExchangeRate: Hashable, Sendable {
  /// One unit of it is worth ``rate`` units of ``to``.
  package let from: Currency
  package let to: Currency
  package let rate: ExchangeFactor
  /// The day whose rate it is.
  package let date: CalendarDate

  /// Nil between a currency and itself.
  package init?(from: Currency, to: Currency, rate: ExchangeFactor, date: CalendarDate) {
    guard from != to else { return nil }
    self.from = from
    self.to = to
    self.rate = rate
    self.date = date
  }

  /// For a rate that the program states; traps between a currency and itself.
  package init(
    literal rate: StaticString,
    from: Currency,
    to: Currency,
    date: StaticString
  ) {
    let rate = ExchangeFactor(literal: rate)
    guard
      let exchange = ExchangeRate(
        from: from,
        to: to,
        rate: rate,
        date: CalendarDate(literal: date)
      )
    else { preconditionFailure("\(from) has no rate in itself") }
    self = exchange
  }

  /// The amount in the other of the two currencies, rounded once at its minor unit, half a unit
  /// away from zero.
  ///
  /// An amount in a third currency is refused, and what is beyond ``Money/limit`` when converted.
  package func converted(_ amount: Money) throws(MoneyError) -> Money {
    switch amount.currency {
    case from:
      return try Self.converted(
        amount,
        times: rate.digits * to.scale,
        over: rate.scale * from.scale,
        to
      )
    case to:
      return try Self.converted(
        amount,
        times: rate.scale * from.scale,
        over: rate.digits * to.scale,
        from
      )
    default: throw .mixedCurrencies(amount.currency.code, from.code)
    }
  }

  /// Both factors are at most 10¹⁸: fourteen digits, or twelve decimals, and four of the currency.
  private static func converted(
    _ amount: Money,
    times numerator: Int64,
    over denominator: Int64,
    _ currency: Currency
  ) throws(MoneyError) -> Money {
    let divisor = denominator.magnitude
    let (high, low) = amount.minorUnits.magnitude.multipliedFullWidth(by: numerator.magnitude)
    guard high < divisor else { throw .outOfRange }
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    let rounded = Rounding.halfUp.apply(quotient, remainder: remainder, divisor: divisor)
    guard rounded <= UInt64(Money.limit),
      let money = Money(
        minorUnits: amount.isNegative ? -Int64(rounded) : Int64(rounded),
        currency: currency
      )
    else { throw .outOfRange }
    return money
  }
}

extension ExchangeRate: CustomStringConvertible {
  package var description: String { "1 \(from) = \(rate) \(to) on \(date)" }
}

extension ExchangeRate: Codable {
  private enum CodingKeys: String, CodingKey { case from, to, rate, date }

  /// Reads `{"from":"USD","to":"EUR","rate":"0.9","date":"2026-03-10"}`; a rate that is a JSON
  /// number is refused.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let from = try container.decode(Currency.self, forKey: .from)
    let to = try container.decode(Currency.self, forKey: .to)
    let rate = try container.decode(ExchangeFactor.self, forKey: .rate)
    let date = try container.decode(CalendarDate.self, forKey: .date)
    guard let exchange = ExchangeRate(from: from, to: to, rate: rate, date: date) else {
      throw DecodingError.dataCorruptedError(
        forKey: .to,
        in: container,
        debugDescription: "'\(to)' is not another currency than '\(from)'"
      )
    }
    self = exchange
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(from, forKey: .from)
    try container.encode(to, forKey: .to)
    try container.encode(rate, forKey: .rate)
    try container.encode(date, forKey: .date)
  }
}

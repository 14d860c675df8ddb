import DomainKit
import Foundation
import Testing

/// What a test writes down is valid, or the test is wrong.
private func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is not a \(Value.self)") }
  return value
}

private func currency(_ code: String) -> Currency { certainly(Currency(code), code) }

private func money(_ decimal: String, _ code: String) -> Money {
  certainly(try? Money(decimal: decimal, currency: currency(code)), decimal)
}

private func rate(_ rate: String, _ from: String, _ to: String) -> ExchangeRate {
  certainly(
    ExchangeRate(
      from: currency(from),
      to: currency(to),
      rate: certainly(ExchangeFactor(rate), rate),
      date: CalendarDate(literal: "2026-03-10")
    ),
    "\(from) in \(to)"
  )
}

@Suite("Exchange rates as they are written")
struct ExchangeFactorTests {
  @Test(
    "a rate is a decimal number, and is written in its shortest form",
    arguments: [
      ("0.90", "0.9", Int64(9), 1), ("0.9", "0.9", 9, 1), ("1", "1", 1, 0), ("10", "10", 10, 0),
      ("1.000", "1", 1, 0), ("007.50", "7.5", 75, 1),
      ("0.9253030601", "0.9253030601", 9_253_030_601, 10),
      ("0.000000000001", "0.000000000001", 1, 12),
      ("99999999999999", "99999999999999", 99_999_999_999_999, 0),
      ("0.1000000000000000", "0.1", 1, 1),
    ]
  )
  func written(_ text: String, _ shortest: String, _ digits: Int64, _ decimals: Int) {
    let factor = ExchangeFactor(text)
    #expect(factor?.digits == digits)
    #expect(factor?.decimals == decimals)
    #expect(factor?.description == shortest)
    #expect(ExchangeFactor(shortest) == factor)
  }

  @Test(
    "zero, signs, what is no decimal number and too many digits are refused",
    arguments: [
      "", "0", "0.0", "0.000", "-0.9", "+0.9", ".9", "0.", "0,9", "1.2.3", "1e3", " 0.9", "0.9 ",
      "1'000", "NaN", "٠.٩", "0.0000000000001", "100000000000000", "1.00000000000001",
      "99999999999999.9", "0.9253030601 EUR", "99999999999999999999999999",
    ]
  )
  func refused(_ text: String) { #expect(ExchangeFactor(text) == nil) }
}

@Suite("Converting amounts, rule R11")
struct ExchangeRateTests {
  @Test(
    "the amount times the rate, in the other currency's minor unit",
    arguments: [
      // rules.md R11.
      ("1000.00", "USD", "0.90", "EUR", "900.00"), ("400.00", "USD", "0.92", "EUR", "368.00"),
      ("600.00", "USD", "0.88", "EUR", "528.00"), ("100.00", "USD", "0.9135", "EUR", "91.35"),
      // 33.33 x 0.9135 = 30.446955, 33.34 x 0.9135 = 30.45609: the last would leave -0.01.
      ("33.33", "USD", "0.9135", "EUR", "30.45"), ("33.34", "USD", "0.9135", "EUR", "30.46"),
      // No decimals, and three.
      ("10000", "JPY", "0.0061", "EUR", "61.00"), ("1", "JPY", "0.0061", "EUR", "0.01"),
      ("100.00", "EUR", "163.934", "JPY", "16393"), ("100.00", "EUR", "163.935", "JPY", "16394"),
      ("1.000", "KWD", "2.9955", "EUR", "3.00"), ("0.001", "KWD", "2.9955", "EUR", "0.00"),
      ("1.00", "EUR", "3.3845", "TND", "3.385"), ("1.00", "EUR", "3.38449", "TND", "3.384"),
      ("1", "JPY", "0.0020495", "KWD", "0.002"), ("1000", "JPY", "0.0020495", "KWD", "2.050"),
      // Half a unit goes away from zero, on both sides.
      ("0.05", "USD", "0.9", "EUR", "0.05"), ("-0.05", "USD", "0.9", "EUR", "-0.05"),
      ("0.01", "USD", "0.5", "EUR", "0.01"), ("-0.01", "USD", "0.5", "EUR", "-0.01"),
      ("0.01", "USD", "0.4999", "EUR", "0.00"), ("-0.01", "USD", "0.4999", "EUR", "0.00"),
      ("0.00", "USD", "0.9", "EUR", "0.00"),
      ("4.10", "USD", "0.9253030601", "CHF", "3.79"),
    ]
  )
  func multiplied(
    _ amount: String,
    _ from: String,
    _ factor: String,
    _ to: String,
    _ converted: String
  ) throws {
    #expect(
      try rate(factor, from, to).converted(money(amount, from)) == money(converted, to)
    )
  }

  @Test(
    "the amount over the rate, into the currency of which the rate values a unit",
    arguments: [
      // rules.md R11: EUR 500.00 at 0.92 EUR for a USD; 543.478….
      ("500.00", "EUR", "0.92", "USD", "543.48"), ("900.00", "EUR", "0.9", "USD", "1000.00"),
      ("-500.00", "EUR", "0.92", "USD", "-543.48"), ("0.00", "EUR", "0.92", "USD", "0.00"),
      ("1.00", "EUR", "0.0061", "JPY", "164"), ("3.00", "EUR", "2.9955", "KWD", "1.002"),
      // A half: 0.01 / 0.8 = 0.0125; 0.01 / 2 = 0.005.
      ("0.01", "EUR", "0.8", "USD", "0.01"), ("0.01", "EUR", "2", "USD", "0.01"),
      ("-0.01", "EUR", "2", "USD", "-0.01"), ("0.01", "EUR", "2.0001", "USD", "0.00"),
    ]
  )
  func divided(
    _ amount: String,
    _ to: String,
    _ factor: String,
    _ from: String,
    _ converted: String
  ) throws {
    #expect(try rate(factor, from, to).converted(money(amount, to)) == money(converted, from))
  }

  @Test("an amount in a third currency, and one that grows beyond the limit, are refused")
  func refused() {
    #expect(throws: MoneyError.mixedCurrencies("GBP", "USD")) {
      try rate("0.9", "USD", "EUR").converted(money("1.00", "GBP"))
    }
    let most = Money(Money.limit, .euro)
    #expect(throws: Never.self) { try rate("1", "USD", "EUR").converted(most) }
    #expect(throws: MoneyError.outOfRange) { try rate("0.99", "USD", "EUR").converted(most) }
    #expect(throws: MoneyError.outOfRange) { try rate("0.99", "USD", "EUR").converted(-most) }
    #expect(throws: MoneyError.outOfRange) {
      try rate("0.000000000001", "CLF", "JPY").converted(Money(Money.limit, Currency("JPY")!))
    }
    #expect(throws: MoneyError.outOfRange) {
      try rate("99999999999999", "JPY", "CLF").converted(Money(Money.sumLimit, Currency("JPY")!))
    }
  }

  @Test("against exact reckoning in 128 bits, both ways")
  func exhaustive() throws {
    let factors = ["0.9", "1.0842", "0.0061", "163.934", "3", "0.333333333333", "7.77"]
    for units in stride(from: Int64(-4007), through: 4007, by: 13) {
      for text in factors {
        let exchange = rate(text, "KWD", "EUR")
        let scale = (0..<exchange.rate.decimals).reduce(Int128(1)) { power, _ in power * 10 }
        let (up, down) = (Int128(exchange.rate.digits) * 100, scale * 1000)
        let forth = try exchange.converted(Money(units, exchange.from)).minorUnits
        let back = try exchange.converted(Money(units, exchange.to)).minorUnits
        #expect(Int128(forth) == rounded(Int128(units) * up, over: down))
        #expect(Int128(back) == rounded(Int128(units) * down, over: up))
      }
    }
  }

  private func rounded(_ product: Int128, over divisor: Int128) -> Int128 {
    let magnitude = (2 * (product < 0 ? -product : product) + divisor) / (2 * divisor)
    return product < 0 ? -magnitude : magnitude
  }

  @Test("a currency has no rate in itself")
  func itself() {
    let day = CalendarDate(literal: "2026-03-10")
    let one = ExchangeFactor(literal: "1")
    #expect(ExchangeRate(from: .euro, to: .euro, rate: one, date: day) == nil)
  }

  @Test("on the wire a rate is a text, and what is none is refused")
  func coded() throws {
    let exchange = rate("0.90", "USD", "EUR")
    let text = #"{"from":"USD","to":"EUR","rate":"0.9","date":"2026-03-10"}"#
    #expect(try JSONDecoder().decode(ExchangeRate.self, from: Data(text.utf8)) == exchange)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(exchange), as: UTF8.self)
        == #"{"date":"2026-03-10","from":"USD","rate":"0.9","to":"EUR"}"#
    )
    #expect(exchange.description == "1 USD = 0.9 EUR on 2026-03-10")
  }

  @Test(
    "on the wire, numbers, zero and one currency twice are refused",
    arguments: [
      #"{"from":"USD","to":"EUR","rate":0.9,"date":"2026-03-10"}"#,
      #"{"from":"USD","to":"EUR","rate":"0","date":"2026-03-10"}"#,
      #"{"from":"USD","to":"EUR","rate":"-0.9","date":"2026-03-10"}"#,
      #"{"from":"EUR","to":"EUR","rate":"1","date":"2026-03-10"}"#,
      #"{"from":"USD","to":"EUR","rate":"0.9","date":"2026-02-30"}"#,
      #"{"from":"USD","to":"EUR","rate":"0.9"}"#,
    ]
  )
  func refusedCoding(_ text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(ExchangeRate.self, from: Data(text.utf8))
    }
  }
}

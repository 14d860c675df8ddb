import DomainKit
import Foundation
import Testing

private let euro = Currency.euro
private let yen = Currency(literal: "JPY")
private let dinar = Currency(literal: "KWD")
private let unidad = Currency(literal: "CLF")

private func eur(_ decimal: String) -> Money {
  do {
    return try Money(decimal: decimal, currency: euro)
  } catch {
    preconditionFailure("\(decimal) is no amount: \(error)")
  }
}

@Suite("Money as it is written")
struct MoneyNotationTests {
  @Test(
    "each currency has its own number of decimals",
    arguments: [
      ("JPY", Int64(1234), "1234"), ("JPY", -7, "-7"), ("EUR", 1234, "12.34"), ("EUR", 5, "0.05"),
      ("EUR", -5, "-0.05"), ("EUR", 0, "0.00"), ("EUR", 100, "1.00"), ("KWD", 1234, "1.234"),
      ("KWD", -1, "-0.001"), ("CLF", 1234, "0.1234"), ("CLF", 12_345, "1.2345"),
      ("EUR", Money.limit, "10000000000000.00"), ("JPY", -Money.limit, "-1000000000000000"),
    ]
  )
  func canonical(_ code: String, _ units: Int64, _ decimal: String) throws {
    let money = Money(units, Currency(code)!)
    #expect(money.decimal == decimal)
    #expect(money.description == "\(decimal) \(code)")
    #expect(try Money(decimal: decimal, currency: money.currency) == money)
  }

  @Test(
    "fewer decimals than the currency has are read, and leading zeros",
    arguments: [("12", 1200), ("12.3", 1230), ("007", 700), ("-0", 0), ("-0.00", 0), ("0.10", 10)]
  )
  func lenient(_ text: String, _ units: Int64) throws {
    #expect(try Money(decimal: text, currency: euro).minorUnits == units)
  }

  @Test(
    "what is no plain decimal is refused",
    arguments: [
      "", "-", ".", ".5", "5.", "-.5", "+5", "--5", "1e3", "1E3", "0x10", " 5", "5 ", "1,000.00",
      "1.000,00", "1'000", "5.0.0", "5-", "NaN", "∞", "٥", "１", "5 EUR", "1_000", "\u{2212}5",
    ]
  )
  func notDecimal(_ text: String) {
    #expect(throws: MoneyError.notDecimal(text)) { try Money(decimal: text, currency: euro) }
  }

  @Test("more decimals than the minor unit has are refused, even zeros")
  func tooPrecise() {
    #expect(throws: MoneyError.tooPrecise("1.0", exponent: 0)) {
      try Money(decimal: "1.0", currency: yen)
    }
    #expect(throws: MoneyError.tooPrecise("1.000", exponent: 2)) {
      try Money(decimal: "1.000", currency: euro)
    }
    #expect(throws: MoneyError.tooPrecise("0.0001", exponent: 3)) {
      try Money(decimal: "0.0001", currency: dinar)
    }
    #expect(throws: Never.self) { try Money(decimal: "0.0001", currency: unidad) }
  }

  @Test("a refusal says in words what was found and what was expected")
  func refusals() {
    #expect("\(MoneyError.mixedCurrencies("EUR", "USD"))" == "EUR and USD are two currencies")
    #expect(
      "\(MoneyError.tooPrecise("1.001", exponent: 2))"
        == "'1.001' has more than the 2 decimals of its currency"
    )
  }

  @Test(
    "the limit is the same number of minor units in every currency",
    arguments: [
      ("JPY", "1000000000000000", "1000000000000001"),
      ("EUR", "10000000000000.00", "10000000000000.01"),
      ("EUR", "10000000000000", "10000000000001"),
      ("KWD", "1000000000000.000", "1000000000000.001"),
      ("CLF", "100000000000.0000", "100000000000.0001"),
      // The digits alone are within the limit; the decimals that they lack overflow 64 bits.
      ("CLF", "100000000000", "1000000000000000"), ("CLF", "-100000000000", "-999999999999999"),
    ]
  )
  func limit(_ code: String, _ within: String, _ beyond: String) throws {
    let currency = Currency(code)!
    #expect(try abs(Money(decimal: within, currency: currency).minorUnits) == Money.limit)
    #expect(throws: MoneyError.outOfRange) { try Money(decimal: beyond, currency: currency) }
    #expect(throws: MoneyError.outOfRange) {
      try Money(decimal: String(repeating: "9", count: 1000), currency: currency)
    }
  }

  @Test("minor units beyond the limit are no money")
  func minorUnits() {
    #expect(Money(minorUnits: Money.limit, currency: euro) != nil)
    #expect(Money(minorUnits: -Money.limit, currency: euro) != nil)
    #expect(Money(minorUnits: Money.limit + 1, currency: euro) == nil)
    #expect(Money(minorUnits: .min, currency: euro) == nil)
  }
}

@Suite("Money as it is reckoned with")
struct MoneyArithmeticTests {
  @Test("sums and differences are exact")
  func sums() throws {
    #expect(eur("0.10") + eur("0.20") == eur("0.30"))
    #expect(eur("0.10") - eur("0.20") == eur("-0.10"))
    #expect(-eur("0.10") == eur("-0.10"))
    #expect(eur("-0.10").magnitude == eur("0.10"))
    var balance = eur("1.00")
    balance += eur("0.01")
    balance -= eur("2.00")
    #expect(balance == eur("-0.99"))
    #expect(balance.isNegative && !balance.isPositive && !balance.isZero)
    #expect(try eur("1.00").adding(eur("-1.00")).isZero)
    #expect(eur("-1.00") < eur("0.99"))
  }

  @Test("sums from outside are refused where they have no meaning or no room")
  func refusedSums() {
    #expect(throws: MoneyError.mixedCurrencies("EUR", "JPY")) {
      try eur("1.00").adding(Money(1, yen))
    }
    let most = Money(Money.limit, euro)
    #expect(throws: MoneyError.outOfRange) { try most.adding(eur("0.01")) }
    #expect(throws: MoneyError.outOfRange) { try (-most).adding(eur("-0.01")) }
  }

  @Test("a sum may be more than any one amount, and is written and read as it is")
  func largeSums() throws {
    let most = Money(Money.limit, euro)
    let sum = (0..<8_999).reduce(most) { sum, _ in sum + most }
    #expect(sum.minorUnits == Money.sumLimit)
    let coded = try JSONEncoder().encode(sum)
    #expect(try JSONDecoder().decode(Money.self, from: coded) == sum)
    let strict = JSONDecoder()
    strict.userInfo = [Money.singleAmounts: true]
    #expect(throws: DecodingError.self) { try strict.decode(Money.self, from: coded) }
    #expect(throws: MoneyError.outOfRange) {
      try Money(decimal: "92233720368547758.08", currency: euro, within: Money.sumLimit)
    }
  }

  @Test("inside the domain, mixed currencies and sums beyond the limit stop the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro) + Money(1, Currency("JPY")!) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro) - Money(1, Currency("JPY")!) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro) < Money(1, Currency("JPY")!) }
    await #expect(processExitsWith: .failure) { _ = Money(Money.sumLimit, .euro) + Money(1, .euro) }
    await #expect(processExitsWith: .failure) { _ = Money(Money.sumLimit + 1, .euro) }
    await #expect(processExitsWith: .failure) {
      _ = Money(Money.sumLimit, .euro).scaled(by: 2, over: 1)
    }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro).scaled(by: 1, over: 0) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro).scaled(by: 1, over: -1) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro).allocated(by: []) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro).allocated(by: [0, 0]) }
    await #expect(processExitsWith: .failure) { _ = Money(1, .euro).allocated(by: [2, -1]) }
  }
}

@Suite("Rounding, rule R1")
struct RoundingTests {
  @Test(
    "a percentage is rounded once, half away from zero",
    arguments: [
      // rules.md R1: half-even and binary floats give 20.00 for the second.
      ("1234.55", "2", "24.69"), ("1000.25", "2", "20.01"), ("172.75", "2", "3.46"),
      ("1190.00", "2", "23.80"), ("-1000.25", "2", "-20.01"), ("0.24", "2", "0.00"),
      ("0.25", "2", "0.01"), ("-0.25", "2", "-0.01"), ("-0.24", "2", "0.00"),
      ("100.00", "0", "0.00"), ("100.00", "100", "100.00"), ("999.99", "0.0001", "0.00"),
      ("5000.00", "0.0001", "0.01"), ("1005.00", "0.5", "5.03"),
    ]
  )
  func percentages(_ amount: String, _ percent: String, _ share: String) {
    #expect(eur(amount).share(Percentage(percent)!) == eur(share))
  }

  @Test("500.00 paid in time at 2 % earns 500 x 0.02 / 0.98")
  func partialDiscount() {
    #expect(eur("500.00").scaled(by: 20_000, over: 980_000) == eur("10.20"))
    #expect(eur("297.00").scaled(by: 10_000, over: 990_000) == eur("3.00"))
    #expect(eur("294.00").scaled(by: 20_000, over: 980_000) == eur("6.00"))
    #expect(eur("693.00").scaled(by: 10_000, over: 990_000) == eur("7.00"))
  }

  @Test("rounding down goes toward zero, on both sides")
  func down() {
    #expect(eur("1000.25").share(Percentage("2")!, rounding: .down) == eur("20.00"))
    #expect(eur("-1000.25").share(Percentage("2")!, rounding: .down) == eur("-20.00"))
    #expect(eur("0.01").scaled(by: 999, over: 1000, rounding: .down) == eur("0.00"))
  }

  @Test("a minor unit is the currency's own")
  func otherExponents() {
    #expect(Money(1025, yen).share(Percentage("2")!) == Money(21, yen))
    #expect(Money(1_234_525, dinar).share(Percentage("2")!) == Money(24_691, dinar))
  }

  @Test("a factor's sign and size do not disturb, and the product may pass 64 bits")
  func extremes() {
    #expect(eur("10.00").scaled(by: -1, over: 3) == eur("-3.33"))
    #expect(eur("-10.00").scaled(by: -2, over: 3) == eur("6.67"))
    #expect(Money(Money.limit, euro).scaled(by: .max, over: .max) == Money(Money.limit, euro))
    #expect(Money(1, euro).scaled(by: 1, over: .max) == .zero(euro))
    #expect(Money(1, euro).scaled(by: .max / 2 + 1, over: .max) == Money(1, euro))
    #expect(Money(1, euro).scaled(by: .max / 2, over: .max) == .zero(euro))
  }

  @Test("against exact reckoning in 128 bits")
  func exhaustive() {
    for units in stride(from: Int64(-2005), through: 2005, by: 7) {
      for denominator in [Int64(1), 2, 3, 7, 100, 365, 1_000_000] {
        for numerator in [Int64(-3), 0, 1, 2, 50, 999_999] {
          let product = Int128(units) * Int128(numerator)
          let twice = 2 * (product < 0 ? -product : product) + Int128(denominator)
          let magnitude = twice / (2 * Int128(denominator))
          let expected = Int64(product < 0 ? -magnitude : magnitude)
          #expect(
            Money(units, euro).scaled(by: numerator, over: denominator).minorUnits == expected
          )
        }
      }
    }
  }
}

@Suite("Splitting an amount")
struct AllocationTests {
  @Test(
    "the parts add up, and the odd cents go to the largest remainders, the earlier first",
    arguments: [
      ("1.00", [1, 1, 1], ["0.34", "0.33", "0.33"]), ("0.05", [1, 1], ["0.03", "0.02"]),
      ("-1.00", [1, 1, 1], ["-0.34", "-0.33", "-0.33"]), ("0.00", [1, 2], ["0.00", "0.00"]),
      ("10.00", [0, 1], ["0.00", "10.00"]), ("0.01", [1, 1, 1], ["0.01", "0.00", "0.00"]),
      ("0.02", [1, 2, 2], ["0.00", "0.01", "0.01"]),
      // rules.md R2: 3.46 over 120.00 and 52.75.
      ("3.46", [12_000, 5275], ["2.40", "1.06"]),
      ("100.00", [7, 11, 13, 0], ["22.58", "35.48", "41.94", "0.00"]),
    ] as [(String, [Int64], [String])]
  )
  func parts(_ amount: String, _ weights: [Int64], _ parts: [String]) {
    #expect(eur(amount).allocated(by: weights) == parts.map(eur))
  }

  @Test("nothing is lost or made, whatever the amount and the weights")
  func conservation() {
    var seed: UInt64 = 42
    func random(_ bound: UInt64) -> Int64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((seed >> 11) % bound)
    }
    for _ in 0..<2000 {
      let total = Money(random(UInt64(2 * Money.limit)) - Money.limit, euro)
      let weights = (0...random(9)).map { _ in random(1_000_000_000) } + [1]
      let parts = total.allocated(by: weights)
      #expect(parts.reduce(.zero(euro), +) == total)
      for (part, weight) in zip(parts, weights) {
        let exact = Int128(total.minorUnits) * Int128(weight) / Int128(weights.reduce(0, +))
        #expect(abs(Int128(part.minorUnits) - exact) <= 1)
      }
    }
  }

  @Test("the largest amount and weights have room")
  func extremes() {
    let parts = Money(Money.limit, euro).allocated(by: [.max / 2, .max / 2])
    #expect(parts == [Money(Money.limit / 2, euro), Money(Money.limit / 2, euro)])
  }
}

import DomainKit
import Testing

@Suite("Currencies")
struct CurrencyTests {
  @Test(
    "currencies have the decimals of ISO 4217",
    arguments: [
      ("EUR", 2), ("USD", 2), ("GBP", 2), ("CHF", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0),
      ("CLP", 0), ("XAF", 0), ("KWD", 3), ("BHD", 3), ("TND", 3), ("IQD", 3), ("CLF", 4),
      ("UYW", 4), ("HUF", 2), ("MGA", 2), ("ZWG", 2), ("XCG", 2), ("VES", 2), ("SLE", 2),
    ]
  )
  func exponents(_ code: String, _ exponent: Int) throws {
    let currency = try #require(Currency(code))
    #expect(currency.exponent == exponent)
    #expect(currency.code == code)
    #expect(currency.scale == (0..<exponent).reduce(1) { power, _ in power * 10 })
  }

  @Test(
    "codes without a minor unit, withdrawn codes and other texts are refused",
    arguments: [
      "XAU", "XAG", "XPT", "XPD", "XDR", "XXX", "XTS", "XBA", "XSU", "XUA", "DEM", "FRF", "HRK",
      "BGN",
      "ANG", "ZWL", "SLL", "VEF", "eur", "Eur", "EU", "EURO", "", "€", "ＥＵＲ", "E R", "978",
    ]
  )
  func refused(_ code: String) {
    #expect(Currency(code) == nil)
  }

  @Test("currencies are ordered by their codes")
  func order() {
    let codes = ["USD", "EUR", "CHF", "EUR", "XAF"]
    #expect(codes.map { Currency($0)! }.sorted().map(\.code) == codes.sorted())
  }

  @Test("a literal that is no currency stops the program")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Currency(literal: "XAU") }
  }
}

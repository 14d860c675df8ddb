/// A currency of ISO 4217, with the number of decimals of its minor unit.
///
/// Codes without a minor unit (precious metals, test codes, SDR) are refused: nobody invoices in
/// them, and an amount could not be written.
package struct Currency: Hashable, Sendable {
  /// The three letters, big-endian, so that comparing numbers compares codes.
  private let packed: UInt32
  /// Decimals of the minor unit: 0 for JPY, 2 for EUR, 3 for KWD (ISO 4217, column "Mnr unt").
  package let exponent: Int

  package init?(_ code: String) {
    let letters = Array(code.utf8)
    guard letters.count == 3, letters.allSatisfy({ (0x41...0x5A).contains($0) }),
      let exponent = Self.exponents[code]
    else { return nil }
    packed = letters.reduce(0) { $0 << 8 | UInt32($1) }
    self.exponent = exponent
  }

  /// For a currency that the program states; traps on one that is none.
  package init(literal code: StaticString) {
    guard let currency = Currency("\(code)") else {
      preconditionFailure("\(code) is not a currency of ISO 4217")
    }
    self = currency
  }

  /// The alphabetic code: `EUR`.
  package var code: String {
    String(
      decoding: [UInt8(packed >> 16 & 0xFF), UInt8(packed >> 8 & 0xFF), UInt8(packed & 0xFF)],
      as: UTF8.self
    )
  }

  /// Every currency that an amount can have, in the order of the codes.
  package static var all: [Currency] { exponents.keys.compactMap { Currency($0) }.sorted() }

  /// Minor units in one major unit: 100 for EUR.
  package var scale: Int64 { Self.powersOfTen[exponent] }

  package static let euro = Currency(literal: "EUR")

  private static let powersOfTen: [Int64] = [1, 10, 100, 1000, 10_000]

  /// ISO 4217 list one, as amended to 2026; grouped by exponent because most have two decimals.
  private static let exponents: [String: Int] = {
    let groups: [(Int, String)] = [
      (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
      (
        2,
        """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN \
        BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP \
        GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT \
        LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN \
        NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE \
        SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES \
        WST XAD XCD XCG YER ZAR ZMW ZWG
        """
      ),
      (3, "BHD IQD JOD KWD LYD OMR TND"),
      (4, "CLF UYW"),
    ]
    var table: [String: Int] = [:]
    for (exponent, codes) in groups {
      for code in codes.split(separator: " ") { table[String(code)] = exponent }
    }
    return table
  }()
}

extension Currency: Comparable {
  package static func < (lhs: Currency, rhs: Currency) -> Bool { lhs.packed < rhs.packed }
}

extension Currency: TextCoded {
  package static let expected = "an ISO 4217 currency with a minor unit"

  package var description: String { code }
}

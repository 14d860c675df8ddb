/// A decimal number exactly as written: a quantity or a unit price, whose decimals no currency
/// bounds.
///
/// At most 18 digits; zeros that say nothing are dropped, so that equal numbers are the same value.
package struct ExactDecimal: Hashable, Sendable {
  /// The number times ten to the ``decimals``th.
  package let coefficient: Int64
  package let decimals: Int

  package static let maximumDigits = 18
  package static let zero = ExactDecimal(coefficient: 0, decimals: 0)

  private init(coefficient: Int64, decimals: Int) {
    self.coefficient = coefficient
    self.decimals = decimals
  }

  /// Reads what XML Schema calls a decimal: `-1.50`, `+2`, `.5`, `3.`; no exponent, no grouping.
  package init?(_ text: String) {
    var digits = Substring(text).utf8
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.contains(where: { !$0.isEmpty }),
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var fraction = parts.count == 2 ? Substring(parts[1]) : ""
    while fraction.last == "0" { fraction.removeLast() }
    let written = (Substring(parts[0]) + fraction).drop { $0 == "0" }
    guard written.utf8.count <= Self.maximumDigits, fraction.utf8.count <= Self.maximumDigits else {
      return nil
    }
    let value = written.isEmpty ? 0 : Int64(written) ?? 0
    coefficient = isNegative ? -value : value
    decimals = value == 0 ? 0 : fraction.utf8.count
  }

  /// `whole` with the decimal point so many digits from its end; nil beyond 18 digits.
  package init?(_ whole: Int64, decimals: Int = 0) {
    guard (0...Self.maximumDigits).contains(decimals) else { return nil }
    var (coefficient, decimals) = (whole, decimals)
    while decimals > 0, coefficient % 10 == 0 {
      (coefficient, decimals) = (coefficient / 10, decimals - 1)
    }
    let limit = Self.powersOfTen[Self.maximumDigits]
    guard -limit < coefficient, coefficient < limit else { return nil }
    self.coefficient = coefficient
    self.decimals = coefficient == 0 ? 0 : decimals
  }

  package var isNegative: Bool { coefficient < 0 }

  /// The sum; nil beyond 18 digits.
  package func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let decimals = max(decimals, other.decimals)
    guard let one = units(decimals), let two = other.units(decimals) else { return nil }
    let (sum, overflow) = one.addingReportingOverflow(two)
    return overflow ? nil : ExactDecimal(sum, decimals: decimals)
  }

  package static prefix func - (number: ExactDecimal) -> ExactDecimal {
    ExactDecimal(coefficient: -number.coefficient, decimals: number.decimals)
  }

  private func units(_ decimals: Int) -> Int64? {
    let (units, overflow) = coefficient.multipliedReportingOverflow(
      by: Self.powersOfTen[decimals - self.decimals]
    )
    return overflow ? nil : units
  }

  /// Up to ten to the 18th, in their order.
  private static let powersOfTen = Array(
    sequence(first: Int64(1)) { $0 < 1_000_000_000_000_000_000 ? $0 * 10 : nil }
  )
}

extension ExactDecimal: CustomStringConvertible {
  /// The shortest way to write it: `-0.5`, not `-0.50`.
  package var description: String {
    let digits = String(coefficient.magnitude)
    let sign = coefficient < 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}

/// A share of an amount, exact to a ten-thousandth of a percent: 2 % is 20,000 parts per million.
package struct Percentage: Hashable, Sendable {
  package let partsPerMillion: Int64

  /// One hundred percent.
  package static let whole: Int64 = 1_000_000

  /// Nil below 0 % and above 100 %.
  package init?(partsPerMillion: Int64) {
    guard (0...Self.whole).contains(partsPerMillion) else { return nil }
    self.partsPerMillion = partsPerMillion
  }

  /// Reads a decimal number of percents: `2`, `1.5`, `0.25`; at most four decimals.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), (1...3).contains(parts[0].count),
      parts.count == 1 || (1...4).contains(parts[1].count),
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    var value: Int64 = 0
    for digit in parts.joined() { value = value * 10 + Int64(digit - 0x30) }
    for _ in (parts.count == 2 ? parts[1].count : 0)..<4 { value *= 10 }
    self.init(partsPerMillion: value)
  }

  /// For a percentage that the program states; traps on one that is none.
  package init(literal text: StaticString) {
    guard let percentage = Percentage("\(text)") else {
      preconditionFailure("\(text) is not a percentage")
    }
    self = percentage
  }
}

extension Percentage: TextCoded {
  package static let expected = "a percentage from 0 to 100 with at most four decimals"

  /// The shortest decimal number of percents: `1.5`, not `1.50`.
  package var description: String {
    let whole = partsPerMillion / 10_000
    let fraction = partsPerMillion % 10_000
    guard fraction > 0 else { return String(whole) }
    var digits = String(fraction)
    digits = String(repeating: "0", count: 4 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

import DomainKit
import Remittance

/// The numbers of one series from a first to a last one: `INV-2026-0042` to `INV-2026-0047`.
struct NumberRange {
  private let prefix: Substring
  private let places: ClosedRange<Int>
  private let digits: Int

  /// Of two keys of ``DocumentNumber/key(_:)``; nil where they are of different series.
  init?(_ one: String, _ other: String) {
    guard let first = Self.parts(of: one), let last = Self.parts(of: other),
      first.prefix == last.prefix, first.digits == last.digits
    else { return nil }
    (prefix, digits) = (first.prefix, first.digits)
    places = min(first.place, last.place)...max(first.place, last.place)
  }

  func contains(_ number: InvoiceNumber) -> Bool {
    let key = DocumentNumber.key(number.rawValue)
    guard let parts = Self.parts(of: key) else { return false }
    return parts.prefix == prefix && parts.digits == digits && places.contains(parts.place)
  }

  /// The digits at the end count; what stands before them names the series.
  private static func parts(
    of key: String
  ) -> (prefix: Substring, place: Int, digits: Int)? {
    let digits = key.utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      .count
    guard (1...15).contains(digits), let place = Int(key.suffix(digits)) else { return nil }
    return (key.dropLast(digits), place, digits)
  }
}

import DomainKit
import TextLines

/// What was ordered and what banks took on the way, where an entry tells it: SWIFT's words behind
/// the statement line, `/OCMT/EUR50,//CHGS/EUR3,`, or those of a German purpose,
/// `OAMT+50,00 COAM+3,00`.
///
/// What cannot be read is as good as absent: the entry's own amount counts.
struct MT940OriginalAmount {
  var amount: Money?
  var charges: [Money] = []

  /// `fields`: what stands behind the statement line, and field 86.
  init(_ fields: [[String]], _ details: MT940Information, _ currency: Currency) {
    let texts = fields.map { $0.map(\.trimmed).joined() }
    func amount(_ word: String, or other: String?) -> Money? {
      let told = texts.lazy.compactMap { Self.value(of: word, in: $0) }.first
      if let told { return Self.money(told, nil) }
      return other.flatMap { Self.money($0, currency) }
    }
    self.amount = amount("OCMT", or: details.originalAmount)
    let charge = amount("CHGS", or: details.compensation)
    charges = [charge].compactMap { $0 }.filter(\.isPositive)
  }

  /// What stands between a word between slashes and the next slash; nil where the word does not
  /// stand.
  private static func value(of word: String, in text: String) -> String? {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let place = parts.indices.dropFirst().first { parts[$0].elementsEqual(word.utf8) }
    guard let place, place + 1 < parts.count else { return nil }
    return String(Substring(parts[place + 1]))
  }

  /// An amount that may have its currency before it; without `otherwise` it must.
  private static func money(_ text: String, _ otherwise: Currency?) -> Money? {
    let code = text.utf8.prefix(3)
    let isCoded = code.count == 3 && code.allSatisfy { (0x41...0x5A).contains($0) }
    let currency = isCoded ? Currency(String(Substring(code))) : otherwise
    guard let currency else { return nil }
    let digits = text.utf8.dropFirst(isCoded ? 3 : 0)
      .drop { $0 == 0x20 }
      .prefix {
        FieldValue.isDigit($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".")
      }
    return try? FieldValue.commaAmount(String(Substring(digits)), currency)
  }
}

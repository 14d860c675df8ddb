import DomainKit
import TextLines

/// What was ordered and what banks took on the way, where an entry tells it: SWIFT's words behind
/// the statement line, `/OCMT/EUR50,//CHGS/EUR3,/EXCH/0,92`, or those of a German purpose,
/// `OAMT+50,00 COAM+3,00`.
///
/// What cannot be read is as good as absent: the entry's own amount counts.
struct MT940OriginalAmount {
  var amount: Money?
  var charges: [Money] = []
  /// SWIFT's `EXCH` is a number alone: of which of the two currencies it is the unit, only the
  /// amounts say.
  var exchange: BankExchange?

  /// `fields`: what stands behind the statement line, and field 86; `booked`: the entry's amount.
  init(_ fields: [[String]], _ details: MT940Information, _ booked: Money) {
    let currency = booked.currency
    let texts = fields.map { $0.map(\.trimmed).joined() }
    func amount(_ word: String, or other: String?) -> Money? {
      let told = texts.lazy.compactMap { Self.value(of: word, in: $0) }.first
      if let told { return Self.money(told, nil) }
      return other.flatMap { Self.money($0, currency) }
    }
    self.amount = amount("OCMT", or: details.originalAmount)
    let charge = amount("CHGS", or: details.compensation)
    charges = [charge].compactMap { $0 }.filter(\.isPositive)
    if let amount = self.amount {
      let rate = texts.lazy.compactMap { Self.value(of: "EXCH", in: $0) }.first
      exchange = rate.flatMap { Self.exchange($0, of: amount, booked) }
    }
  }

  private static func exchange(_ rate: String, of amount: Money, _ booked: Money) -> BankExchange? {
    let point = UInt8(ascii: ".")
    let decimal = rate.utf8.map { $0 == UInt8(ascii: ",") ? point : $0 }
    var digits = String(decoding: decimal, as: UTF8.self).trimmed
    if digits.last == "." { digits.removeLast() }
    let stated = StatedExchange(
      source: amount.currency,
      target: booked.currency,
      rate: ExchangeFactor(digits)
    )
    guard let told = stated.reading(beside: [amount, booked]), !told.isContradicted else {
      return nil
    }
    return told.exchange
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

import DomainKit

/// Amounts, counts and days as most formats write them.
enum FieldValue {
  /// A count of things, at most nine digits.
  static func count(_ text: String) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ isDigit($0) }) else {
      return nil
    }
    return Int(text)
  }

  /// Digits with a decimal point, not negative: decimals beyond the currency's minor unit must be
  /// zeros.
  static func amount(_ text: String, _ currency: Currency) throws(MoneyError) -> Money {
    var digits = Substring(text)
    if digits.first == "+" { digits = digits.dropFirst() }
    if let point = digits.firstIndex(of: ".") {
      let whole = digits[..<point]
      var fraction = digits[digits.index(after: point)...]
      guard !whole.isEmpty || !fraction.isEmpty else { throw .notDecimal(text) }
      while fraction.utf8.count > currency.exponent, fraction.last == "0" {
        fraction = fraction.dropLast()
      }
      let kept = (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
      digits = kept
    }
    guard digits.first != "-" else { throw .notDecimal(text) }
    do {
      return try Money(decimal: String(digits), currency: currency)
    } catch {
      // In the bank's words, not in the shortened ones.
      switch error {
      case .notDecimal: throw .notDecimal(text)
      case .tooPrecise(_, let exponent): throw .tooPrecise(text, exponent: exponent)
      case .mixedCurrencies, .outOfRange: throw error
      }
    }
  }

  /// As SWIFT and many others write amounts: with a decimal comma, which may be the last character.
  ///
  /// A point is taken for the comma: some banks write one.
  static func commaAmount(_ text: String, _ currency: Currency) throws(MoneyError) -> Money {
    let comma = UInt8(ascii: ",")
    let point = UInt8(ascii: ".")
    var decimal = String(decoding: text.utf8.map { $0 == comma ? point : $0 }, as: UTF8.self)
    if decimal.last == "." { decimal.removeLast() }
    do {
      return try amount(decimal, currency)
    } catch {
      if case .notDecimal = error { throw .notDecimal(text) }
      throw error
    }
  }

  /// Digits whose last ones are the minor unit, the decimals being implied; at most 18 of them.
  static func impliedAmount(_ text: some StringProtocol, _ currency: Currency) -> Money? {
    guard (1...18).contains(text.utf8.count), isDigits(text), let units = Int64(text) else {
      return nil
    }
    return Money(minorUnits: units, currency: currency)
  }

  /// `YYYYMMDD`.
  static func date(_ text: some StringProtocol) -> CalendarDate? {
    guard text.utf8.count == 8, isDigits(text), let number = Int(text) else { return nil }
    return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }

  /// `YYMMDD`: the years 80 to 99 are of the last century.
  static func shortDate(_ text: some StringProtocol) -> CalendarDate? {
    guard text.utf8.count == 6, isDigits(text), let number = Int(text) else { return nil }
    let year = number / 10_000
    return CalendarDate(
      year: year < 80 ? 2000 + year : 1900 + year,
      month: number / 100 % 100,
      day: number % 100
    )
  }

  /// The same for a field of a record.
  static func shortDate(_ text: String, of field: String) throws(FieldFault) -> CalendarDate {
    guard let date = shortDate(text) else {
      throw FieldFault(.invalidDate, field, "'\(text)' is no day: expected YYMMDD")
    }
    return date
  }

  /// `DDMMYY`, with the same centuries.
  static func dayFirstDate(_ text: some StringProtocol) -> CalendarDate? {
    guard text.utf8.count == 6 else { return nil }
    let parts = Array(text.utf8)
    return shortDate(String(decoding: parts[4...5] + parts[2...3] + parts[0...1], as: UTF8.self))
  }

  static func isDigits(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { isDigit($0) }
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension String {
  /// Without spaces, in upper case: how account numbers are compared.
  var asAccountNumber: String {
    let kept = utf8.filter { !Self.isSpace($0) }
    return String(decoding: kept, as: UTF8.self).uppercased()
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
  }
}

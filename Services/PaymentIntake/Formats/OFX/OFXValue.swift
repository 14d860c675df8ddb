import DomainKit

/// Amounts and dates as OFX has them.
enum OFXValue {
  /// Signed, with a decimal point or comma.
  ///
  /// Spaces between thousands are left out, since banks write them. A single comma with three
  /// digits behind it is refused: it may mean thousands.
  static func amount(
    _ text: String,
    _ currency: Currency,
    _ field: String
  ) throws(FieldFault) -> Money {
    var digits = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
    let isNegative = digits.hasPrefix("-")
    if isNegative || digits.hasPrefix("+") { digits.removeFirst() }
    guard !digits.hasPrefix("+") else { throw FieldFault(.notDecimal(text), field, text) }
    if let comma = digits.firstIndex(of: ","), digits[comma...].utf8.count == 4,
      currency.exponent < 3
    {
      throw FieldFault(
        .invalidAmount,
        field,
        "'\(text)' is ambiguous: the comma may stand before decimals or between thousands"
      )
    }
    do throws(MoneyError) {
      let money = try FieldValue.commaAmount(digits, currency)
      return isNegative ? -money : money
    } catch {
      throw FieldFault(error, field, text)
    }
  }

  /// `20260310120000.000[-5:EST]`: the day as it is written, whatever the zone.
  static func date(_ text: String) -> CalendarDate? { FieldValue.date(text.prefix(8)) }
}

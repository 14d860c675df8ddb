import DomainKit
import TextLines

/// A balance: `C170119PLN0,40` is 0.40 PLN in favour of the account's owner.
struct MT940Balance {
  var amount: Money
  /// Nil where the calendar does not have the day.
  var date: CalendarDate?

  init(_ text: String) throws(FieldFault) {
    let bytes = Array(text.trimmed.utf8)
    guard bytes.count >= 11, bytes[0] == UInt8(ascii: "C") || bytes[0] == UInt8(ascii: "D") else {
      throw FieldFault(
        .invalidField,
        "mark",
        "'\(text)' is no balance: expected C or D, a date, a currency and an amount"
      )
    }
    guard bytes[1..<7].allSatisfy({ FieldValue.isDigit($0) }) else {
      throw FieldFault(.invalidDate, "date", "'\(text)' has no date of six digits after its mark")
    }
    date = FieldValue.shortDate(String(decoding: bytes[1..<7], as: UTF8.self))
    let code = String(decoding: bytes[7..<10], as: UTF8.self)
    guard let currency = Currency(code) else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(code)' is no currency of ISO 4217 with a minor unit"
      )
    }
    let digits = String(decoding: bytes[10...], as: UTF8.self)
    do throws(MoneyError) {
      let money = try FieldValue.commaAmount(digits, currency)
      amount = bytes[0] == UInt8(ascii: "D") ? -money : money
    } catch {
      throw FieldFault(error, "amount", digits)
    }
  }
}

/// What MT942 says of all its entries of one direction: `:90C:3PLN0,03` is three, of 0.03 PLN.
struct MT940Sum {
  var count: Int
  var amount: Money

  init(_ text: String) throws(FieldFault) {
    let bytes = Array(text.trimmed.utf8)
    let digits = bytes.prefix { FieldValue.isDigit($0) }
    guard let count = FieldValue.count(String(decoding: digits, as: UTF8.self)),
      bytes.count >= digits.count + 3
    else {
      throw FieldFault(.invalidField, "count", "'\(text)' is no count, currency and amount")
    }
    self.count = count
    let code = String(decoding: bytes[digits.count..<(digits.count + 3)], as: UTF8.self)
    guard let currency = Currency(code) else {
      throw FieldFault(.invalidCurrency, "currency", "'\(code)' is no currency of ISO 4217")
    }
    let amountText = String(decoding: bytes[(digits.count + 3)...], as: UTF8.self)
    do throws(MoneyError) {
      amount = try FieldValue.commaAmount(amountText, currency)
    } catch {
      throw FieldFault(error, "amount", amountText)
    }
  }
}

import DomainKit

/// Amounts, days and currencies as AEB43 writes them.
enum AEB43Value {
  /// ISO 4217's numbers of the currencies in which Spanish banks keep accounts.
  private static let currencies = [
    "036": "AUD", "124": "CAD", "208": "DKK", "392": "JPY", "484": "MXN", "578": "NOK",
    "752": "SEK", "756": "CHF", "826": "GBP", "840": "USD", "978": "EUR",
  ]

  static func currency(_ number: String) throws(FieldFault) -> Currency {
    guard let currency = currencies[number].flatMap({ Currency($0) }) else {
      throw FieldFault(
        .invalidCurrency,
        "currency",
        "'\(number)' is no currency that is read: expected a number such as 978, the euro"
      )
    }
    return currency
  }

  /// Fourteen digits, the last two of them decimals, whatever the currency.
  static func amount(
    _ digits: String,
    _ currency: Currency,
    _ field: String
  ) throws(FieldFault) -> Money {
    guard digits.utf8.count == 14, FieldValue.isDigits(digits) else {
      throw FieldFault(.invalidAmount, field, "'\(digits)' is no amount: expected 14 digits")
    }
    do throws(MoneyError) {
      return try FieldValue.amount("\(digits.prefix(12)).\(digits.suffix(2))", currency)
    } catch {
      throw FieldFault(error, field, digits)
    }
  }

  /// 1 is a debit (*debe*), 2 a credit (*haber*).
  static func direction(_ code: String, _ field: String) throws(FieldFault) -> BankDirection {
    switch code {
    case "1": return .debit
    case "2": return .credit
    default: throw FieldFault(.invalidField, field, "'\(code)' is not expected: 1 or 2 is")
    }
  }
}

import DomainKit

/// Amounts of remittance advices, which may be below zero.
enum AdviceAmount {
  /// The sum of a credit note or of an adjustment in the payer's favour is negative.
  static func signed(
    _ text: String,
    _ currency: Currency,
    decimal: UInt8 = UInt8(ascii: ".")
  ) throws(FieldFault) -> Money {
    let isNegative = text.hasPrefix("-")
    var digits = isNegative ? String(text.dropFirst()) : text
    if decimal != UInt8(ascii: ".") {
      guard !digits.contains(".") else { throw Self.fault(text) }
      digits = digits.replacing(String(UnicodeScalar(decimal)), with: ".")
    }
    do throws(MoneyError) {
      let amount = try FieldValue.amount(digits, currency)
      return isNegative ? -amount : amount
    } catch {
      throw FieldFault(error, "amount", text)
    }
  }

  private static func fault(_ text: String) -> FieldFault {
    FieldFault(.invalidAmount, "amount", "'\(text)' is no amount: expected a decimal")
  }

  /// Nil when it is more than can be added up.
  static func sum(_ amounts: [Money], _ currency: Currency) -> Money? {
    var sum = Money.zero(currency)
    for amount in amounts {
      guard let larger = try? sum.adding(amount) else { return nil }
      sum = larger
    }
    return sum
  }
}

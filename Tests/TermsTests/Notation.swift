import DomainKit
import Terms

/// The tests' notation.
func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
func day(_ text: String) -> CalendarDate { certainly(CalendarDate(text), text) }
func percent(_ text: String) -> Percentage { certainly(Percentage(text), text) }
func portion(_ text: String) -> Portion { certainly(Portion(text), text) }

/// What a test writes down is valid, or the test is wrong.
private func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is not a \(Value.self)") }
  return value
}

func days(_ days: Int) -> DateRule { DateRule(days: days) }

extension DiscountTier {
  static func within(_ days: Int, _ percent: String) -> DiscountTier {
    DiscountTier(TermsTests.percent(percent), until: DateRule(days: days))
  }
}

extension CreditTerms {
  static func net(_ days: Int, _ discounts: DiscountTier...) -> CreditTerms {
    CreditTerms(due: DateRule(days: days), discounts: discounts)
  }

  /// Parts of the total on their dates; the last takes what is left.
  static func parts(_ parts: [String], _ dates: DateRule...) -> CreditTerms {
    let lines = zip(parts, dates).map { TermsLine(.ofTotal(portion($0)), due: $1) }
    return CreditTerms(lines: lines + dates.suffix(1).map { TermsLine(.remainder, due: $0) })
  }

  func instalments(of gross: Money, issued: String = "2026-03-01") -> [Instalment] {
    instalments(of: gross, net: gross, issued: day(issued))
  }

  func amounts(of gross: Money) -> [Int64] { instalments(of: gross).map(\.amount.minorUnits) }
}

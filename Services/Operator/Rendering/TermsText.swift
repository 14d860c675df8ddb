import DomainKit
package import Terms

/// Terms in the words of who grants them.
extension CreditTerms {
  /// One text a line: `50 %: 30 days end of month; 2 % by 10 days`.
  var texts: [String] {
    lines.map { line in
      let share = lines.count == 1 ? "" : "\(line.share.text): "
      let discounts = line.discounts.map { "; \($0.percent) % by \($0.lastDate.text)" }
      return share + line.due.text + discounts.joined()
    } + conditions
  }

  private var conditions: [String] {
    var conditions: [String] = []
    if lines.contains(where: { !$0.discounts.isEmpty }), discountBase != .taxIncluded {
      let base = discountBase == .mixed ? "before tax, which is lowered" : "before tax, which stays"
      conditions.append("discounts are of the amount \(base)")
    }
    if lines.contains(where: { !$0.discounts.isEmpty }), !partialDiscounts {
      conditions.append("discounts are for paying the whole")
    }
    if graceDays > 0 { conditions.append("with \(graceDays) days of grace") }
    return conditions
  }
}

extension TermsLine.Share {
  fileprivate var text: String {
    switch self {
    case .fixed(let amount): "\(amount)"
    case .ofTotal(let portion): "\(portion.text) of the total"
    case .ofRemainder(let portion): "\(portion.text) of the remainder"
    case .remainder: "the remainder"
    }
  }
}

extension Portion {
  /// A percentage, or a fraction where it is none.
  fileprivate var text: String { description.contains("/") ? description : "\(self) %" }
}

extension DateRule {
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  fileprivate var text: String {
    var parts: [String] = []
    if months > 0 { parts.append(DisplayText.count(months, "month")) }
    if endOfMonth == .beforeDays { parts.append("end of month") }
    if days > 0 { parts.append("\(days) days") }
    if endOfMonth == .afterDays { parts.append("end of month") }
    if let dayOfMonth { parts.append("then the next day \(dayOfMonth) of a month") }
    if let weekday { parts.append("then the next \(Self.weekdays[weekday - 1])") }
    return parts.isEmpty ? "at once" : parts.joined(separator: " ")
  }
}

extension Rendering {
  /// Terms in one line of text.
  package static func terms(_ terms: CreditTerms) -> String {
    terms.texts.joined(separator: ", ")
  }
}

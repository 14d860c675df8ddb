import DomainKit
import EInvoices
package import Messages
import Terms

/// Discounts within the words of the terms (BT-20), each in a line of its own as XRechnung has them
/// (rule BR-DE-18): `#SKONTO#TAGE=14#PROZENT=2.00#`, and `BASISBETRAG=500.00#` behind that where
/// they are of another amount than what is due (BT-115).
struct DiscountLines {
  struct Discount: Hashable {
    var days: Int
    var percent: Percentage
    /// None: what is due.
    var base: Money?
  }

  static let expectation =
    "expected #SKONTO#TAGE=14#PROZENT=2.00#, as XRechnung writes it (BR-DE-18)"
  private static let mark = "#SKONTO"
  /// Interest on what is paid late; the terms of payment are no place where that is agreed.
  private static let interestMark = "#VERZUG"

  /// The other lines; nil where there are none.
  private(set) var words: String?
  /// Each once, in the order of their days.
  private(set) var discounts: [Discount] = []
  /// Lines that are meant as discounts.
  private(set) var unreadable: [String] = []

  init(_ terms: String?, in currency: Currency) {
    let lines = (terms ?? "").split(whereSeparator: \.isNewline).map(Self.trimmed)
    let others = lines.filter { !$0.hasPrefix(Self.mark) && !$0.hasPrefix(Self.interestMark) }
    words = others.isEmpty ? nil : others.joined(separator: "\n")
    for line in lines where line.hasPrefix(Self.mark) {
      guard let discount = Self.discount(line, currency) else {
        unreadable.append(line)
        continue
      }
      if !discounts.contains(discount) { discounts.append(discount) }
    }
    discounts.sort { $0.days < $1.days }
  }

  private static func trimmed(_ line: Substring) -> String {
    let start = line.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) }
    return String(start[..<(end ?? start.startIndex)])
  }

  private static func discount(_ line: String, _ currency: Currency) -> Discount? {
    let parts = line.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    guard (5...6).contains(parts.count), parts[0].isEmpty, parts[1] == "SKONTO",
      parts[parts.count - 1].isEmpty,
      let written = value("TAGE", parts[2]), let days = Int(written),
      written.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let percent = value("PROZENT", parts[3]).flatMap({ Percentage($0) })
    else { return nil }
    guard parts.count == 6 else { return Discount(days: days, percent: percent) }
    guard let amount = value("BASISBETRAG", parts[4]),
      let base = try? Money(decimal: amount, currency: currency)
    else { return nil }
    return Discount(days: days, percent: percent, base: base)
  }

  private static func value(_ name: String, _ part: String) -> String? {
    part.hasPrefix(name + "=") ? String(part.dropFirst(name.utf8.count + 1)) : nil
  }

  // MARK: - Terms

  /// The discounts on what is due by a rule.
  func terms(due: DateRule) -> CreditTerms {
    CreditTerms(
      due: due,
      discounts: discounts.map { DiscountTier($0.percent, until: DateRule(days: $0.days)) }
    )
  }

  /// What the discounts are a percentage of; nil where terms cannot say it.
  func base(of totals: InvoiceTotals) -> DiscountBase? {
    let bases = Set(discounts.map { $0.base ?? totals.due })
    if bases == [totals.due] { return .taxIncluded }
    return bases == [totals.withoutVAT] ? .taxExcluded : nil
  }
}

extension EInvoiceBilling {
  /// The discounts of an invoice in lines as XRechnung has them, before words of its terms.
  ///
  /// Nothing but a line's end may follow the last of them. Nil where such lines cannot state them:
  /// none are offered, on one of several instalments, or by finer percentages.
  package static func termsWithDiscountLines(
    _ words: String,
    of issued: InvoiceIssued
  ) -> String? {
    guard issued.items.count == 1, let item = issued.items.first, !item.discounts.isEmpty,
      !words.contains("#")
    else { return nil }
    var lines: [String] = []
    for offer in item.discounts {
      let hundredths = offer.percent.partsPerMillion / 100
      guard offer.percent.partsPerMillion % 100 == 0, issued.issueDate <= offer.lastDate else {
        return nil
      }
      let days = issued.issueDate.days(until: offer.lastDate)
      let cents = hundredths % 100
      let percent = "\(hundredths / 100).\(cents < 10 ? "0" : "")\(cents)"
      let base = offer.base == item.amount ? "" : "BASISBETRAG=\(offer.base.decimal)#"
      lines.append("#SKONTO#TAGE=\(days)#PROZENT=\(percent)#\(base)")
    }
    return (lines + [words]).joined(separator: "\n")
  }
}

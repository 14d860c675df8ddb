import DomainKit

/// A rule of EN 16931 that an invoice breaks.
struct BrokenRule: Hashable, Sendable {
  /// Such as `BR-CO-16`.
  var rule: String
  var text: String

  /// Whether it is about amounts that contradict each other.
  var isArithmetic: Bool { rule.hasPrefix("BR-CO-1") && rule != "BR-CO-18" }
}

/// What the totals of an invoice must add up to (EN 16931-1, 6.4.2).
///
/// Every sum is exact to the last cent; only the tax of a rate may differ from the rate's share of
/// its base by less than one unit of the currency, as in the official rules.
enum InvoiceArithmetic {
  static func brokenRules(_ invoice: ElectronicInvoice) -> [BrokenRule] {
    let detail = invoice.specification.detail
    return (detail == .lines ? lines(invoice) : [])
      + (detail == .totals ? [] : sums(invoice) + breakdown(invoice))
      + grandTotals(invoice.totals) + (detail == .totals ? [] : dueDate(invoice))
  }

  /// The sums of a document whose parts are not read.
  static func brokenTotals(_ totals: InvoiceTotals) -> [BrokenRule] {
    withoutVAT(totals) + grandTotals(totals)
  }

  private static func lines(_ invoice: ElectronicInvoice) -> [BrokenRule] {
    guard let stated = invoice.totals.lines else { return [] }
    let sum = total(invoice.lines.map(\.net), invoice.currency)
    return check("BR-CO-10", "BT-106 sum of lines", stated, "the lines' amounts", sum)
  }

  private static func sums(_ invoice: ElectronicInvoice) -> [BrokenRule] {
    let totals = invoice.totals
    let zero = Money.zero(invoice.currency)
    func sum(_ kind: AllowanceCharge.Kind) -> Money? {
      let changes = invoice.allowancesAndCharges.filter { $0.kind == kind }
      return total(changes.map(\.amount), invoice.currency)
    }
    return check(
      "BR-CO-11",
      "BT-107 allowances",
      totals.allowances ?? zero,
      "the document's allowances",
      sum(.allowance)
    )
      + check(
        "BR-CO-12",
        "BT-108 charges",
        totals.charges ?? zero,
        "the document's charges",
        sum(.charge)
      ) + withoutVAT(totals)
  }

  private static func withoutVAT(_ totals: InvoiceTotals) -> [BrokenRule] {
    guard let lines = totals.lines else { return [] }
    let zero = Money.zero(lines.currency)
    return check(
      "BR-CO-13",
      "BT-109 total without VAT",
      totals.withoutVAT,
      "lines less allowances plus charges",
      lines - (totals.allowances ?? zero) + (totals.charges ?? zero)
    )
  }

  private static func breakdown(_ invoice: ElectronicInvoice) -> [BrokenRule] {
    let zero = Money.zero(invoice.currency)
    let sum = check(
      "BR-CO-14",
      "BT-110 VAT",
      invoice.totals.vat ?? zero,
      "the VAT of the breakdown",
      total(invoice.vatBreakdown.map(\.tax), invoice.currency)
    )
    let rates = invoice.vatBreakdown.flatMap { part -> [BrokenRule] in
      let share = part.rate.percent.map { part.taxable.share($0) } ?? zero
      let difference = (part.tax - share).magnitude
      guard difference.minorUnits >= invoice.currency.scale else { return [] }
      let percent = part.rate.percent.map { "\($0) %" } ?? "no rate"
      return [
        BrokenRule(
          rule: "BR-CO-17",
          text: "BT-117 is \(part.tax), but \(percent) of \(part.taxable) is \(share)"
        )
      ]
    }
    return sum + rates
  }

  private static func grandTotals(_ totals: InvoiceTotals) -> [BrokenRule] {
    let zero = Money.zero(totals.due.currency)
    return check(
      "BR-CO-15",
      "BT-112 total with VAT",
      totals.withVAT,
      "total without VAT plus VAT",
      totals.withoutVAT + (totals.vat ?? zero)
    )
      + check(
        "BR-CO-16",
        "BT-115 amount due",
        totals.due,
        "total with VAT less prepaid plus rounding",
        totals.withVAT - (totals.prepaid ?? zero) + (totals.rounding ?? zero)
      )
  }

  /// A credit note is due at no day.
  private static func dueDate(_ invoice: ElectronicInvoice) -> [BrokenRule] {
    guard invoice.totals.due.isPositive, !invoice.type.isCreditNote, invoice.dueDate == nil,
      invoice.terms == nil
    else { return [] }
    return [
      BrokenRule(
        rule: "BR-CO-25",
        text:
          "\(invoice.totals.due) is due, but neither a due date (BT-9) nor terms (BT-20) say when"
      )
    ]
  }

  private static func check(
    _ rule: String,
    _ term: String,
    _ stated: Money,
    _ parts: String,
    _ sum: Money?
  ) -> [BrokenRule] {
    guard stated != sum else { return [] }
    let made = sum.map { "make \($0)" } ?? "are beyond every limit"
    return [BrokenRule(rule: rule, text: "\(term) is \(stated), but \(parts) \(made)")]
  }

  /// The sum of amounts that a stranger stated; nil beyond what a sum may be.
  static func total(_ amounts: [Money], _ currency: Currency) -> Money? {
    var units: Int64 = 0
    for amount in amounts {
      units += amount.minorUnits
      guard abs(units) <= Money.sumLimit else { return nil }
    }
    return Money(units, currency)
  }
}

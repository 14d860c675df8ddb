package import DomainKit

/// When a customer pays which part of an invoice, and what paying early is worth.
///
/// They are applied once, when an invoice is issued: ``instalments(of:net:issued:)``. What is
/// agreed on later changes nothing of that.
package struct CreditTerms: Hashable, Sendable {
  /// In the order in which they take their part; the last takes what is left.
  package var lines: [TermsLine]
  package var discountBase: DiscountBase
  /// Days after a discount's last date on which it is still granted, although nobody is told.
  package var graceDays: Int
  /// Whether a payment of a part in time earns its share of the discount (rules R1).
  package var partialDiscounts: Bool

  package init(
    lines: [TermsLine],
    discountBase: DiscountBase = .taxIncluded,
    graceDays: Int = 0,
    partialDiscounts: Bool = true
  ) {
    self.lines = lines
    self.discountBase = discountBase
    self.graceDays = graceDays
    self.partialDiscounts = partialDiscounts
  }

  /// The whole amount on one date.
  package init(
    due: DateRule,
    discounts: [DiscountTier] = [],
    discountBase: DiscountBase = .taxIncluded,
    graceDays: Int = 0,
    partialDiscounts: Bool = true
  ) {
    self.init(
      lines: [TermsLine(.remainder, due: due, discounts: discounts)],
      discountBase: discountBase,
      graceDays: graceDays,
      partialDiscounts: partialDiscounts
    )
  }

  /// The discount by which an invoice's tax is lowered from the beginning; none unless the terms
  /// are ``DiscountBase/mixed``.
  package var taxDiscount: Percentage? {
    discountBase == .mixed ? lines.first?.discounts.first?.percent : nil
  }
}

/// A part of an invoice's amount, its due date, and the discounts on it.
package struct TermsLine: Hashable, Sendable {
  /// How much of the amount a line takes; never more than the lines before it left.
  package enum Share: Hashable, Sendable {
    case fixed(Money)
    case ofTotal(Portion)
    /// Lines of this kind that follow each other share one base: what was left before the first.
    case ofRemainder(Portion)
    case remainder
  }

  package var share: Share
  package var due: DateRule
  /// The best first; each later one lasts longer.
  package var discounts: [DiscountTier]

  package init(_ share: Share, due: DateRule, discounts: [DiscountTier] = []) {
    self.share = share
    self.due = due
    self.discounts = discounts
  }
}

/// What may be deducted by who pays until a date.
package struct DiscountTier: Hashable, Codable, Sendable {
  package var percent: Percentage
  package var lastDate: DateRule

  package init(_ percent: Percentage, until lastDate: DateRule) {
    self.percent = percent
    self.lastDate = lastDate
  }
}

/// What a discount is a percentage of, and whether it lowers the tax (rules R2).
package enum DiscountBase: String, CaseIterable, Codable, Sendable {
  /// Of the amount with its tax, both of which it lowers.
  case taxIncluded = "tax-included"
  /// Of the amount before tax; the tax stays.
  case taxExcluded = "tax-excluded"
  /// Of the amount before tax; the invoice's tax is that of the lowered amount from the beginning.
  case mixed
}

/// What is wrong with terms, and in which field.
package struct TermsFault: Error, Hashable, Sendable {
  package let field: String
  package let text: String

  init(_ field: String, _ text: String) {
    self.field = field
    self.text = text
  }
}

enum Limits {
  static let lines = 1...60
  static let tiers = 5
  static let months = 0...60
  static let days = 0...999
  static let graceDays = 0...90
  /// Of a notation, in bytes.
  static let notationBytes = 200
}

extension CreditTerms {
  /// Everything that is wrong; terms with none apply to any amount of the currency.
  package func faults(in currency: Currency? = nil) -> [TermsFault] {
    var faults: [TermsFault] = []
    if !Limits.lines.contains(lines.count) {
      faults.append(TermsFault("lines", "\(lines.count) are not 1 to \(Limits.lines.upperBound)"))
    }
    if !Limits.graceDays.contains(graceDays) {
      faults.append(
        TermsFault("graceDays", "\(graceDays) are not 0 to \(Limits.graceDays.upperBound)")
      )
    }
    for (index, line) in lines.enumerated() {
      let field = "lines[\(index)]"
      faults += line.due.faults("\(field).due") + line.discountFaults(field)
      faults += line.shareFaults(field, isLast: index == lines.count - 1, currency)
    }
    return faults + sumFaults + mixedFaults
  }

  /// Tax that is lowered from the beginning is lowered by one discount, which holds for the whole.
  private var mixedFaults: [TermsFault] {
    guard discountBase == .mixed, Set(lines.map(\.discounts.first?.percent)).count > 1 else {
      return []
    }
    let text = "of mixed discounts the best is the same on every line"
    return [TermsFault("discountBase", text)]
  }

  /// Shares of one base that are more than the whole of it.
  private var sumFaults: [TermsFault] {
    let ofTotal = lines.compactMap { line in
      if case .ofTotal(let portion) = line.share { portion } else { nil }
    }
    let runs = lines.split { line in
      if case .ofRemainder = line.share { false } else { true }
    }
    let ofRemainders = runs.map { run in
      run.compactMap { line in
        if case .ofRemainder(let portion) = line.share { portion } else { nil }
      }
    }
    return ([ofTotal] + ofRemainders).filter(Self.isMoreThanWhole).map { portions in
      let sum = portions.map { "\($0)" }.joined(separator: " + ")
      return TermsFault("lines", "the shares \(sum) are more than the whole")
    }
  }

  /// To a quadrillionth, which no amount shows.
  private static func isMoreThanWhole(_ portions: [Portion]) -> Bool {
    let whole = Money.limit
    return portions.reduce(Int64(0)) { $0 + whole / $1.denominator * $1.numerator } > whole
  }
}

extension TermsLine {
  fileprivate func shareFaults(
    _ field: String,
    isLast: Bool,
    _ currency: Currency?
  ) -> [TermsFault] {
    if isLast, share != .remainder {
      return [TermsFault(field, "the last line takes the remainder")]
    }
    switch share {
    case .remainder:
      return isLast ? [] : [TermsFault(field, "only the last line takes the remainder")]
    case .ofTotal, .ofRemainder: return []
    case .fixed(let amount):
      if let currency, amount.currency != currency {
        return [TermsFault("\(field).fixed", "\(amount) is not in \(currency)")]
      }
      return amount.isPositive ? [] : [TermsFault("\(field).fixed", "\(amount) is not above zero")]
    }
  }

  fileprivate func discountFaults(_ field: String) -> [TermsFault] {
    var faults: [TermsFault] = []
    if discounts.count > Limits.tiers {
      faults.append(
        TermsFault("\(field).discounts", "\(discounts.count) are more than \(Limits.tiers)")
      )
    }
    for (index, tier) in discounts.enumerated() {
      let field = "\(field).discounts[\(index)]"
      faults += tier.lastDate.faults("\(field).lastDate")
      if !(1..<Percentage.whole).contains(tier.percent.partsPerMillion) {
        faults.append(
          TermsFault("\(field).percent", "\(tier.percent) % is not above 0 and below 100")
        )
      }
      if let days = tier.lastDate.plainDays, let net = due.plainDays, days > net {
        faults.append(
          TermsFault("\(field).lastDate", "\(days) days are later than the \(net) net days")
        )
      }
      if index > 0 { faults += tier.faults(after: discounts[index - 1], field) }
    }
    return faults
  }
}

extension DiscountTier {
  fileprivate func faults(after better: DiscountTier, _ field: String) -> [TermsFault] {
    var faults: [TermsFault] = []
    if percent.partsPerMillion >= better.percent.partsPerMillion {
      faults.append(
        TermsFault("\(field).percent", "\(percent) % is not less than \(better.percent) %")
      )
    }
    if let days = lastDate.plainDays, let earlier = better.lastDate.plainDays, days <= earlier {
      faults.append(
        TermsFault("\(field).lastDate", "\(days) days are not later than \(earlier)")
      )
    }
    return faults
  }
}

package import DomainKit

/// A part of an invoice's amount with its dates, frozen when the invoice is issued.
package struct Instalment: Hashable, Codable, Sendable {
  package var dueDate: CalendarDate
  package var amount: Money
  /// The best first; each later one lasts longer.
  package var discounts: [DiscountOffer]

  package init(dueDate: CalendarDate, amount: Money, discounts: [DiscountOffer] = []) {
    self.dueDate = dueDate
    self.amount = amount
    self.discounts = discounts
  }
}

/// What a payment of an instalment may deduct, by its value date (rules R3).
package struct DiscountOffer: Hashable, Sendable {
  package var percent: Percentage
  /// What the percentage is of.
  package var base: Money
  /// Rounded once.
  package var amount: Money
  /// The last day that the customer is told.
  package var lastDate: CalendarDate
  /// The last day on which it is granted.
  package var lastGraceDate: CalendarDate
  /// Whether a payment of a part earns its share, or only what pays the whole in time (rules R1).
  package var isForPartialPayments: Bool
  /// What it lowers at each tax rate, adding up to `amount`; none: the rates are not known.
  package var parts: [TaxedAmount]

  package init(
    percent: Percentage,
    base: Money,
    amount: Money,
    lastDate: CalendarDate,
    lastGraceDate: CalendarDate,
    isForPartialPayments: Bool = true,
    parts: [TaxedAmount] = []
  ) {
    self.percent = percent
    self.base = base
    self.amount = amount
    self.lastDate = lastDate
    self.lastGraceDate = lastGraceDate
    self.isForPartialPayments = isForPartialPayments
    self.parts = parts
  }
}

extension Instalment {
  /// The discount of a value date; none: nothing may be deducted any more.
  package func discount(on valueDate: CalendarDate) -> DiscountOffer? {
    discounts.first { valueDate <= $0.lastGraceDate }
  }

  /// The same with each discount split by the tax rates of the invoice's amounts (rules R2).
  package func splittingDiscounts(of base: DiscountBase, over amounts: [TaxedAmount]) -> Self {
    var split = self
    guard !amounts.isEmpty else { return split }
    for index in discounts.indices where discounts[index].amount.isPositive {
      split.discounts[index].parts = base.parts(of: discounts[index].amount, over: amounts)
    }
    return split
  }
}

extension CreditTerms {
  /// The instalments of an invoice, in the order of the lines; their amounts add up to `gross`.
  ///
  /// Each part is rounded once, and the last takes the residue (rules R10). A part that is nothing
  /// is left out. The terms have no ``faults(in:)`` in the amounts' currency; `gross` is positive.
  /// A due date of the invoice's own takes the place of that of the only line.
  package func instalments(
    of gross: Money,
    net: Money,
    issued: CalendarDate,
    due ownDueDate: CalendarDate? = nil
  ) -> [Instalment] {
    precondition(gross.isPositive, "what is paid in instalments is more than nothing")
    precondition(ownDueDate == nil || lines.count == 1, "one due date for several instalments")
    var left = gross
    var instalments: [Instalment] = []
    for (line, wanted) in zip(lines, shares(of: gross)) {
      let amount = min(wanted, left)
      guard amount.isPositive else { continue }
      let before = gross - left
      left -= amount
      let base = discountBase.base(of: before..<before + amount, net: net, gross: gross)
      let dueDate = ownDueDate ?? line.due.date(from: issued)
      instalments.append(
        Instalment(
          dueDate: dueDate,
          amount: amount,
          discounts: offers(of: line, on: base, issued: issued, dueDate: dueDate)
        )
      )
    }
    return instalments
  }

  /// What each line asks for, whether or not so much is left.
  private func shares(of gross: Money) -> [Money] {
    var left = gross
    var commonBase: Money?
    return lines.map { line in
      let wanted: Money
      if case .ofRemainder(let portion) = line.share {
        let base = commonBase ?? left
        commonBase = base
        wanted = portion.of(base)
      } else {
        commonBase = nil
        wanted =
          switch line.share {
          case .fixed(let amount): amount
          case .ofTotal(let portion): portion.of(gross)
          case .ofRemainder, .remainder: left
          }
      }
      left -= min(wanted, left)
      return wanted
    }
  }

  /// A discount ends with the due date at the latest, since what is paid late was not paid early.
  ///
  /// One that then lasts no longer than a better one is none.
  private func offers(
    of line: TermsLine,
    on base: Money,
    issued: CalendarDate,
    dueDate: CalendarDate
  ) -> [DiscountOffer] {
    line.discounts.reduce(into: []) { offers, tier in
      let lastDate = min(tier.lastDate.date(from: issued), dueDate)
      if let better = offers.last, lastDate <= better.lastDate { return }
      offers.append(
        DiscountOffer(
          percent: tier.percent,
          base: base,
          amount: base.share(tier.percent),
          lastDate: lastDate,
          lastGraceDate: lastDate.adding(days: graceDays),
          isForPartialPayments: partialDiscounts
        )
      )
    }
  }
}

extension DiscountBase {
  /// The part of an instalment that discounts are of.
  ///
  /// Net amounts are cut where the instalments are, each cut rounded: they add up to the net amount
  /// and none is more than its instalment.
  fileprivate func base(of stretch: Range<Money>, net: Money, gross: Money) -> Money {
    let amount = stretch.upperBound - stretch.lowerBound
    guard self != .taxIncluded else { return amount }
    func cut(_ place: Money) -> Money { net.scaled(by: place.minorUnits, over: gross.minorUnits) }
    let share = cut(stretch.upperBound) - cut(stretch.lowerBound)
    return max(.zero(gross.currency), min(share, amount))
  }
}

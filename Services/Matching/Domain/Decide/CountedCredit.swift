import DomainKit
import Terms

/// What credit counts where the credit note has terms of its own (rules R9).
///
/// Netted within its discount period, grace included, it counts less its discount, as an invoice
/// that is paid in its own costs less: what is credited was never owed in full. The day that
/// decides is that of the application, the later of the credit note's and of what it is netted
/// with (rules R14). What is not netted stands on account in full.
struct CountedCredit {
  /// What of the credit is used up.
  let used: Money
  /// What of that is given up, and clears nothing.
  let givenUp: Money
  /// Given up because of the days of grace.
  let isInGrace: Bool

  var cleared: Money { used - givenUp }
}

extension Matching.Payment {
  /// The part of `credit`, which is not used yet, that clears at most `limit` on a day.
  func counted(
    _ credit: Money,
    on date: CalendarDate,
    atMost limit: Money? = nil
  ) -> CountedCredit {
    let offer = creditNote?.offer(on: max(date, valueDate), of: amount)
    let whole = offer.map { givenUp(by: credit, $0) } ?? .zero(credit.currency)
    let isInGrace = offer?.isInGrace(on: max(date, valueDate)) ?? false
    guard let limit, credit - whole > limit else {
      return CountedCredit(used: credit, givenUp: whole, isInGrace: isInGrace)
    }
    guard let offer, whole.isPositive else {
      return CountedCredit(used: limit, givenUp: .zero(limit.currency), isInGrace: false)
    }
    // One cent more of credit clears one cent more, or none: some of it clears just the limit.
    var (low, high) = (limit.minorUnits, credit.minorUnits)
    while low < high {
      let middle = low + (high - low) / 2
      let used = Money(middle, credit.currency)
      if used - givenUp(by: used, offer) < limit { low = middle + 1 } else { high = middle }
    }
    let used = Money(low, credit.currency)
    return CountedCredit(used: used, givenUp: used - limit, isInGrace: isInGrace)
  }

  /// What credit on account counts for a payment of that value date.
  func worth(on date: CalendarDate) -> Money { counted(onAccount, on: date).cleared }

  /// A part's share of the discount, in running sums, so that all parts have the whole of it; none
  /// of a part where only the whole has a discount.
  private func givenUp(by credit: Money, _ offer: DiscountOffer) -> Money {
    let zero = Money.zero(credit.currency)
    guard offer.isForPartialPayments || credit == amount else { return zero }
    func share(_ part: Money) -> Money {
      offer.amount.scaled(by: part.minorUnits, over: amount.minorUnits)
    }
    let before = allocations.reduce(zero) { $0 - $1.discount }
    let best = creditNote?.discounts?.first?.amount ?? offer.amount
    return max(zero, min(share(applied + credit) - share(applied), best - before))
  }
}

extension Matching.CreditNote {
  /// The discount of a day, if it leaves something of the amount.
  fileprivate func offer(on date: CalendarDate, of amount: Money) -> DiscountOffer? {
    discounts?.first {
      date <= $0.lastGraceDate && $0.amount.currency == amount.currency
        && $0.amount.isPositive && $0.amount < amount
    }
  }
}

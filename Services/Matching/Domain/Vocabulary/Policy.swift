package import DomainKit

extension Matching {
  /// What the house has agreed on where the rules leave a choice.
  package struct Policy: Codable, Equatable, Sendable {
    /// Leftovers pay the oldest items first.
    package var allowsOldestFirst: Bool
    /// Of several items with exactly the payment's amount the earliest due is paid, then the lowest
    /// name; otherwise a person chooses.
    package var breaksTiesByDueDate: Bool
    /// What may be given up of an item, or kept beyond it, so that it is settled.
    ///
    /// Of several the strictest counts; none: nothing is given up.
    package var tolerances: [Tolerance]
    /// How many cuts a settled invoice or a consumed payment stays in the state; at least 1.
    package var cutsUntilArchived: Int

    package init(
      allowsOldestFirst: Bool = false,
      breaksTiesByDueDate: Bool = false,
      tolerances: [Tolerance] = [],
      cutsUntilArchived: Int = 30
    ) {
      precondition(cutsUntilArchived > 0, "what a cut settles stays at least until the next one")
      self.allowsOldestFirst = allowsOldestFirst
      self.breaksTiesByDueDate = breaksTiesByDueDate
      self.tolerances = tolerances
      self.cutsUntilArchived = cutsUntilArchived
    }

    /// The most that may be given up of an item, or kept beyond it, in the item's currency.
    ///
    /// Nothing where something was given up before: tolerances are never stacked (rules R5).
    func tolerance(of item: Item) -> Money {
      guard item.writtenOff.isZero else { return .zero(item.amount.currency) }
      return tolerances.map { $0.limit(of: item.amount) }.min() ?? .zero(item.amount.currency)
    }
  }

  /// A limit in amounts and in percent, of which the lower one counts (rules R5).
  package struct Tolerance: Codable, Equatable, Sendable {
    /// One a currency at most; of other currencies nothing is given up.
    package var amounts: [Money]
    /// Of the item's whole amount; none: the amount alone counts.
    package var percent: Percentage?

    package init(amounts: [Money], percent: Percentage? = nil) {
      self.amounts = amounts
      self.percent = percent
    }

    fileprivate func limit(of amount: Money) -> Money {
      guard let limit = amounts.first(where: { $0.currency == amount.currency }) else {
        return .zero(amount.currency)
      }
      return percent.map { min(limit, amount.share($0)) } ?? limit
    }
  }
}

package import DomainKit

extension CreditControl {
  /// What an account owes or may come to owe in one currency, by its parts (IFRS and credit
  /// managers' usage: items + delivered + ordered, less money in the house).
  ///
  /// Each part is a sum of signed ledgers, so that facts may come in any order: a payment that is
  /// applied before its invoice is known leaves the open items negative until the invoice comes,
  /// and the total is right all the while.
  package struct Exposure: Codable, Equatable, Sendable {
    package var openItems: Money
    /// Money received and not applied to items, on account or not; negative between a payment's
    /// return and the undoing of what it had paid.
    package var unapplied: Money
    package var shippedNotBilled: Money
    package var openOrders: Money

    package init(
      openItems: Money,
      unapplied: Money,
      shippedNotBilled: Money,
      openOrders: Money
    ) {
      self.openItems = openItems
      self.unapplied = unapplied
      self.shippedNotBilled = shippedNotBilled
      self.openOrders = openOrders
    }

    package init(currency: Currency) {
      self.init(
        openItems: .zero(currency),
        unapplied: .zero(currency),
        shippedNotBilled: .zero(currency),
        openOrders: .zero(currency)
      )
    }

    package var currency: Currency { openItems.currency }

    package var total: Money { openItems - unapplied + shippedNotBilled + openOrders }

    package var isZero: Bool {
      openItems.isZero && unapplied.isZero && shippedNotBilled.isZero && openOrders.isZero
    }

    package static func + (lhs: Exposure, rhs: Exposure) -> Exposure {
      Exposure(
        openItems: lhs.openItems + rhs.openItems,
        unapplied: lhs.unapplied + rhs.unapplied,
        shippedNotBilled: lhs.shippedNotBilled + rhs.shippedNotBilled,
        openOrders: lhs.openOrders + rhs.openOrders
      )
    }

    package static prefix func - (exposure: Exposure) -> Exposure {
      Exposure(
        openItems: -exposure.openItems,
        unapplied: -exposure.unapplied,
        shippedNotBilled: -exposure.shippedNotBilled,
        openOrders: -exposure.openOrders
      )
    }
  }
}

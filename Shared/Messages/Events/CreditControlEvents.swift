package import DomainKit
package import Terms

/// What an account owes or may come to owe, by its parts, when something was decided on it.
package struct ExposureComposition: Codable, Equatable, Hashable, Sendable {
  package var openItems: Money
  /// Money received and not applied; it lowers the exposure.
  package var unapplied: Money
  package var shippedNotBilled: Money
  package var openOrders: Money

  package init(openItems: Money, unapplied: Money, shippedNotBilled: Money, openOrders: Money) {
    self.openItems = openItems
    self.unapplied = unapplied
    self.shippedNotBilled = shippedNotBilled
    self.openOrders = openOrders
  }

  package var total: Money { openItems - unapplied + shippedNotBilled + openOrders }

  package static var example: Self {
    Self(
      openItems: Money(600_000, .euro),
      unapplied: Money(30_000, .euro),
      shippedNotBilled: Money(150_000, .euro),
      openOrders: Money(200_000, .euro)
    )
  }
}

/// Other terms hold for what is invoiced to an account from a date on.
package struct CreditTermsChanged: Message {
  package static let type = "credit-terms.changed.v1"
  package var account: AccountID
  /// The first issue date of which they hold.
  package var from: CalendarDate
  /// None: they stay as they are.
  package var terms: CreditTerms?
  /// What late payments are charged, in percent a year; none: it stays as it is.
  package var lateChargeRate: Percentage?
  package var changedBy: String
  package var reason: String

  package init(
    account: AccountID,
    from: CalendarDate,
    terms: CreditTerms? = nil,
    lateChargeRate: Percentage? = nil,
    changedBy: String,
    reason: String
  ) {
    self.account = account
    self.from = from
    self.terms = terms
    self.lateChargeRate = lateChargeRate
    self.changedBy = changedBy
    self.reason = reason
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      from: CalendarDate(literal: "2026-04-01"),
      terms: CreditTerms(due: DateRule(days: 15)),
      lateChargeRate: Percentage(literal: "15"),
      changedBy: "a.martin",
      reason: "three invoices paid late"
    )
  }
}

/// An account may owe more, or less, than before.
package struct CreditLimitChanged: Message {
  package static let type = "credit-limit.changed.v1"
  package var account: AccountID
  /// None: no limit.
  package var limit: Money?
  package var changedBy: String
  package var reason: String

  package init(account: AccountID, limit: Money? = nil, changedBy: String, reason: String) {
    self.account = account
    self.limit = limit
    self.changedBy = changedBy
    self.reason = reason
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      limit: Money(1_000_000, .euro),
      changedBy: "a.martin",
      reason: "yearly review"
    )
  }
}

/// An order fits within the account's credit limit.
package struct OrderApproved: Message {
  package static let type = "order.approved.v1"
  package var order: OrderID
  package var account: AccountID
  package var amount: Money
  /// Before this order.
  package var exposure: ExposureComposition
  package var limit: Money?

  package init(
    order: OrderID,
    account: AccountID,
    amount: Money,
    exposure: ExposureComposition,
    limit: Money? = nil
  ) {
    self.order = order
    self.account = account
    self.amount = amount
    self.exposure = exposure
    self.limit = limit
  }

  package static var example: Self {
    Self(
      order: "SO-78",
      account: "C-1001",
      amount: Money(80_000, .euro),
      exposure: .example,
      limit: Money(1_000_000, .euro)
    )
  }
}

/// An order would exceed the credit limit: it waits for a person, it is not refused.
package struct OrderHeld: Message {
  package static let type = "order.held.v1"
  package var order: OrderID
  package var account: AccountID
  package var amount: Money
  /// Before this order.
  package var exposure: ExposureComposition
  package var limit: Money?
  package var reason: String

  package init(
    order: OrderID,
    account: AccountID,
    amount: Money,
    exposure: ExposureComposition,
    limit: Money? = nil,
    reason: String
  ) {
    self.order = order
    self.account = account
    self.amount = amount
    self.exposure = exposure
    self.limit = limit
    self.reason = reason
  }

  package static var example: Self {
    Self(
      order: "SO-79",
      account: "C-1001",
      amount: Money(80_001, .euro),
      exposure: .example,
      limit: Money(1_000_000, .euro),
      reason: "exceeds the limit by 0.01 EUR"
    )
  }
}

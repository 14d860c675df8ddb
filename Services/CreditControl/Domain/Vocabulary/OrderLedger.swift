package import DomainKit

extension CreditControl {
  /// Names an order: its number within its account, so that one account's facts never touch
  /// another's ledger.
  package struct OrderKey: Codable, Hashable, Sendable {
    package var account: AccountID
    package var order: OrderID

    package init(_ account: AccountID, _ order: OrderID) {
      self.account = account
      self.order = order
    }
  }

  /// The whole amount of an order, or of what was shipped of it, as of a revision.
  package struct OrderChange: Codable, Equatable, Sendable {
    package var key: OrderKey
    package var total: OrderTotal

    package init(_ key: OrderKey, revision: Int, amount: Money) {
      self.key = key
      total = OrderTotal(revision: revision, amount: amount)
    }
  }

  /// An amount as of a revision: a later one replaces an earlier one.
  ///
  /// Should one revision come with two amounts, the greater stands: so the outcome does not depend
  /// on which came first, and errs towards caution.
  package struct OrderTotal: Codable, Equatable, Comparable, Sendable {
    package var revision: Int
    package var amount: Money

    package static func < (lhs: OrderTotal, rhs: OrderTotal) -> Bool {
      (lhs.revision, lhs.amount.currency, lhs.amount.minorUnits)
        < (rhs.revision, rhs.amount.currency, rhs.amount.minorUnits)
    }
  }

  /// An answer to "may this order be delivered on credit", with what it rested on.
  package struct OrderDecision: Codable, Equatable, Sendable {
    package var key: OrderKey
    package var amount: Money
    package var isApproved: Bool
    /// Of the account in its currency, without this order.
    package var exposure: Exposure
    /// None: no limit.
    package var limit: Money?
    package var reason: String
    /// Counts the decisions on this order, from 1.
    package var ordinal: Int

    package init(
      key: OrderKey,
      amount: Money,
      isApproved: Bool,
      exposure: Exposure,
      limit: Money?,
      reason: String,
      ordinal: Int
    ) {
      self.key = key
      self.amount = amount
      self.isApproved = isApproved
      self.exposure = exposure
      self.limit = limit
      self.reason = reason
      self.ordinal = ordinal
    }
  }

  /// The signed ledger of one order: ordered, shipped and billed, each in whatever order it came.
  package struct OrderLedger: Codable, Equatable, Sendable {
    package var placed: OrderTotal?
    package var shipped: OrderTotal?
    /// What each invoice bills of the order.
    package var billed: TreeDictionary<InvoiceNumber, Money> = [:]
    package var isClosed = false
    package var decision: OrderDecision?
    /// The amount that was last approved.
    ///
    /// An order that is raised and then held keeps it: what was approved may be on its way.
    package var approved: Money?

    package init() {}

    /// Every currency in which the order has an amount: one, unless billing contradicts itself.
    package var currencies: Set<Currency> {
      Set([approved, shipped?.amount].compactMap(\.self?.currency) + billed.values.map(\.currency))
    }

    /// What the order adds to its account's exposure in one currency.
    ///
    /// Of what is ordered, what is shipped or billed is taken off, whichever is more, since an
    /// invoice may come before or after its shipment; of what is shipped, what is billed. Of a
    /// closed order nothing will be billed any more, so that it adds nothing.
    package func exposure(in currency: Currency) -> Exposure {
      var exposure = Exposure(currency: currency)
      guard !isClosed else { return exposure }
      func amount(_ money: Money?) -> Money {
        money.flatMap { $0.currency == currency ? $0 : nil } ?? .zero(currency)
      }
      let shipped = amount(shipped?.amount)
      let billed = billed.values.map { amount($0) }.reduce(.zero(currency), +)
      exposure.shippedNotBilled = max(.zero(currency), shipped - billed)
      exposure.openOrders = max(.zero(currency), amount(approved) - max(shipped, billed))
      return exposure
    }
  }
}

extension CreditControl.OrderKey: RowKey {
  /// A tab parts the two: identifiers have no control characters.
  package var rowKey: String { "\(account)\t\(order)" }

  package init?(rowKey: String) {
    let parts = rowKey.split(separator: "\t", omittingEmptySubsequences: false)
    guard parts.count == 2, let account = AccountID(rawValue: String(parts[0])),
      let order = OrderID(rawValue: String(parts[1]))
    else { return nil }
    self.init(account, order)
  }
}

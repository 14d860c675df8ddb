import CreditControlDomain
import DomainKit

/// Given some commands, when another comes, then these events: the tests' notation.
struct Scenario {
  private(set) var state = CreditControl.State()

  init(_ given: CreditControl.Command...) throws {
    for command in given { try when(command) }
  }

  /// Decides and evolves; the events are what happened.
  @discardableResult
  mutating func when(
    _ command: CreditControl.Command
  ) throws(CreditControl.Rejection) -> [CreditControl.Event] {
    let events = try CreditControl.decide(command, state)
    for event in events { CreditControl.evolve(&state, event) }
    return events
  }

  /// Of the account in euros.
  func exposure(of account: AccountID = "C-1") -> CreditControl.Exposure {
    state.accounts[account]?.exposure(in: .euro) ?? CreditControl.Exposure(currency: .euro)
  }

  /// The last decision on an order.
  func decision(_ order: OrderID, of account: AccountID = "C-1") -> CreditControl.OrderDecision? {
    state.orders[CreditControl.OrderKey(account, order)]?.decision
  }
}

func eur(_ cents: Int64) -> Money { Money(cents, .euro) }
func usd(_ cents: Int64) -> Money { Money(cents, .dollar) }
func day(_ text: String) -> CalendarDate { certainly(CalendarDate(text), text) }
func cut(_ text: String) -> DayCut { certainly(DayCut(text), text) }
func partition(_ number: Int) -> Partition { certainly(Partition(number), "\(number)") }

extension Currency {
  static let dollar = certainly(Currency("USD"), "USD")
}

/// What a test writes down is valid, or the test is wrong.
private func certainly<Value>(_ value: Value?, _ text: String) -> Value {
  guard let value else { preconditionFailure("'\(text)' is not a \(Value.self)") }
  return value
}

func exposure(
  items: Int64 = 0,
  unapplied: Int64 = 0,
  shipped: Int64 = 0,
  orders: Int64 = 0
) -> CreditControl.Exposure {
  CreditControl.Exposure(
    openItems: eur(items),
    unapplied: eur(unapplied),
    shippedNotBilled: eur(shipped),
    openOrders: eur(orders)
  )
}

extension CreditControl.Command {
  static func account(
    _ account: AccountID = "C-1",
    revision: Int = 1,
    limit: Money? = nil,
    currency: Currency = .euro
  ) -> Self {
    .registerAccount(
      CreditControl.RegisteredAccount(
        account: account,
        revision: revision,
        partition: partition(3),
        currency: currency,
        creditLimit: limit
      )
    )
  }

  static func invoice(
    _ number: InvoiceNumber,
    _ amount: Money,
    of account: AccountID = "C-1",
    due: String = "2026-03-31",
    bills order: OrderID? = nil,
    _ billed: Money? = nil
  ) -> Self {
    .takeInvoice(
      CreditControl.IssuedInvoice(
        invoice: number,
        account: account,
        items: [
          CreditControl.IssuedInvoice.Item(
            item: ItemID(number.rawValue),
            dueDate: day(due),
            amount: amount
          )
        ],
        order: order,
        billedOfOrder: order.map { _ in billed ?? amount }
      )
    )
  }

  static func received(
    _ payment: PaymentID,
    _ amount: Money,
    for account: AccountID = "C-1"
  ) -> Self {
    .receivePayment(
      CreditControl.PaymentReceipt(payment: payment, account: account, amount: amount)
    )
  }

  static func applied(
    _ payment: PaymentID,
    _ cash: Money,
    discount: Money? = nil,
    to item: ItemID,
    of account: AccountID = "C-1",
    paidBy payer: AccountID? = nil
  ) -> Self {
    .applyPayment(
      decision("\(payment)>\(item)", payment, cash, discount, item, account, payer ?? account)
    )
  }

  static func unapplied(
    _ payment: PaymentID,
    _ cash: Money,
    discount: Money? = nil,
    from item: ItemID,
    of account: AccountID = "C-1",
    paidBy payer: AccountID? = nil
  ) -> Self {
    .unapplyPayment(
      decision("\(payment)<\(item)", payment, cash, discount, item, account, payer ?? account)
    )
  }

  private static func decision(
    _ name: String,
    _ payment: PaymentID,
    _ cash: Money,
    _ discount: Money?,
    _ item: ItemID,
    _ account: AccountID,
    _ payer: AccountID
  ) -> CreditControl.PaymentDecision {
    CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID(name),
      payment: payment,
      account: payer,
      clearings: [
        CreditControl.Clearing(
          item: item,
          account: account,
          cash: cash,
          discount: discount ?? .zero(cash.currency)
        )
      ]
    )
  }

  static func returned(
    _ payment: PaymentID,
    _ amount: Money,
    by reversal: PaymentID = "R-1",
    of account: AccountID = "C-1"
  ) -> Self {
    .returnPayment(
      CreditControl.PaymentReturn(
        reversal: reversal,
        payment: payment,
        account: account,
        amount: amount
      )
    )
  }

  static func placed(
    _ order: OrderID,
    _ amount: Money,
    revision: Int = 1,
    by account: AccountID = "C-1"
  ) -> Self {
    .placeOrder(
      CreditControl.OrderChange(
        CreditControl.OrderKey(account, order),
        revision: revision,
        amount: amount
      )
    )
  }

  static func shipped(
    _ order: OrderID,
    _ total: Money,
    revision: Int = 1,
    to account: AccountID = "C-1"
  ) -> Self {
    .shipOrder(
      CreditControl.OrderChange(
        CreditControl.OrderKey(account, order),
        revision: revision,
        amount: total
      )
    )
  }

  static func closed(_ order: OrderID, of account: AccountID = "C-1") -> Self {
    .closeOrder(CreditControl.OrderKey(account, order))
  }

  static func check(
    _ order: OrderID,
    _ amount: Money,
    of account: AccountID = "C-1"
  ) -> Self {
    .checkOrder(CreditControl.OrderKey(account, order), amount: amount)
  }
}

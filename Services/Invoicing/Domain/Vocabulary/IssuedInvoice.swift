package import DomainKit

extension Invoicing {
  /// An invoice that passed every check; its due date and discount are frozen (rules R3).
  package struct IssuedInvoice: Codable, Equatable, Sendable {
    /// What the customer owes: the invoice's gross amount, under the invoice's number.
    package struct Item: Codable, Equatable, Sendable {
      package var item: ItemID
      package var dueDate: CalendarDate
      package var amount: Money
      package var discount: Discount?

      package init(item: ItemID, dueDate: CalendarDate, amount: Money, discount: Discount?) {
        self.item = item
        self.dueDate = dueDate
        self.amount = amount
        self.discount = discount
      }
    }

    /// What a payment whose value date is `lastDate` at the latest may deduct.
    package struct Discount: Codable, Equatable, Sendable {
      package var percent: Percentage
      package var lastDate: CalendarDate
      /// Of the item's amount, rounded once.
      package var amount: Money

      package init(percent: Percentage, lastDate: CalendarDate, amount: Money) {
        self.percent = percent
        self.lastDate = lastDate
        self.amount = amount
      }
    }

    package var invoice: InvoiceNumber
    package var account: AccountID
    package var partition: Partition
    package var issueDate: CalendarDate
    package var net: Money
    package var tax: Money
    package var gross: Money
    package var paymentReference: PaymentReference
    package var items: [Item]
    package var order: OrderShare?
    package var content: ContentHash

    package init(
      _ billed: BilledInvoice,
      partition: Partition,
      paymentReference: PaymentReference,
      items: [Item]
    ) {
      invoice = billed.invoice
      account = billed.account
      self.partition = partition
      issueDate = billed.issueDate
      net = billed.net
      tax = billed.tax
      gross = billed.gross
      self.paymentReference = paymentReference
      self.items = items
      order = billed.order
      content = billed.content
    }
  }
}

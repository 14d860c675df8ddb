package import DomainKit

extension CreditControl {
  /// An invoice as invoicing issued it, as far as credit control reads it.
  package struct IssuedInvoice: Codable, Equatable, Sendable {
    package struct Item: Codable, Equatable, Sendable {
      package var item: ItemID
      package var dueDate: CalendarDate
      package var amount: Money

      package init(item: ItemID, dueDate: CalendarDate, amount: Money) {
        self.item = item
        self.dueDate = dueDate
        self.amount = amount
      }
    }

    package var invoice: InvoiceNumber
    package var account: AccountID
    package var items: [Item]
    /// The order that the invoice bills, and how much of it.
    package var order: OrderID?
    package var billedOfOrder: Money?

    package init(
      invoice: InvoiceNumber,
      account: AccountID,
      items: [Item],
      order: OrderID? = nil,
      billedOfOrder: Money? = nil
    ) {
      self.invoice = invoice
      self.account = account
      self.items = items
      self.order = order
      self.billedOfOrder = billedOfOrder
    }
  }

  /// The signed ledger of one open item: what was invoiced, less what was cleared.
  package struct ItemLedger: Codable, Equatable, Sendable {
    package var account: AccountID
    /// None: something cleared the item before its invoice was known here.
    package var issued: IssuedInvoice.Item?
    /// Cash and discounts that cleared the item, less what was taken back.
    package var cleared: Money

    package init(account: AccountID, currency: Currency) {
      self.account = account
      cleared = .zero(currency)
    }

    package var currency: Currency { cleared.currency }

    package var open: Money { (issued?.amount ?? .zero(currency)) - cleared }
  }
}

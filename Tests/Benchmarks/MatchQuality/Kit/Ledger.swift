package import DomainKit
package import Terms

/// What a house's customers owe: the accounts, their invoices, their credit notes.
package struct Ledger: Sendable {
  package var accounts: [LedgerAccount] = []
  package var invoices: [LedgerInvoice] = []
  package var creditNotes: [LedgerCreditNote] = []

  package init() {}

  /// Items that nobody has paid yet.
  package var openItems: Int {
    invoices.reduce(0) { $0 + ($1.paidBy == nil ? $1.items.count : 0) }
  }
}

/// A customer's account.
package struct LedgerAccount: Codable, Equatable, Sendable {
  package var id: AccountID
  package var name: String
  /// Those on file, from which the customer is known to pay.
  package var ibans: [String]
  /// Heads the account's paying group; of a head, the account itself.
  package var head: AccountID
  /// When the head pays for this account.
  package var paidByHead: [PayingPeriod]
}

/// An invoice with its instalments.
package struct LedgerInvoice: Codable, Equatable, Sendable {
  package var number: InvoiceNumber
  package var account: AccountID
  package var issued: CalendarDate
  /// The structured reference that it asks its payer to quote, without spaces.
  package var reference: String
  /// The customer's order.
  package var purchaseOrder: String?
  package var items: [LedgerItem]
  /// The payment that has settled it; none: it is open.
  package var paidBy: PastPayment?
}

/// What is due on one day.
package struct LedgerItem: Codable, Equatable, Sendable {
  package var id: ItemID
  package var due: CalendarDate
  package var amount: Money
  /// The best first.
  package var discounts: [DiscountOffer]
}

/// A payment of an invoice's whole amount, of some time ago.
package struct PastPayment: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var valueDate: CalendarDate
}

/// What a customer is credited: on its invoice, or on account where it names none.
package struct LedgerCreditNote: Codable, Equatable, Sendable {
  package var number: InvoiceNumber
  package var account: AccountID
  package var issued: CalendarDate
  package var amount: Money
  package var invoice: InvoiceNumber?
}

package import DomainKit
package import Terms

extension Matching {
  /// One amount that a customer owes: an invoice, or one instalment of it.
  ///
  /// At all times `open + cash + granted + credited + writtenOff == amount`.
  package struct Item: Codable, Equatable, Sendable {
    package let id: ItemID
    package let invoice: InvoiceNumber
    package let account: AccountID
    /// Never changes: an item that is opened again is as old as it was.
    package let dueDate: CalendarDate
    package let amount: Money
    /// Frozen when the invoice was issued; the best first, each later one lasts longer.
    package let discounts: [DiscountOffer]
    /// Cash applied, net of what was taken back.
    package internal(set) var cash: Money
    /// Discount granted, net of what was taken back.
    package internal(set) var granted: Money
    /// Cleared by credit notes, net of what was taken back.
    package internal(set) var credited: Money
    /// The part of that which credit notes cleared less a discount of their own; none, never zero.
    package internal(set) var creditedLessDiscount: Money?
    /// Given up within the tolerance, less what was paid too much and kept.
    package internal(set) var writtenOff: Money
    /// What payments in time for each discount have cleared; as long as `discounts`.
    package internal(set) var uses: [DiscountUse]
    /// Discount that a returned payment had earned: none can be earned again.
    package internal(set) var lost: Money

    package init(
      id: ItemID,
      invoice: InvoiceNumber,
      account: AccountID,
      dueDate: CalendarDate,
      amount: Money,
      discounts: [DiscountOffer] = []
    ) {
      self.id = id
      self.invoice = invoice
      self.account = account
      self.dueDate = dueDate
      self.amount = amount
      self.discounts = discounts
      uses = discounts.map { _ in DiscountUse(amount.currency) }
      cash = .zero(amount.currency)
      granted = .zero(amount.currency)
      credited = .zero(amount.currency)
      writtenOff = .zero(amount.currency)
      lost = .zero(amount.currency)
    }

    package var open: Money { amount - cash - granted - credited - writtenOff }
  }

  /// What the payments in time for a discount have cleared, net of what was taken back.
  package struct DiscountUse: Codable, Equatable, Sendable {
    package internal(set) var cash: Money
    package internal(set) var granted: Money

    init(_ currency: Currency) {
      cash = .zero(currency)
      granted = .zero(currency)
    }
  }

  /// An invoice: the name under which payers speak of one or several items.
  package struct Invoice: Codable, Equatable, Sendable {
    package let number: InvoiceNumber
    package let account: AccountID
    package let issueDate: CalendarDate
    /// Tax in the whole invoice; none where it is not known.
    package let tax: Money?
    /// The order that it bills, if it bills one.
    package let order: OrderID?
    /// What a payment may name it by.
    package let keys: [EvidenceKey]
    /// By due date, then name.
    package let items: [ItemID]
    /// The cut in which its last item was settled, since it last was open.
    package internal(set) var settledAt: DayCut?
  }

  /// An invoice with its items, as it is issued and as it is archived.
  package struct IssuedInvoice: Codable, Equatable, Sendable {
    package var invoice: Invoice
    /// By due date, then name.
    package var items: [Item]

    /// `reference` is the structured reference that the invoice asks payers to quote.
    package init(
      number: InvoiceNumber,
      account: AccountID,
      issueDate: CalendarDate,
      tax: Money? = nil,
      order: OrderID? = nil,
      reference: String,
      items: [Item]
    ) {
      let ordered = items.sorted { ($0.dueDate, $0.id) < ($1.dueDate, $1.id) }
      invoice = Invoice(
        number: number,
        account: account,
        issueDate: issueDate,
        tax: tax,
        order: order,
        keys: EvidenceKey.keys(ofInvoice: number, reference: reference),
        items: ordered.map(\.id)
      )
      self.items = ordered
    }

    init(_ invoice: Invoice, _ items: [Item]) {
      self.invoice = invoice
      self.items = items
    }
  }
}

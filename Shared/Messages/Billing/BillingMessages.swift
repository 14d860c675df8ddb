package import DomainKit
package import Terms

/// A customer's account was created or changed in the billing system.
///
/// Natural key: account and revision. An older revision than the one known tells only which terms
/// were agreed.
package struct BillingAccountUpserted: BillingMessage {
  package static let type = "billing.account.upserted.v1"
  package var account: AccountID
  /// Counts the changes of this account, from 1.
  package var revision: Int
  package var name: String
  package var currency: Currency
  /// ISO 3166-1 alpha-2.
  package var country: String?
  /// ISO 13616 accounts from which this customer pays.
  package var ibans: [String]?
  /// Other names under which this customer pays: trade names, former ones, as banks write them.
  package var aliases: [String]?
  /// What is agreed with the customer; invoices that name no terms of their own have these.
  package var terms: StatedTerms?
  /// Invoices from this date on have the terms; none: from the day on which a change of them is
  /// told, the first ones from the beginning.
  package var termsFrom: CalendarDate?
  /// What late payments are charged, in percent a year.
  package var lateChargeRate: Percentage?
  package var creditLimit: Money?
  /// The account that heads this one's paying group; none: the account itself.
  package var head: AccountID?
  /// When the head pays for this account; at other times its money is only proposed for it.
  package var paidByHead: [PayingPeriod]?

  package init(
    account: AccountID,
    revision: Int,
    name: String,
    currency: Currency,
    country: String? = nil,
    ibans: [String]? = nil,
    aliases: [String]? = nil,
    terms: StatedTerms? = nil,
    termsFrom: CalendarDate? = nil,
    lateChargeRate: Percentage? = nil,
    creditLimit: Money? = nil,
    head: AccountID? = nil,
    paidByHead: [PayingPeriod]? = nil
  ) {
    self.account = account
    self.revision = revision
    self.name = name
    self.currency = currency
    self.country = country
    self.ibans = ibans
    self.aliases = aliases
    self.terms = terms
    self.termsFrom = termsFrom
    self.lateChargeRate = lateChargeRate
    self.creditLimit = creditLimit
    self.head = head
    self.paidByHead = paidByHead
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      revision: 1,
      name: "Ateliers Morel SARL",
      currency: .euro,
      country: "FR",
      ibans: ["FR7630006000011234567890189"],
      terms: "2/10 net 30",
      termsFrom: CalendarDate(literal: "2026-01-01"),
      lateChargeRate: Percentage(literal: "12.15"),
      creditLimit: Money(2_000_000, .euro),
      head: "C-1000",
      paidByHead: [PayingPeriod(from: CalendarDate(literal: "2026-01-01"))]
    )
  }
}

/// An invoice was issued by the billing system.
///
/// Natural key: invoice number and content. The same again changes nothing; other content under
/// the same number is rejected.
package struct BillingInvoiceIssued: BillingMessage {
  package static let type = "billing.invoice.issued.v1"
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var issueDate: CalendarDate
  package var lines: [InvoiceLine]?
  package var net: Money
  package var tax: Money
  package var gross: Money
  /// None: those agreed with the account.
  package var terms: StatedTerms?
  /// Overrides the due date that the terms give, where they have only one.
  package var dueDate: CalendarDate?
  /// A structured reference (ISO 11649); none: Encours gives one.
  package var paymentReference: String?
  package var order: BilledOrder?
  /// Without it, an invoice.
  package var kind: InvoiceKind?
  /// The invoice that it corrects, or to which it adds (EN 16931, BT-25).
  package var precedingInvoice: InvoiceNumber?
  /// What was billed ahead and is no longer owed.
  package var deposits: [DeductedDeposit]?
  /// Its rate in the house's currency, where it is in another; none: that of the house's table.
  package var exchange: ExchangeRate?

  package init(
    invoice: InvoiceNumber,
    account: AccountID,
    issueDate: CalendarDate,
    lines: [InvoiceLine]? = nil,
    net: Money,
    tax: Money,
    gross: Money,
    terms: StatedTerms? = nil,
    dueDate: CalendarDate? = nil,
    paymentReference: String? = nil,
    order: BilledOrder? = nil,
    kind: InvoiceKind? = nil,
    precedingInvoice: InvoiceNumber? = nil,
    deposits: [DeductedDeposit]? = nil,
    exchange: ExchangeRate? = nil
  ) {
    self.invoice = invoice
    self.account = account
    self.issueDate = issueDate
    self.lines = lines
    self.net = net
    self.tax = tax
    self.gross = gross
    self.terms = terms
    self.dueDate = dueDate
    self.paymentReference = paymentReference
    self.order = order
    self.kind = kind
    self.precedingInvoice = precedingInvoice
    self.deposits = deposits
    self.exchange = exchange
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0042",
      account: "C-1001",
      issueDate: CalendarDate(literal: "2026-03-01"),
      lines: [
        InvoiceLine(
          description: "Oak panels",
          net: Money(100_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ],
      net: Money(100_000, .euro),
      tax: Money(20_000, .euro),
      gross: Money(120_000, .euro),
      terms: "2/10 net 30",
      dueDate: nil,
      paymentReference: nil,
      order: BilledOrder(order: "SO-77", amount: Money(120_000, .euro))
    )
  }
}

/// The billing system credited a customer; all amounts are positive.
package struct BillingCreditNoteIssued: BillingMessage {
  package static let type = "billing.credit-note.issued.v1"
  package var creditNote: InvoiceNumber
  package var account: AccountID
  /// The invoice that it credits; without one it stands on account.
  package var invoice: InvoiceNumber?
  package var issueDate: CalendarDate
  package var lines: [InvoiceLine]?
  package var net: Money
  package var tax: Money
  package var gross: Money
  /// Of its own, with a discount: netted in time, it counts less its discount.
  ///
  /// Without them it counts in full, whatever is agreed with the account.
  package var terms: StatedTerms?
  package var reason: CreditReason
  /// Which instalments it clears first; without it, from the last due date backwards.
  package var spread: CreditSpread?
  /// Its rate in the house's currency, where it is in another and stands on account; one that
  /// credits an invoice has that one's.
  package var exchange: ExchangeRate?

  package init(
    creditNote: InvoiceNumber,
    account: AccountID,
    invoice: InvoiceNumber? = nil,
    issueDate: CalendarDate,
    lines: [InvoiceLine]? = nil,
    net: Money,
    tax: Money,
    gross: Money,
    terms: StatedTerms? = nil,
    reason: CreditReason,
    spread: CreditSpread? = nil,
    exchange: ExchangeRate? = nil
  ) {
    self.creditNote = creditNote
    self.account = account
    self.invoice = invoice
    self.issueDate = issueDate
    self.lines = lines
    self.net = net
    self.tax = tax
    self.gross = gross
    self.terms = terms
    self.reason = reason
    self.spread = spread
    self.exchange = exchange
  }

  package static var example: Self {
    Self(
      creditNote: "CN-2026-0007",
      account: "C-1001",
      invoice: "INV-2026-0042",
      issueDate: CalendarDate(literal: "2026-03-08"),
      lines: [
        InvoiceLine(
          description: "Oak panels, returned",
          net: Money(25_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ],
      net: Money(25_000, .euro),
      tax: Money(5000, .euro),
      gross: Money(30_000, .euro),
      terms: "1/14 net 30",
      reason: .goodsReturned,
      spread: .lastFirst
    )
  }
}

/// A line of an invoice or a credit note as the billing system wrote it.
package struct InvoiceLine: Codable, Equatable, Sendable {
  package var description: String
  package var net: Money
  package var taxRate: Percentage

  package init(description: String, net: Money, taxRate: Percentage) {
    self.description = description
    self.net = net
    self.taxRate = taxRate
  }
}

/// What an invoice takes off for a deposit invoice.
package struct DeductedDeposit: Codable, Equatable, Sendable {
  package var invoice: InvoiceNumber
  /// Tax included.
  package var amount: Money

  package init(invoice: InvoiceNumber, amount: Money) {
    self.invoice = invoice
    self.amount = amount
  }
}

/// The part of an order that an invoice bills, so that exposure does not count it twice.
package struct BilledOrder: Codable, Equatable, Sendable {
  package var order: OrderID
  package var amount: Money

  package init(order: OrderID, amount: Money) {
    self.order = order
    self.amount = amount
  }
}

/// A customer ordered on credit, or changed an order: the amount is the order's whole amount.
package struct BillingOrderPlaced: BillingMessage {
  package static let type = "billing.order.placed.v1"
  package var order: OrderID
  package var account: AccountID
  /// Counts the changes of this order, from 1.
  package var revision: Int
  package var amount: Money

  package init(order: OrderID, account: AccountID, revision: Int, amount: Money) {
    self.order = order
    self.account = account
    self.revision = revision
    self.amount = amount
  }

  package static var example: Self {
    Self(order: "SO-77", account: "C-1001", revision: 1, amount: Money(120_000, .euro))
  }
}

/// Part of an order left the house: the amount is the total shipped so far.
package struct BillingOrderShipped: BillingMessage {
  package static let type = "billing.order.shipped.v1"
  package var order: OrderID
  package var account: AccountID
  /// Counts the shipments of this order, from 1.
  package var revision: Int
  package var shipped: Money

  package init(order: OrderID, account: AccountID, revision: Int, shipped: Money) {
    self.order = order
    self.account = account
    self.revision = revision
    self.shipped = shipped
  }

  package static var example: Self {
    Self(order: "SO-77", account: "C-1001", revision: 1, shipped: Money(60_000, .euro))
  }
}

/// An order is finished or cancelled: nothing more of it will be shipped or billed.
package struct BillingOrderClosed: BillingMessage {
  package static let type = "billing.order.closed.v1"
  package var order: OrderID
  package var account: AccountID

  package init(order: OrderID, account: AccountID) {
    self.order = order
    self.account = account
  }

  package static var example: Self { Self(order: "SO-77", account: "C-1001") }
}

/// A payment provider (cards, wallets) took money for us.
///
/// Natural key: provider and the provider's own payment id.
package struct BillingPaymentCaptured: BillingMessage {
  package static let type = "billing.payment.captured.v1"
  package var provider: String
  package var providerPayment: String
  package var amount: Money
  package var valueDate: CalendarDate
  /// The account, where the provider knows it.
  package var account: AccountID?
  package var payer: Payer?
  /// Structured references, as the payer gave them.
  package var references: [String]?
  package var text: String?

  package init(
    provider: String,
    providerPayment: String,
    amount: Money,
    valueDate: CalendarDate,
    account: AccountID? = nil,
    payer: Payer? = nil,
    references: [String]? = nil,
    text: String? = nil
  ) {
    self.provider = provider
    self.providerPayment = providerPayment
    self.amount = amount
    self.valueDate = valueDate
    self.account = account
    self.payer = payer
    self.references = references
    self.text = text
  }

  package static var example: Self {
    Self(
      provider: "cardpay",
      providerPayment: "ch_8f21",
      amount: Money(120_000, .euro),
      valueDate: CalendarDate(literal: "2026-03-20"),
      account: nil,
      payer: Payer(name: "Ateliers Morel", iban: nil),
      references: ["RF73INV20260042"],
      text: "invoice INV-2026-0042"
    )
  }
}

/// Who sent the money, as far as the bank or provider tells.
package struct Payer: Codable, Equatable, Hashable, Sendable {
  package var name: String?
  /// ISO 13616, without spaces.
  package var iban: String?

  package init(name: String?, iban: String?) {
    self.name = name
    self.iban = iban
  }
}

package import DomainKit
package import Terms

/// An account is known, in this revision, and has its partition.
package struct AccountRegistered: Message {
  package static let type = "account.registered.v1"
  package var account: AccountID
  package var revision: Int
  package var name: String
  package var partition: Partition
  package var currency: Currency
  package var country: String?
  package var ibans: [String]
  /// Other names under which it pays; none where it has no others.
  package var aliases: [String]?
  /// What is agreed for invoices of the day.
  package var terms: CreditTerms?
  package var creditLimit: Money?
  package var head: AccountID
  /// When the head pays for this account.
  package var paidByHead: [PayingPeriod]

  package init(
    account: AccountID,
    revision: Int,
    name: String,
    partition: Partition,
    currency: Currency,
    country: String? = nil,
    ibans: [String],
    aliases: [String]? = nil,
    terms: CreditTerms? = nil,
    creditLimit: Money? = nil,
    head: AccountID,
    paidByHead: [PayingPeriod] = []
  ) {
    self.account = account
    self.revision = revision
    self.name = name
    self.partition = partition
    self.currency = currency
    self.country = country
    self.ibans = ibans
    self.aliases = aliases
    self.terms = terms
    self.creditLimit = creditLimit
    self.head = head
    self.paidByHead = paidByHead
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      revision: 1,
      name: "Ateliers Morel SARL",
      partition: Partition(literal: 7),
      currency: .euro,
      country: "FR",
      ibans: ["FR7630006000011234567890189"],
      terms: CreditTerms(due: DateRule(days: 30)),
      creditLimit: Money(2_000_000, .euro),
      head: "C-1000",
      paidByHead: [PayingPeriod(from: CalendarDate(literal: "2026-01-01"))]
    )
  }
}

/// A revision of an account broke rules; what was registered before stays.
package struct AccountRejected: Message {
  package static let type = "account.rejected.v1"
  package var account: AccountID
  package var revision: Int
  package var errors: [FieldError]

  package init(account: AccountID, revision: Int, errors: [FieldError]) {
    self.account = account
    self.revision = revision
    self.errors = errors
  }

  package static var example: Self {
    Self(
      account: "C-1001",
      revision: 2,
      errors: [
        FieldError(
          field: "creditLimit",
          code: "currency-mismatch",
          text: "the limit is in USD, the account in EUR"
        )
      ]
    )
  }
}

/// An invoice passed every check; its items are what the customer owes.
package struct InvoiceIssued: Message {
  package static let type = "invoice.issued.v1"
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var issueDate: CalendarDate
  package var net: Money
  package var tax: Money
  package var gross: Money
  /// Net and tax by rate, the highest first; none: the billing system told only the totals.
  package var taxes: [TaxedAmount]?
  /// Structured reference with check digits, without spaces: ISO 11649, or what was agreed on for
  /// the account's country.
  package var paymentReference: String
  /// One item an instalment; their amounts add up to `gross` less the deposits.
  package var items: [IssuedItem]
  /// What late payments are charged, in percent a year, where something is agreed.
  package var lateChargeRate: Percentage?
  package var order: BilledOrder?
  package var kind: InvoiceKind
  /// The invoice that it corrects, or to which it adds (EN 16931, BT-25).
  package var precedingInvoice: InvoiceNumber?
  /// What was billed ahead and is not owed again.
  package var deposits: [DeductedDeposit]
  /// The rate at which it was issued, where it is in another currency than the house keeps its
  /// books in; it stays.
  package var exchange: ExchangeRate?
  /// What `gross` is worth at that rate.
  package var base: Money?

  package init(
    invoice: InvoiceNumber,
    account: AccountID,
    issueDate: CalendarDate,
    net: Money,
    tax: Money,
    gross: Money,
    taxes: [TaxedAmount]? = nil,
    paymentReference: String,
    items: [IssuedItem],
    lateChargeRate: Percentage? = nil,
    order: BilledOrder? = nil,
    kind: InvoiceKind = .invoice,
    precedingInvoice: InvoiceNumber? = nil,
    deposits: [DeductedDeposit] = [],
    exchange: ExchangeRate? = nil,
    base: Money? = nil
  ) {
    self.invoice = invoice
    self.account = account
    self.issueDate = issueDate
    self.net = net
    self.tax = tax
    self.gross = gross
    self.taxes = taxes
    self.paymentReference = paymentReference
    self.items = items
    self.lateChargeRate = lateChargeRate
    self.order = order
    self.kind = kind
    self.precedingInvoice = precedingInvoice
    self.deposits = deposits
    self.exchange = exchange
    self.base = base
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0042",
      account: "C-1001",
      issueDate: CalendarDate(literal: "2026-03-01"),
      net: Money(100_000, .euro),
      tax: Money(20_000, .euro),
      gross: Money(120_000, .euro),
      taxes: [
        TaxedAmount(
          rate: Percentage(literal: "20"),
          net: Money(100_000, .euro),
          tax: Money(20_000, .euro)
        )
      ],
      paymentReference: "RF73INV20260042",
      items: [
        IssuedItem(
          item: "INV-2026-0042",
          dueDate: CalendarDate(literal: "2026-03-31"),
          amount: Money(120_000, .euro),
          discounts: [
            DiscountOffer(
              percent: Percentage(literal: "2"),
              base: Money(120_000, .euro),
              amount: Money(2400, .euro),
              lastDate: CalendarDate(literal: "2026-03-11"),
              lastGraceDate: CalendarDate(literal: "2026-03-11"),
              parts: [
                TaxedAmount(
                  rate: Percentage(literal: "20"),
                  net: Money(2000, .euro),
                  tax: Money(400, .euro)
                )
              ]
            )
          ]
        )
      ],
      lateChargeRate: Percentage(literal: "12.15"),
      order: BilledOrder(order: "SO-77", amount: Money(120_000, .euro))
    )
  }
}

/// An open item as invoicing hands it over.
package struct IssuedItem: Codable, Equatable, Sendable {
  package var item: ItemID
  package var dueDate: CalendarDate
  package var amount: Money
  /// The best first; each later one lasts longer.
  package var discounts: [DiscountOffer]

  package init(
    item: ItemID,
    dueDate: CalendarDate,
    amount: Money,
    discounts: [DiscountOffer] = []
  ) {
    self.item = item
    self.dueDate = dueDate
    self.amount = amount
    self.discounts = discounts
  }
}

/// An invoice was issued with other instalments than those agreed with the account give it.
package struct TermsDeviated: Message {
  package static let type = "terms.deviated.v1"
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var issueDate: CalendarDate
  /// As the terms that were agreed on the issue date give them.
  package var agreed: [Instalment]
  /// As the invoice has them.
  package var invoiced: [Instalment]

  package init(
    invoice: InvoiceNumber,
    account: AccountID,
    issueDate: CalendarDate,
    agreed: [Instalment],
    invoiced: [Instalment]
  ) {
    self.invoice = invoice
    self.account = account
    self.issueDate = issueDate
    self.agreed = agreed
    self.invoiced = invoiced
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0042",
      account: "C-1001",
      issueDate: CalendarDate(literal: "2026-03-01"),
      agreed: [
        Instalment(dueDate: CalendarDate(literal: "2026-03-31"), amount: Money(120_000, .euro))
      ],
      invoiced: [
        Instalment(dueDate: CalendarDate(literal: "2026-04-30"), amount: Money(120_000, .euro))
      ]
    )
  }
}

/// An invoice broke rules; every one of them is told at once.
package struct InvoiceRejected: Message {
  package static let type = "invoice.rejected.v1"
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var errors: [FieldError]

  package init(invoice: InvoiceNumber, account: AccountID, errors: [FieldError]) {
    self.invoice = invoice
    self.account = account
    self.errors = errors
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0043",
      account: "C-1001",
      errors: [
        FieldError(
          field: "gross",
          code: "total-mismatch",
          text: "net 100.00 EUR plus tax 20.00 EUR is 120.00 EUR, not 121.00 EUR"
        )
      ]
    )
  }
}

package import DomainKit
package import Terms

/// A credit note passed every check: the customer owes less, or has credit.
package struct CreditNoteIssued: Message {
  package static let type = "credit-note.issued.v1"
  package var creditNote: InvoiceNumber
  package var account: AccountID
  /// The invoice that it credits; none: it stands on account.
  package var invoice: InvoiceNumber?
  package var issueDate: CalendarDate
  package var net: Money
  package var tax: Money
  package var gross: Money
  /// What it takes off at each tax rate, the highest first; none: nothing is known of rates.
  package var taxes: [TaxedAmount]?
  /// What it gives back of the deposits that its invoice took off: that much is no credit.
  package var deposits: [DeductedDeposit]?
  package var reason: CreditReason
  /// Which instalments of the invoice it clears first.
  package var spread: CreditSpread
  /// The rate of its invoice, or that of its day, where it is in another currency than the house
  /// keeps its books in.
  package var exchange: ExchangeRate?
  /// What `gross` is worth at that rate.
  package var base: Money?
  /// What it counts less when it is netted in time, the best first; absent: it counts in full.
  package var discounts: [DiscountOffer]?

  package init(
    creditNote: InvoiceNumber,
    account: AccountID,
    invoice: InvoiceNumber? = nil,
    issueDate: CalendarDate,
    net: Money,
    tax: Money,
    gross: Money,
    taxes: [TaxedAmount]? = nil,
    deposits: [DeductedDeposit]? = nil,
    reason: CreditReason,
    spread: CreditSpread,
    exchange: ExchangeRate? = nil,
    base: Money? = nil,
    discounts: [DiscountOffer]? = nil
  ) {
    self.creditNote = creditNote
    self.account = account
    self.invoice = invoice
    self.issueDate = issueDate
    self.net = net
    self.tax = tax
    self.gross = gross
    self.taxes = taxes
    self.deposits = deposits
    self.reason = reason
    self.spread = spread
    self.exchange = exchange
    self.base = base
    self.discounts = discounts
  }

  /// What the customer owes less, or has as credit.
  package var credit: Money { (deposits ?? []).reduce(gross) { $0 - $1.amount } }

  package static var example: Self {
    Self(
      creditNote: "CN-2026-0007",
      account: "C-1001",
      invoice: "INV-2026-0042",
      issueDate: CalendarDate(literal: "2026-03-08"),
      net: Money(25_000, .euro),
      tax: Money(5000, .euro),
      gross: Money(30_000, .euro),
      taxes: [
        TaxedAmount(
          rate: Percentage(literal: "20"),
          net: Money(25_000, .euro),
          tax: Money(5000, .euro)
        )
      ],
      deposits: [DeductedDeposit(invoice: "DEP-2026-0003", amount: Money(10_000, .euro))],
      reason: .goodsReturned,
      spread: .lastFirst,
      discounts: [
        DiscountOffer(
          percent: Percentage(literal: "1"),
          base: Money(20_000, .euro),
          amount: Money(200, .euro),
          lastDate: CalendarDate(literal: "2026-03-22"),
          lastGraceDate: CalendarDate(literal: "2026-03-22"),
          parts: [
            TaxedAmount(
              rate: Percentage(literal: "20"),
              net: Money(167, .euro),
              tax: Money(33, .euro)
            )
          ]
        )
      ]
    )
  }
}

/// A credit note broke rules; every one of them is told at once.
package struct CreditNoteRejected: Message {
  package static let type = "credit-note.rejected.v1"
  package var creditNote: InvoiceNumber
  package var account: AccountID
  package var errors: [FieldError]

  package init(creditNote: InvoiceNumber, account: AccountID, errors: [FieldError]) {
    self.creditNote = creditNote
    self.account = account
    self.errors = errors
  }

  package static var example: Self {
    Self(
      creditNote: "CN-2026-0008",
      account: "C-1001",
      errors: [
        FieldError(
          field: "gross",
          code: "exceeds-creditable",
          text: "1000.00 EUR is more than the 900.00 EUR that invoice INV-2026-0042 has left"
        )
      ]
    )
  }
}

package import DomainKit
package import Terms

extension Invoicing {
  /// An invoice that passed every check; its due dates and discounts are frozen (rules R3).
  package struct IssuedInvoice: Codable, Equatable, Sendable {
    /// What the customer owes: the gross amount under the invoice's number, or an instalment of it.
    package struct Item: Codable, Equatable, Sendable {
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

    package var invoice: InvoiceNumber
    package var account: AccountID
    package var partition: Partition
    package var issueDate: CalendarDate
    package var net: Money
    package var tax: Money
    package var gross: Money
    /// Net and tax by rate, the highest first; none: billing told only the totals.
    package var taxes: [TaxedAmount]
    /// The discount by which the tax was lowered from the beginning (rules R2).
    package var taxDiscount: Percentage?
    /// What it states line by line; none: only the totals are known.
    package var lines: [BilledLine]
    package var paymentReference: PaymentReference
    package var items: [Item]
    /// What it stated for itself, where that is not what is agreed with the account.
    package var terms: CreditTerms?
    /// What it stated instead of the date that the terms give.
    package var dueDate: CalendarDate?
    /// What late payments are charged, in percent a year, where something is agreed.
    package var lateChargeRate: Percentage?
    package var order: OrderShare?
    package var kind: InvoiceKind
    package var precedingInvoice: InvoiceNumber?
    package var deposits: [DepositShare]
    /// The rate at which it was issued, where it is in another currency than the house's, and what
    /// its gross amount is worth in that; both are frozen (rules R11).
    package var exchange: ExchangeRate?
    package var base: Money?
    /// All its credit notes, before tax and their tax.
    package var creditedNet: Money
    package var creditedTax: Money
    /// The same by rate, where the rates are known.
    package var creditedTaxes: [TaxedAmount]
    /// What later invoices took off for it, where it is a deposit.
    package var deducted: Money
    package var content: ContentHash

    package init(
      _ billed: BilledInvoice,
      partition: Partition,
      taxes: [TaxedAmount],
      taxDiscount: Percentage?,
      paymentReference: PaymentReference,
      items: [Item],
      terms: CreditTerms? = nil,
      lateChargeRate: Percentage?,
      base: BaseAmount? = nil
    ) {
      invoice = billed.invoice
      account = billed.account
      self.partition = partition
      issueDate = billed.issueDate
      net = billed.net
      tax = billed.tax
      gross = billed.gross
      self.taxes = taxes
      self.taxDiscount = taxDiscount
      lines = billed.lines
      self.paymentReference = paymentReference
      self.items = items
      self.terms = terms
      dueDate = billed.dueDate
      self.lateChargeRate = lateChargeRate
      order = billed.order
      kind = billed.kind
      precedingInvoice = billed.precedingInvoice
      deposits = billed.deposits
      exchange = base?.exchange
      self.base = base?.gross
      creditedNet = .zero(billed.gross.currency)
      creditedTax = .zero(billed.gross.currency)
      creditedTaxes = []
      deducted = .zero(billed.gross.currency)
      content = billed.content
    }

    /// All its credit notes.
    package var credited: Money { creditedNet + creditedTax }

    /// What was not credited, by rate; none: the rates are not known.
    package var creditableTaxes: [TaxedAmount] {
      taxes.isEmpty ? [] : taxes.subtracting(creditedTaxes)
    }

    /// What credit notes may still take off; what was deducted elsewhere is credited there.
    package var creditable: Money { gross - credited - deducted }
  }
}

package import DomainKit
package import Terms

extension Invoicing {
  /// A credit note as billing sent it, not yet checked; its amounts are positive.
  package struct BilledCreditNote: BilledDocument, Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    /// None: it stands on account.
    package var invoice: InvoiceNumber?
    package var issueDate: CalendarDate
    /// None: only the totals are known.
    package var lines: [BilledLine]
    package var net: Money
    package var tax: Money
    package var gross: Money
    /// Net and tax by rate, of a note of this house; none: as the lines have them.
    package var taxes: [TaxedAmount]
    /// Its own, by which it has a discount; none: it counts in full.
    package var terms: StatedTerms?
    package var reason: CreditReason
    package var spread: CreditSpread
    package var exchange: ExchangeRate?
    package var content: ContentHash

    package init(
      creditNote: InvoiceNumber,
      account: AccountID,
      invoice: InvoiceNumber? = nil,
      issueDate: CalendarDate,
      lines: [BilledLine] = [],
      net: Money,
      tax: Money,
      gross: Money,
      taxes: [TaxedAmount] = [],
      terms: StatedTerms? = nil,
      reason: CreditReason,
      spread: CreditSpread = .lastFirst,
      exchange: ExchangeRate? = nil,
      content: ContentHash
    ) {
      self.creditNote = creditNote
      self.account = account
      self.invoice = invoice
      self.issueDate = issueDate
      self.lines = lines
      self.net = net
      self.tax = tax
      self.gross = gross
      self.taxes = taxes
      self.terms = terms
      self.reason = reason
      self.spread = spread
      self.exchange = exchange
      self.content = content
    }
  }

  /// A credit note that passed every check.
  package struct IssuedCreditNote: Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    package var partition: Partition
    package var invoice: InvoiceNumber?
    package var issueDate: CalendarDate
    package var net: Money
    package var tax: Money
    package var gross: Money
    /// What it takes off at each tax rate; none: nothing is known of rates.
    package var taxes: [TaxedAmount]
    /// What it states line by line; none: only the totals are known.
    package var lines: [BilledLine]
    /// What it gives back of the deposits that its invoice took off, to be taken off again: that
    /// much of it is no credit to the customer.
    package var deposits: [DepositShare]
    /// What it counts less when it is netted in time, the best first; frozen.
    ///
    /// None, never empty: it counts in full.
    package var discounts: [DiscountOffer]?
    package var reason: CreditReason
    package var spread: CreditSpread
    /// The rate of its invoice, or of an own one on account, where it is in another currency than
    /// the house's; with what its gross amount is worth in that.
    package var exchange: ExchangeRate?
    package var base: Money?
    package var content: ContentHash

    package init(
      _ billed: BilledCreditNote,
      partition: Partition,
      taxes: [TaxedAmount],
      deposits: [DepositShare],
      discounts: [DiscountOffer] = [],
      base: BaseAmount? = nil
    ) {
      creditNote = billed.creditNote
      account = billed.account
      self.partition = partition
      invoice = billed.invoice
      issueDate = billed.issueDate
      net = billed.net
      tax = billed.tax
      gross = billed.gross
      self.taxes = taxes
      lines = billed.lines
      self.deposits = deposits
      self.discounts = discounts.isEmpty ? nil : discounts
      reason = billed.reason
      spread = billed.spread
      exchange = base?.exchange
      self.base = base?.gross
      content = billed.content
    }
  }

  /// A credit note that broke rules, with every one of them.
  package struct RejectedCreditNote: Codable, Equatable, Sendable {
    package var creditNote: InvoiceNumber
    package var account: AccountID
    /// None: the account is not registered.
    package var partition: Partition?
    package var content: ContentHash
    package var faults: [Fault]

    package init(_ creditNote: BilledCreditNote, partition: Partition?, faults: [Fault]) {
      self.creditNote = creditNote.creditNote
      account = creditNote.account
      self.partition = partition
      content = creditNote.content
      self.faults = faults
    }
  }
}

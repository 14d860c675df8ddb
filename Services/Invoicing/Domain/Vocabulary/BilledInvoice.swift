package import DomainKit
package import Terms

extension Invoicing {
  /// An invoice as billing sent it, not yet checked.
  package struct BilledInvoice: BilledDocument, Codable, Equatable, Sendable {
    package var invoice: InvoiceNumber
    package var account: AccountID
    package var issueDate: CalendarDate
    /// None: only the totals are known.
    package var lines: [BilledLine]
    package var net: Money
    package var tax: Money
    package var gross: Money
    /// None: those agreed with the account.
    package var terms: StatedTerms?
    /// Overrides the due date that the terms give.
    package var dueDate: CalendarDate?
    /// As billing wrote it; none: one is derived from the invoice's number.
    package var paymentReference: String?
    package var order: OrderShare?
    package var kind: InvoiceKind
    /// The invoice that it corrects, or to which it adds.
    package var precedingInvoice: InvoiceNumber?
    package var deposits: [DepositShare]
    package var exchange: ExchangeRate?
    package var content: ContentHash

    package init(
      invoice: InvoiceNumber,
      account: AccountID,
      issueDate: CalendarDate,
      lines: [BilledLine] = [],
      net: Money,
      tax: Money,
      gross: Money,
      terms: StatedTerms? = nil,
      dueDate: CalendarDate? = nil,
      paymentReference: String? = nil,
      order: OrderShare? = nil,
      kind: InvoiceKind = .invoice,
      precedingInvoice: InvoiceNumber? = nil,
      deposits: [DepositShare] = [],
      exchange: ExchangeRate? = nil,
      content: ContentHash
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
      self.content = content
    }

    /// What the customer owes of it: the gross amount without what was billed ahead.
    package var payable: Money { deposits.reduce(gross) { $0 - $1.amount } }
  }

  /// What an invoice takes off for a deposit invoice, tax included.
  package struct DepositShare: Codable, Equatable, Sendable {
    package var invoice: InvoiceNumber
    package var amount: Money

    package init(invoice: InvoiceNumber, amount: Money) {
      self.invoice = invoice
      self.amount = amount
    }
  }

  /// The part of an order that an invoice bills.
  package struct OrderShare: Codable, Equatable, Sendable {
    package var order: OrderID
    package var amount: Money

    package init(order: OrderID, amount: Money) {
      self.order = order
      self.amount = amount
    }
  }

  /// An invoice that broke rules, with every one of them.
  package struct RejectedInvoice: Codable, Equatable, Sendable {
    package var invoice: InvoiceNumber
    package var account: AccountID
    /// None: the account is not registered.
    package var partition: Partition?
    package var content: ContentHash
    package var faults: [Fault]

    package init(_ invoice: BilledInvoice, partition: Partition?, faults: [Fault]) {
      self.invoice = invoice.invoice
      account = invoice.account
      self.partition = partition
      content = invoice.content
      self.faults = faults
    }
  }
}

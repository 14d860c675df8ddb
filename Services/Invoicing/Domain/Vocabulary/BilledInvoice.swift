package import DomainKit
package import Terms

extension Invoicing {
  /// An invoice as billing sent it, not yet checked.
  package struct BilledInvoice: Codable, Equatable, Sendable {
    package struct Line: Codable, Equatable, Sendable {
      package var description: String
      package var net: Money
      package var taxRate: Percentage

      package init(description: String, net: Money, taxRate: Percentage) {
        self.description = description
        self.net = net
        self.taxRate = taxRate
      }
    }

    package var invoice: InvoiceNumber
    package var account: AccountID
    package var issueDate: CalendarDate
    /// None: only the totals are known.
    package var lines: [Line]
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
    package var content: ContentHash

    package init(
      invoice: InvoiceNumber,
      account: AccountID,
      issueDate: CalendarDate,
      lines: [Line] = [],
      net: Money,
      tax: Money,
      gross: Money,
      terms: StatedTerms? = nil,
      dueDate: CalendarDate? = nil,
      paymentReference: String? = nil,
      order: OrderShare? = nil,
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
      self.content = content
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

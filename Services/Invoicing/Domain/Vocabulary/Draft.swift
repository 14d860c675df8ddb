package import DomainKit
package import Terms

extension Invoicing {
  /// An invoice to be issued by this house: it gets a number of its own, today's date, and the
  /// totals of its lines.
  package struct InvoiceDraft: Equatable, Sendable {
    package var account: AccountID
    package var kind: InvoiceKind
    package var lines: [BilledLine]
    package var terms: StatedTerms?
    package var dueDate: CalendarDate?
    package var order: OrderShare?
    package var precedingInvoice: InvoiceNumber?
    package var deposits: [DepositShare]

    package init(
      account: AccountID,
      kind: InvoiceKind = .invoice,
      lines: [BilledLine],
      terms: StatedTerms? = nil,
      dueDate: CalendarDate? = nil,
      order: OrderShare? = nil,
      precedingInvoice: InvoiceNumber? = nil,
      deposits: [DepositShare] = []
    ) {
      self.account = account
      self.kind = kind
      self.lines = lines
      self.terms = terms
      self.dueDate = dueDate
      self.order = order
      self.precedingInvoice = precedingInvoice
      self.deposits = deposits
    }
  }

  /// A credit note to be issued by this house.
  package struct CreditNoteDraft: Equatable, Sendable {
    package enum Target: Equatable, Sendable {
      case invoice(InvoiceNumber)
      /// It stands on account.
      case account(AccountID)
    }
    package enum Amount: Equatable, Sendable {
      case lines([BilledLine])
      /// With the invoice's share of tax; without an invoice, without tax.
      case gross(Money)
      /// All that the invoice has left to credit.
      case whole
    }
    package var target: Target
    package var amount: Amount
    /// By which it has a discount; none: it counts in full.
    package var terms: StatedTerms?
    package var reason: CreditReason
    package var spread: CreditSpread

    package init(
      _ target: Target,
      _ amount: Amount,
      terms: StatedTerms? = nil,
      reason: CreditReason,
      spread: CreditSpread = .lastFirst
    ) {
      self.target = target
      self.amount = amount
      self.terms = terms
      self.reason = reason
      self.spread = spread
    }
  }

  /// What a bank took for a payment that it took back (rules R8).
  package struct ReturnCharge: Codable, Equatable, Sendable {
    /// The return's own name.
    package var reversal: PaymentID
    package var payment: PaymentID
    package var account: AccountID
    package var amount: Money
    package var content: ContentHash

    package init(
      reversal: PaymentID,
      payment: PaymentID,
      account: AccountID,
      amount: Money,
      content: ContentHash
    ) {
      self.reversal = reversal
      self.payment = payment
      self.account = account
      self.amount = amount
      self.content = content
    }
  }

  /// Who asked for a document of this house, why, and in which words.
  package struct Authorship: Codable, Equatable, Sendable {
    package var user: String
    package var note: String
    package var content: ContentHash

    package init(user: String, note: String, content: ContentHash) {
      self.user = user
      self.note = note
      self.content = content
    }
  }

  /// A number of a series that a document has taken for good.
  package struct DrawnNumber: Codable, Equatable, Sendable {
    package var number: InvoiceNumber
    package var series: SeriesName
    /// Counts the documents of the series, from 1, without gaps.
    package var place: Int
    package var authorship: Authorship
  }

  /// Numbers of one kind and year, such as `EI-2026`.
  package enum Series {}
  package typealias SeriesName = Identifier<Series>
}

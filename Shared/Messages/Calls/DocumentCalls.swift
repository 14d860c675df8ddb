package import DomainKit
package import Terms

/// An invoice to be issued by Encours itself, under a number of its own series, dated today; its
/// totals are those of its lines.
package struct DraftedInvoice: Codable, Equatable, Sendable {
  package var account: AccountID
  /// Without it, an invoice.
  package var kind: InvoiceKind?
  package var lines: [InvoiceLine]
  /// None: those agreed with the account.
  package var terms: StatedTerms?
  package var dueDate: CalendarDate?
  package var order: BilledOrder?
  /// The invoice that it corrects, or to which it adds.
  package var precedingInvoice: InvoiceNumber?
  package var deposits: [DeductedDeposit]?

  package init(
    account: AccountID,
    kind: InvoiceKind? = nil,
    lines: [InvoiceLine],
    terms: StatedTerms? = nil,
    dueDate: CalendarDate? = nil,
    order: BilledOrder? = nil,
    precedingInvoice: InvoiceNumber? = nil,
    deposits: [DeductedDeposit]? = nil
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

  package static var example: Self {
    Self(
      account: "C-1001",
      kind: .debitNote,
      lines: [
        InvoiceLine(
          description: "Freight",
          net: Money(5000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ],
      terms: "30 days",
      precedingInvoice: "INV-2026-0042"
    )
  }
}

/// Issues an invoice, a debit note, a late-charge note or a deposit invoice.
package struct IssueInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "IssueInvoice"
  package static let isMutating = true
  package var draft: DraftedInvoice
  /// Why, for the record.
  package var note: String

  package init(draft: DraftedInvoice, note: String) {
    self.draft = draft
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: InvoiceIssued

    package init(issued: InvoiceIssued) {
      self.issued = issued
    }
  }

  package static var example: Self { Self(draft: .example, note: "freight was not billed") }
  package static var exampleReply: Reply { Reply(issued: .example) }
}

/// Says what `IssueInvoice` or `CorrectInvoice` would issue now: no number is drawn by it, and
/// nothing is kept.
package struct PreviewInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "PreviewInvoice"
  package static let isMutating = false
  package var draft: DraftedInvoice
  /// The invoice that it would correct.
  package var corrects: InvoiceNumber?

  package init(draft: DraftedInvoice, corrects: InvoiceNumber? = nil) {
    self.draft = draft
    self.corrects = corrects
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// Under the number that would be the next.
    package var issued: InvoiceIssued

    package init(issued: InvoiceIssued) {
      self.issued = issued
    }
  }

  package static var example: Self { Self(draft: .example, corrects: "INV-2026-0042") }
  package static var exampleReply: Reply { Reply(issued: .example) }
}

/// Issues a credit note on an invoice or on account, of lines or of a gross amount.
package struct IssueCreditNote: Call {
  package static let service = ServiceName.invoicing
  package static let method = "IssueCreditNote"
  package static let isMutating = true
  /// Where there is no invoice, and only there.
  package var account: AccountID?
  package var invoice: InvoiceNumber?
  package var lines: [InvoiceLine]?
  /// With the invoice's share of tax; instead of lines.
  package var gross: Money?
  /// Of its own, with a discount; without them it counts in full.
  package var terms: StatedTerms?
  package var reason: CreditReason
  /// Which instalments it clears first; without it, from the last due date backwards.
  package var spread: CreditSpread?
  /// Why, for the record.
  package var note: String

  package init(
    account: AccountID? = nil,
    invoice: InvoiceNumber? = nil,
    lines: [InvoiceLine]? = nil,
    gross: Money? = nil,
    terms: StatedTerms? = nil,
    reason: CreditReason,
    spread: CreditSpread? = nil,
    note: String
  ) {
    self.account = account
    self.invoice = invoice
    self.lines = lines
    self.gross = gross
    self.terms = terms
    self.reason = reason
    self.spread = spread
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: CreditNoteIssued

    package init(issued: CreditNoteIssued) {
      self.issued = issued
    }
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0042",
      gross: Money(30_000, .euro),
      reason: .goodsReturned,
      spread: .proRata,
      note: "three panels came back"
    )
  }
  package static var exampleReply: Reply { Reply(issued: .example) }
}

/// Cancels an invoice: credits all that it has left; its number stays its own.
package struct CancelInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "CancelInvoice"
  package static let isMutating = true
  package var invoice: InvoiceNumber
  /// Why, for the record.
  package var note: String

  package init(invoice: InvoiceNumber, note: String) {
    self.invoice = invoice
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var creditNote: CreditNoteIssued

    package init(creditNote: CreditNoteIssued) {
      self.creditNote = creditNote
    }
  }

  package static var example: Self { Self(invoice: "INV-2026-0042", note: "ordered twice") }
  package static var exampleReply: Reply { Reply(creditNote: .example) }
}

/// Corrects a recording error: credits the invoice and issues what it should have been, linked.
package struct CorrectInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "CorrectInvoice"
  package static let isMutating = true
  package var invoice: InvoiceNumber
  package var corrected: DraftedInvoice
  /// Why, for the record.
  package var note: String

  package init(invoice: InvoiceNumber, corrected: DraftedInvoice, note: String) {
    self.invoice = invoice
    self.corrected = corrected
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var creditNote: CreditNoteIssued
    package var issued: InvoiceIssued

    package init(creditNote: CreditNoteIssued, issued: InvoiceIssued) {
      self.creditNote = creditNote
      self.issued = issued
    }
  }

  package static var example: Self {
    Self(invoice: "INV-2026-0042", corrected: .example, note: "wrong price")
  }
  package static var exampleReply: Reply { Reply(creditNote: .example, issued: .example) }
}

/// Takes an invoice of the billing system, as ``BillingInvoiceIssued`` does, and answers at once.
///
/// The same again changes nothing, so that a submission may be repeated. Nothing waits: what names
/// an unknown account, or comes before the first day, is refused, and so is other content under a
/// number that is known. A refusal names every field.
package struct SubmitInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "SubmitInvoice"
  package static let isMutating = true
  package var invoice: BillingInvoiceIssued

  package init(invoice: BillingInvoiceIssued) {
    self.invoice = invoice
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: InvoiceIssued
    /// It had been told before, by a message or a call.
    package var wasKnown: Bool

    package init(issued: InvoiceIssued, wasKnown: Bool) {
      self.issued = issued
      self.wasKnown = wasKnown
    }
  }

  package static var example: Self { Self(invoice: .example) }
  package static var exampleReply: Reply { Reply(issued: .example, wasKnown: false) }
}

/// Says what ``SubmitInvoice`` would refuse an invoice for, and posts nothing.
///
/// So a file that cannot be read in one field learns at once what is wrong with the others.
package struct ValidateInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ValidateInvoice"
  package static let isMutating = false
  package var invoice: BillingInvoiceIssued

  package init(invoice: BillingInvoiceIssued) {
    self.invoice = invoice
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// Everything that is wrong; none: it would be posted, or is known.
    package var errors: [FieldError]

    package init(errors: [FieldError]) {
      self.errors = errors
    }
  }

  package static var example: Self { Self(invoice: .example) }
  package static var exampleReply: Reply {
    Reply(
      errors: [
        FieldError(
          field: "account",
          code: "account-unknown",
          text: "account C-1001 is not registered"
        )
      ]
    )
  }
}

/// Says what ``SubmitCreditNote`` would refuse a credit note for, and posts nothing.
package struct ValidateCreditNote: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ValidateCreditNote"
  package static let isMutating = false
  package var creditNote: BillingCreditNoteIssued

  package init(creditNote: BillingCreditNoteIssued) {
    self.creditNote = creditNote
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// Everything that is wrong; none: it would be posted, or is known.
    package var errors: [FieldError]

    package init(errors: [FieldError]) {
      self.errors = errors
    }
  }

  package static var example: Self { Self(creditNote: .example) }
  package static var exampleReply: Reply { Reply(errors: ValidateInvoice.exampleReply.errors) }
}

/// Takes a credit note of the billing system, as ``BillingCreditNoteIssued`` does, and answers at
/// once.
///
/// What names an unknown account or invoice is refused, like an invoice of ``SubmitInvoice``.
package struct SubmitCreditNote: Call {
  package static let service = ServiceName.invoicing
  package static let method = "SubmitCreditNote"
  package static let isMutating = true
  package var creditNote: BillingCreditNoteIssued

  package init(creditNote: BillingCreditNoteIssued) {
    self.creditNote = creditNote
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: CreditNoteIssued
    /// It had been told before, by a message or a call.
    package var wasKnown: Bool

    package init(issued: CreditNoteIssued, wasKnown: Bool) {
      self.issued = issued
      self.wasKnown = wasKnown
    }
  }

  package static var example: Self { Self(creditNote: .example) }
  package static var exampleReply: Reply { Reply(issued: .example, wasKnown: false) }
}

/// Takes an account of the billing system, as ``BillingAccountUpserted`` does, and answers at once.
///
/// The same again changes nothing, so that a submission may be repeated; other content under a
/// revision that is known is refused. A refusal names every field. Before the first day nothing is
/// taken.
package struct SubmitAccount: Call {
  package static let service = ServiceName.invoicing
  package static let method = "SubmitAccount"
  package static let isMutating = true
  package var account: BillingAccountUpserted

  package init(account: BillingAccountUpserted) {
    self.account = account
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// In its newest revision, which may be newer than the one that was handed in.
    package var registered: AccountRegistered
    /// It had been told before, by a message or a call.
    package var wasKnown: Bool

    package init(registered: AccountRegistered, wasKnown: Bool) {
      self.registered = registered
      self.wasKnown = wasKnown
    }
  }

  package static var example: Self { Self(account: .example) }
  package static var exampleReply: Reply { Reply(registered: .example, wasKnown: false) }
}

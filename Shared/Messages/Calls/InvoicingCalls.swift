package import DomainKit
package import Terms

/// An invoice as invoicing holds it.
package struct GetInvoice: Call {
  package static let service = ServiceName.invoicing
  package static let method = "GetInvoice"
  package static let isMutating = false
  package var invoice: InvoiceNumber

  package init(invoice: InvoiceNumber) {
    self.invoice = invoice
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: InvoiceIssued
    package var partition: Partition
    /// What credit notes may still take off.
    package var creditable: Money
    /// Of an invoice that Encours issued itself.
    package var authorship: Authorship?
    /// What it states line by line; none: the billing system told only the totals.
    package var lines: [InvoiceLine]?
    /// As the terms agreed on the issue date give them, where the invoice has others
    /// (`terms.deviated`).
    package var agreed: [Instalment]?
    /// Those that it stated, else those agreed on its issue date.
    package var terms: CreditTerms?
    /// What it stated instead of the date that the terms give.
    package var dueDate: CalendarDate?

    package init(
      issued: InvoiceIssued,
      partition: Partition,
      creditable: Money,
      authorship: Authorship? = nil,
      lines: [InvoiceLine]? = nil,
      agreed: [Instalment]? = nil,
      terms: CreditTerms? = nil,
      dueDate: CalendarDate? = nil
    ) {
      self.issued = issued
      self.partition = partition
      self.creditable = creditable
      self.authorship = authorship
      self.lines = lines
      self.agreed = agreed
      self.terms = terms
      self.dueDate = dueDate
    }
  }

  package static var example: Self { Self(invoice: "INV-2026-0042") }
  package static var exampleReply: Reply {
    Reply(
      issued: .example,
      partition: Partition(literal: 7),
      creditable: InvoiceIssued.example.gross,
      authorship: .example,
      lines: [
        InvoiceLine(
          description: "Solar panels",
          net: Money(100_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ]
    )
  }
}

/// Who had Encours issue a document, and why.
package struct Authorship: Codable, Equatable, Sendable {
  package var user: String
  package var note: String

  package init(user: String, note: String) {
    self.user = user
    self.note = note
  }

  package static var example: Self { Self(user: "a.martin", note: "freight was not billed") }
}

/// Invoices and credit notes that wait for their account, their invoice or the first day.
package struct ListWaiting: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ListWaiting"
  package static let isMutating = false

  package init() {}

  package struct Reply: Codable, Equatable, Sendable {
    /// The first thousand, by number.
    package var invoices: [WaitingInvoice]
    /// All invoices that wait, listed or not.
    package var count: Int
    /// The first thousand, by number.
    package var creditNotes: [WaitingCreditNote]
    /// All credit notes that wait, listed or not.
    package var creditNoteCount: Int

    package init(
      invoices: [WaitingInvoice],
      count: Int,
      creditNotes: [WaitingCreditNote] = [],
      creditNoteCount: Int = 0
    ) {
      self.invoices = invoices
      self.count = count
      self.creditNotes = creditNotes
      self.creditNoteCount = creditNoteCount
    }
  }

  package static var example: Self { Self() }
  package static var exampleReply: Reply {
    Reply(
      invoices: [WaitingInvoice(invoice: "INV-2026-0050", account: "C-1099")],
      count: 1,
      creditNotes: [
        WaitingCreditNote(
          creditNote: "CN-2026-0008",
          account: "C-1099",
          invoice: "INV-2026-0050"
        )
      ],
      creditNoteCount: 1
    )
  }
}

/// An invoice that came before its account.
package struct WaitingInvoice: Codable, Equatable, Sendable {
  package var invoice: InvoiceNumber
  package var account: AccountID

  package init(invoice: InvoiceNumber, account: AccountID) {
    self.invoice = invoice
    self.account = account
  }
}

/// A credit note that came before its account or its invoice.
package struct WaitingCreditNote: Codable, Equatable, Sendable {
  package var creditNote: InvoiceNumber
  package var account: AccountID
  /// None: it is on account.
  package var invoice: InvoiceNumber?

  package init(creditNote: InvoiceNumber, account: AccountID, invoice: InvoiceNumber? = nil) {
    self.creditNote = creditNote
    self.account = account
    self.invoice = invoice
  }
}

/// A credit note that was issued.
package struct GetCreditNote: Call {
  package static let service = ServiceName.invoicing
  package static let method = "GetCreditNote"
  package static let isMutating = false
  package var creditNote: InvoiceNumber

  package init(creditNote: InvoiceNumber) {
    self.creditNote = creditNote
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var issued: CreditNoteIssued
    package var partition: Partition
    /// Of a credit note that Encours issued itself.
    package var authorship: Authorship?
    /// What it states line by line; none: only totals are known, or a gross amount was credited.
    package var lines: [InvoiceLine]?

    package init(
      issued: CreditNoteIssued,
      partition: Partition,
      authorship: Authorship? = nil,
      lines: [InvoiceLine]? = nil
    ) {
      self.issued = issued
      self.partition = partition
      self.authorship = authorship
      self.lines = lines
    }
  }

  package static var example: Self { Self(creditNote: "CN-2026-0007") }
  package static var exampleReply: Reply {
    Reply(
      issued: .example,
      partition: Partition(literal: 7),
      authorship: .example,
      lines: [
        InvoiceLine(
          description: "Solar panels",
          net: Money(25_000, .euro),
          taxRate: Percentage(literal: "20")
        )
      ]
    )
  }
}

/// An account as it is registered, with the terms agreed by date.
package struct GetAccount: Call {
  package static let service = ServiceName.invoicing
  package static let method = "GetAccount"
  package static let isMutating = false
  package var account: AccountID

  package init(account: AccountID) {
    self.account = account
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var registered: AccountRegistered
    /// By date, whoever agreed on it; of an invoice the last hold whose date is not after its
    /// issue.
    package var agreedTerms: [DatedTerms]
    /// The newest revision as billing states it; the next one follows from it.
    package var stated: BillingAccountUpserted?

    package init(
      registered: AccountRegistered,
      agreedTerms: [DatedTerms],
      stated: BillingAccountUpserted? = nil
    ) {
      self.registered = registered
      self.agreedTerms = agreedTerms
      self.stated = stated
    }
  }

  package static var example: Self { Self(account: "C-1001") }
  package static var exampleReply: Reply {
    Reply(
      registered: .example,
      agreedTerms: [
        DatedTerms(terms: CreditTerms(due: DateRule(days: 30))),
        DatedTerms(
          from: CalendarDate(literal: "2026-04-01"),
          terms: CreditTerms(due: DateRule(days: 15)),
          lateChargeRate: Percentage(literal: "15")
        ),
      ]
    )
  }
}

/// Terms and late charges that hold from a date on.
package struct DatedTerms: Codable, Equatable, Sendable {
  /// None: from the beginning.
  package var from: CalendarDate?
  /// None: each invoice states its own.
  package var terms: CreditTerms?
  /// In percent a year.
  package var lateChargeRate: Percentage?

  package init(
    from: CalendarDate? = nil,
    terms: CreditTerms? = nil,
    lateChargeRate: Percentage? = nil
  ) {
    self.from = from
    self.terms = terms
    self.lateChargeRate = lateChargeRate
  }
}

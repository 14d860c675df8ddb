package import DomainKit

/// Invoices whose terms are not those agreed with their account, the newest first.
package struct ListDeviations: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ListDeviations"
  package static let isMutating = false
  /// One account alone.
  package var account: AccountID?
  /// At most so many rows, 1 to 1000.
  package var limit: Int

  package init(account: AccountID? = nil, limit: Int) {
    self.account = account
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// By issue date, then by number, the last first.
    package var deviations: [TermsDeviated]
    /// All that there are, listed or not.
    package var count: Int

    package init(deviations: [TermsDeviated], count: Int) {
      self.deviations = deviations
      self.count = count
    }
  }

  package static var example: Self { Self(account: "C-1001", limit: 20) }
  package static var exampleReply: Reply { Reply(deviations: [.example], count: 1) }
}

/// Invoices of an account, the newest first.
package struct ListInvoices: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ListInvoices"
  package static let isMutating = false
  package var account: AccountID
  /// At most so many rows, 1 to 1000.
  package var limit: Int

  package init(account: AccountID, limit: Int) {
    self.account = account
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// By issue date, then by number, the last first.
    package var invoices: [ListedInvoice]
    /// All that there are, listed or not.
    package var count: Int

    package init(invoices: [ListedInvoice], count: Int) {
      self.invoices = invoices
      self.count = count
    }
  }

  package static var example: Self { Self(account: "C-1001", limit: 20) }
  package static var exampleReply: Reply { Reply(invoices: [.example], count: 1) }
}

/// An invoice in a list.
package struct ListedInvoice: Codable, Equatable, Sendable {
  package var invoice: InvoiceNumber
  package var kind: InvoiceKind
  package var issueDate: CalendarDate
  /// Of its last instalment.
  package var dueDate: CalendarDate
  package var gross: Money
  /// All its credit notes.
  package var credited: Money

  package init(
    invoice: InvoiceNumber,
    kind: InvoiceKind,
    issueDate: CalendarDate,
    dueDate: CalendarDate,
    gross: Money,
    credited: Money
  ) {
    self.invoice = invoice
    self.kind = kind
    self.issueDate = issueDate
    self.dueDate = dueDate
    self.gross = gross
    self.credited = credited
  }

  package static var example: Self {
    Self(
      invoice: "INV-2026-0042",
      kind: .invoice,
      issueDate: CalendarDate(literal: "2026-03-01"),
      dueDate: CalendarDate(literal: "2026-03-31"),
      gross: Money(120_000, .euro),
      credited: Money(30_000, .euro)
    )
  }
}

/// Accounts and documents of billing that broke rules, and what is wrong with them, until a right
/// one comes under the same name.
package struct ListRejected: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ListRejected"
  package static let isMutating = false
  /// At most so many of each kind, 1 to 1000.
  package var limit: Int

  package init(limit: Int) {
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// Each list by name; of each name the last that was rejected.
    package var accounts: [AccountRejected]
    package var invoices: [InvoiceRejected]
    package var creditNotes: [CreditNoteRejected]
    /// All that there are, listed or not.
    package var count: Int

    package init(
      accounts: [AccountRejected],
      invoices: [InvoiceRejected],
      creditNotes: [CreditNoteRejected],
      count: Int
    ) {
      self.accounts = accounts
      self.invoices = invoices
      self.creditNotes = creditNotes
      self.count = count
    }
  }

  package static var example: Self { Self(limit: 20) }
  package static var exampleReply: Reply {
    Reply(accounts: [.example], invoices: [.example], creditNotes: [.example], count: 3)
  }
}

package import DomainKit

/// What others ask of the books.
extension Matching.State {
  /// What is open on an account, by due date, then name.
  package func openItems(of account: AccountID) -> [Matching.Item] {
    (ledgers[account]?.items ?? []).compactMap { items[$0] }
      .sorted { ($0.dueDate, $0.id) < ($1.dueDate, $1.id) }
  }

  /// Payments of an account with something unapplied or on account, by value date, then name.
  package func openPayments(of account: AccountID) -> [Matching.Payment] {
    (ledgers[account]?.payments ?? []).compactMap { payments[$0] }
      .sorted { ($0.valueDate, $0.id) < ($1.valueDate, $1.id) }
  }

  /// An invoice with its items, as the archive takes it.
  package func issuedInvoice(_ number: InvoiceNumber) -> Matching.IssuedInvoice? {
    invoices[number].map { invoice in
      Matching.IssuedInvoice(invoice, invoice.items.compactMap { items[$0] })
    }
  }
}

extension Matching.Payment {
  /// The invoices that it clears, by number.
  package var invoices: [InvoiceNumber] {
    Set(allocations.filter { !$0.isNothing }.map(\.invoice)).sorted()
  }
}

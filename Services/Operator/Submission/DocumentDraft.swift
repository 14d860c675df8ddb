package import Messages

/// What could be read of a document that has faults of its own, with stand-ins for the rest: for
/// invoicing to say what else is wrong, never to be posted.
package struct DocumentDraft: Sendable {
  /// What the fields of a message are about, whichever message it is.
  package enum Field: String, CaseIterable, Sendable {
    case number, account, kind, issueDate, dueDate, terms, currency
    case net, tax, gross, lines, order, deposits
    case paymentReference, precedingInvoice, reason, spread
  }

  package var content: FileDocument.Content
  /// What a stand-in is there for, or nothing.
  package var unread: Set<Field>

  package init(content: FileDocument.Content, unread: Set<Field>) {
    self.content = content
    self.unread = unread
  }

  /// Whether an error may come from a stand-in, or says again what the file's own faults say.
  package func isDoubtful(_ error: FieldError) -> Bool {
    guard let field = field(error.field) else { return false }
    return !unread.isDisjoint(with: grounds(of: field, error))
  }

  private func field(_ name: String) -> Field? {
    let first = String(name.prefix { $0 != "." && $0 != "[" })
    switch (first, content) {
    case ("invoice", .invoice), ("creditNote", _): return .number
    case ("invoice", .creditNote): return .precedingInvoice
    default: return Field(rawValue: first)
    }
  }

  private static let amounts: Set<Field> = [.currency, .net, .tax, .gross, .lines]

  /// What a verdict on a field rests on.
  private func grounds(of field: Field, _ error: FieldError) -> Set<Field> {
    switch field {
    case .number, .account, .kind, .issueDate, .currency, .reason, .spread: [field]
    case .dueDate, .terms: [.dueDate, .terms, .issueDate, .currency]
    case .net, .tax, .gross, .lines: Self.amounts
    case .order: Self.amounts.union([.order, .kind])
    // Each deposit has an index; their sum, which is compared with the invoice's, has none.
    case .deposits:
      Set([.deposits, .account, .kind, .currency])
        .union(error.field.contains("[") ? [] : Self.amounts)
    case .paymentReference: [.paymentReference, .account]
    case .precedingInvoice:
      error.code == "invoice-unknown"
        ? [.precedingInvoice, .kind] : [.precedingInvoice, .kind, .account]
    }
  }
}

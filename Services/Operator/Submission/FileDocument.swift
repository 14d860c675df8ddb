package import Messages

/// A document that a file holds, or what keeps it from being one.
package struct FileDocument: Sendable {
  package enum Content: Equatable, Sendable {
    case invoice(BillingInvoiceIssued)
    case creditNote(BillingCreditNoteIssued)
  }

  /// As the file writes it; empty where it cannot be found.
  package var number: String
  /// None: the faults say why.
  package var content: Content?
  /// What could be read of a document that has faults; none where that is not enough to look at.
  package var draft: DocumentDraft?
  /// Everything that is wrong with it, at once.
  package var faults: [DocumentFault]
  /// What a person should know of a document that is taken.
  package var remarks: [String]
  /// Where the file says a field of the message; nil where the file has no such place.
  package var place: @Sendable (String) -> DocumentFault.Place?

  package init(
    number: String,
    content: Content? = nil,
    draft: DocumentDraft? = nil,
    faults: [DocumentFault] = [],
    remarks: [String] = [],
    place: @escaping @Sendable (String) -> DocumentFault.Place? = { _ in nil }
  ) {
    self.number = number
    self.content = content
    self.draft = draft
    self.faults = faults
    self.remarks = remarks
    self.place = place
  }
}

/// One thing that is wrong with a document, and where.
package struct DocumentFault: Equatable, Sendable {
  /// A place in a file.
  package struct Place: Equatable, Sendable {
    /// Counted from 1.
    package var line: Int
    /// As the file calls it.
    package var field: String

    package init(line: Int, field: String) {
      self.line = line
      self.field = field
    }
  }

  package var place: Place?
  /// What was found and what was expected.
  package var text: String

  package init(_ place: Place?, _ text: String) {
    self.place = place
    self.text = text
  }
}

extension DocumentFault: CustomStringConvertible {
  package var description: String {
    guard let place else { return text }
    return place.field.isEmpty
      ? "line \(place.line): \(text)" : "line \(place.line), \(place.field): \(text)"
  }
}

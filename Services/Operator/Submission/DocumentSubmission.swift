import DomainKit
package import Messages
import ServiceKit

/// What became of a document that was submitted.
package struct SubmittedDocument: Equatable, Sendable {
  package enum Outcome: Equatable, Sendable {
    case posted
    /// It had been told before; nothing happened.
    case known
    case refused([DocumentFault])
  }

  package var number: String
  /// The gross amount with its currency; nil where there is none to tell.
  package var amount: String?
  package var outcome: Outcome
  package var remarks: [String]

  package init(
    number: String,
    amount: String? = nil,
    outcome: Outcome,
    remarks: [String] = []
  ) {
    self.number = number
    self.amount = amount
    self.outcome = outcome
    self.remarks = remarks
  }

  package var isRefused: Bool {
    if case .refused = outcome { true } else { false }
  }
}

/// Submits the documents of files to invoicing, one call a document.
package struct DocumentSubmission {
  private let invoice: (SubmitInvoice) throws -> SubmitInvoice.Reply
  private let creditNote: (SubmitCreditNote) throws -> SubmitCreditNote.Reply
  private let validation: (FileDocument.Content) throws -> [FieldError]

  /// `validation` says what invoicing would refuse a document for.
  package init(
    invoice: @escaping (SubmitInvoice) throws -> SubmitInvoice.Reply,
    creditNote: @escaping (SubmitCreditNote) throws -> SubmitCreditNote.Reply,
    validation: @escaping (FileDocument.Content) throws -> [FieldError]
  ) {
    self.invoice = invoice
    self.creditNote = creditNote
    self.validation = validation
  }

  /// What invoicing refuses is an outcome; that it does not answer, or has no day open, is thrown.
  package func submit(_ document: FileDocument) throws -> SubmittedDocument {
    var submitted = SubmittedDocument(
      number: document.number,
      outcome: .refused(document.faults),
      remarks: document.remarks
    )
    guard let content = document.content else {
      submitted.outcome = .refused(try document.faults + furtherFaults(document))
      return submitted
    }
    do {
      switch content {
      case .invoice(let billed):
        submitted.amount = billed.gross.description
        let reply = try invoice(SubmitInvoice(invoice: billed))
        submitted.outcome = reply.wasKnown ? .known : .posted
      case .creditNote(let billed):
        submitted.amount = (-billed.gross).description
        let reply = try creditNote(SubmitCreditNote(creditNote: billed))
        submitted.outcome = reply.wasKnown ? .known : .posted
      }
    } catch let status as CallStatus where status.code == .invalidArgument {
      submitted.outcome = .refused(faults(status, document))
    }
    return submitted
  }

  private func faults(_ status: CallStatus, _ document: FileDocument) -> [DocumentFault] {
    guard !status.errors.isEmpty else { return [DocumentFault(nil, status.text)] }
    return status.errors.map { fault($0, document) }
  }

  /// What invoicing finds in the rest of a document that could not be read in whole, so that it is
  /// corrected once.
  private func furtherFaults(_ document: FileDocument) throws -> [DocumentFault] {
    guard let draft = document.draft else { return [] }
    return try validation(draft.content).filter { !draft.isDoubtful($0) }
      .map { fault($0, document) }
      .filter { !document.faults.contains($0) }
  }

  private func fault(_ error: FieldError, _ document: FileDocument) -> DocumentFault {
    guard let place = document.place(error.field) else {
      return DocumentFault(nil, "\(error.field): \(error.text)")
    }
    return DocumentFault(place, error.text)
  }
}

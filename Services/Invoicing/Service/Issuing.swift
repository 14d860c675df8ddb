import DomainKit
import InvoicingDomain
import Messages
import ServiceKit

/// Calls by which a person has this house issue a document.
extension InvoicingService {
  static var issueInvoice: CallHandler<Invoicing> {
    .mutation(
      IssueInvoice.self,
      command: { call, request in
        .draftInvoice(draft(call.draft), by: try authorship(call, note: call.note, request))
      },
      reply: { _, _, events, _ in IssueInvoice.Reply(issued: try issuedInvoice(events)) },
      refusal: status
    )
  }

  static var previewInvoice: CallHandler<Invoicing> {
    .query(PreviewInvoice.self) { call, request, state in
      let author = try authorship(call, note: "preview", request)
      let draft = draft(call.draft)
      let command =
        call.corrects.map { Invoicing.Command.correctInvoice($0, draft, by: author) }
        ?? .draftInvoice(draft, by: author)
      let events: [Invoicing.Event]
      do throws(Invoicing.Rejection) {
        events = try Invoicing.decide(command, state)
      } catch {
        throw status(error)
      }
      return PreviewInvoice.Reply(issued: try issuedInvoice(events))
    }
  }

  static var issueCreditNote: CallHandler<Invoicing> {
    .mutation(
      IssueCreditNote.self,
      command: { call, request in
        .draftCreditNote(
          try draft(call),
          by: try authorship(call, note: call.note, request)
        )
      },
      reply: { _, _, events, _ in IssueCreditNote.Reply(issued: try issuedCreditNote(events)) },
      refusal: status
    )
  }

  static var cancelInvoice: CallHandler<Invoicing> {
    .mutation(
      CancelInvoice.self,
      command: { call, request in
        .draftCreditNote(
          Invoicing.CreditNoteDraft(.invoice(call.invoice), .whole, reason: .cancellation),
          by: try authorship(call, note: call.note, request)
        )
      },
      reply: { _, _, events, _ in CancelInvoice.Reply(creditNote: try issuedCreditNote(events)) },
      refusal: status
    )
  }

  static var correctInvoice: CallHandler<Invoicing> {
    .mutation(
      CorrectInvoice.self,
      command: { call, request in
        .correctInvoice(
          call.invoice,
          draft(call.corrected),
          by: try authorship(call, note: call.note, request)
        )
      },
      reply: { _, _, events, _ in
        CorrectInvoice.Reply(
          creditNote: try issuedCreditNote(events),
          issued: try issuedInvoice(events)
        )
      },
      refusal: status
    )
  }

  private static func draft(_ draft: DraftedInvoice) -> Invoicing.InvoiceDraft {
    Invoicing.InvoiceDraft(
      account: draft.account,
      kind: draft.kind ?? .invoice,
      lines: lines(draft.lines),
      terms: draft.terms,
      dueDate: draft.dueDate,
      order: draft.order.map { Invoicing.OrderShare(order: $0.order, amount: $0.amount) },
      precedingInvoice: draft.precedingInvoice,
      deposits: (draft.deposits ?? []).map {
        Invoicing.DepositShare(invoice: $0.invoice, amount: $0.amount)
      }
    )
  }

  private static func draft(_ call: IssueCreditNote) throws(CallStatus) -> Invoicing.CreditNoteDraft
  {
    let target: Invoicing.CreditNoteDraft.Target
    switch (call.account, call.invoice) {
    case (let account?, nil): target = .account(account)
    case (nil, let invoice?): target = .invoice(invoice)
    default: throw CallStatus(.invalidArgument, "expected either an account or an invoice")
    }
    let amount: Invoicing.CreditNoteDraft.Amount
    switch (call.lines, call.gross) {
    case (let credited?, nil): amount = .lines(lines(credited))
    case (nil, let gross?): amount = .gross(gross)
    default: throw CallStatus(.invalidArgument, "expected either lines or a gross amount")
    }
    return Invoicing.CreditNoteDraft(
      target,
      amount,
      terms: call.terms,
      reason: call.reason,
      spread: call.spread ?? .lastFirst
    )
  }

  private static func authorship(
    _ call: some Call,
    note: String,
    _ request: CallRequest
  ) throws -> Invoicing.Authorship {
    guard (1...Invoicing.Limits.noteBytes).contains(note.utf8.count) else {
      let bytes = "1 to \(Invoicing.Limits.noteBytes) bytes"
      throw CallStatus(.invalidArgument, "note: expected \(bytes) that say why")
    }
    return Invoicing.Authorship(user: request.user, note: note, content: try contentHash(call))
  }

  private static func issuedInvoice(_ events: [Invoicing.Event]) throws(CallStatus) -> InvoiceIssued
  {
    for case .invoiceIssued(let invoice) in events { return issued(invoice) }
    throw CallStatus(.internal, "no invoice was issued")
  }

  private static func issuedCreditNote(
    _ events: [Invoicing.Event]
  ) throws(CallStatus) -> CreditNoteIssued {
    for case .creditNoteIssued(let note) in events { return issued(note) }
    throw CallStatus(.internal, "no credit note was issued")
  }

  static func status(_ rejection: Invoicing.Rejection) -> CallStatus {
    switch rejection {
    case .account(let rejected): status(rejected.faults)
    case .invoice(let rejected): status(rejected.faults)
    case .creditNote(let rejected): status(rejected.faults)
    case .document(let faults): status(faults)
    case .accountUnknown(let account):
      CallStatus(.notFound, "account \(account) is not registered")
    case .noDayOpen: CallStatus(.failedPrecondition, "no day is open")
    case .cutOutOfSequence(let open, _, let opens):
      CallStatus(
        .failedPrecondition,
        "\(opens) does not follow \(open.map { "\($0)" } ?? "the beginning")"
      )
    case .partitionCountOutOfRange(let count):
      CallStatus(.invalidArgument, "\(count) partitions, expected 1 to \(Partition.maximumCount)")
    case .partitionCountFixed:
      CallStatus(.failedPrecondition, "the number of partitions is fixed since the first account")
    }
  }

  private static func status(_ faults: [Invoicing.Fault]) -> CallStatus {
    CallStatus(
      .invalidArgument,
      faults.map { "\($0.field): \($0.text)" }.joined(separator: "; "),
      errors: faults.map(error)
    )
  }
}

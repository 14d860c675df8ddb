import DomainKit
import InvoicingDomain
import Messages
import ServiceKit

/// Calls by which billing's accounts and documents are handed in one by one, or looked at before.
extension InvoicingService {
  static var submitAccount: CallHandler<Invoicing> {
    .mutation(
      SubmitAccount.self,
      command: { call, _ in
        .submitAccount(revision(call.account, try contentHash(call.account)))
      },
      reply: { call, _, events, state in
        guard let account = state.accounts[call.account.account] else {
          throw CallStatus(.internal, "no account was registered")
        }
        return SubmitAccount.Reply(
          registered: registered(account, on: state.openCut?.date),
          wasKnown: events.isEmpty
        )
      },
      refusal: status
    )
  }

  static var submitInvoice: CallHandler<Invoicing> {
    .mutation(
      SubmitInvoice.self,
      command: { call, _ in
        .submitInvoice(billed(call.invoice, try contentHash(call.invoice)))
      },
      reply: { call, _, events, state in
        guard let invoice = state.invoices[call.invoice.invoice] else {
          throw CallStatus(.internal, "no invoice was issued")
        }
        return SubmitInvoice.Reply(issued: issued(invoice), wasKnown: events.isEmpty)
      },
      refusal: status
    )
  }

  static var submitCreditNote: CallHandler<Invoicing> {
    .mutation(
      SubmitCreditNote.self,
      command: { call, _ in
        .submitCreditNote(billed(call.creditNote, try contentHash(call.creditNote)))
      },
      reply: { call, _, events, state in
        guard let note = state.creditNotes[call.creditNote.creditNote] else {
          throw CallStatus(.internal, "no credit note was issued")
        }
        return SubmitCreditNote.Reply(issued: issued(note), wasKnown: events.isEmpty)
      },
      refusal: status
    )
  }

  static var validateInvoice: CallHandler<Invoicing> {
    .query(ValidateInvoice.self) { call, _, state in
      let billed = billed(call.invoice, try contentHash(call.invoice))
      return ValidateInvoice.Reply(errors: try errors(of: .submitInvoice(billed), state))
    }
  }

  static var validateCreditNote: CallHandler<Invoicing> {
    .query(ValidateCreditNote.self) { call, _, state in
      let billed = billed(call.creditNote, try contentHash(call.creditNote))
      return ValidateCreditNote.Reply(errors: try errors(of: .submitCreditNote(billed), state))
    }
  }

  private static func errors(
    of command: Invoicing.Command,
    _ state: Invoicing.State
  ) throws(CallStatus) -> [FieldError] {
    do throws(Invoicing.Rejection) {
      _ = try Invoicing.decide(command, state)
      return []
    } catch {
      guard case .document(let faults) = error else { throw status(error) }
      return faults.map(self.error)
    }
  }
}

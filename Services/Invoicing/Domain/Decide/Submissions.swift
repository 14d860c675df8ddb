import DomainKit

/// Accounts and documents of billing that somebody hands in and waits for: what cannot be issued
/// now is refused.
extension Invoicing {
  static func submit(_ revision: AccountRevision, _ state: State) throws(Rejection) -> [Event] {
    guard state.openCut != nil else { throw .noDayOpen }
    do throws(Rejection) {
      return try register(revision, state)
    } catch {
      guard case .account(let rejected) = error else { throw error }
      throw .document(rejected.faults)
    }
  }

  static func submit(_ invoice: BilledInvoice, _ state: State) throws(Rejection) -> [Event] {
    guard state.openCut != nil else { throw .noDayOpen }
    guard state.accounts[invoice.account] != nil else {
      let own = resolve(invoice.terms, in: invoice.gross.currency, state)
      let terms = InvoiceTerms(terms: own.terms, agreed: AgreedTerms(), faults: own.faults)
      throw .document(
        numberFaults(invoice, state) + [accountUnknown(invoice)]
          + faults(of: invoice, nil, terms, state)
      )
    }
    do throws(Rejection) {
      return try issue(invoice, state)
    } catch {
      guard case .invoice(let rejected) = error else { throw error }
      throw .document(rejected.faults)
    }
  }

  static func submit(_ note: BilledCreditNote, _ state: State) throws(Rejection) -> [Event] {
    guard state.openCut != nil else { throw .noDayOpen }
    var unknown: [Fault] = []
    if state.accounts[note.account] == nil { unknown.append(accountUnknown(note)) }
    if let invoice = note.invoice, state.invoices[invoice] == nil {
      unknown.append(Fault("invoice", .invoiceUnknown, "\(invoice) is not known"))
    }
    guard unknown.isEmpty else {
      throw .document(
        numberFaults(note, state) + unknown + faults(of: note, state.accounts[note.account], state)
      )
    }
    do throws(Rejection) {
      return try issue(note, state)
    } catch {
      guard case .creditNote(let rejected) = error else { throw error }
      throw .document(rejected.faults)
    }
  }

  private static func numberFaults(_ invoice: BilledInvoice, _ state: State) -> [Fault] {
    let taken =
      state.invoices[invoice.invoice]?.content ?? state.keptInvoices[invoice.invoice]?.content
    return seriesFaults(invoice.invoice, field: "invoice")
      + reuse(of: invoice.invoice, "invoice", taken.map { $0 != invoice.content } ?? false)
  }

  private static func numberFaults(_ note: BilledCreditNote, _ state: State) -> [Fault] {
    let taken =
      state.creditNotes[note.creditNote]?.content ?? state.keptCreditNotes[note.creditNote]?.content
    return seriesFaults(note.creditNote, field: "creditNote")
      + reuse(of: note.creditNote, "creditNote", taken.map { $0 != note.content } ?? false)
  }

  private static func reuse(
    of number: InvoiceNumber,
    _ field: String,
    _ isReused: Bool
  ) -> [Fault] {
    isReused ? [Fault(field, .numberReused, "\(number) is known with other content")] : []
  }

  private static func accountUnknown(_ document: some BilledDocument) -> Fault {
    Fault("account", .accountUnknown, "account \(document.account) is not registered")
  }
}

import DomainKit
import Terms

extension Invoicing {
  package static func evolve(_ state: inout State, _ event: Event) {
    switch event {
    case .partitionCountSet(let count): state.partitionCount = count
    case .referencePolicySet(let policy): state.referencePolicy = policy
    case .termsRegistrySet(let registry): state.termsRegistry = registry

    case .accountKept(let revision):
      state.keptAccounts[RevisionKey(revision.account, revision.revision)] = revision
    case .accountRegistered(let account):
      state.accounts[account.account] = account
      state.keptAccounts[RevisionKey(account.account, account.revision)] = nil
    case .accountRejected(let rejected):
      state.keptAccounts[RevisionKey(rejected.account, rejected.revision)] = nil

    case .termsChanged(let change): state.accounts[change.account]?.take(change)

    case .invoiceKept(let invoice):
      state.keptInvoices[invoice.invoice] = invoice
      state.keptNumbers[invoice.account, default: []].insert(invoice.invoice)
    case .invoiceIssued(let invoice):
      state.invoices[invoice.invoice] = invoice
      state.references[invoice.paymentReference] = invoice.account
      for deposit in invoice.deposits {
        state.invoices[deposit.invoice]?.deducted += deposit.amount
      }
      state.release(invoice.invoice, of: invoice.account)
    case .termsDeviated: break
    case .invoiceRejected(let rejected): state.release(rejected.invoice, of: rejected.account)

    case .creditNoteKept(let note): state.keep(note)
    case .creditNoteIssued(let note):
      state.creditNotes[note.creditNote] = note
      if let invoice = note.invoice { state.invoices[invoice]?.take(note) }
      for deposit in note.deposits {
        state.invoices[deposit.invoice]?.deducted -= deposit.amount
      }
      state.releaseCreditNote(note.creditNote)
    case .creditNoteRejected(let rejected): state.releaseCreditNote(rejected.creditNote)

    case .numberDrawn(let drawn):
      state.series[drawn.series] = drawn.place
      state.drawnNumbers[drawn.number] = drawn

    case .returnChargePolicySet(let chargesReturns): state.chargesReturns = chargesReturns
    case .returnCharged(let charge, let note): state.chargedReturns[charge.reversal] = note

    case .cutOpened(let cut): state.openCut = cut
    case .cutClosed(_, let opens): state.openCut = opens
    }
  }
}

extension Invoicing.IssuedInvoice {
  fileprivate mutating func take(_ note: Invoicing.IssuedCreditNote) {
    creditedNet += note.net
    creditedTax += note.tax
    creditedTaxes = creditedTaxes.adding(note.taxes)
  }
}

extension Invoicing.RegisteredAccount {
  fileprivate mutating func take(_ change: Invoicing.TermsChange) {
    let before = agreedTerms.holding(on: change.from)
    agreedTerms = agreedTerms.agreeing(
      Invoicing.AgreedTerms(
        from: change.from,
        terms: change.terms ?? before?.terms,
        lateChargeRate: change.lateChargeRate ?? before?.lateChargeRate
      )
    )
  }
}

extension Invoicing.State {
  /// Forgets that an invoice waited, if it did.
  fileprivate mutating func release(_ invoice: InvoiceNumber, of account: AccountID) {
    guard keptInvoices.removeValue(forKey: invoice) != nil else { return }
    keptNumbers[account]?.remove(invoice)
    if keptNumbers[account]?.isEmpty == true { keptNumbers[account] = nil }
  }

  fileprivate mutating func keep(_ note: Invoicing.BilledCreditNote) {
    keptCreditNotes[note.creditNote] = note
    keptCreditsByAccount[note.account, default: []].insert(note.creditNote)
    if let invoice = note.invoice {
      keptCreditsByInvoice[invoice, default: []].insert(note.creditNote)
    }
  }

  /// Forgets that a credit note waited, if it did.
  fileprivate mutating func releaseCreditNote(_ number: InvoiceNumber) {
    guard let note = keptCreditNotes.removeValue(forKey: number) else { return }
    keptCreditsByAccount[note.account]?.remove(number)
    if keptCreditsByAccount[note.account]?.isEmpty == true {
      keptCreditsByAccount[note.account] = nil
    }
    guard let invoice = note.invoice else { return }
    keptCreditsByInvoice[invoice]?.remove(number)
    if keptCreditsByInvoice[invoice]?.isEmpty == true { keptCreditsByInvoice[invoice] = nil }
  }
}

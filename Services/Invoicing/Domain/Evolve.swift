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
      if let rejected = state.rejectedAccounts[account.account],
        rejected.revision <= account.revision
      {
        state.rejectedAccounts[account.account] = nil
      }
    case .accountRejected(let rejected): state.note(rejected)

    case .termsStated(let statement, let account):
      state.accounts[account]?.agreedTerms.take(statement)
    case .termsChanged(let change): state.accounts[change.account]?.agreedTerms.take(change)

    case .invoiceKept(let invoice):
      state.keptInvoices[invoice.invoice] = invoice
      state.keptNumbers[invoice.account, default: []].insert(invoice.invoice)
    case .invoiceIssued(let invoice): state.take(invoice)
    case .termsDeviated(let deviation): state.deviations[deviation.invoice] = deviation
    case .invoiceRejected(let rejected): state.note(rejected)

    case .creditNoteKept(let note): state.keep(note)
    case .creditNoteIssued(let note):
      state.creditNotes[note.creditNote] = note
      if let invoice = note.invoice { state.invoices[invoice]?.take(note) }
      for deposit in note.deposits {
        state.invoices[deposit.invoice]?.deducted -= deposit.amount
      }
      state.rejectedCreditNotes[note.creditNote] = nil
      state.releaseCreditNote(note.creditNote)
    case .creditNoteRejected(let rejected): state.note(rejected)

    case .numberDrawn(let drawn):
      state.series[drawn.series] = drawn.place
      state.drawnNumbers[drawn.number] = drawn

    case .returnChargePolicySet(let chargesReturns): state.chargesReturns = chargesReturns
    case .issuerSet(let issuer): state.issuer = issuer
    case .returnCharged(let charge, let note): state.chargedReturns[charge.reversal] = note

    case .baseCurrencySet(let currency): state.baseCurrency = currency
    case .baseCurrencyUnset: state.baseCurrency = nil
    case .rateSet(let rate): state.rates[RateKey(rate.exchange), default: []].append(rate)

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

/// What is rejected is listed, and waits no longer; another of its name that waits goes on waiting.
extension Invoicing.State {
  fileprivate mutating func note(_ rejected: Invoicing.RejectedAccount) {
    let key = Invoicing.RevisionKey(rejected.account, rejected.revision)
    if keptAccounts[key]?.content == rejected.content { keptAccounts[key] = nil }
    // Of an older revision there is nothing to put right.
    let known = max(
      accounts[rejected.account]?.revision ?? rejected.revision,
      rejectedAccounts[rejected.account]?.revision ?? rejected.revision
    )
    if rejected.revision >= known { rejectedAccounts[rejected.account] = rejected }
  }

  fileprivate mutating func note(_ rejected: Invoicing.RejectedInvoice) {
    rejectedInvoices[rejected.invoice] = rejected
    guard keptInvoices[rejected.invoice]?.content == rejected.content else { return }
    release(rejected.invoice, of: rejected.account)
  }

  fileprivate mutating func note(_ rejected: Invoicing.RejectedCreditNote) {
    rejectedCreditNotes[rejected.creditNote] = rejected
    guard keptCreditNotes[rejected.creditNote]?.content == rejected.content else { return }
    releaseCreditNote(rejected.creditNote)
  }
}

extension Invoicing.State {
  fileprivate mutating func take(_ invoice: Invoicing.IssuedInvoice) {
    invoices[invoice.invoice] = invoice
    invoicesByAccount[invoice.account, default: []].insert(invoice.invoice)
    references[invoice.paymentReference] = invoice.account
    for deposit in invoice.deposits { invoices[deposit.invoice]?.deducted += deposit.amount }
    rejectedInvoices[invoice.invoice] = nil
    release(invoice.invoice, of: invoice.account)
  }

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

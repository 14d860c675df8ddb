package import DomainKit
package import Remittance
package import Terms

/// Accounts and their terms, invoices and their references, and the partition of each account: what
/// billing says is checked here, once, before the house takes it for true.
package enum Invoicing: Decider {
  package enum Command: Equatable, Sendable {
    /// From the settings, before anything else: how many partitions share the accounts, which
    /// references invoices are given from now on, which names terms have, whether what banks take
    /// for returned payments is charged on, in which currency the house keeps its books, and who
    /// issues documents.
    case configure(
      partitionCount: Int,
      references: ReferencePolicy = ReferencePolicy(),
      terms: TermsRegistry = TermsRegistry(),
      chargesReturns: Bool = false,
      baseCurrency: Currency? = nil,
      issuer: IssuerMentions = IssuerMentions()
    )
    case registerAccount(AccountRevision)
    /// Credit control decided on other terms.
    case changeTerms(TermsChange)
    case issueInvoice(BilledInvoice)
    case issueCreditNote(BilledCreditNote)
    /// The same with somebody who waits for the answer: nothing is kept, all faults are told.
    case submitAccount(AccountRevision)
    case submitInvoice(BilledInvoice)
    case submitCreditNote(BilledCreditNote)
    /// Documents of this house, by a person; cancelling is crediting the whole.
    case draftInvoice(InvoiceDraft, by: Authorship)
    case draftCreditNote(CreditNoteDraft, by: Authorship)
    case correctInvoice(InvoiceNumber, InvoiceDraft, by: Authorship)
    /// A person says what currencies are worth.
    case setRates(RateSetting)
    /// A bank took something for a payment that it took back.
    case chargeReturn(ReturnCharge)
    /// Credit control opened a day or called a cut.
    case closeCut(closes: DayCut?, opens: DayCut)
  }

  package enum Event: Codable, Equatable, Sendable {
    case partitionCountSet(Int)
    case referencePolicySet(ReferencePolicy)
    case termsRegistrySet(TermsRegistry)

    /// Nothing can be dated before the first day is open: the revision waits for it.
    case accountKept(AccountRevision)
    case accountRegistered(RegisteredAccount)
    case accountRejected(RejectedAccount)
    /// A revision came after a newer one: it tells what was agreed, and nothing else.
    case termsStated(TermsStatement, of: AccountID)
    case termsChanged(TermsChange)

    /// The invoice waits for its account, or for the first day.
    case invoiceKept(BilledInvoice)
    case invoiceIssued(IssuedInvoice)
    /// Follows the issue of an invoice whose terms are not those agreed on.
    case termsDeviated(TermsDeviation)
    case invoiceRejected(RejectedInvoice)

    /// The credit note waits for its account, for its invoice, or for the first day.
    case creditNoteKept(BilledCreditNote)
    case creditNoteIssued(IssuedCreditNote)
    case creditNoteRejected(RejectedCreditNote)

    /// Comes before the document that has the number.
    case numberDrawn(DrawnNumber)
    case returnChargePolicySet(Bool)
    case baseCurrencySet(Currency)
    case baseCurrencyUnset
    case rateSet(RateRevision)
    case issuerSet(IssuerMentions)
    /// Comes after the debit note by which it is charged.
    case returnCharged(ReturnCharge, by: InvoiceNumber)

    /// The very first cut.
    case cutOpened(DayCut)
    case cutClosed(closes: DayCut, opens: DayCut)
  }

  /// What a rule said no to.
  package enum Rejection: Error, Equatable, Sendable {
    case account(RejectedAccount)
    case invoice(RejectedInvoice)
    case creditNote(RejectedCreditNote)
    case accountUnknown(AccountID)
    /// A document that somebody has issued or submitted would break rules.
    case document([Fault])
    case noDayOpen
    /// The announcement closes another cut than the one that is open.
    case cutOutOfSequence(open: DayCut?, closes: DayCut?, opens: DayCut)
    case partitionCountOutOfRange(Int)
    /// Accounts have their partitions already.
    case partitionCountFixed(Int, asked: Int)
  }
}

extension Invoicing {
  /// What a message told, whatever its spelling: SHA-256 in lower-case hexadecimal.
  package enum Content {}
  package typealias ContentHash = Identifier<Content>

  /// A structured reference as it is compared: capital letters and digits, without spaces.
  package enum Reference {}
  package typealias PaymentReference = Identifier<Reference>
}

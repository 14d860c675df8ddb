package import DomainKit
package import Remittance
package import Terms

extension Invoicing {
  package struct State: PersistentState {
    package var partitionCount = Partition.defaultCount
    package var referencePolicy = ReferencePolicy()
    package var termsRegistry = TermsRegistry()
    /// None: no day was ever opened.
    package var openCut: DayCut?
    package var accounts: TreeDictionary<AccountID, RegisteredAccount> = [:]
    package var invoices: TreeDictionary<InvoiceNumber, IssuedInvoice> = [:]
    /// The numbers of `invoices` by account.
    package var invoicesByAccount: TreeDictionary<AccountID, NameSet<InvoiceNumber>> = [:]
    /// Of each invoice whose terms are not those agreed on, what they would have given.
    package var deviations: TreeDictionary<InvoiceNumber, TermsDeviation> = [:]
    package var creditNotes: TreeDictionary<InvoiceNumber, IssuedCreditNote> = [:]
    /// The last place that each series has given.
    package var series: TreeDictionary<SeriesName, Int> = [:]
    /// Who asked for each document of this house.
    package var drawnNumbers: TreeDictionary<InvoiceNumber, DrawnNumber> = [:]
    package var chargesReturns = false
    /// The house's own currency; none: no document is told in it.
    package var baseCurrency: Currency?
    /// The one table of rates: of each day and two currencies all that were set, the last counts.
    package var rates: TreeDictionary<RateKey, [RateRevision]> = [:]
    /// What the law may ask of documents of this house.
    package var issuer = IssuerMentions()
    /// By return: the debit note by which its costs were charged on.
    package var chargedReturns: TreeDictionary<PaymentID, InvoiceNumber> = [:]
    /// Whose invoices bear a reference; one account may use one for several invoices.
    package var references: TreeDictionary<PaymentReference, AccountID> = [:]
    /// What broke rules last, until a right one comes under the same name.
    package var rejectedAccounts: TreeDictionary<AccountID, RejectedAccount> = [:]
    package var rejectedInvoices: TreeDictionary<InvoiceNumber, RejectedInvoice> = [:]
    package var rejectedCreditNotes: TreeDictionary<InvoiceNumber, RejectedCreditNote> = [:]
    /// Revisions that came before the first day.
    package var keptAccounts: TreeDictionary<RevisionKey, AccountRevision> = [:]
    /// Invoices that wait for their account, or for the first day.
    package var keptInvoices: TreeDictionary<InvoiceNumber, BilledInvoice> = [:]
    /// The numbers of `keptInvoices` by account; an account without any has no row.
    package var keptNumbers: TreeDictionary<AccountID, NameSet<InvoiceNumber>> = [:]
    /// Credit notes that wait for their account, their invoice, or the first day.
    package var keptCreditNotes: TreeDictionary<InvoiceNumber, BilledCreditNote> = [:]
    /// The numbers of `keptCreditNotes` by account.
    package var keptCreditsByAccount: TreeDictionary<AccountID, NameSet<InvoiceNumber>> = [:]
    /// The numbers of `keptCreditNotes` by the invoice that they credit.
    package var keptCreditsByInvoice: TreeDictionary<InvoiceNumber, NameSet<InvoiceNumber>> = [:]

    package init() {}

    package static var sections: [Section<State>] {
      [
        .value("partitionCount", \.partitionCount),
        .value("referencePolicy", \.referencePolicy),
        .value("termsRegistry", \.termsRegistry),
        .value("openCut", \.openCut),
        .table("accounts", \.accounts),
        .table("invoices", \.invoices),
        .table("invoicesByAccount", \.invoicesByAccount),
        .table("deviations", \.deviations),
        .table("creditNotes", \.creditNotes),
        .table("series", \.series),
        .table("drawnNumbers", \.drawnNumbers),
        .value("chargesReturns", \.chargesReturns),
        .value("baseCurrency", \.baseCurrency),
        .table("rates", \.rates),
        .value("issuer", \.issuer),
        .table("chargedReturns", \.chargedReturns),
        .table("references", \.references),
        .table("rejectedAccounts", \.rejectedAccounts),
        .table("rejectedInvoices", \.rejectedInvoices),
        .table("rejectedCreditNotes", \.rejectedCreditNotes),
        .table("keptAccounts", \.keptAccounts),
        .table("keptInvoices", \.keptInvoices),
        .table("keptNumbers", \.keptNumbers),
        .table("keptCreditNotes", \.keptCreditNotes),
        .table("keptCreditsByAccount", \.keptCreditsByAccount),
        .table("keptCreditsByInvoice", \.keptCreditsByInvoice),
      ]
    }
  }

  package enum Limits {
    /// An account's name, in bytes.
    package static let nameBytes = 256
    package static let ibans = 100
    /// Other names of an account.
    package static let aliases = 100
    /// Periods in which an account is paid for by its head.
    package static let payingPeriods = 100
    package static let lines = 1000
    /// Tax rates of one document; each discount of each instalment is split by them.
    package static let rates = 16
    package static let deposits = 100
    /// A line's description, in bytes.
    package static let descriptionBytes = 1000
    /// Why a document is issued, in bytes.
    package static let noteBytes = 1000
    package static let years = 1970...2999
    /// A tenth of what an amount may be, so that sums of invoices stay within it.
    package static let minorUnits: Int64 = Money.limit / 10
    /// Hashes that are tried for a reference that no other invoice bears.
    package static let referenceAttempts = 100
    /// How old the rate of a document may be: banks do not quote on weekends and holidays, which
    /// together are at most five days (Christmas, or Easter, beside a weekend); a rate that is
    /// older than a week is forgotten, not missing.
    package static let rateAgeDays = 7
    /// Rows of one answer; more would not fit a message.
    package static let rows = 1000
  }
}

import DomainKit
import Remittance
import Terms

extension Invoicing {
  package static func decide(
    _ command: Command,
    _ state: State
  ) throws(Rejection) -> [Event] {
    switch command {
    case .configure(
      let partitionCount,
      let references,
      let terms,
      let chargesReturns,
      let baseCurrency,
      let issuer
    ):
      try configure(partitionCount, state) + configure(references, state)
        + configure(terms, state) + configure(chargesReturns, state)
        + configure(baseCurrency, state) + configure(issuer, state)
    case .registerAccount(let revision):
      try noting(state) { () throws(Rejection) in try register(revision, state) }
    case .changeTerms(let change): try changeTerms(change, state)
    case .issueInvoice(let invoice):
      try noting(state) { () throws(Rejection) in try issue(invoice, state) }
    case .issueCreditNote(let note):
      try noting(state) { () throws(Rejection) in try issue(note, state) }
    case .submitAccount(let revision): try submit(revision, state)
    case .submitInvoice(let invoice): try submit(invoice, state)
    case .submitCreditNote(let note): try submit(note, state)
    case .draftInvoice(let draft, let authorship): try issue(draft, by: authorship, state)
    case .draftCreditNote(let draft, let authorship): try issue(draft, by: authorship, state)
    case .correctInvoice(let number, let corrected, let authorship):
      try correct(number, corrected, by: authorship, state)
    case .setRates(let setting): try set(setting, state)
    case .chargeReturn(let charge): try chargeOn(charge, state)
    case .closeCut(let closes, let opens): try close(closes, opening: opens, state)
    }
  }

  /// What billing tells that breaks rules is told to the world and listed, once.
  private static func noting(
    _ state: State,
    _ decide: () throws(Rejection) -> [Event]
  ) throws(Rejection) -> [Event] {
    do throws(Rejection) {
      return try decide()
    } catch {
      switch error {
      case .account(let rejected):
        return state.rejectedAccounts[rejected.account] == rejected
          ? [] : [.accountRejected(rejected)]
      case .invoice(let rejected):
        return state.rejectedInvoices[rejected.invoice] == rejected
          ? [] : [.invoiceRejected(rejected)]
      case .creditNote(let rejected):
        return state.rejectedCreditNotes[rejected.creditNote] == rejected
          ? [] : [.creditNoteRejected(rejected)]
      case .accountUnknown, .document, .noDayOpen, .cutOutOfSequence, .partitionCountOutOfRange,
        .partitionCountFixed:
        throw error
      }
    }
  }

  /// The partition count is fixed by the first account: each has its partition for good, and
  /// spreading them anew is a protocol of its own.
  private static func configure(
    _ partitionCount: Int,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard (1...Partition.maximumCount).contains(partitionCount) else {
      throw .partitionCountOutOfRange(partitionCount)
    }
    guard partitionCount != state.partitionCount else { return [] }
    guard state.accounts.isEmpty, state.openCut == nil else {
      throw .partitionCountFixed(state.partitionCount, asked: partitionCount)
    }
    return [.partitionCountSet(partitionCount)]
  }

  /// References that invoices have already stay as they are.
  private static func configure(_ references: ReferencePolicy, _ state: State) -> [Event] {
    references == state.referencePolicy ? [] : [.referencePolicySet(references)]
  }

  /// Terms that were agreed or invoiced under a name stay as they were.
  private static func configure(_ terms: TermsRegistry, _ state: State) -> [Event] {
    terms == state.termsRegistry ? [] : [.termsRegistrySet(terms)]
  }

  /// Returns that were told before stay as they were taken.
  private static func configure(_ chargesReturns: Bool, _ state: State) -> [Event] {
    chargesReturns == state.chargesReturns ? [] : [.returnChargePolicySet(chargesReturns)]
  }

  /// Documents that were issued before stay as they are.
  private static func configure(_ baseCurrency: Currency?, _ state: State) -> [Event] {
    guard baseCurrency != state.baseCurrency else { return [] }
    return [baseCurrency.map { .baseCurrencySet($0) } ?? .baseCurrencyUnset]
  }

  /// Documents that were issued before stay as they were.
  private static func configure(_ issuer: IssuerMentions, _ state: State) -> [Event] {
    issuer == state.issuer ? [] : [.issuerSet(issuer)]
  }
}

extension Invoicing {
  /// A state that events are tried on while a command is decided, since one command can bring about
  /// several events of which the later depend on the earlier.
  struct Working {
    private(set) var state: State
    private(set) var events: [Event] = []

    init(_ state: State) { self.state = state }

    mutating func happen(_ event: Event) {
      Invoicing.evolve(&state, event)
      events.append(event)
    }
  }
}

package import DomainKit

extension PaymentIntake {
  package struct State: PersistentState {
    // Days.
    /// None before the first business day.
    package var openCut: DayCut?
    /// Into how many partitions the accounts are spread; none before it was told.
    package var partitions: Int?
    /// What is announced and not closed: by the cut that closes, the cut that opens.
    package var announcements: TreeDictionary<DayCut, DayCut> = [:]
    package var invoicing: TreeDictionary<DayCut, InvoicingMarkers> = [:]
    /// The cut before the open one; none where the open one is the first.
    package var precedingCut: DayCut?
    /// The partitions of matching that have told everything of a cut, in their order.
    package var matching: TreeDictionary<DayCut, [Partition]> = [:]
    package var totals = CutTotals()

    // Whose a payment can be.
    package var directory = Directory()
    /// The directory as it stood when the open cut began: what is looked up before the cut, so that
    /// it does not matter when within the cut an account was changed.
    package var directoryAtCut = Directory()
    package var invoices = InvoiceRegister()
    package var learntPayers = LearntPayers()
    /// Payments identified in the open cut from which the payer directory learns when it closes.
    package var teachers: TreeDictionary<PaymentID, Evidence.Kind> = [:]
    /// What matching told of payments, by its decisions, until the payer directory has learnt it.
    package var matches: TreeDictionary<String, MatchTelling> = [:]
    /// Payments of which nothing is left since the open cut began, with all that went back.
    package var takenBack: TreeDictionary<PaymentID, Money> = [:]

    // Payments and what is taken back of them.
    package var payments = PaymentRegister()
    /// Entries of the bank that were told.
    package var entries: TreeDictionary<EntryKey, EntryRow> = [:]
    package var returns = ReturnRegister()
    /// Money that is announced and not booked.
    package var pending = PendingRegister()
    /// Payments that came before the first business day.
    package var deferred: TreeDictionary<PaymentID, PaymentFacts> = [:]

    /// What payers said that payments are for.
    package var advices = AdviceRegister()

    package var imports: TreeDictionary<ContentHash, StatementImport> = [:]
    /// How often files with this content came, where it was more than once.
    package var sightings: TreeDictionary<ContentHash, Int> = [:]

    package init() {}

    package static var sections: [Section<State>] {
      let days: [Section<State>] = [
        .value("openCut", \.openCut), .value("partitions", \.partitions),
        .table("announcements", \.announcements), .table("invoicing", \.invoicing),
        .value("precedingCut", \.precedingCut), .table("matching", \.matching),
        .value("totals", \.totals),
      ]
      let tables: [Section<State>] = [
        .table("entries", \.entries),
        .table("deferred", \.deferred), .table("imports", \.imports),
        .table("teachers", \.teachers), .table("takenBack", \.takenBack),
        // How matching came to what stands depends on what reached it first.
        .table("matches", \.matches).ofArrival,
        // A power cut may leave a file under its old and its new name: seen twice, taken once.
        .table("sightings", \.sightings).ofArrival,
      ]
      return days + tables
        + Directory.sections.map { $0.lifted(to: \.directory, prefix: "directory") }
        + Directory.sections.map { $0.lifted(to: \.directoryAtCut, prefix: "directoryAtCut") }
        + InvoiceRegister.sections.map { $0.lifted(to: \.invoices, prefix: "invoices") }
        + LearntPayers.sections.map { $0.lifted(to: \.learntPayers, prefix: "learntPayers") }
        + PendingRegister.sections.map { $0.lifted(to: \.pending, prefix: "pending") }
        + AdviceRegister.sections.map { $0.lifted(to: \.advices, prefix: "advices") }
        + ReturnRegister.sections.map { $0.lifted(to: \.returns, prefix: "returns") }
        + PaymentRegister.sections.map { $0.lifted(to: \.payments, prefix: "payments") }
    }
  }
}

/// An entry of the bank that was told.
package struct EntryRow: Codable, Equatable, Sendable {
  /// The payment or return that makes up the whole entry.
  package var whole: PaymentID?
  package var amount: Money
  package var valueDate: CalendarDate
  /// Other entries that the bank told under the same name, each under one of its own here.
  package var namesakes: [EntryKey] = []

  package init(whole: PaymentID?, amount: Money, valueDate: CalendarDate) {
    self.whole = whole
    self.amount = amount
    self.valueDate = valueDate
  }
}

extension PaymentIntake.State {
  /// The cut that can be closed once the inbox folder has been read: it is announced, invoicing has
  /// told everything that bears it, and matching everything of the cut before.
  package var dueCut: DayCut? {
    guard let openCut, let partitions, announcements[openCut] != nil,
      invoicing[openCut]?.areComplete(partitions: partitions) == true,
      hasMatches(partitions: partitions)
    else { return nil }
    return openCut
  }

  /// How often files with this content came.
  package func sightings(of hash: ContentHash) -> Int {
    imports[hash] == nil ? 0 : sightings[hash] ?? 1
  }

  /// The partition of an account, known from its registration or from an invoice of it.
  func partition(of account: AccountID) -> Partition? {
    directory.accounts[account]?.partition ?? invoices.partitions[account]
  }
}

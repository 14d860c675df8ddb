import DomainKit
import InvoicingDomain
import Testing

@Suite("Deposits of credited invoices")
struct DepositCorrectionTests {
  private typealias Draft = Invoicing.InvoiceDraft
  private typealias Credit = Invoicing.CreditNoteDraft

  /// A deposit of 300.00, taken off an invoice of 1,200.00: 900.00 are left to pay.
  private func invoiced(deposit: Int64 = 300_00) throws -> Scenario {
    try Scenario(
      .account(),
      .invoice("DEP-1", net: eur(300_00), tax: eur(0)) { $0.kind = .deposit },
      .invoice { $0.deposits = [.init(invoice: "DEP-1", amount: eur(deposit))] }
    )
  }

  private func draft(_ net: Int64, deposit: Int64? = nil) -> Draft {
    Draft(
      account: "C-1",
      lines: [.init(eur(net), at: "20")],
      deposits: deposit.map { [.init(invoice: "DEP-1", amount: eur($0))] } ?? []
    )
  }

  @Test("a corrected invoice takes its deposit off again")
  func restated() throws {
    var scenario = try invoiced()
    try scenario.when(.correct("INV-1", draft(900_00, deposit: 300_00)))
    let note = scenario.state.creditNotes["EC-2026-000001"]
    #expect(note?.gross == eur(1_200_00))
    #expect(note?.deposits == [.init(invoice: "DEP-1", amount: eur(300_00))])
    #expect(scenario.issued("EI-2026-000001")?.items.map(\.amount) == [eur(780_00)])
    #expect(scenario.issued("DEP-1")?.creditable == eur(0), "taken off again")
    #expect(
      scenario.faults(.draft(draft(500_00, deposit: 1))) == ["deposits[0]: deposit-unfit"],
      "and not twice"
    )
  }

  @Test("one that does not leaves the deposit to a later invoice, or to a credit note")
  func left() throws {
    var scenario = try invoiced()
    try scenario.when(.correct("INV-1", draft(900_00)))
    #expect(scenario.issued("EI-2026-000001")?.items.map(\.amount) == [eur(1_080_00)])
    #expect(scenario.issued("DEP-1")?.creditable == eur(300_00))
    #expect(scenario.faults(.draft(draft(500_00, deposit: 100_00))) == [])
    #expect(
      scenario.faults(.draft(Credit(.invoice("DEP-1"), .whole, reason: .cancellation))) == []
    )
    #expect(scenario.state.creditNotes["EC-2026-000002"]?.gross == eur(200_00))
  }

  @Test("billing's credit of the whole gives it back too; a part does not")
  func billed() throws {
    var scenario = try invoiced(deposit: 250_00)
    try scenario.when(.creditNote("CN-1", eur(100_00)))
    #expect(scenario.state.creditNotes["CN-1"]?.deposits == [])
    #expect(scenario.issued("DEP-1")?.creditable == eur(50_00))
    try scenario.when(.creditNote("CN-2", eur(1_100_00)))
    #expect(
      scenario.state.creditNotes["CN-2"]?.deposits
        == [.init(invoice: "DEP-1", amount: eur(250_00))]
    )
    #expect(scenario.issued("DEP-1")?.creditable == eur(300_00))
  }

  @Test("what credit has given the customer already is not given back once more")
  func limited() throws {
    var scenario = try invoiced()
    // 900.00 were to pay: 100.00 of the deposit are the customer's again.
    try scenario.when(.creditNote("CN-1", eur(1_000_00)))
    try scenario.when(.draft(Credit(.invoice("INV-1"), .whole, reason: .cancellation)))
    let note = scenario.state.creditNotes["EC-2026-000001"]
    #expect(note?.gross == eur(200_00))
    #expect(note?.deposits == [.init(invoice: "DEP-1", amount: eur(200_00))])
    #expect(scenario.issued("DEP-1")?.creditable == eur(200_00))
  }

  @Test("of several deposits, each has its own again")
  func several() throws {
    var scenario = try invoiced()
    try scenario.when(.invoice("DEP-2", net: eur(60_00), tax: eur(0)) { $0.kind = .deposit })
    try scenario.when(
      .invoice("INV-2") {
        $0.deposits = [.init(invoice: "DEP-2", amount: eur(60_00))]
      }
    )
    try scenario.when(.draft(Credit(.invoice("INV-2"), .whole, reason: .cancellation)))
    #expect(scenario.issued("DEP-2")?.creditable == eur(60_00))
    #expect(scenario.issued("DEP-1")?.creditable == eur(0))
  }
}

import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Documents that Encours issues itself")
struct OwnDocumentTests {
  private typealias Draft = Invoicing.InvoiceDraft
  private typealias Credit = Invoicing.CreditNoteDraft

  private static let freight = Draft(
    account: "C-1",
    kind: .debitNote,
    lines: [.init(eur(50_00), at: "20")],
    precedingInvoice: "INV-1"
  )

  @Test("get today's date, a number of the kind's series and the totals of their lines")
  func invoice() throws {
    var scenario = try Scenario(.account(), .invoice())
    #expect(
      WaitingTests.labels(try scenario.when(.draft(Self.freight)))
        == ["drew ED-2026-000001", "issued ED-2026-000001"]
    )
    let issued = try #require(scenario.issued("ED-2026-000001"))
    #expect(issued.issueDate == day("2026-03-01"))
    #expect([issued.net, issued.tax, issued.gross] == [eur(50_00), eur(10_00), eur(60_00)])
    #expect(issued.items.map(\.dueDate) == [day("2026-03-31")], "as agreed with the account")
    #expect(issued.precedingInvoice == "INV-1")
    #expect(scenario.state.drawnNumbers["ED-2026-000001"]?.authorship.user == "a.martin")
  }

  @Test("the tax is rounded once a rate, on the sum of its lines")
  func tax() throws {
    var scenario = try Scenario(.account())
    var draft = Draft(account: "C-1", lines: [])
    // 20 % of 3 x 0.33 is 0.198; rounded line by line it would be 3 x 0.07.
    draft.lines =
      Array(repeating: .init(eur(33), at: "20"), count: 3) + [.init(eur(9_99), at: "5.5")]
    try scenario.when(.draft(draft))
    #expect(scenario.issued("EI-2026-000001")?.tax == eur(20 + 55))
  }

  @Test("each series counts for itself, year by year, without a gap")
  func series() throws {
    var scenario = try Scenario(.account(), .invoice())
    var drawn: [String] = []
    func record(_ events: [Invoicing.Event]) {
      for case .numberDrawn(let number) in events { drawn.append(number.number.rawValue) }
    }
    record(try scenario.when(.draft(Self.freight)))
    var unfit = Self.freight
    unfit.lines = [.init(usd(1_00), at: "20")]
    #expect(scenario.faults(.draft(unfit)) == ["lines[0].net: currency-mismatch"])
    unfit = Self.freight
    unfit.dueDate = day("2026-02-01")
    #expect(scenario.faults(.draft(unfit)) == ["dueDate: due-before-issue"])
    #expect(
      scenario.faults(.draft(Credit(.invoice("INV-1"), .gross(eur(9_999_00)), reason: .rebate)))
        == ["gross: exceeds-creditable"]
    )
    record(try scenario.when(.draft(Self.freight)))
    record(try scenario.when(.draft(Credit(.invoice("INV-1"), .gross(eur(1_00)), reason: .rebate))))
    try scenario.when(.opened("2027-01-04/1", closes: "2026-03-01/1"))
    record(try scenario.when(.draft(Self.freight)))
    record(try scenario.when(.draft(Draft(account: "C-1", lines: Self.freight.lines))))
    #expect(
      drawn == [
        "ED-2026-000001", "ED-2026-000002", "EC-2026-000001", "ED-2027-000001", "EI-2027-000001",
      ]
    )
  }

  @Test("billing's documents keep off the series")
  func reserved() throws {
    var scenario = try Scenario(.account())
    #expect(scenario.faults(.invoice("EI-2026-000001")) == ["invoice: number-reserved"])
    #expect(scenario.faults(.invoice("ED-2031-1234567")) == ["invoice: number-reserved"])
    #expect(
      scenario.faults(.creditNote("EC-2026-000009", eur(1_00), on: nil))
        == ["creditNote: number-reserved"]
    )
    for free in ["EI-2026-00001", "EX-2026-000001", "EI-26-000001", "EI-2026-00000A", "EI-2026"] {
      #expect(scenario.faults(.invoice(InvoiceNumber(free))) == [], "\(free)")
    }
  }

  @Test("a gross credit has the invoice's share of tax")
  func grossCredit() throws {
    var scenario = try Scenario(.account(), .invoice())
    try scenario.when(.draft(Credit(.invoice("INV-1"), .gross(eur(300_00)), reason: .rebate)))
    let note = try #require(scenario.state.creditNotes["EC-2026-000001"])
    #expect([note.net, note.tax, note.gross] == [eur(250_00), eur(50_00), eur(300_00)])
    try scenario.when(.draft(Credit(.account("C-1"), .gross(eur(7_00)), reason: .goodwill)))
    #expect(scenario.state.creditNotes["EC-2026-000002"]?.tax == eur(0), "on account, no tax")
  }

  @Test("cancelling credits what the invoice has left, once")
  func cancellation() throws {
    var scenario = try Scenario(.account(), .invoice(), .creditNote("CN-1", eur(200_00)))
    let cancel = Invoicing.Command.draft(Credit(.invoice("INV-1"), .whole, reason: .cancellation))
    try scenario.when(cancel)
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.gross == eur(1_000_00))
    #expect(scenario.issued("INV-1")?.creditable == eur(0))
    #expect(scenario.faults(cancel) == ["invoice: exceeds-creditable"])
    #expect(
      scenario.faults(.draft(Credit(.invoice("INV-9"), .whole, reason: .cancellation)))
        == ["invoice: invoice-unknown"]
    )
  }

  @Test("a correction credits the invoice and issues what it should have been, linked")
  func correction() throws {
    var scenario = try Scenario(.account(), .account("C-2"), .invoice())
    let right = Draft(account: "C-1", lines: [.init(eur(900_00), at: "20")])
    #expect(
      WaitingTests.labels(try scenario.when(.correct("INV-1", right)))
        == [
          "drew EC-2026-000001", "issued EC-2026-000001", "drew EI-2026-000001",
          "issued EI-2026-000001",
        ]
    )
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.invoice == "INV-1")
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.reason == .recordingError)
    #expect(scenario.issued("EI-2026-000001")?.precedingInvoice == "INV-1")
    #expect(scenario.issued("EI-2026-000001")?.gross == eur(1_080_00))
    #expect(scenario.issued("INV-1")?.gross == eur(1_200_00), "never edited")
    #expect(scenario.faults(.correct("INV-1", right)) == ["invoice: exceeds-creditable"])
  }

  @Test("a correction that would break a rule leaves the invoice as it is")
  func unfitCorrection() throws {
    var scenario = try Scenario(.account(), .account("C-2"), .invoice())
    let before = scenario.state
    #expect(
      scenario.faults(.correct("INV-1", Draft(account: "C-1", lines: [.init(eur(0), at: "20")])))
        == ["gross: gross-not-positive"]
    )
    #expect(
      scenario.faults(.correct("INV-1", Draft(account: "C-2", lines: Self.freight.lines)))
        == ["account: account-mismatch"]
    )
    #expect(scenario.faults(.correct("INV-9", Self.freight)) == ["invoice: invoice-unknown"])
    #expect(scenario.state == before)
  }

  @Test("what a bank takes for a return is charged on once, where policy says so (rules R8)")
  func returnCharge() throws {
    let charge = Invoicing.Command.chargeReturn(
      Invoicing.ReturnCharge(
        reversal: "R-1",
        payment: "P-1",
        account: "C-1",
        amount: eur(15_00),
        content: "unhashed"
      )
    )
    var scenario = try Scenario(.account(), .invoice(net: eur(1_000_00), tax: eur(0)))
    #expect(try scenario.when(charge).isEmpty, "the policy says nothing")
    try scenario.when(.configure(partitionCount: 16, chargesReturns: true))
    #expect(
      WaitingTests.labels(try scenario.when(charge))
        == ["drew ED-2026-000001", "issued ED-2026-000001", "charged R-1 by ED-2026-000001"]
    )
    let note = try #require(scenario.issued("ED-2026-000001"))
    #expect(note.kind == .debitNote)
    #expect([note.gross, note.tax] == [eur(15_00), eur(0)])
    #expect(note.items.map(\.dueDate) == [day("2026-03-31")], "as agreed")
    let owed = scenario.state.invoices.values.reduce(Int64(0)) { $0 + $1.gross.minorUnits }
    #expect(owed == 1_015_00)
    #expect(try scenario.when(charge).isEmpty, "a return costs once")
    try scenario.when(.configure(partitionCount: 16, chargesReturns: false))
    #expect(scenario.state.chargesReturns == false)
  }

  @Test("it is due at once where nothing is agreed")
  func chargeWithoutTerms() throws {
    var scenario = try Scenario(
      .account(terms: nil),
      .configure(partitionCount: 16, chargesReturns: true)
    )
    let charge = Invoicing.ReturnCharge(
      reversal: "R-1",
      payment: "P-1",
      account: "C-1",
      amount: eur(15_00),
      content: "unhashed"
    )
    try scenario.when(.chargeReturn(charge))
    #expect(scenario.issued("ED-2026-000001")?.items.map(\.dueDate) == [day("2026-03-01")])
  }

  @Test("a charge in another currency than the account's is refused, and draws no number")
  func foreignCharge() throws {
    var scenario = try Scenario(.account(), .configure(partitionCount: 16, chargesReturns: true))
    let charge = Invoicing.ReturnCharge(
      reversal: "R-1",
      payment: "P-1",
      account: "C-1",
      amount: usd(15_00),
      content: "unhashed"
    )
    #expect(scenario.faults(.chargeReturn(charge)) == ["lines[0].net: currency-mismatch"])
    #expect(scenario.state.series.isEmpty)
  }

  @Test("nothing is issued without lines, too large, for nobody, or before the first day")
  func refusals() throws {
    var scenario = try Scenario(.account())
    let draft = { (lines: [Invoicing.BilledLine]) in
      Invoicing.Command.draft(Draft(account: "C-1", lines: lines))
    }
    #expect(scenario.faults(draft([])) == ["lines: too-many-lines"])
    let largest = Money(Invoicing.Limits.minorUnits, .euro)
    #expect(
      scenario.faults(draft([.init(largest, at: "0"), .init(largest, at: "0")]))
        == ["gross: amount-too-large", "net: amount-too-large"]
    )
    #expect(
      throws: Invoicing.Rejection.accountUnknown("C-7")
    ) { try scenario.when(.draft(Draft(account: "C-7", lines: Self.freight.lines))) }
    var early = try Scenario.beforeTheFirstDay(.account())
    #expect(throws: Invoicing.Rejection.noDayOpen) { try early.when(.draft(Self.freight)) }
  }
}

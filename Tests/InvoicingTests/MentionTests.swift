import DomainKit
import InvoicingDomain
import Messages
import ServiceKit
import Terms
import Testing

@Suite("What French law wants a document to say")
struct MentionTests {
  private typealias Draft = Invoicing.InvoiceDraft
  private typealias Credit = Invoicing.CreditNoteDraft

  private static let draft = Draft(account: "C-1", lines: [.init(eur(50_00), at: "20")])
  private static let credit = Credit(.invoice("INV-1"), .gross(eur(12_00)), reason: .rebate)
  private static let penalty = DocumentNote("Pénalités : trois fois le taux légal", subject: "PMD")

  private static func issuer(
    in country: String = "FR",
    _ notes: DocumentNote...
  ) -> Invoicing.Command {
    .configure(partitionCount: 16, issuer: IssuerMentions(country: country, notes: notes))
  }

  /// With 12.15 % for paying late.
  private static func agreed(revision: Int = 1) -> Invoicing.Command {
    .account(revision: revision) { $0.lateChargeRate = percent("12.15") }
  }

  @Test(
    "is looked for before a number is drawn, whatever the kind",
    arguments: [InvoiceKind.invoice, .debitNote, .lateChargeNote, .deposit]
  )
  func beforeTheNumber(kind: InvoiceKind) throws {
    var scenario = try Scenario(Self.issuer(), .account())
    var draft = Self.draft
    draft.kind = kind
    #expect(scenario.faults(.draft(draft)) == ["lateChargeRate: mention-missing"])
    #expect(scenario.state.series.isEmpty && scenario.state.drawnNumbers.isEmpty)
    try scenario.when(Self.agreed(revision: 2))
    #expect(scenario.faults(.draft(draft)) == [])
    #expect(scenario.state.series.values.map(\.self) == [1], "the first of its series")
  }

  @Test("is told beside everything else that is wrong")
  func everyFault() throws {
    var scenario = try Scenario(Self.issuer(), .account())
    var draft = Self.draft
    draft.dueDate = day("2026-02-01")
    #expect(
      scenario.faults(.draft(draft))
        == ["dueDate: due-before-issue", "lateChargeRate: mention-missing"]
    )
    draft = Self.draft
    draft.lines = [.init(usd(1_00), at: "20")]
    #expect(
      scenario.faults(.draft(draft))
        == ["lines[0].net: currency-mismatch", "lateChargeRate: mention-missing"]
    )
    draft.account = "C-7"
    #expect(throws: Invoicing.Rejection.accountUnknown("C-7")) {
      try scenario.when(.draft(draft))
    }
    #expect(scenario.state.series.isEmpty)
  }

  @Test("a due date is that of the draft, of its terms or of those agreed on")
  func dueDate() throws {
    var scenario = try Scenario(
      Self.issuer(Self.penalty),
      .account(terms: nil)
    )
    #expect(
      scenario.faults(.draft(Self.draft))
        == ["terms: terms-missing", "dueDate: mention-missing"]
    )
    #expect(scenario.state.series.isEmpty)
    var draft = Self.draft
    draft.dueDate = day("2026-03-31")
    #expect(scenario.faults(.draft(draft)) == [])
    draft = Self.draft
    draft.terms = .discounted("2", 10, net: 30)
    #expect(scenario.faults(.draft(draft)) == [])
    try scenario.when(.account(revision: 2))
    #expect(scenario.faults(.draft(Self.draft)) == [])
  }

  @Test("the issuer's own notes count, and take the place of what Encours says")
  func ownNotes() throws {
    var scenario = try Scenario(Self.issuer(Self.penalty), .account())
    #expect(scenario.faults(.draft(Self.draft)) == [])
    let fees = "Indemnité forfaitaire pour frais de recouvrement :"
    for (notes, faults) in [
      ([DocumentNote("\(fees) 40 €", subject: "PMT")], 0),
      ([DocumentNote("\(fees) 30 €", subject: "PMT")], 1),
      ([DocumentNote("Paiement comptant", subject: "AAB")], 1),
      ([DocumentNote("Escompte 2 % à 10 jours", subject: "AAB")], 0),
      ([DocumentNote("Escompte 2 %", subject: "AAB"), .init("Escompte 3 %", subject: "AAB")], 1),
      ([DocumentNote("Paiement comptant", subject: "PMD")], 1),
      ([DocumentNote("", subject: "PMT"), .init("", subject: "AAB")], 2),
      ([DocumentNote("30 €", subject: "REG")], 0),
    ] {
      var scenario = try Scenario(Self.agreed())
      let issuer = IssuerMentions(country: "FR", notes: notes)
      try scenario.when(.configure(partitionCount: 16, issuer: issuer))
      let told = scenario.faults(.draft(Self.draft))
      #expect(told.count == faults, "\(notes): \(told)")
      #expect(told.allSatisfy { $0.hasPrefix("notes: mention-") })
      #expect(scenario.state.series.isEmpty == (faults > 0))
      #expect(issuer.faults.count == faults, "the same is told when the settings are read")
    }
  }

  @Test("nothing is looked for elsewhere, nor where nobody says who issues")
  func elsewhere() throws {
    var belgian = try Scenario(Self.issuer(in: "BE"), .account(), .invoice())
    #expect(belgian.faults(.draft(Self.draft)) == [])
    #expect(belgian.faults(.draft(Self.credit)) == [])
    var unknown = try Scenario(.account(), .invoice())
    #expect(unknown.faults(.draft(Self.draft)) == [])
    try unknown.when(Self.issuer())
    #expect(unknown.faults(.draft(Self.draft)) == ["lateChargeRate: mention-missing"])
    try unknown.when(.configure(partitionCount: 16))
    #expect(unknown.state.issuer == IssuerMentions(), "the settings say it no more")
    #expect(unknown.faults(.draft(Self.draft)) == [])
  }

  @Test("a credit note has the rate from the issuer's notes alone")
  func creditNotes() throws {
    var scenario = try Scenario(Self.issuer(), Self.agreed(), .invoice())
    let cancel = Credit(.invoice("INV-1"), .whole, reason: .cancellation)
    for credit in [Self.credit, cancel] {
      #expect(scenario.faults(.draft(credit)) == ["notes: mention-missing"])
    }
    #expect(
      scenario.faults(
        .draft(Credit(.invoice("INV-1"), .gross(eur(9_999_00)), reason: .rebate))
      ) == ["gross: exceeds-creditable", "notes: mention-missing"]
    )
    #expect(scenario.state.series.isEmpty)
    try scenario.when(Self.issuer(Self.penalty))
    #expect(scenario.faults(.draft(Self.credit)) == [])
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.gross == eur(12_00))
  }

  @Test("a correction tells what both of its documents miss, and changes nothing")
  func correction() throws {
    var scenario = try Scenario(Self.issuer(), .account(), .invoice())
    let before = scenario.state
    #expect(
      scenario.faults(.correct("INV-1", Self.draft))
        == ["lateChargeRate: mention-missing", "notes: mention-missing"]
    )
    #expect(scenario.state == before)
    try scenario.when(Self.agreed(revision: 2))
    #expect(scenario.faults(.correct("INV-1", Self.draft)) == ["notes: mention-missing"])
    #expect(scenario.state.series.isEmpty)
    try scenario.when(Self.issuer(Self.penalty))
    #expect(
      WaitingTests.labels(try scenario.when(.correct("INV-1", Self.draft)))
        == [
          "drew EC-2026-000001", "issued EC-2026-000001", "drew EI-2026-000001",
          "issued EI-2026-000001",
        ]
    )
  }

  @Test("what billing issued is a fact, told or submitted, complete or not")
  func facts() throws {
    var scenario = try Scenario(Self.issuer(), .account())
    #expect(scenario.faults(.invoice()) == [])
    #expect(scenario.faults(.creditNote("CN-1", eur(12_00))) == [])
    guard case .issueInvoice(let invoice) = Invoicing.Command.invoice("INV-2"),
      case .issueCreditNote(let note) = Invoicing.Command.creditNote("CN-2", eur(1_00))
    else {
      Issue.record("not an invoice and a credit note")
      return
    }
    #expect(scenario.faults(.submitInvoice(invoice)) == [])
    #expect(scenario.faults(.submitCreditNote(note)) == [])
    #expect(scenario.issued("INV-2") != nil)
    #expect(scenario.state.creditNotes.count == 2)
  }

  @Test("the costs of a return are charged on by a document that says it too")
  func returnCharge() throws {
    var scenario = try Scenario(
      .configure(
        partitionCount: 16,
        chargesReturns: true,
        issuer: IssuerMentions(country: "FR")
      ),
      .account()
    )
    let charge = Invoicing.Command.chargeReturn(
      Invoicing.ReturnCharge(
        reversal: "R-1",
        payment: "P-1",
        account: "C-1",
        amount: eur(15_00),
        content: "unhashed"
      )
    )
    #expect(scenario.faults(charge) == ["lateChargeRate: mention-missing"])
    #expect(scenario.state.series.isEmpty && scenario.state.chargedReturns.isEmpty)
    try scenario.when(Self.agreed(revision: 2))
    #expect(scenario.faults(charge) == [])
    #expect(scenario.issued("ED-2026-000001")?.lateChargeRate == percent("12.15"))
  }

  @Test("whoever calls reads the field, what is expected of it, and the law")
  func words() throws {
    var scenario = try Scenario(Self.issuer(), .account())
    let drafted = DraftedInvoice(
      account: "C-1",
      lines: [InvoiceLine(description: "Freight", net: eur(50_00), taxRate: percent("20"))]
    )
    let refused = #expect(throws: CallStatus.self) {
      try CallTests.answer(IssueInvoice(draft: drafted, note: "freight"), &scenario)
    }
    #expect(refused?.code == .invalidArgument)
    #expect(
      refused?.text == """
        lateChargeRate: the note PMD is missing: it states the rate of the penalties for late \
        payment (Code de commerce, L441-9 I and L441-10 II), expected as agreed with the account \
        or as a note of the issuer's profile
        """
    )
  }
}

import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Weaker signs of whose a payment is")
struct PayerSignTests {
  private let iban: PayerIBAN = "FR7630006000011234567890189"

  private func paid(
    _ payment: PaymentID,
    name: String? = nil,
    text: String = "",
    references: [String] = [],
    iban: PayerIBAN? = nil
  ) -> PaymentIntake.Command {
    .captured(payment) {
      $0.payerName = name
      $0.comparableNames = [name].compactMap(\.self)
      $0.text = text
      $0.references = references
      $0.payerIBAN = iban
    }
  }

  // MARK: Names

  @Test("an alias tells like the name, until a revision gives it up")
  func alias() throws {
    var scenario = try Scenario(
      .account("C-1001", name: "ATELIERS MOREL", aliases: ["AM MOBILIER"])
    )
    try scenario.when(paid("p:1", name: "AM MOBILIER"))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.evidence(of: "p:1") == .name)
    try scenario.when(.account("C-1001", revision: 2, name: "ATELIERS MOREL"))
    try scenario.when(paid("p:2", name: "AM MOBILIER"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.state.poolReason(of: "p:2") == .noEvidence)
  }

  @Test("a misspelled name alone is a proposal, not a decision")
  func proposal() throws {
    var scenario = try Scenario(
      .account("C-1001", name: "ATELIERS MOREL"),
      .account("C-1002", name: "CHARPENTES LEROUX"),
      paid("p:1", name: "ATELEIRS MOREL")
    )
    try scenario.cut()
    #expect(scenario.pool == ["p:1"])
    #expect(scenario.state.poolReason(of: "p:1") == .nameResembles(["C-1001"]))
  }

  @Test("two accounts of similar names are both proposed")
  func similarNames() throws {
    var scenario = try Scenario(
      .account("C-1001", name: "ATELIERS MOREL"),
      .account("C-1002", name: "ATELIERS MORET"),
      paid("p:1", name: "ATELIERS MOREZ", iban: iban),
      paid("p:2", name: "ATELIERS MORET")
    )
    try scenario.cut()
    #expect(scenario.state.poolReason(of: "p:1") == .nameResembles(["C-1001", "C-1002"]))
    #expect(scenario.owner(of: "p:2") == "C-1002", "its own name tells it")
  }

  @Test("a misspelled name tells when a certain payment from its IBAN was the account's")
  func agreed() throws {
    var scenario = try Scenario(
      .account("C-1001", name: "ATELIERS MOREL"),
      .account("C-1002", name: "CHARPENTES LEROUX"),
      .invoice("INV-1001", of: "C-1001")
    )
    try scenario.when(paid("p:1", text: "INV-1001", iban: iban))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(paid("p:2", iban: iban))
    try scenario.when(paid("p:3", name: "ATELIERS MORELL", iban: iban))
    try scenario.when(paid("p:4", name: "CHARPENTE LEROUX", iban: iban))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.state.poolReason(of: "p:2") == .noEvidence, "once is chance")
    #expect(scenario.owner(of: "p:3") == "C-1001")
    #expect(scenario.evidence(of: "p:3") == .likeName)
    #expect(scenario.state.poolReason(of: "p:4") == .nameResembles(["C-1002"]), "they disagree")
    #expect(scenario.state.learntPayers.lessons[.name("ATELIERS MORELL")] == nil, "no lesson")
  }

  @Test("a name that its field cut is like the whole one", arguments: [35, 34, 33])
  func cut(length: Int) throws {
    let whole = "CHARPENTES ETABLISSEMENTS FRANCOMTOISES LEROUX"
    var scenario = try Scenario(.account("C-1001", name: whole))
    try scenario.when(
      .captured("p:1") {
        $0.payerName = String(whole.prefix(length))
        $0.comparableNames = [String(whole.prefix(length))]
      }
    )
    try scenario.cut()
    let expected: PoolReason = length == 33 ? .noEvidence : .nameResembles(["C-1001"])
    #expect(scenario.state.poolReason(of: "p:1") == expected)
  }

  // MARK: Account numbers

  @Test(
    "an account's own number in the text tells it at the cut",
    arguments: ["customer C-1001", "c 1001", "C1001, merci", "client: C-1001."]
  )
  func accountNumber(text: String) throws {
    var scenario = try Scenario(.account("C-1001"), .account("C-1002"), paid("p:1", text: text))
    #expect(scenario.pool == ["p:1"])
    try scenario.cut()
    #expect(scenario.owner(of: "p:1") == "C-1001")
    #expect(scenario.evidence(of: "p:1") == .accountNumber)
  }

  @Test(
    "part of a number is no number",
    arguments: ["C-1001-7", "C-10017", "XC-1001", "1001", "C"]
  )
  func partOfANumber(text: String) throws {
    var scenario = try Scenario(.account("C-1001"), paid("p:1", text: text))
    try scenario.cut()
    #expect(scenario.state.poolReason(of: "p:1") == .noEvidence)
  }

  @Test("numbers of two accounts, or of another than who pays or is named, are for a person")
  func contradictions() throws {
    var scenario = try Scenario(
      .account("C-1001", ibans: [iban]),
      .account("C-1002"),
      .account("C-1003", head: "C-1002"),
      .invoice("INV-2001", of: "C-1001"),
      paid("p:1", text: "C-1001 C-1002"),
      paid("p:2", text: "C-1002", iban: iban),
      paid("p:3", text: "INV-2001 C-1002"),
      paid("p:4", text: "C-1002 C-1003")
    )
    try scenario.cut()
    let reason = { scenario.state.poolReason(of: $0) }
    #expect(reason("p:1") == .namesSeveralAccounts(["C-1001", "C-1002"]))
    #expect(reason("p:2") == .payerDiffers(named: "C-1002", payers: ["C-1001"]))
    #expect(reason("p:3") == .namesSeveralAccounts(["C-1001", "C-1002"]))
    #expect(scenario.owner(of: "p:4") == "C-1002", "one paying group")
  }

  @Test("digits alone may be anything: they tell only together with a name that is like")
  func digits() throws {
    var scenario = try Scenario(
      .account("20260310", name: "ATELIERS MOREL"),
      .account("C-1002", name: "CHARPENTES LEROUX"),
      paid("p:1", text: "20260310"),
      paid("p:2", name: "ATELIERS MORELL", text: "20260310"),
      paid("p:3", name: "CHARPENTE LEROUX", text: "20260310")
    )
    try scenario.cut()
    #expect(scenario.state.poolReason(of: "p:1") == .mayMention(["20260310"]))
    #expect(scenario.owner(of: "p:2") == "20260310")
    #expect(scenario.state.poolReason(of: "p:3") == .nameResembles(["C-1002"]))
  }

  // MARK: What a payer always quotes

  private func house() throws -> Scenario {
    try Scenario(
      .account("C-1001", name: "ATELIERS MOREL"),
      .account("C-1002", name: "CHARPENTES LEROUX"),
      .invoice("INV-1001", of: "C-1001"),
      .invoice("INV-1002", of: "C-1001"),
      .invoice("INV-2001", of: "C-1002")
    )
  }

  @Test("a reference that came with two certain payments tells, and can be forgotten")
  func quoted() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", text: "INV-1001", references: ["KD-4711"]))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(paid("p:2", references: ["KD4711"]))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.pool == ["p:2"], "once is chance")
    try scenario.when(paid("p:3", text: "INV-1002", references: ["KD-4711"]))
    try scenario.cut(opening: "2026-03-13/1")
    try scenario.cut(opening: "2026-03-14/1")
    #expect(scenario.owner(of: "p:2") == "C-1001")
    #expect(scenario.evidence(of: "p:2") == .learntReference)
    try scenario.when(paid("p:4", name: "CHARPENTES LEROUX", references: ["KD-4711"]))
    try scenario.cut(opening: "2026-03-15/1")
    #expect(scenario.state.poolReason(of: "p:4") == .referenceDiffers("C-1001", payers: ["C-1002"]))
    try scenario.when(.forgetPayer(.reference("KD4711")))
    try scenario.cut(opening: "2026-03-16/1")
    #expect(scenario.owner(of: "p:4") == "C-1002", "by its name")
  }

  @Test("a mandate is learnt like a reference")
  func mandate() throws {
    var scenario = try house()
    for number in 1...2 {
      try scenario.when(
        .captured(PaymentID("p:\(number)")) {
          $0.text = "INV-100\(number)"
          $0.mandateID = "MNDT-0815"
        }
      )
    }
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(.captured("p:3") { $0.mandateID = "MNDT-0815" })
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.evidence(of: "p:3") == .learntReference)
  }

  @Test("what several accounts' payments quote tells nothing, and keeps nothing from telling")
  func shared() throws {
    var scenario = try house()
    for (number, invoice) in ["INV-1001", "INV-1002", "INV-2001"].enumerated() {
      let payment = PaymentID("p:\(number)")
      try scenario.when(paid(payment, text: invoice, references: ["KD-4711"]))
    }
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(paid("p:8", references: ["KD-4711"]))
    try scenario.when(paid("p:9", name: "ATELIERS MOREL", references: ["KD-4711"]))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.state.poolReason(of: "p:8") == .noEvidence)
    #expect(scenario.owner(of: "p:9") == "C-1001")
  }

  @Test(
    "an invoice's reference, a short one and one of a repeated digit teach nothing",
    arguments: ["INV-1002", "KD-1", "000000", "ABCDEF"]
  )
  func untelling(reference: String) throws {
    var scenario = try house()
    try scenario.when(paid("p:1", text: "INV-1001", references: [reference]))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }
}

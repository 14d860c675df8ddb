import DomainKit
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import Testing

@Suite("Files of remittance advices")
struct AdviceFileTests {
  private static let segments = [
    "ISA*00*          *00*          *ZZ*HARBORSONS     *ZZ*ENCOURS        *260310*1200*U*00401"
      + "*000000001*0*P*:",
    "GS*RA*HARBORSONS*ENCOURS*20260310*1200*1*X*004010", "ST*820*0001",
    "BPR*I*1176*C*ACH************20260310", "TRN*1*TRACE-4711", "CUR*PR*EUR",
    "N1*PR*HARBOR & SONS INC", "ENT*1", "RMR*IV*INV-2026-0042**1176*1200*24", "SE*8*0001",
    "GE*1*1", "IEA*1*000000001",
  ]

  private static func file(_ change: (inout [String]) -> Void = { _ in }) -> [UInt8] {
    var segments = Self.segments
    change(&segments)
    return Array((segments.joined(separator: "~\n") + "~\n").utf8)
  }

  @Test("an 820 is taken in and kept among the imported files; its copy is seen again")
  func taken() throws {
    let stage = try InboxStage()
    try stage.drop("a.820", Self.file())
    try stage.settle()
    let advice = try #require(
      stage.scenario.state.advices["71b5aff6020bbf8a:TRACE-4711:2026-03-10"]?.advice,
      "named by a digest of its payer: his name and account stand in no id"
    )
    #expect(advice.amount == eur(1176_00))
    #expect(advice.comparableNames.count == 1)
    #expect(
      advice.documents == [
        AdvisedDocument(
          number: "INV-2026-0042",
          type: "CINV",
          paid: eur(1176_00),
          due: eur(1200_00),
          discount: eur(24_00)
        )
      ]
    )
    #expect(try stage.names(in: "processed") == ["a.820"])
    #expect(stage.imports.map(\.format) == ["x12-820-004010"])
    try stage.drop("b.820", Self.file())
    try stage.settle()
    #expect(stage.sightings == [2])
    #expect(try stage.names(in: "processed") == ["a.820", "b.820"])
  }

  @Test("an 820 whose sums are wrong is refused with the reason")
  func refused() throws {
    let stage = try InboxStage()
    try stage.drop("a.820", Self.file { $0[3] = "BPR*I*1177*C*ACH************20260310" })
    try stage.settle()
    #expect(stage.imports.first?.errors.map(\.code) == ["control-mismatch"])
    #expect(try stage.names(in: "rejected") == ["a.820", "a.820.reason.txt"])
    #expect(stage.scenario.state.advices.rows.isEmpty)
  }

  @Test("an advice larger than a message may be is refused, and so is one without a name")
  func tooLarge() throws {
    let stage = try InboxStage()
    let number = String(repeating: "9", count: 100)
    let documents = (0..<2000).map { "RMR*IV*\(number)\($0)**0" }
    try stage.drop(
      "a.820",
      Self.file {
        $0.insert(contentsOf: documents, at: 9)
        $0[9 + documents.count] = "SE*\(8 + documents.count)*0001"
      }
    )
    try stage.drop("b.820", Self.file { $0[4] = "TRN*1*\(number)\(number)" })
    try stage.settle()
    #expect(stage.imports.map { $0.errors.map(\.code) } == [["forbidden"], ["invalid-field"]])
    #expect(try stage.names(in: "rejected").count == 4)
  }

  @Test("what is advised is told once, behind whose the payment is, whichever was known first")
  func told() throws {
    let advice = RemittanceAdvice(
      advice: "MOREL:RA-1",
      references: ["TRACE-4711"],
      date: day("2026-03-10"),
      amount: eur(1176_00),
      documents: [AdvisedDocument(number: "INV-2026-0042", paid: eur(1176_00))]
    )
    let file = PaymentIntake.Command.takeAdvices(
      AdviceFile(file: "a", hash: .named("a"), format: "x12-820", advices: [advice])
    )
    let payment = PaymentIntake.Command.statement(
      "b",
      .credit("S1", eur(1176_00)) {
        $0.endToEndID = "TRACE-4711"
        $0.references = ["RF73INV20260042"]
      }
    )
    let anonymous = PaymentIntake.Command.statement(
      "b",
      .credit("S1", eur(1176_00)) { $0.endToEndID = "TRACE-4711" }
    )
    for facts in [[file, payment], [payment, file], [file, anonymous], [anonymous, file]] {
      // A payment that names its invoice itself is handed over at once, before the cut.
      let isNamed = facts.contains(payment)
      var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042", of: "C-1"))
      for fact in facts { try scenario.when(fact) }
      try scenario.cut()
      let messages = try Self.told(scenario)
      #expect(
        messages.compactMap { $0 as? RemittanceAdvised } == [
          RemittanceAdvised(
            advice: "MOREL:RA-1",
            payment: .bank("S1"),
            account: "C-1",
            documents: [RemittanceAdvised.Document(number: "INV-2026-0042", paid: eur(1176_00))]
          )
        ]
      )
      let identifieds = messages.compactMap { $0 as? PaymentIdentified }
      let advices = messages.compactMap { $0 as? RemittanceAdvised }
      #expect(
        identifieds.map(\.advice) == [isNamed ? nil : advices.first],
        "told with the payment, when it was known by then"
      )
      let kinds = messages.map { type(of: $0).type }
      let identified = try #require(kinds.firstIndex(of: PaymentIdentified.type))
      let advised = try #require(kinds.firstIndex(of: RemittanceAdvised.type))
      #expect(identified < advised)
    }
  }

  /// What the world was told, each event in the state that it left.
  private static func told(_ scenario: Scenario) throws -> [any Message] {
    var state = PaymentIntake.State()
    return scenario.events.flatMap { event in
      PaymentIntake.evolve(&state, event)
      return PaymentIntakeService.messages(for: event, state)
        .compactMap { ServiceTests.content($0) }
    }
  }
}

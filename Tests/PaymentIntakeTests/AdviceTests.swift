import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Remittance advices")
struct AdviceTests {
  private static func advice(
    _ name: AdviceID = "MOREL:RA-1",
    _ amount: Money = eur(1176_00),
    of documents: [String] = ["INV-2026-0042"],
    _ change: (inout RemittanceAdvice) -> Void = { _ in }
  ) -> RemittanceAdvice {
    var advice = RemittanceAdvice(
      advice: name,
      references: ["TRACE-4711"],
      date: day("2026-03-10"),
      amount: amount,
      documents: documents.map { AdvisedDocument(number: $0) }
    )
    change(&advice)
    return advice
  }

  private static func file(
    _ advices: RemittanceAdvice...,
    name: String = "a.820"
  ) -> PaymentIntake.Command {
    .takeAdvices(
      AdviceFile(file: name, hash: .named(name), format: "x12-820-004010", advices: advices)
    )
  }

  private static let payment = PaymentIntake.Command.statement(
    "a.xml",
    .credit("S1", eur(1176_00)) { $0.endToEndID = "TRACE 4711" }
  )

  @Test("advice and payment meet whichever comes first, and tell whose the payment is")
  func eitherFirst() throws {
    let facts = [Self.file(Self.advice()), Self.payment]
    for facts in [facts, facts.reversed()] {
      var scenario = try Scenario(.account("C-1"), .invoice("INV-2026-0042", of: "C-1"))
      for fact in facts { try scenario.when(fact) }
      #expect(scenario.owner(of: .bank("S1")) == nil, "what bears the cut is not all there")
      try scenario.cut()
      #expect(scenario.state.advices["MOREL:RA-1"]?.payment == .bank("S1"))
      #expect(scenario.owner(of: .bank("S1")) == "C-1")
      #expect(scenario.evidence(of: .bank("S1")) == .invoiceNumber)
    }
  }

  @Test("an advice that comes days after its payment was handed over meets it too")
  func afterwards() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .invoice("INV-2026-0042", of: "C-1"),
      .statement(
        "a.xml",
        .credit("S1", eur(1176_00)) {
          $0.references = ["RF73INV20260042"]
          $0.endToEndID = "TRACE4711"
        }
      )
    )
    try scenario.cut()
    #expect(scenario.owner(of: .bank("S1")) == "C-1")
    try scenario.when(Self.file(Self.advice()))
    let events = try scenario.cut(opening: "2026-03-12/1")
    #expect(
      events.contains(
        .adviceMet(
          AdviceMeeting(
            advice: "MOREL:RA-1",
            payment: .bank("S1"),
            documents: ["INV-2026-0042"]
          )
        )
      )
    )
  }

  @Test("without a reference the payer's IBAN or name and the amount tell, if they tell one only")
  func byPayer() throws {
    let advice = Self.advice {
      $0.references = []
      $0.comparableNames = ["ATELIERS MOREL"]
    }
    func line(_ reference: String) -> StatementLine {
      .credit(reference, eur(1176_00)) { $0.comparableNames = ["ATELIERS MOREL"] }
    }
    var one = try Scenario(Self.file(advice), .statement("a.xml", line("S1")))
    try one.cut()
    #expect(one.state.advices["MOREL:RA-1"]?.payment == .bank("S1"))

    var two = try Scenario(Self.file(advice), .statement("a.xml", line("S1"), line("S2")))
    try two.cut()
    #expect(two.state.advices["MOREL:RA-1"]?.payment == nil, "ambiguity is no match")

    var advices = try Scenario(
      Self.file(advice),
      Self.file(Self.advice("MOREL:RA-2") { $0.comparableNames = ["ATELIERS MOREL"] }, name: "b"),
      .statement("a.xml", line("S1"))
    )
    try advices.cut()
    #expect(advices.state.advices.waiting.count == 2, "two advices of one payment")

    var stranger = try Scenario(
      Self.file(
        Self.advice {
          $0.references = []
          $0.comparableNames = ["ATELIERS MOREL"]
          $0.payerIBAN = "FR7630006000011234567890189"
        }
      ),
      .statement(
        "a.xml",
        .credit("S1", eur(1176_00)) {
          $0.comparableNames = ["ATELIERS MOREL"]
          $0.payerIBAN = "DE89370400440532013000"
        }
      )
    )
    try stranger.cut()
    #expect(stranger.state.advices["MOREL:RA-1"]?.payment == nil, "another IBAN is another payer")
  }

  @Test(
    "another amount, currency or season is another payment",
    arguments: [
      (eur(1176_01), "2026-03-10"), (usd(1176_00), "2026-03-10"), (eur(1176_00), "2026-05-10"),
      (eur(1176_00), "2026-01-08"),
    ]
  )
  func differs(amount: Money, value: String) throws {
    var scenario = try Scenario(
      Self.file(Self.advice()),
      .statement("a.xml", .credit("S1", amount, value: value) { $0.endToEndID = "TRACE4711" })
    )
    try scenario.cut()
    #expect(scenario.state.advices["MOREL:RA-1"]?.payment == nil)
  }

  @Test("the reference goes before the payer")
  func referenceFirst() throws {
    let advice = Self.advice { $0.comparableNames = ["ATELIERS MOREL"] }
    var scenario = try Scenario(
      Self.file(advice),
      .statement(
        "a.xml",
        .credit("S1", eur(1176_00)) { $0.comparableNames = ["ATELIERS MOREL"] },
        .credit("S2", eur(1176_00)) { $0.text = "trace-4711, thanks" }
      )
    )
    try scenario.cut()
    #expect(scenario.state.advices["MOREL:RA-1"]?.payment == .bank("S2"))
  }

  @Test("the same file and the same advice again change nothing; other content stays out")
  func again() throws {
    var scenario = try Scenario(Self.file(Self.advice()))
    #expect(try scenario.when(Self.file(Self.advice())) == [])
    try scenario.when(Self.file(Self.advice("MOREL:RA-1", eur(1)), name: "b.820"))
    #expect(scenario.state.advices["MOREL:RA-1"]?.advice.amount == eur(1176_00))
    let reading = try #require(scenario.state.imports[.named("b.820")])
    #expect((reading.stage, reading.duplicates, reading.remarks.count) == (.imported, 1, 1))
  }

  /// Why each advice waits, by its name.
  private static func reasons(_ scenario: Scenario) -> [AdviceID: AdviceReason] {
    Dictionary(
      uniqueKeysWithValues: scenario.state.waitingAdvices.map { ($0.advice.advice, $0.reason) }
    )
  }

  @Test(
    "what waits says why: nothing fits, several do, others fit too, it will meet, it is too old"
  )
  func waiting() throws {
    func line(_ reference: String, _ cents: Int64) -> StatementLine {
      .credit(reference, eur(cents)) { $0.comparableNames = ["MOREL"] }
    }
    func told(
      _ name: AdviceID,
      _ cents: Int64,
      on date: String = "2026-03-10"
    )
      -> PaymentIntake.Command
    {
      let advice = Self.advice(name, eur(cents)) {
        $0.references = []
        $0.comparableNames = ["MOREL"]
        $0.date = day(date)
      }
      return Self.file(advice, name: name.rawValue)
    }
    let scenario = try Scenario(
      told("A:1", 100),
      told("A:2", 200),
      told("A:3", 300),
      told("A:4", 300),
      told("A:5", 400),
      told("A:6", 500, on: "2026-01-08"),
      told("A:7", 500, on: "2026-01-09"),
      .statement("a.xml", line("S1", 200), line("S2", 200), line("S3", 300), line("S4", 400))
    )
    #expect(
      Self.reasons(scenario) == [
        "A:1": .noPaymentFits, "A:2": .severalFit([.bank("S1"), .bank("S2")]),
        "A:3": .contested(.bank("S3")), "A:4": .contested(.bank("S3")),
        "A:5": .meetsAtCut(.bank("S4")), "A:6": .givenUp, "A:7": .noPaymentFits,
      ]
    )
    #expect(
      scenario.state.waitingAdvices.map(\.advice.advice)
        == ["A:6", "A:7", "A:1", "A:2", "A:3", "A:4", "A:5"]
    )
    var closed = scenario
    try closed.cut()
    #expect(Self.reasons(closed).count == 6)
  }

  @Test("what a lump was advised of waits again when the bank tells its payments")
  func lumpReplaced() throws {
    var scenario = try Scenario(
      Self.file(Self.advice()),
      .statement("a.xml", .credit("S1", eur(1176_00)) { $0.endToEndID = "TRACE4711" })
    )
    try scenario.cut()
    #expect(scenario.state.advices["MOREL:RA-1"]?.payment == .bank("S1"))
    try scenario.when(
      .statement(
        "b.xml",
        .detail("S1", 0, eur(1000_00), of: eur(1176_00)),
        .detail("S1", 1, eur(176_00), of: eur(1176_00))
      )
    )
    #expect(scenario.state.advices["MOREL:RA-1"]?.payment == nil)
    #expect(scenario.state.advices.waiting == ["MOREL:RA-1"])
  }
}

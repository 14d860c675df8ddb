import DomainKit
import PaymentIntakeDomain
import Testing

/// What payments teach about their payers.
@Suite("Payers learnt")
struct LearntPayerTests {
  private let iban: PayerIBAN = "FR7630006000011234567890189"

  /// Two accounts, with an invoice each.
  private func house() throws -> Scenario {
    try Scenario(
      .account("C-1"),
      .account("C-2"),
      .invoice("INV-11", of: "C-1"),
      .invoice("INV-12", of: "C-1"),
      .invoice("INV-21", of: "C-2")
    )
  }

  private func paid(
    _ payment: PaymentID,
    iban: PayerIBAN? = "FR7630006000011234567890189",
    name: String? = nil,
    _ text: String = ""
  ) -> PaymentIntake.Command {
    .captured(payment) { facts in
      facts.payerIBAN = iban
      facts.comparableNames = [name].compactMap(\.self)
      facts.text = text
    }
  }

  private func assign(
    _ payment: PaymentID,
    to account: AccountID,
    teaches: Bool = true
  ) -> PaymentIntake.Command {
    .assign(
      PaymentAssignment(
        payment: payment,
        account: account,
        user: "a.martin",
        note: "phoned",
        teaches: teaches
      )
    )
  }

  @Test("two certain payments teach an IBAN, one does not; what waited follows at the next cut")
  func twice() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", "INV-11"))
    try scenario.when(paid("p:2"))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.owner(of: "p:1") == "C-1")
    #expect(scenario.pool == ["p:2"], "once is chance")
    try scenario.when(paid("p:3", "INV-12"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.pool == ["p:2"], "the second payment teaches when its cut closes")
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.owner(of: "p:2") == "C-1")
    #expect(scenario.evidence(of: "p:2") == .learntIBAN)
  }

  @Test("a name is learnt like an IBAN, and is weaker than a registered name")
  func name() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", iban: nil, name: "MORELL", "INV-11"))
    try scenario.when(paid("p:2", iban: nil, name: "MORELL", "INV-12"))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(paid("p:3", iban: nil, name: "MORELL"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.owner(of: "p:3") == "C-1")
    #expect(scenario.evidence(of: "p:3") == .learntName)
    try scenario.when(.account("C-3", name: "MORELL"))
    try scenario.when(paid("p:4", iban: nil, name: "MORELL"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.owner(of: "p:4") == "C-3")
  }

  @Test("a payer that paid for two accounts tells neither")
  func several() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", "INV-11"))
    try scenario.when(paid("p:2", "INV-12"))
    try scenario.when(paid("p:3", "INV-21"))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(paid("p:4"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(
      scenario.state.poolReason(of: "p:4")
        == .paysForSeveralAccounts(.iban(iban), ["C-1", "C-2"])
    )
  }

  @Test("an account's registered IBAN counts before what was learnt of it")
  func registered() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", "INV-11"))
    try scenario.when(paid("p:2", "INV-12"))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(.account("C-2", revision: 2, ibans: [iban]))
    try scenario.when(paid("p:3"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.owner(of: "p:3") == "C-2")
    #expect(scenario.evidence(of: "p:3") == .iban)
  }

  @Test("what is known by IBAN or name alone teaches nothing")
  func uncertain() throws {
    var scenario = try house()
    try scenario.when(.account("C-1", revision: 2, name: "MOREL"))
    for number in 1...3 {
      try scenario.when(paid(PaymentID("p:\(number)"), name: "MOREL"))
    }
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.owner(of: "p:1") == "C-1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }

  @Test("a person's assignment hands over at once, and teaches when the cut closes")
  func person() throws {
    var scenario = try house()
    try scenario.when(paid("p:1"))
    try scenario.when(paid("p:2"))
    let events = try scenario.when(assign("p:1", to: "C-2"))
    #expect(
      events == [
        .paymentIdentified(
          Identification(
            payment: "p:1",
            owner: Owner(account: "C-2", partition: partition(0)),
            evidence: Evidence(.person, "a.martin: phoned"),
            teaches: true
          )
        )
      ]
    )
    #expect(try scenario.when(assign("p:1", to: "C-2")).isEmpty, "the same again")
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.pool == ["p:2"])
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.owner(of: "p:2") == "C-2")
  }

  @Test("an assignment for this once teaches nothing")
  func once() throws {
    var scenario = try house()
    try scenario.when(paid("p:1"))
    try scenario.when(assign("p:1", to: "C-2", teaches: false))
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }

  @Test("what is forgotten does not count, and is learnt anew")
  func forgotten() throws {
    var scenario = try house()
    try scenario.when(paid("p:1"))
    try scenario.when(assign("p:1", to: "C-2"))
    try scenario.cut(opening: "2026-03-11/1")
    try scenario.when(.forgetPayer(.iban(iban)))
    try scenario.when(paid("p:2"))
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.pool == ["p:2"])
    #expect(throws: PaymentIntake.Rejection.payerUnknown(.iban(iban))) {
      try scenario.when(.forgetPayer(.iban(iban)))
    }
    try scenario.when(assign("p:2", to: "C-1"))
    try scenario.cut(opening: "2026-03-13/1")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == "C-1")
  }

  @Test("what cannot be assigned is refused, and says why")
  func refused() throws {
    var scenario = try house()
    try scenario.when(paid("p:1", "INV-11"))
    #expect(throws: PaymentIntake.Rejection.identifiedAlready("p:1", "C-1")) {
      try scenario.when(assign("p:1", to: "C-2"))
    }
    #expect(throws: PaymentIntake.Rejection.paymentUnknown("p:9")) {
      try scenario.when(assign("p:9", to: "C-2"))
    }
    try scenario.when(paid("p:2"))
    #expect(throws: PaymentIntake.Rejection.accountUnknown("C-9")) {
      try scenario.when(assign("p:2", to: "C-9"))
    }
    #expect(scenario.pool == ["p:2"])
  }

  @Test(
    "it does not matter when within the cut a second telling brings the IBAN",
    arguments: [true, false]
  )
  func detailed(isFirst: Bool) throws {
    var scenario = try house()
    for number in 1...2 {
      for (channel, isFull) in [("camt.054", isFirst), ("camt.053", !isFirst)] {
        let line = StatementLine.credit(
          "S\(number)",
          eur(500_00),
          channel: Channel(stringLiteral: channel)
        ) { facts in
          facts.text = "INV-1\(number)"
          facts.payerIBAN = isFull ? iban : nil
        }
        try scenario.when(.statement("\(channel)-\(number).xml", line))
      }
    }
    try scenario.cut(opening: "2026-03-11/1")
    #expect(scenario.state.learntPayers.account(by: .iban(iban)) == "C-1")
  }
}

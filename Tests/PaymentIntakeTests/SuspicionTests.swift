import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Payments that may be one")
struct SuspicionTests {
  /// A credit that the bank has not named: `OWN:#STATEMENT:0:…`.
  private static func unnamed(
    _ statement: String,
    _ amount: Money = eur(500_00),
    value: String = "2026-03-10",
    channel: Channel = "camt.053",
    _ change: (inout PaymentFacts) -> Void = { _ in }
  ) -> StatementLine {
    let entry = "\(ownAccount):#\(statement):0:\(amount.decimal)EUR:\(value)"
    var facts = PaymentFacts(PaymentID("\(entry):0"), amount, value: value, channel: channel)
    change(&facts)
    return StatementLine(
      place: BankPlace(account: ownAccount, entry: EntryKey(entry), references: []),
      entryAmount: amount,
      movement: .payment(facts)
    )
  }

  private func suspicions(_ given: PaymentIntake.Command...) throws -> [Suspicion] {
    var found: [[Suspicion]] = []
    for commands in [given, given.reversed()] {
      var scenario = try Scenario()
      for command in commands { try scenario.when(command) }
      try scenario.cut()
      #expect(scenario.poolSum == [eur(1000_00)], "nothing is dropped on a guess")
      found.append(
        scenario.events.compactMap {
          if case .duplicateSuspected(let suspicion) = $0 { suspicion } else { nil }
        }
      )
    }
    #expect(found[0] == found[1], "whichever came first")
    return found[0]
  }

  @Test("an entry without the bank's reference in two files, with the payer's own reference")
  func unnamedTwice() throws {
    let found = try suspicions(
      .statement("a", Self.unnamed("A") { $0.endToEndID = "E2E-1" }),
      .statement("b", Self.unnamed("B") { $0.endToEndID = "E2E-1" })
    )
    #expect(found.map(\.reason) == [.toldTwice])
  }

  @Test("an entry that camt names and MT940 names otherwise")
  func twoFormats() throws {
    let found = try suspicions(
      .statement("a", .credit("S1", eur(500_00)) { $0.references = ["RF73INV20260042"] }),
      .statement(
        "b",
        .credit("T1", eur(500_00), channel: "mt940") { $0.references = ["RF73INV20260042"] }
      )
    )
    #expect(
      found == [Suspicion(payment: .bank("T1"), other: .bank("S1"), reason: .toldTwice)]
    )
  }

  @Test("a payment that a provider told, and the bank days later")
  func providerAndBank() throws {
    let found = try suspicions(
      .captured("cardpay:1", eur(500_00)) { $0.references = ["RF73INV20260042"] },
      .statement(
        "a",
        .credit("S1", eur(500_00), value: "2026-03-13") { $0.references = ["RF73INV20260042"] }
      )
    )
    #expect(
      found == [Suspicion(payment: "cardpay:1", other: .bank("S1"), reason: .providerAndBank)]
    )
  }

  @Test("two payments that the bank names in one kind of message are two")
  func twoEntries() throws {
    let found = try suspicions(
      .statement(
        "a",
        .credit("S1", eur(500_00)) { $0.endToEndID = "E2E-1" },
        .credit("S2", eur(500_00)) { $0.endToEndID = "E2E-1" }
      )
    )
    #expect(found == [])
  }

  @Test("another day, payer or provider's fortnight is another payment")
  func different() throws {
    let another = try suspicions(
      .statement("a", Self.unnamed("A") { $0.payerIBAN = "XX00IBAN1" }),
      .statement("b", Self.unnamed("B", value: "2026-03-11") { $0.payerIBAN = "XX00IBAN1" })
    )
    let payer = try suspicions(
      .statement("a", Self.unnamed("A") { $0.payerIBAN = "XX00IBAN1" }),
      .statement("b", Self.unnamed("B") { $0.payerIBAN = "XX00IBAN2" })
    )
    let late = try suspicions(
      .captured("cardpay:1", eur(500_00)) { $0.payerIBAN = "XX00IBAN1" },
      .statement("a", Self.unnamed("A", value: "2026-03-16") { $0.payerIBAN = "XX00IBAN1" })
    )
    #expect(another + payer + late == [])
  }

  @Test("a later cut suspects what an earlier one brought, once")
  func laterCut() throws {
    var scenario = try Scenario(
      .captured("cardpay:1", eur(500_00)) { $0.payerIBAN = "XX00IBAN1" }
    )
    try scenario.cut()
    try scenario.when(.statement("a", Self.unnamed("A") { $0.payerIBAN = "XX00IBAN1" }))
    let events = try scenario.cut(opening: "2026-03-12/1")
    let others = events.compactMap {
      if case .duplicateSuspected(let suspicion) = $0 { suspicion.other } else { nil }
    }
    #expect(others == ["cardpay:1"])
    let again = try scenario.cut(opening: "2026-03-13/1")
    #expect(again.count == 1, "the cut is closed, and nothing else")
  }
}

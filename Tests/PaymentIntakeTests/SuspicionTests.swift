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

  @Test("the same name or invoice is enough, where nothing else is told")
  func resembling() throws {
    let byName = try suspicions(
      .captured("cardpay:1", eur(500_00)) { $0.comparableNames = ["MOREL"] },
      .statement("a", .credit("S1", eur(500_00)) { $0.comparableNames = ["MOREL"] })
    )
    #expect(byName.map(\.reason) == [.providerAndBank])
    let unreferenced = try suspicions(
      .statement(
        "054",
        Self.unnamed("N1", channel: "camt.054") { $0.comparableNames = ["MOREL"] }
      ),
      .statement("053", .credit("S1", eur(500_00)) { $0.comparableNames = ["MOREL"] })
    )
    #expect(unreferenced.map(\.reason) == [.toldTwice])
    for names in [["MOREL"], ["DUVAL"]] {
      let others = try suspicions(
        .captured("cardpay:1", eur(500_00)) { $0.comparableNames = ["MOREL"] },
        .statement(
          "a",
          .credit("S1", eur(500_00), value: "2026-03-16") { $0.comparableNames = names }
        ),
      )
      #expect(others == [], "another week, or another name")
    }
  }

  @Test("payments that name one invoice of a known number may be one; other words tell nothing")
  func invoiceNumber() throws {
    for (text, count) in [("Facture INV-2026-0042 merci", 1), ("Facture INV-2026-0043", 0)] {
      var scenario = try Scenario(.invoice("INV-2026-0042"))
      try scenario.when(.captured("cardpay:1", eur(500_00)) { $0.text = "INV-2026-0042" })
      try scenario.when(.statement("a", .credit("S1", eur(500_00)) { $0.text = text }))
      let events = try scenario.cut()
      let found = events.filter { if case .duplicateSuspected = $0 { true } else { false } }
      #expect(found.count == count, "\(text)")
    }
  }

  @Test("who pays one amount twice in a statement has paid twice")
  func twiceInOneStatement() throws {
    let named = try suspicions(
      .statement(
        "a",
        .credit("S1", eur(500_00)) { $0.comparableNames = ["MOREL"] },
        .credit("S2", eur(500_00)) { $0.comparableNames = ["MOREL"] }
      )
    )
    #expect(named == [])
    var first = Self.unnamed("A") { $0.comparableNames = ["MOREL"] }
    first.place.entry = EntryKey("\(first.place.entry):first")
    let unnamed = try suspicions(
      .statement(
        "a",
        first,
        Self.unnamed("A") {
          $0.comparableNames = ["MOREL"]
          $0.payment = PaymentID("\($0.payment):second")
        }
      )
    )
    #expect(unnamed == [])
  }

  @Test("one account, written as an IBAN and as bank code and number")
  func accountNotations() throws {
    for (number, count) in [("37040044/532013000", 1), ("37040044/532013001", 0)] {
      var iban = StatementLine.credit("S1", eur(500_00)) { $0.endToEndID = "E2E-1" }
      iban.place.account = "DE89370400440532013000"
      var other = StatementLine.credit("T1", eur(500_00), channel: "mt940") {
        $0.endToEndID = "E2E-1"
      }
      other.place.account = CreditorAccountNumber(number)
      let found = try suspicions(.statement("a", iban), .statement("b", other))
      #expect(found.count == count, "\(number)")
    }
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

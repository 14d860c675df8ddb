import DomainKit
import PaymentIntakeDomain
import Testing

/// Rule R8: a reversal may be reversed once, and nothing remains of the two.
@Suite("Returns that are undone")
struct UndoingReturnsTests {
  /// C-1 has paid 980.00, which came back on 25 March.
  private func returned(
    isIdentified: Bool = true,
    charges: Money = eur(0)
  ) throws -> Scenario {
    var scenario = try ReturnTests.paid(isIdentified: isIdentified)
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00) + charges, charges: charges) { $0.endToEndID = "E2E-1" }
      )
    )
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.waitingReturns == [])
    return scenario
  }

  /// Money of our own comes back, as a bank tells that it undoes a return.
  private static func again(
    _ amount: Money = eur(980_00),
    as reference: String = "U1",
    _ change: (inout PaymentFacts) -> Void = { $0.endToEndID = "E2E-1" }
  ) -> PaymentIntake.Command {
    .statement(
      "again-\(reference)",
      .credit(reference, amount, value: "2026-03-27") {
        $0.nature = .ownMoneyReturned
        change(&$0)
      }
    )
  }

  private static func undone(_ amount: Money = eur(980_00)) -> PaymentIntake.Event {
    .returnUndone(
      ReturnUndoing(
        credit: .bank("U1"),
        reversal: .reversal("R1"),
        amount: amount,
        valueDate: day("2026-03-27"),
        payment: .bank("S1"),
        owner: Owner(account: "C-1", partition: partition(0))
      )
    )
  }

  @Test("at the cut the payment counts again, and the credit leaves the pool")
  func netZero() throws {
    var scenario = try returned()
    try scenario.when(Self.again())
    #expect(scenario.pool == [.bank("U1")])
    let events = try scenario.cut(opening: "2026-03-28/1")
    #expect(events.contains(Self.undone()))
    #expect(scenario.pool == [])
    #expect(scenario.state.payments[.bank("S1")]?.remaining == eur(980_00))
    #expect(events.closing?.totals.returned.sums == [eur(-980_00)])
    #expect(events.closing?.totals.withdrawn.sums == [eur(980_00)])
    #expect(events.closing?.unidentified.sums == [])
  }

  @Test("the reference that the bank gave to what it reverses names it")
  func evidence() throws {
    var servicer = try ReturnTests.paid()
    try servicer.when(.statement("back", .returned("S1", eur(980_00))))
    try servicer.cut(opening: "2026-03-27/1")
    // A reversal bears the reference of what it reverses.
    var facts = PaymentFacts(.bank("U1"), eur(980_00), value: "2026-03-27")
    facts.nature = .ownMoneyReturned
    var place = BankPlace.at("U1")
    place.references = ["S1"]
    let again = StatementLine(
      place: place,
      entryAmount: eur(980_00),
      movement: .payment(facts)
    )
    try servicer.when(.takeStatement(.whole("again", [again])))
    try servicer.cut(opening: "2026-03-28/1")
    #expect(servicer.state.returns[.reversal("S1")]?.undoneBy == .bank("U1"))
  }

  @Test("a credit that fits no return, or several, stays with a person")
  func stays() throws {
    for other in [
      Self.again(eur(979_99)), Self.again(usd(980_00)), Self.again { $0.endToEndID = "E2E-2" },
      Self.again { $0.payerIBAN = "DE89370400440532013000" },
    ] {
      var scenario = try returned()
      try scenario.when(other)
      try scenario.cut(opening: "2026-03-28/1")
      #expect(scenario.pool == [.bank("U1")])
      #expect(scenario.state.payments[.bank("S1")]?.remaining == eur(0))
    }
  }

  @Test("the payer's IBAN is no evidence: a refund to him may have bounced")
  func iban() throws {
    var scenario = try ReturnTests.paid { $0.payerIBAN = "DE89370400440532013000" }
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00)) { $0.payerIBAN = "DE89370400440532013000" }
      )
    )
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.waitingReturns == [])
    try scenario.when(Self.again { $0.payerIBAN = "DE89370400440532013000" })
    try scenario.cut(opening: "2026-03-28/1")
    #expect(scenario.pool == [.bank("U1")])
  }

  @Test("a return is undone once; the second credit stays in the pool")
  func once() throws {
    var scenario = try returned()
    try scenario.when(Self.again())
    try scenario.when(Self.again(as: "U2"))
    try scenario.cut(opening: "2026-03-28/1")
    #expect(scenario.pool == [.bank("U2")])
    #expect(scenario.state.payments[.bank("S1")]?.remaining == eur(980_00))
  }

  @Test("the payment can be returned again")
  func returnedAgain() throws {
    var scenario = try returned()
    try scenario.when(Self.again())
    try scenario.cut(opening: "2026-03-28/1")
    let events = try scenario.when(
      .statement("back-2", .returned("R2", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    #expect(events.contains(ReturnTests.taken(by: .reversal("R2"))))
  }

  @Test("charges that the bank took with the return come again with it")
  func charges() throws {
    for amount in [eur(980_00), eur(995_00)] {
      var scenario = try returned(charges: eur(15_00))
      try scenario.when(Self.again(amount))
      let events = try scenario.cut(opening: "2026-03-28/1")
      #expect(events.contains(Self.undone()))
      #expect(scenario.pool == [])
      #expect(scenario.state.payments[.bank("S1")]?.remaining == eur(980_00))
    }
  }

  @Test("what was taken from the pool comes into it again, with all that told whose it is")
  func fromPool() throws {
    var scenario = try ReturnTests.paid(isIdentified: false) {
      $0.endToEndID = "E2E-1"
      $0.text = "INV-7"
    }
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.pool == [])
    try scenario.when(Self.again())
    try scenario.cut(opening: "2026-03-28/1")
    #expect(scenario.pool == [.bank("U1")])
    #expect(scenario.state.payments[.bank("U1")]?.facts.valueDate == day("2026-03-10"))
    try scenario.when(Self.again())
    try scenario.when(.invoice("INV-7"))
    try scenario.cut(opening: "2026-03-29/1")
    #expect(scenario.owner(of: .bank("U1")) == "C-1")
  }

  @Test("a return whose payment never came and what undoes it go together")
  func waiting() throws {
    var scenario = try Scenario(.account("C-1"))
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
    try scenario.when(Self.again())
    let closing = try scenario.cut(opening: "2026-03-28/1").closing
    #expect(scenario.waitingReturns == [])
    #expect(scenario.pool == [])
    #expect(closing?.totals.returned.sums == [])
    #expect(closing?.totals.withdrawn.sums == [eur(980_00)])
  }

  // MARK: By hand

  private static func settle(
    _ reversal: PaymentID = .reversal("R1"),
    by credit: PaymentID = .bank("U1")
  ) -> PaymentIntake.Command {
    .undoReturn(
      UndoingSettlement(
        credit: credit,
        reversal: reversal,
        record: ManualRecord(
          user: "a.martin",
          note: "the bank's letter names it",
          time: "2026-03-27T09:00:00Z"
        )
      )
    )
  }

  @Test("a person names the return that a credit undoes; the same again changes nothing")
  func byHand() throws {
    var scenario = try returned()
    try scenario.when(Self.again { _ in })
    let events = try scenario.when(Self.settle())
    #expect(events.contains(Self.undone()))
    #expect(scenario.pool == [])
    #expect(try scenario.when(Self.settle()) == [])
  }

  @Test("a person's word is refused where it cannot be true")
  func refused() throws {
    var scenario = try returned()
    try scenario.when(Self.again(eur(979_00)) { _ in })
    #expect(throws: PaymentIntake.Rejection.returnUnknown(.reversal("R9"))) {
      try scenario.when(Self.settle(.reversal("R9")))
    }
    #expect(throws: PaymentIntake.Rejection.paymentUnknown(.bank("U9"))) {
      try scenario.when(Self.settle(by: .bank("U9")))
    }
    #expect(throws: PaymentIntake.Rejection.notOwnMoney(.bank("S1"))) {
      try scenario.when(Self.settle(by: .bank("S1")))
    }
    let telling = try #require(scenario.state.returns[.reversal("R1")]?.telling)
    #expect(
      throws: PaymentIntake.Rejection.creditDoesNotFit(.bank("U1"), amount: eur(979_00), telling)
    ) { try scenario.when(Self.settle()) }
    try scenario.when(Self.again(as: "U2") { _ in })
    try scenario.when(Self.settle(by: .bank("U2")))
    #expect(
      throws: PaymentIntake.Rejection.returnUndoneAlready(.reversal("R1"), by: .bank("U2"))
    ) { try scenario.when(Self.settle()) }
  }
}

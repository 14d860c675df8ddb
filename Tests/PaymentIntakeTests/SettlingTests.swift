import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Returns that a person settles")
struct SettlingTests {
  private func settle(
    _ reversal: PaymentID = .reversal("R1"),
    with payment: PaymentID = .bank("S1"),
    note: String = "the bank's letter names it"
  ) -> PaymentIntake.Command {
    .settleReturn(
      ReturnSettlement(
        reversal: reversal,
        payment: payment,
        record: ManualRecord(user: "a.martin", note: note, time: "2026-03-26T09:00:00Z")
      )
    )
  }

  /// C-1 has paid 980.00, and a return came that names nothing.
  private func waiting(
    _ amount: Money = eur(980_00),
    isIdentified: Bool = true,
    _ change: (inout ReturnFacts) -> Void = { _ in }
  ) throws -> Scenario {
    var scenario = try ReturnTests.paid(isIdentified: isIdentified)
    try scenario.when(.statement("back", .returned("R1", amount, change)))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
    return scenario
  }

  @Test("R8: the payment that the person names is taken back from its owner, once")
  func settles() throws {
    var scenario = try waiting()
    let events = try scenario.when(settle())
    #expect(
      events.first
        == .returnSettled(
          .reversal("R1"),
          SettledReturn(
            payment: .bank("S1"),
            amount: eur(980_00),
            record: ManualRecord(
              user: "a.martin",
              note: "the bank's letter names it",
              time: "2026-03-26T09:00:00Z"
            )
          )
        )
    )
    #expect(events.last == ReturnTests.taken())
    #expect(scenario.waitingReturns == [])
    #expect(try scenario.when(settle(note: "again")) == [])
    #expect(scenario.state.totals.returned.sums == [eur(980_00)])
  }

  @Test("several fit equally: the person chooses one")
  func severalFit() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
    for number in 1...2 {
      try scenario.when(
        .statement(
          "paid-\(number)",
          .credit("S\(number)", eur(50_00)) {
            $0.references = [InvoiceNames.reference("INV-1")]
          }
        )
      )
    }
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(50_00)) { $0.references = [InvoiceNames.reference("INV-1")] }
      )
    )
    try scenario.cut()
    let telling = try #require(scenario.state.unmatchedReturns.first)
    #expect(scenario.state.waitingReason(of: telling) == .severalFit([.bank("S1"), .bank("S2")]))
    try scenario.when(settle(with: .bank("S2")))
    #expect(scenario.state.payments[.bank("S2")]?.returned == eur(50_00))
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(0))
  }

  @Test("a lump of returns can be one payment's, in part")
  func lump() throws {
    var scenario = try waiting(eur(300_00)) { $0.isBatch = true }
    try scenario.when(settle())
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(300_00))
  }

  @Test("a person knows better than the payer's reference")
  func otherReference() throws {
    var scenario = try waiting { $0.endToEndID = "E2E-2" }
    try scenario.when(settle())
    #expect(scenario.waitingReturns == [])
  }

  @Test("from the pool the whole is withdrawn, and the pool's proof holds")
  func pool() throws {
    var scenario = try waiting(isIdentified: false)
    try scenario.when(settle())
    #expect(scenario.pool == [])
    let closing = try #require(try scenario.cut(opening: "2026-03-27/1").closing)
    #expect(closing.totals.withdrawn.sums == [eur(980_00)])
    #expect(closing.unidentified.sums == [])
  }

  @Test("the bank's charges are beside the payment, as in every return")
  func charges() throws {
    var scenario = try waiting(eur(995_00)) { $0.charges = eur(15_00) }
    let events = try scenario.when(settle())
    #expect(events.last == ReturnTests.taken(charges: eur(15_00)))
  }

  @Test("what does not fit is refused, and waits on")
  func refused() throws {
    let unfit: [(Money, Bool)] = [(eur(980_01), true), (usd(980_00), true), (eur(979_99), false)]
    for (amount, isIdentified) in unfit {
      var scenario = try waiting(amount, isIdentified: isIdentified)
      let telling = try #require(scenario.state.unmatchedReturns.first)
      #expect(
        throws: PaymentIntake.Rejection.returnDoesNotFit(
          telling,
          .bank("S1"),
          remaining: eur(980_00)
        )
      ) { try scenario.when(settle()) }
      #expect(scenario.waitingReturns == [.reversal("R1")])
    }
  }

  @Test("unknown or settled returns, and payments that are gone, are refused")
  func gone() throws {
    var scenario = try waiting()
    typealias Rejection = PaymentIntake.Rejection
    #expect(throws: Rejection.returnNotWaiting("R-404")) { try scenario.when(settle("R-404")) }
    #expect(throws: Rejection.paymentUnknown("P-404")) {
      try scenario.when(settle(with: "P-404"))
    }
    try scenario.when(settle())
    #expect(throws: Rejection.returnSettledAlready(.reversal("R1"), .bank("S1"))) {
      try scenario.when(settle(with: .bank("S2")))
    }
    try scenario.when(.statement("back-2", .returned("R2", eur(980_00))))
    #expect(throws: Rejection.takenBackAlready(.bank("S1"))) {
      try scenario.when(settle(.reversal("R2")))
    }
  }

  @Test("a lump of payments can be one account's: the person says so, and nothing is learnt of it")
  func lumpOfPayments() throws {
    let batch = PaymentID("\(ownAccount):B1:batch")
    var line = StatementLine.batch("B1", eur(100))
    if case .payment(var facts) = line.movement {
      facts.payerIBAN = "DE89370400440532013000"
      line.movement = .payment(facts)
    }
    var scenario = try Scenario(.account("C-1"), .statement("053", line))
    try scenario.when(
      .assign(
        PaymentAssignment(
          payment: batch,
          account: "C-1",
          user: "a.martin",
          note: "all of it is theirs",
          teaches: true
        )
      )
    )
    #expect(scenario.owner(of: batch) == "C-1")
    try scenario.when(.takeStatement(.whole("054", BankEntryTests.details)))
    try scenario.cut()
    #expect(scenario.poolSum == [], "its details are copies of what has an owner")
    #expect(scenario.state.learntPayers.lessons.isEmpty)
  }
}

import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Money that is taken back")
struct ReturnTests {
  /// C-1 has paid 980.00 on 10 March with a reference; the cut after it is closed.
  static func paid(
    _ amount: Money = eur(980_00),
    isIdentified: Bool = true,
    _ change: (inout PaymentFacts) -> Void = { $0.endToEndID = "E2E-1" }
  ) throws -> Scenario {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
    try scenario.when(
      .statement(
        "paid",
        .credit("S1", amount) {
          if isIdentified { $0.references = [InvoiceNames.reference("INV-1")] }
          change(&$0)
        }
      )
    )
    try scenario.cut(opening: "2026-03-25/1")
    return scenario
  }

  static func taken(
    _ amount: Money = eur(980_00),
    charges: Money = eur(0),
    by reversal: PaymentID = .reversal("R1"),
    from account: AccountID = "C-1"
  ) -> PaymentIntake.Event {
    .paymentReturned(
      PaymentReturn(
        reversal: reversal,
        payment: .bank("S1"),
        owner: Owner(account: account, partition: partition(0)),
        amount: amount,
        charges: charges,
        valueDate: day("2026-03-25"),
        reason: "MS03"
      )
    )
  }

  // MARK: Which payment it was

  @Test("R8: the end-to-end reference and the amount find the payment at once")
  func endToEnd() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    #expect(events.contains(Self.taken()))
    #expect(scenario.waitingReturns == [])
    #expect(scenario.state.totals.returned.sums == [eur(980_00)])
  }

  @Test("the structured reference and the amount find it at once")
  func reference() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00)) { $0.references = [InvoiceNames.reference("INV-1")] }
      )
    )
    #expect(events.contains(Self.taken()))
  }

  @Test("the bank's own reference finds it at once")
  func servicerReference() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.place.references.append("S1") })
    )
    #expect(events.contains(Self.taken()))
  }

  @Test("a reversal bears the reference of what it reverses")
  func reversal() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(.statement("back", .returned("S1", eur(980_00))))
    #expect(events.contains(Self.taken(by: .reversal("S1"))))
  }

  @Test("the payer's IBAN and the amount find it at the cut, when one payment fits")
  func payer() throws {
    var scenario = try Self.paid { $0.payerIBAN = "DE89370400440532013000" }
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00)) { $0.payerIBAN = "DE89370400440532013000" }
      )
    )
    #expect(scenario.waitingReturns == [.reversal("R1")])
    #expect(try scenario.cut(opening: "2026-03-26/1").contains(Self.taken()))
  }

  @Test("another end-to-end reference rules a payment out, whatever else fits")
  func otherEndToEnd() throws {
    var scenario = try Self.paid()
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00)) {
          $0.endToEndID = "E2E-2"
          $0.references = [InvoiceNames.reference("INV-1")]
          $0.place.references.append("S1")
        }
      )
    )
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
  }

  @Test(
    "another amount, currency or bank account is another payment",
    arguments: [eur(980_01), usd(980_00)]
  )
  func otherAmount(amount: Money) throws {
    var scenario = try Self.paid()
    try scenario.when(.statement("back", .returned("R1", amount) { $0.endToEndID = "E2E-1" }))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
    #expect(
      scenario.state.waitingReason(of: try #require(scenario.state.unmatchedReturns.first))
        == .noneFits
    )
  }

  @Test("another bank account is another payment")
  func otherAccount() throws {
    var scenario = try Self.paid()
    try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00)) {
          $0.endToEndID = "E2E-1"
          $0.place.account = "FR7630004000031234567890143"
        }
      )
    )
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
  }

  @Test("what the bank charges for the return is not the customer's payment")
  func charges() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(995_00), charges: eur(15_00)) { $0.endToEndID = "E2E-1" }
      )
    )
    #expect(events.contains(Self.taken(eur(980_00), charges: eur(15_00))))
  }

  @Test("charges that the bank books beside the return are told with it")
  func furtherCharges() throws {
    var scenario = try Self.paid()
    let events = try scenario.when(
      .statement(
        "back",
        .returned("R1", eur(980_00), furtherCharges: eur(15_00)) { $0.endToEndID = "E2E-1" }
      )
    )
    #expect(events.contains(Self.taken(eur(980_00), charges: eur(15_00))))
  }

  @Test("two payments that fit equally are for a person; what tells them apart decides")
  func ambiguous() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"), .invoice("INV-2"))
    try scenario.when(
      .statement(
        "paid",
        .credit("S1", eur(50)) {
          $0.endToEndID = "SAME"
          $0.references = [InvoiceNames.reference("INV-1")]
        },
        .credit("S2", eur(50)) {
          $0.endToEndID = "SAME"
          $0.references = [InvoiceNames.reference("INV-2")]
        }
      )
    )
    try scenario.cut(opening: "2026-03-25/1")
    try scenario.when(
      .statement("back", .returned("R1", eur(50)) { $0.endToEndID = "SAME" })
    )
    try scenario.cut(opening: "2026-03-26/1")
    let waiting = try #require(scenario.state.unmatchedReturns.first)
    #expect(
      scenario.state.waitingReason(of: waiting) == .severalFit([.bank("S1"), .bank("S2")])
    )
    try scenario.when(
      .statement(
        "back-2",
        .returned("R2", eur(50)) {
          $0.endToEndID = "SAME"
          $0.references = [InvoiceNames.reference("INV-2")]
        }
      )
    )
    #expect(scenario.state.payments[.bank("S2")]?.returned == eur(50))
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(50))
    #expect(scenario.waitingReturns == [])
  }

  // MARK: Twice, in part, before and after

  @Test("a return told again changes nothing, in the same file or another")
  func again() throws {
    var scenario = try Self.paid()
    let line = StatementLine.returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" }
    try scenario.when(.statement("back", line))
    let payments = scenario.state.payments
    try scenario.when(.statement("back-054", line))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.state.payments == payments)
    #expect(scenario.waitingReturns == [])
  }

  @Test("a copy of a waiting return that says more finds the payment")
  func richerCopy() throws {
    let poor = StatementLine.returned("R1", eur(980_00))
    let rich = StatementLine.returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" }
    for order in [[poor, rich], [rich, poor]] {
      var scenario = try Self.paid()
      try scenario.when(.statement("053", order[0]))
      try scenario.when(.statement("054", order[1]))
      #expect(scenario.state.payments[.bank("S1")]?.returned == eur(980_00))
      #expect(scenario.waitingReturns == [])
    }
  }

  @Test("a payment is not taken back twice: the second return waits for a person")
  func twice() throws {
    var scenario = try Self.paid()
    for name in ["R1", "R2"] {
      try scenario.when(
        .statement(name, .returned(name, eur(980_00)) { $0.endToEndID = "E2E-1" })
      )
    }
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(980_00))
    #expect(scenario.waitingReturns == [.reversal("R2")])
  }

  @Test("R8: part of a payment can be taken back, and then the rest, and no more")
  func partial() throws {
    var scenario = try Self.paid()
    for (name, amount) in [("R1", eur(300_00)), ("R2", eur(680_00)), ("R3", eur(1))] {
      try scenario.when(
        .statement(name, .returned(name, amount) { $0.place.references.append("S1") })
      )
    }
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(980_00))
    #expect(scenario.events.contains(Self.taken(eur(300_00))))
    #expect(scenario.waitingReturns == [.reversal("R3")])
  }

  @Test("R8: what was taken back and given back is a payment like any other")
  func reversedReversal() throws {
    var scenario = try Self.paid()
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    try scenario.when(
      .statement(
        "forth",
        .credit("S9", eur(980_00)) {
          $0.endToEndID = "E2E-1"
          $0.references = [InvoiceNames.reference("INV-1")]
        }
      )
    )
    #expect(scenario.owner(of: .bank("S9")) == "C-1")
    #expect(scenario.state.payments[.bank("S1")]?.remaining == eur(0))
    #expect(scenario.state.payments[.bank("S9")]?.remaining == eur(980_00))
  }

  @Test("a return that comes before its payment waits for it")
  func returnFirst() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    try scenario.cut()
    #expect(scenario.waitingReturns == [.reversal("R1")])
    try scenario.when(
      .statement(
        "paid",
        .credit("S1", eur(980_00)) {
          $0.endToEndID = "E2E-1"
          $0.references = [InvoiceNames.reference("INV-1")]
        }
      )
    )
    let events = try scenario.cut(opening: "2026-03-12/1")
    #expect(events.contains(Self.taken()))
    #expect(scenario.waitingReturns == [])
  }

  // MARK: From the pool

  @Test("money that nobody had yet leaves the pool")
  func fromThePool() throws {
    var scenario = try Self.paid(isIdentified: false)
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    #expect(scenario.pool == [.bank("S1")])
    let events = try scenario.cut(opening: "2026-03-26/1")
    #expect(
      events.first
        == .paymentWithdrawn(
          PaymentWithdrawal(
            payment: .bank("S1"),
            amount: eur(980_00),
            valueDate: day("2026-03-25"),
            cause: .returned(reversal: .reversal("R1"), reason: "MS03")
          )
        )
    )
    #expect(events.closing?.totals.withdrawn.sums == [eur(980_00)])
    #expect(events.closing?.unidentified == Tally())
    #expect(scenario.pool == [])
    #expect(scenario.waitingReturns == [])
  }

  @Test("what has left the pool does not come back when its invoice comes")
  func invoiceAfterReturn() throws {
    var scenario = try Self.paid(isIdentified: false) { $0.text = "INV-777" }
    try scenario.when(.statement("back", .returned("S1", eur(980_00))))
    try scenario.cut(opening: "2026-03-26/1")
    try scenario.when(.invoice("INV-777"))
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.owner(of: .bank("S1")) == nil)
    #expect(scenario.pool == [])
  }

  @Test("whose the money was is found out before it leaves: the account is told")
  func identifiedFirst() throws {
    var scenario = try Self.paid(isIdentified: false) {
      $0.endToEndID = "E2E-1"
      $0.payerIBAN = "DE89370400440532013000"
    }
    try scenario.when(.account("C-1", revision: 2, ibans: ["DE89370400440532013000"]))
    try scenario.when(
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    let events = try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.owner(of: .bank("S1")) == "C-1")
    #expect(events.closing?.totals.handedOver.sums == [eur(980_00)])
    #expect(events.closing?.totals.returned.sums == [eur(980_00)])
  }

  @Test("part of what is in the pool is not taken: that waits until it has an owner")
  func partFromThePool() throws {
    var scenario = try Self.paid(isIdentified: false)
    try scenario.when(.statement("back", .returned("S1", eur(300_00))))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.poolSum == [eur(980_00)])
    #expect(scenario.waitingReturns == [.reversal("S1")])
    try scenario.when(
      .statement(
        "054",
        .credit("S1", eur(980_00), channel: "camt.054") {
          $0.references = [InvoiceNames.reference("INV-1")]
        }
      )
    )
    try scenario.cut(opening: "2026-03-27/1")
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(300_00))
  }

  // MARK: Batches of returns

  @Test("a batch of returns waits for its details, which take its place")
  func batchOfReturns() throws {
    var scenario = try Self.paid()
    try scenario.when(.statement("053", .returned("R1", eur(1_000_00)) { $0.isBatch = true }))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(scenario.waitingReturns == [.reversal("R1")])
    #expect(
      scenario.state.waitingReason(of: try #require(scenario.state.unmatchedReturns.first))
        == .batchWithoutDetails
    )
    try scenario.when(
      .statement(
        "054",
        .returned("R1", eur(980_00), of: eur(1_000_00)) { $0.endToEndID = "E2E-1" },
        .returned("R1", eur(20_00), of: eur(1_000_00), index: 1)
      )
    )
    #expect(scenario.state.payments[.bank("S1")]?.returned == eur(980_00))
    #expect(scenario.waitingReturns == [.reversal("R1", 1)])
  }
}

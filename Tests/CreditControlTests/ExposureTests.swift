import CreditControlDomain
import DomainKit
import Testing

/// Rules R19: the figures, and their neighbours.
@Suite("Exposure")
struct ExposureTests {
  /// Items 6,000.00, unapplied 300.00, delivered 1,500.00, ordered 2,000.00; limit 10,000.00.
  static func rulebook(limit: Money? = eur(10_000_00)) throws -> Scenario {
    try Scenario(
      .account(limit: limit),
      .invoice("INV-1", eur(6_000_00)),
      .received("P-1", eur(300_00)),
      .placed("SO-DELIVERED", eur(1_500_00)),
      .shipped("SO-DELIVERED", eur(1_500_00)),
      .placed("SO-OPEN", eur(2_000_00))
    )
  }

  @Test("is open items less unapplied money plus delivered and ordered")
  func composition() throws {
    let scenario = try Self.rulebook()
    #expect(
      scenario.exposure()
        == exposure(items: 6_000_00, unapplied: 300_00, shipped: 1_500_00, orders: 2_000_00)
    )
    #expect(scenario.exposure().total == eur(9_200_00))
  }

  @Test("an order that just reaches the limit is approved, one cent more is held")
  func boundary() throws {
    var reaching = try Self.rulebook()
    try reaching.when(.check("SO-1", eur(800_00)))
    let approved = try #require(reaching.decision("SO-1"))
    #expect(approved.isApproved)
    #expect(approved.exposure.total == eur(9_200_00))
    #expect(approved.limit == eur(10_000_00))
    #expect(approved.reason == "10000.00 EUR of 10000.00 EUR")
    #expect(reaching.exposure().total == eur(10_000_00))

    var exceeding = try Self.rulebook()
    try exceeding.when(.check("SO-1", eur(800_01)))
    let held = try #require(exceeding.decision("SO-1"))
    #expect(!held.isApproved)
    #expect(held.reason == "exceeds the limit by 0.01 EUR")
    #expect(exceeding.exposure().total == eur(9_200_00), "a held order does not count")
  }

  @Test("delivering an order, then billing it, leaves the exposure as it is")
  func deliverThenBill() throws {
    var scenario = try Self.rulebook()
    try scenario.when(.shipped("SO-OPEN", eur(2_000_00)))
    #expect(
      scenario.exposure() == exposure(items: 6_000_00, unapplied: 300_00, shipped: 3_500_00)
    )
    #expect(scenario.exposure().total == eur(9_200_00))

    try scenario.when(.invoice("INV-2", eur(2_000_00), bills: "SO-OPEN"))
    #expect(
      scenario.exposure() == exposure(items: 8_000_00, unapplied: 300_00, shipped: 1_500_00)
    )
    #expect(scenario.exposure().total == eur(9_200_00))

    try scenario.when(.closed("SO-OPEN"))
    #expect(scenario.exposure().total == eur(9_200_00))
  }

  @Test("billing before delivering counts once as well")
  func billThenDeliver() throws {
    var scenario = try Self.rulebook()
    try scenario.when(.invoice("INV-2", eur(2_000_00), bills: "SO-OPEN"))
    #expect(scenario.exposure().total == eur(9_200_00))
    #expect(scenario.exposure().openOrders == .zero(.euro))
    try scenario.when(.shipped("SO-OPEN", eur(2_000_00)))
    #expect(scenario.exposure().total == eur(9_200_00))
    #expect(scenario.exposure().shippedNotBilled == eur(1_500_00))
  }

  @Test("part deliveries and part bills move amounts, never add any")
  func parts() throws {
    var scenario = try Scenario(.account(), .placed("SO-1", eur(2_000_00)))
    let steps: [(CreditControl.Command, CreditControl.Exposure)] = [
      (.shipped("SO-1", eur(1_200_00)), exposure(shipped: 1_200_00, orders: 800_00)),
      (
        .invoice("INV-1", eur(500_00), bills: "SO-1"),
        exposure(items: 500_00, shipped: 700_00, orders: 800_00)
      ),
      (
        .invoice("INV-2", eur(900_00), bills: "SO-1"),
        exposure(items: 1_400_00, orders: 600_00)
      ),
      (
        .shipped("SO-1", eur(2_000_00), revision: 2),
        exposure(items: 1_400_00, shipped: 600_00)
      ),
      (.invoice("INV-3", eur(600_00), bills: "SO-1"), exposure(items: 2_000_00)),
    ]
    for (command, expected) in steps {
      try scenario.when(command)
      #expect(scenario.exposure() == expected)
      #expect(scenario.exposure().total == eur(2_000_00))
    }
  }

  @Test("an invoice that bills less than its total takes only that off the order")
  func freight() throws {
    var scenario = try Scenario(.account(), .placed("SO-1", eur(100_00)))
    try scenario.when(.invoice("INV-1", eur(110_00), bills: "SO-1", eur(100_00)))
    #expect(scenario.exposure() == exposure(items: 110_00))
  }

  @Test("more shipped or billed than ordered counts in full, and never below zero")
  func beyondTheOrder() throws {
    var scenario = try Scenario(.account(), .placed("SO-1", eur(100_00)))
    try scenario.when(.shipped("SO-1", eur(130_00)))
    #expect(scenario.exposure() == exposure(shipped: 130_00))
    try scenario.when(.invoice("INV-1", eur(150_00), bills: "SO-1"))
    #expect(scenario.exposure() == exposure(items: 150_00))
  }

  @Test("a cancelled order, or the undelivered rest of one, counts no more")
  func cancelled() throws {
    var scenario = try Scenario(
      .account(),
      .placed("SO-1", eur(100_00)),
      .placed("SO-2", eur(70_00)),
      .shipped("SO-2", eur(20_00)),
      .invoice("INV-2", eur(20_00), bills: "SO-2")
    )
    try scenario.when(.closed("SO-1"))
    #expect(scenario.exposure() == exposure(items: 20_00, orders: 50_00))
    try scenario.when(.closed("SO-2"))
    #expect(scenario.exposure() == exposure(items: 20_00))
  }

  @Test("of two orders that fit singly and not together, exactly one is approved")
  func twoAtOnce() throws {
    var scenario = try Scenario(.account(limit: eur(10_000_00)), .invoice("INV-1", eur(9_400_00)))
    try scenario.when(.check("SO-1", eur(500_00)))
    try scenario.when(.placed("SO-2", eur(500_00)))
    #expect(scenario.decision("SO-1")?.isApproved == true)
    #expect(scenario.decision("SO-2")?.isApproved == false)
    #expect(scenario.decision("SO-2")?.reason == "exceeds the limit by 400.00 EUR")
    #expect(scenario.exposure().total == eur(9_900_00))
  }

  @Test("goods that left although the order was held count")
  func shippedThoughHeld() throws {
    var scenario = try Scenario(.account(limit: eur(50_00)), .placed("SO-1", eur(80_00)))
    #expect(scenario.exposure() == exposure())
    try scenario.when(.shipped("SO-1", eur(30_00)))
    #expect(scenario.exposure() == exposure(shipped: 30_00))
  }

  @Test("currencies are kept apart, whatever comes in them")
  func currencies() throws {
    var scenario = try Self.rulebook()
    try scenario.when(.invoice("INV-US", usd(5_000_00)))
    try scenario.when(.received("P-US", usd(20_00)))
    #expect(scenario.exposure().total == eur(9_200_00))
    let dollars = try #require(scenario.state.accounts["C-1"]).exposure(in: .dollar)
    #expect(dollars.total == usd(4_980_00))
  }

  @Test("what came to nothing leaves nothing, in whatever order it came")
  func nothingLeft() throws {
    let placed = CreditControl.Command.placed("SO-1", usd(10_00))
    let before = try Scenario(.account(), placed, .closed("SO-1"))
    let after = try Scenario(.account(), .closed("SO-1"), placed)
    #expect(before.state.accounts == after.state.accounts)
    #expect(before.state.accounts["C-1"]?.exposures == [])
  }

  @Test("two accounts may use one order number")
  func sameNumber() throws {
    let scenario = try Scenario(
      .account("C-1"),
      .account("C-2"),
      .placed("SO-1", eur(10_00), by: "C-1"),
      .placed("SO-1", eur(99_00), by: "C-2"),
      .closed("SO-1", of: "C-2")
    )
    #expect(scenario.exposure(of: "C-1") == exposure(orders: 10_00))
    #expect(scenario.exposure(of: "C-2") == exposure())
  }
}

/// Rules R7 and R8, as far as they concern what a customer may still buy.
@Suite("Money in the house")
struct PaymentExposureTests {
  @Test("lowers the exposure once its account is known, and not again when it is applied")
  func applying() throws {
    var scenario = try Scenario(.account(), .invoice("INV-1", eur(1_200_00)))
    try scenario.when(.received("P-1", eur(500_00)))
    #expect(scenario.exposure() == exposure(items: 1_200_00, unapplied: 500_00))
    try scenario.when(.applied("P-1", eur(500_00), to: "INV-1"))
    #expect(scenario.exposure() == exposure(items: 700_00))
  }

  @Test("a discount clears the item beside the cash")
  func discount() throws {
    var scenario = try Scenario(.account(), .invoice("INV-1", eur(1_000_00)))
    try scenario.when(.received("P-1", eur(980_00)))
    try scenario.when(.applied("P-1", eur(980_00), discount: eur(20_00), to: "INV-1"))
    #expect(scenario.exposure() == exposure())
    #expect(scenario.state.openItems.isEmpty)
  }

  @Test("a head's money is the head's, and what it clears is the member's (rules R21)")
  func paidByHead() throws {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
      let facts: [CreditControl.Command] = [
        .invoice("INV-1", eur(900_00)), .received("P-1", eur(1_000_00), for: "P"),
        .applied("P-1", eur(900_00), to: "INV-1", paidBy: "P"),
      ]
      var scenario = try Scenario(.account(), .account("P"))
      for index in order { try scenario.when(facts[index]) }
      #expect(scenario.exposure() == exposure())
      #expect(scenario.exposure(of: "P") == exposure(unapplied: 100_00))
    }
  }

  @Test("money put on account lowers it like money not yet applied")
  func onAccount() throws {
    var scenario = try Scenario(.account(), .received("P-1", eur(50_00)))
    let nothing = CreditControl.PaymentDecision(
      decision: CreditControl.DecisionID("P-1>"),
      payment: "P-1",
      account: "C-1",
      clearings: []
    )
    try scenario.when(.applyPayment(nothing))
    #expect(scenario.exposure() == exposure(unapplied: 50_00))
    #expect(scenario.exposure().total == eur(-50_00))
  }

  @Test("a returned payment raises the exposure at once, before its items are open again")
  func returned() throws {
    var scenario = try Scenario(
      .account(),
      .invoice("INV-1", eur(1_000_00)),
      .received("P-1", eur(980_00)),
      .applied("P-1", eur(980_00), discount: eur(20_00), to: "INV-1")
    )
    try scenario.when(.returned("P-1", eur(980_00)))
    #expect(scenario.exposure().total == eur(980_00))
    try scenario.when(.unapplied("P-1", eur(980_00), discount: eur(20_00), from: "INV-1"))
    #expect(scenario.exposure() == exposure(items: 1_000_00))
  }

  @Test("a repeated fact changes nothing")
  func repetition() throws {
    let facts: [CreditControl.Command] = [
      .account(revision: 2),
      .invoice("INV-1", eur(1_000_00), bills: "SO-1"),
      .received("P-1", eur(700_00)),
      .applied("P-1", eur(600_00), to: "INV-1"),
      .unapplied("P-1", eur(600_00), from: "INV-1"),
      .returned("P-1", eur(700_00)),
      .placed("SO-1", eur(1_000_00)),
      .shipped("SO-1", eur(400_00)),
      .closed("SO-1"),
    ]
    var scenario = try Scenario(.account())
    for fact in facts { #expect(try !scenario.when(fact).isEmpty) }
    let once = scenario.state
    for fact in facts { #expect(try scenario.when(fact).isEmpty, "\(fact)") }
    #expect(scenario.state == once)
  }

  @Test("a second return of one payment is another fact")
  func secondReturn() throws {
    var scenario = try Scenario(.account(), .received("P-1", eur(100_00)))
    try scenario.when(.returned("P-1", eur(30_00), by: "R-1"))
    try scenario.when(.returned("P-1", eur(20_00), by: "R-2"))
    #expect(scenario.exposure() == exposure(unapplied: 50_00))
  }

  @Test("an item has one currency, whoever speaks of it first")
  func itemCurrency() throws {
    var scenario = try Scenario(.account(), .invoice("INV-1", eur(100_00)))
    let refusal = CreditControl.Rejection.clearingInOtherCurrency("INV-1", .dollar)
    #expect(throws: refusal) { try scenario.when(.applied("P-1", usd(100_00), to: "INV-1")) }
    #expect(throws: refusal) {
      try scenario.when(.applied("P-1", eur(98_00), discount: usd(2_00), to: "INV-1"))
    }
    try scenario.when(.applied("P-2", usd(10_00), to: "INV-2"))
    #expect(throws: CreditControl.Rejection.clearingInOtherCurrency("INV-2", .euro)) {
      try scenario.when(.invoice("INV-2", eur(10_00)))
    }
  }
}

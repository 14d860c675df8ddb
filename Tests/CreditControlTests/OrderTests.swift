import CreditControlDomain
import DomainKit
import Testing

@Suite("Orders on credit")
struct OrderTests {
  @Test("an order that was checked is not decided again when it is placed, nor counted twice")
  func checkedThenPlaced() throws {
    var scenario = try Scenario(.account(limit: eur(100_00)))
    try scenario.when(.check("SO-1", eur(60_00)))
    #expect(scenario.exposure() == exposure(orders: 60_00))
    let placed = CreditControl.OrderChange(
      CreditControl.OrderKey("C-1", "SO-1"),
      revision: 1,
      amount: eur(60_00)
    )
    #expect(try scenario.when(.placeOrder(placed)) == [.orderPlaced(placed)])
    #expect(scenario.exposure() == exposure(orders: 60_00))
  }

  @Test("an order that was checked and held stays held when it is placed")
  func heldThenPlaced() throws {
    var scenario = try Scenario(.account(limit: eur(50_00)), .check("SO-1", eur(60_00)))
    #expect(try scenario.when(.placed("SO-1", eur(60_00))).count == 1)
    #expect(scenario.decision("SO-1")?.isApproved == false)
    #expect(scenario.decision("SO-1")?.ordinal == 1)
  }

  @Test("an order is decided when it is placed")
  func placed() throws {
    var scenario = try Scenario(.account(limit: eur(50_00)))
    try scenario.when(.placed("SO-1", eur(50_00)))
    try scenario.when(.placed("SO-2", eur(1)))
    #expect(scenario.decision("SO-1")?.isApproved == true)
    #expect(scenario.decision("SO-2")?.isApproved == false)
    #expect(scenario.exposure() == exposure(orders: 50_00))
  }

  @Test("asked again with the same amount, the answer is the same, whatever happened meanwhile")
  func sameAnswer() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .check("SO-1", eur(60_00)),
      .check("SO-2", eur(60_00))
    )
    let answers = [scenario.decision("SO-1"), scenario.decision("SO-2")]
    #expect(answers.map { $0?.isApproved } == [true, false])
    try scenario.when(.received("P-1", eur(500_00)))
    try scenario.when(.invoice("INV-1", eur(90_00)))
    #expect(try scenario.when(.check("SO-1", eur(60_00))).isEmpty)
    #expect(try scenario.when(.check("SO-2", eur(60_00))).isEmpty)
    #expect([scenario.decision("SO-1"), scenario.decision("SO-2")] == answers)
  }

  @Test("another amount is another question, with the order itself left out")
  func otherAmount() throws {
    var scenario = try Scenario(.account(limit: eur(100_00)), .check("SO-1", eur(60_00)))
    try scenario.when(.check("SO-1", eur(100_00)))
    let raised = try #require(scenario.decision("SO-1"))
    #expect(raised.isApproved)
    #expect(raised.exposure == exposure())
    #expect(raised.ordinal == 2)
    #expect(scenario.exposure() == exposure(orders: 100_00))
  }

  @Test("a raise that is held leaves what was approved before")
  func heldRaise() throws {
    var scenario = try Scenario(.account(limit: eur(100_00)), .placed("SO-1", eur(60_00)))
    try scenario.when(.placed("SO-1", eur(100_01), revision: 2))
    #expect(scenario.decision("SO-1")?.isApproved == false)
    #expect(scenario.exposure() == exposure(orders: 60_00))
  }

  @Test("a lower amount is never held, even far beyond the limit")
  func lowered() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .placed("SO-1", eur(60_00)),
      .invoice("INV-1", eur(900_00))
    )
    try scenario.when(.placed("SO-1", eur(59_99), revision: 2))
    #expect(scenario.decision("SO-1")?.isApproved == true)
    #expect(scenario.decision("SO-1")?.reason == "no more than was approved before")
    #expect(scenario.exposure() == exposure(items: 900_00, orders: 59_99))
    try scenario.when(.placed("SO-1", eur(60_00), revision: 3))
    #expect(scenario.decision("SO-1")?.isApproved == false)
  }

  @Test("what was shipped or billed of an order is not asked for again")
  func partlyBilled() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .placed("SO-1", eur(80_00)),
      .shipped("SO-1", eur(50_00)),
      .invoice("INV-1", eur(30_00), bills: "SO-1")
    )
    #expect(scenario.exposure().total == eur(80_00))
    try scenario.when(.placed("SO-1", eur(100_00), revision: 2))
    #expect(scenario.decision("SO-1")?.isApproved == true)
    #expect(scenario.decision("SO-1")?.exposure == exposure(items: 30_00))
    #expect(scenario.exposure().total == eur(100_00))
  }

  @Test("an order to nothing is approved and counts nothing")
  func nothing() throws {
    var scenario = try Scenario(.account(limit: eur(0)), .invoice("INV-1", eur(1)))
    try scenario.when(.placed("SO-1", eur(0)))
    #expect(scenario.decision("SO-1")?.isApproved == true)
  }

  @Test("an older revision changes nothing, and of two amounts of one revision the greater stands")
  func revisions() throws {
    var scenario = try Scenario(.account(), .placed("SO-1", eur(70_00), revision: 2))
    #expect(try scenario.when(.placed("SO-1", eur(90_00), revision: 1)).isEmpty)
    #expect(try scenario.when(.placed("SO-1", eur(60_00), revision: 2)).isEmpty)
    #expect(scenario.exposure() == exposure(orders: 70_00))
    try scenario.when(.placed("SO-1", eur(75_00), revision: 2))
    #expect(scenario.exposure() == exposure(orders: 75_00))
    try scenario.when(.placed("SO-1", eur(10_00), revision: 3))
    #expect(scenario.exposure() == exposure(orders: 10_00))
  }

  @Test("a later shipment tells the total shipped, an earlier one changes nothing")
  func shipments() throws {
    var scenario = try Scenario(.account(), .placed("SO-1", eur(100_00)))
    try scenario.when(.shipped("SO-1", eur(60_00), revision: 2))
    #expect(try scenario.when(.shipped("SO-1", eur(20_00), revision: 1)).isEmpty)
    #expect(scenario.exposure() == exposure(shipped: 60_00, orders: 40_00))
  }

  @Test("a closed order is closed for good")
  func closed() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .placed("SO-1", eur(60_00)),
      .closed("SO-1")
    )
    let key = CreditControl.OrderKey("C-1", "SO-1")
    #expect(throws: CreditControl.Rejection.orderClosed(key)) {
      try scenario.when(.check("SO-1", eur(60_00)))
    }
    #expect(try scenario.when(.placed("SO-1", eur(70_00), revision: 2)).count == 1)
    #expect(scenario.exposure() == exposure())
    #expect(scenario.decision("SO-1")?.ordinal == 1)
  }

  @Test("orders that come before their account are decided with it, by number")
  func beforeTheAccount() throws {
    var scenario = try Scenario(
      .placed("SO-2", eur(60_00)),
      .placed("SO-1", eur(60_00)),
      .placed("SO-3", eur(1_00)),
      .closed("SO-3")
    )
    #expect(scenario.decision("SO-1") == nil)
    let events = try scenario.when(.account(limit: eur(100_00)))
    let decided = events.compactMap { event in
      if case .orderDecided(let decision) = event { decision } else { nil }
    }
    #expect(decided.map(\.key.order) == ["SO-1", "SO-2"])
    #expect(decided.map(\.isApproved) == [true, false])
    #expect(try scenario.when(.account(revision: 2, limit: eur(100_00))).count == 1)
  }

  @Test("an order in another currency than the limit is held, and approved where there is no limit")
  func otherCurrency() throws {
    var limited = try Scenario(.account(limit: eur(100_00)))
    try limited.when(.check("SO-1", usd(1_00)))
    #expect(limited.decision("SO-1")?.isApproved == false)
    #expect(limited.decision("SO-1")?.reason == "an order in USD against a limit in EUR")
    var free = try Scenario(.account())
    try free.when(.check("SO-1", usd(1_00)))
    #expect(free.decision("SO-1")?.isApproved == true)
    #expect(free.exposure() == exposure())
    #expect(
      free.state.accounts["C-1"]?.exposure(in: .dollar).openOrders == usd(1_00)
    )
  }

  @Test("amounts of nothing and unknown accounts are refused")
  func refused() throws {
    var scenario = try Scenario(.account())
    #expect(throws: CreditControl.Rejection.amountNotPositive(eur(0))) {
      try scenario.when(.check("SO-1", eur(0)))
    }
    #expect(throws: CreditControl.Rejection.amountNotPositive(eur(-1))) {
      try scenario.when(.check("SO-1", eur(-1)))
    }
    #expect(throws: CreditControl.Rejection.accountUnknown("C-9")) {
      try scenario.when(.check("SO-1", eur(1), of: "C-9"))
    }
  }
}

@Suite("Credit limits")
struct CreditLimitTests {
  static func set(_ limit: Money?, reason: String = "yearly review") -> CreditControl.Command {
    .setCreditLimit("C-1", limit: limit, by: "a.martin", reason: reason)
  }

  @Test("billing's limit counts, revision by revision, until a person sets one")
  func byHand() throws {
    var scenario = try Scenario(.account(limit: eur(100_00)))
    try scenario.when(.account(revision: 3, limit: eur(300_00)))
    #expect(try scenario.when(.account(revision: 2, limit: eur(200_00))).isEmpty)
    #expect(scenario.state.accounts["C-1"]?.limit == eur(300_00))

    let change = CreditControl.CreditLimitChange(
      account: "C-1",
      previous: eur(300_00),
      limit: eur(50_00),
      changedBy: "a.martin",
      reason: "yearly review",
      ordinal: 1
    )
    #expect(try scenario.when(Self.set(eur(50_00))) == [.creditLimitChanged(change)])
    try scenario.when(.account(revision: 4, limit: eur(900_00)))
    #expect(scenario.state.accounts["C-1"]?.limit == eur(50_00))
  }

  @Test("lifting the limit is a judgement too")
  func lifted() throws {
    var scenario = try Scenario(.account(limit: eur(100_00)), Self.set(nil))
    try scenario.when(.account(revision: 2, limit: eur(100_00)))
    try scenario.when(.check("SO-1", eur(9_999_00)))
    #expect(scenario.decision("SO-1")?.isApproved == true)
    #expect(scenario.decision("SO-1")?.reason == "no credit limit")
  }

  @Test("a raised limit releases a held order when it is asked for again, and revokes nothing")
  func release() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .check("SO-1", eur(90_00)),
      .check("SO-2", eur(20_00))
    )
    try scenario.when(Self.set(eur(110_00)))
    try scenario.when(.check("SO-2", eur(20_00)))
    #expect(scenario.decision("SO-2")?.isApproved == true)
    try scenario.when(Self.set(eur(0)))
    #expect(try scenario.when(.check("SO-2", eur(20_00))).isEmpty)
    #expect(scenario.exposure() == exposure(orders: 110_00))
  }

  @Test("a held order with a new revision of the same amount is examined anew")
  func newRevision() throws {
    var scenario = try Scenario(
      .account(limit: eur(100_00)),
      .invoice("INV-1", eur(90_00)),
      .placed("SO-1", eur(20_00))
    )
    #expect(scenario.decision("SO-1")?.isApproved == false)
    try scenario.when(.received("P-1", eur(10_00)))
    try scenario.when(.placed("SO-1", eur(20_00), revision: 2))
    #expect(scenario.decision("SO-1")?.isApproved == true)
  }

  @Test("a limit needs a known account, its currency, no minus and a reason")
  func refused() throws {
    var scenario = try Scenario(.account())
    #expect(throws: CreditControl.Rejection.limitInOtherCurrency(usd(1), account: .euro)) {
      try scenario.when(Self.set(usd(1)))
    }
    #expect(throws: CreditControl.Rejection.limitNegative(eur(-1))) {
      try scenario.when(Self.set(eur(-1)))
    }
    for reason in ["", "  ", String(repeating: "x", count: 1001)] {
      #expect(throws: CreditControl.Rejection.reasonUnfit(maximumBytes: 1000)) {
        try scenario.when(Self.set(eur(1), reason: reason))
      }
    }
    var empty = try Scenario(.invoice("INV-1", eur(1)))
    #expect(throws: CreditControl.Rejection.accountUnknown("C-1")) {
      try empty.when(Self.set(eur(1)))
    }
    try scenario.when(Self.set(eur(0)))
    #expect(scenario.state.accounts["C-1"]?.limit == eur(0))
  }
}

import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Pending money")
struct PendingTests {
  private func ends(_ scenario: Scenario) -> [PendingEnd] {
    scenario.events.compactMap { if case .pendingEnded(let end) = $0 { end } else { nil } }
  }

  private func identified(_ events: [PaymentIntake.Event]) -> [AccountID] {
    events.compactMap {
      if case .pendingIdentified(let told) = $0 { told.owner.account } else { nil }
    }
  }

  @Test("it is announced once, and booked as an ordinary payment")
  func booked() throws {
    var scenario = try Scenario()
    let announced = try scenario.when(.statement("052-1", .pending("S1", eur(10))))
    #expect(announced.count == 2)
    #expect(try scenario.when(.statement("052-2", .pending("S1", eur(10)))).count == 1)
    #expect(scenario.pool == [], "it is not in the house")
    try scenario.when(.statement("053", .credit("S1", eur(10))))
    #expect(scenario.pool == [.bank("S1")])
    #expect(scenario.state.pending.isEmpty)
    #expect(ends(scenario).map(\.cause) == [.booked])
    #expect(try scenario.when(.statement("052-3", .pending("S1", eur(10)))).count == 1)
    #expect(scenario.state.pending.isEmpty)
  }

  @Test("it is identified as payments are: at once by what it names, else at the cut")
  func identification() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .account("C-2", ibans: ["DE89370400440532013000"]),
      .invoice("INV-1")
    )
    let named = try scenario.when(
      .statement(
        "a",
        .pending("S1", eur(10)) { $0.references = [InvoiceNames.reference("INV-1")] }
      )
    )
    #expect(identified(named) == ["C-1"])
    let byIBAN = try scenario.when(
      .statement("b", .pending("S2", eur(10)) { $0.payerIBAN = "DE89370400440532013000" })
    )
    try scenario.when(.statement("c", .pending("S3", eur(10))))
    #expect(identified(byIBAN) == [])
    let events = try scenario.cut()
    #expect(identified(events) == ["C-2"])
    #expect(scenario.state.pendingOfNobody.map(\.facts.payment) == [.bank("S3")])
    #expect(events.closing?.totals == CutTotals(), "nothing came in, nothing was handed over")
    #expect(identified(try scenario.cut(opening: "2026-03-12/1")) == [])
  }

  @Test("a later cut knows the invoice that it names")
  func laterInvoice() throws {
    var scenario = try Scenario(
      .account("C-1"),
      .statement(
        "a",
        .pending("S1", eur(10)) { $0.references = [InvoiceNames.reference("INV-1")] }
      )
    )
    #expect(identified(try scenario.cut()) == [])
    try scenario.when(.invoice("INV-1"))
    #expect(identified(try scenario.cut(opening: "2026-03-12/1")) == ["C-1"])
  }

  @Test("without the bank's reference the payer's own and the amount say that it is booked")
  func endToEnd() throws {
    let pending = { (report: Int) in
      PaymentIntake.Command.statement(
        "052-\(report)",
        .pending("#R\(report):0:0.10EUR:2026-03-10", eur(10)) { $0.endToEndID = "E2E-1" }
      )
    }
    let booked = PaymentIntake.Command.statement(
      "053",
      .credit("S1", eur(10), value: "2026-03-12") { $0.endToEndID = "E2E-1" }
    )
    for order in [pending(1), pending(2), booked].permutations {
      var scenario = try Scenario()
      for command in order { try scenario.when(command) }
      #expect(scenario.state.pending.isEmpty)
      #expect(scenario.poolSum == [eur(10)])
    }
    var scenario = try Scenario(pending(1))
    try scenario.when(pending(2))
    #expect(scenario.state.pendingOfNobody.count == 1, "every report of the day tells it again")
  }

  @Test("another amount, another reference or another month is another payment")
  func notBooked() throws {
    let others: [StatementLine] = [
      .credit("S1", eur(11)) { $0.endToEndID = "E2E-1" },
      .credit("S1", eur(10)) { $0.endToEndID = "E2E-2" },
      .credit("S1", eur(10)),
      .credit("S1", eur(10), value: "2026-03-21") { $0.endToEndID = "E2E-1" },
    ]
    for other in others {
      var scenario = try Scenario(
        .statement("a", .pending("#R:0:0.10EUR", eur(10)) { $0.endToEndID = "E2E-1" })
      )
      try scenario.when(.statement("b", other))
      #expect(scenario.state.pendingOfNobody.count == 1)
    }
  }

  @Test("a copy that says more of the booking ends it, too")
  func detailedBooking() throws {
    var scenario = try Scenario(
      .statement("053", .credit("S1", eur(10))),
      .statement("052", .pending("#R:0:0.10EUR", eur(10)) { $0.endToEndID = "E2E-1" })
    )
    try scenario.when(.statement("054", .credit("S1", eur(10)) { $0.endToEndID = "E2E-1" }))
    #expect(scenario.state.pending.isEmpty)
  }

  @Test("what nobody books is forgotten after a month")
  func expiry() throws {
    var scenario = try Scenario(
      .statement(
        "052",
        .pending("S1", eur(10), value: "2026-02-09"),
        .pending("S2", eur(10), value: "2026-02-08"),
        .pending("S3", eur(10), value: "2026-02-07")
      )
    )
    #expect(scenario.state.pending[.bank("S3")] == nil, "it is too old to be announced")
    try scenario.cut()
    #expect(ends(scenario) == [])
    try scenario.cut(opening: "2026-03-12/1")
    #expect(ends(scenario).map(\.payment) == [.bank("S2")])
    #expect(ends(scenario).map(\.cause) == [.expired])
    #expect(scenario.state.pendingOfNobody.map(\.facts.payment) == [.bank("S1")])
  }
}

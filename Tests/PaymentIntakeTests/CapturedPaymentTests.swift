import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Payments that a provider captured")
struct CapturedPaymentTests {
  @Test("are received once, whatever is delivered how often")
  func natural() throws {
    var scenario = try Scenario()
    let first = try scenario.when(.captured("cardpay:1", eur(120_00)))
    #expect(
      first == [
        .paymentReceived(
          PaymentReceipt(
            facts: PaymentFacts("cardpay:1", eur(120_00), channel: "captured"),
            cut: cut("2026-03-10/1")
          )
        )
      ]
    )
    let state = scenario.state
    for _ in 0..<5 { #expect(try scenario.when(.captured("cardpay:1", eur(120_00))) == []) }
    #expect(scenario.state == state)
  }

  @Test("keep what was told first when the same name comes with other content")
  func contradiction() throws {
    var scenario = try Scenario(.captured("cardpay:1", eur(120_00)))
    let state = scenario.state
    #expect(
      throws: PaymentIntake.Rejection.contradictsKnownPayment(
        told: PaymentFacts("cardpay:1", eur(119_99), channel: "captured"),
        known: PaymentFacts("cardpay:1", eur(120_00), channel: "captured")
      )
    ) { try scenario.when(.captured("cardpay:1", eur(119_99))) }
    #expect(throws: PaymentIntake.Rejection.self) {
      try scenario.when(.captured("cardpay:1", eur(120_00)) { $0.statedAccount = "C-1" })
    }
    #expect(scenario.state == state)
  }

  @Test("of nothing, or of less, are refused", arguments: [0, -1] as [Int64])
  func notPositive(cents: Int64) throws {
    var scenario = try Scenario()
    #expect(
      throws: PaymentIntake.Rejection.amountNotPositive(
        PaymentFacts("cardpay:1", eur(cents), channel: "captured")
      )
    ) { try scenario.when(.captured("cardpay:1", eur(cents))) }
  }

  @Test("before the first day wait, and are received when it opens")
  func beforeTheFirstDay() throws {
    var scenario = try Scenario.beforeTheFirstDay(
      .captured("cardpay:2", eur(2)),
      .captured("cardpay:1", eur(1)) { $0.statedAccount = "C-1" }
    )
    #expect(scenario.state.payments.rows.isEmpty)
    #expect(try scenario.when(.captured("cardpay:1", eur(1)) { $0.statedAccount = "C-1" }) == [])
    #expect(throws: PaymentIntake.Rejection.self) {
      try scenario.when(.captured("cardpay:1", eur(3)))
    }
    try scenario.when(.account("C-1"))
    let events = try scenario.when(.opened("2026-03-10/1"))
    #expect(events.count == 4)
    #expect(events.first == .cutOpened(cut("2026-03-10/1")))
    #expect(scenario.owner(of: "cardpay:1") == "C-1")
    #expect(scenario.pool == ["cardpay:2"])
    #expect(scenario.state.deferred.isEmpty)
    #expect(scenario.state.totals.received.sums == [eur(3)])
  }
}

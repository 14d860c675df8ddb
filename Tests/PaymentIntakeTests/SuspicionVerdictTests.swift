import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("What a person decides about payments that may be one")
struct SuspicionVerdictTests {
  private static let captured: PaymentID = "cardpay:1"

  /// 500.00 told by a provider, and by the bank; with an invoice that it names, or without.
  private func suspected(isIdentified: Bool) throws -> Scenario {
    var scenario = try Scenario(.account("C-1"))
    if isIdentified { try scenario.when(.invoice("INV-1")) }
    let reference = InvoiceNames.reference("INV-1")
    try scenario.when(.captured(Self.captured) { $0.references = [reference] })
    try scenario.when(.statement("a", .credit("S1", eur(500_00)) { $0.references = [reference] }))
    try scenario.cut()
    #expect(scenario.state.openSuspicions.map(\.facts.payment) == [Self.captured])
    return scenario
  }

  private func settle(
    _ payment: PaymentID = captured,
    _ other: PaymentID = .bank("S1"),
    isCopy: Bool,
    note: String = "paid out"
  ) -> PaymentIntake.Command {
    .settleSuspicion(
      SuspicionSettlement(
        payment: payment,
        other: other,
        isCopy: isCopy,
        record: ManualRecord(user: "a.martin", note: note, time: "2026-03-11T09:00:00Z")
      )
    )
  }

  @Test("R7: a copy leaves the pool, once, and the pool's proof holds")
  func fromPool() throws {
    var scenario = try suspected(isIdentified: false)
    let events = try scenario.when(settle(isCopy: true))
    #expect(
      events.last
        == .paymentWithdrawn(
          PaymentWithdrawal(
            payment: Self.captured,
            amount: eur(500_00),
            valueDate: day("2026-03-10"),
            cause: .copied(.bank("S1"))
          )
        )
    )
    #expect(scenario.state.payments[Self.captured]?.verdict?.record.user == "a.martin")
    #expect(try scenario.when(settle(isCopy: true, note: "again")) == [])
    #expect(scenario.state.openSuspicions == [])
    let closing = try #require(try scenario.cut(opening: "2026-03-12/1").closing)
    #expect(closing.totals.withdrawn.sums == [eur(500_00)])
    #expect(closing.unidentified.sums == [eur(500_00)])
  }

  @Test("R7: a copy that an account has is taken back from it, as a return is")
  func fromAccount() throws {
    var scenario = try suspected(isIdentified: true)
    let events = try scenario.when(settle(.bank("S1"), Self.captured, isCopy: true))
    #expect(
      events.last
        == .paymentReturned(
          PaymentReturn(
            reversal: PaymentID("\(PaymentID.bank("S1"))~copy"),
            payment: .bank("S1"),
            owner: Owner(account: "C-1", partition: partition(0)),
            amount: eur(500_00),
            charges: eur(0),
            valueDate: day("2026-03-11"),
            reason: "AM05"
          )
        )
    )
    #expect(scenario.state.totals.returned.sums == [eur(500_00)])
    #expect(try scenario.when(settle(.bank("S1"), Self.captured, isCopy: true)) == [])
  }

  @Test("both count when the person says so, and nobody is asked again")
  func distinct() throws {
    var scenario = try suspected(isIdentified: false)
    #expect(try scenario.when(settle(isCopy: false)).count == 1)
    #expect(try scenario.when(settle(.bank("S1"), Self.captured, isCopy: false)) == [])
    try scenario.cut(opening: "2026-03-12/1")
    #expect(scenario.poolSum == [eur(1000_00)])
    #expect(scenario.state.openSuspicions == [])
  }

  @Test("what nobody suspects, what is settled otherwise, and what is gone is refused")
  func refused() throws {
    typealias Rejection = PaymentIntake.Rejection
    var scenario = try suspected(isIdentified: false)
    #expect(throws: Rejection.notSuspected("P-404", .bank("S1"))) {
      try scenario.when(settle("P-404", isCopy: true))
    }
    var settled = scenario
    try settled.when(settle(isCopy: false))
    #expect(throws: Rejection.suspicionSettledAlready(Self.captured)) {
      try settled.when(settle(isCopy: true))
    }
    try scenario.when(.statement("back", .returned("S1", eur(500_00))))
    try scenario.cut(opening: "2026-03-26/1")
    #expect(throws: Rejection.takenBackAlready(.bank("S1"))) {
      try scenario.when(settle(.bank("S1"), Self.captured, isCopy: true))
    }
  }
}

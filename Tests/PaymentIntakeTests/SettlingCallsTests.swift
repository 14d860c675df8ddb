import DomainKit
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import Testing

@testable import ServiceKit

@Suite("Calls by which a person settles what nobody could tell")
struct SettlingCallsTests {
  /// Answers as the service does: the call is decided, its events happen, then it is answered.
  @discardableResult
  private func answer<C: Call>(_ call: C, _ scenario: inout Scenario) throws -> C.Reply {
    let handler = try #require(PaymentIntakeService.calls.first { $0.path == C.path })
    guard case .mutation(let mutation) = handler.kind else {
      throw CallStatus(.internal, "no mutation")
    }
    let request = CallRequest(
      body: try JSONCoding.encode(call),
      user: "a.martin",
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    let command = try mutation.command(request)
    let events: [PaymentIntake.Event]
    do throws(PaymentIntake.Rejection) {
      events = try scenario.when(command)
    } catch {
      throw mutation.refusal(error)
    }
    let body = try mutation.reply(request, events, scenario.state)
    return try JSONCoding.decode(C.Reply.self, from: body)
  }

  /// C-1's invoice was paid, and a return came that names nothing.
  private func returned() throws -> Scenario {
    var scenario = try ReturnTests.paid(isIdentified: true)
    try scenario.when(.statement("back", .returned("R1", eur(980_00))))
    try scenario.cut(opening: "2026-03-26/1")
    return scenario
  }

  @Test("SettleReturn says what was taken back, and from whom; the same again says the same")
  func settleReturn() throws {
    var scenario = try returned()
    let call = SettleReturn(reversal: .reversal("R1"), payment: .bank("S1"), note: "the letter")
    let reply = SettleReturn.Reply(amount: eur(980_00), account: "C-1")
    #expect(try answer(call, &scenario) == reply)
    #expect(try answer(call, &scenario) == reply)
    #expect(scenario.state.returns[.reversal("R1")]?.settlement?.record.user == "a.martin")
    #expect(scenario.waitingReturns == [])
  }

  @Test("SettleReturn is refused with what is wrong with it, and changes nothing")
  func refusedReturn() throws {
    var scenario = try returned()
    let before = scenario.events.count
    for call in [
      SettleReturn(reversal: .reversal("R9"), payment: .bank("S1"), note: "the letter"),
      SettleReturn(reversal: .reversal("R1"), payment: .bank("S9"), note: "the letter"),
      SettleReturn(reversal: .reversal("R1"), payment: .bank("S1"), note: " "),
    ] {
      #expect(throws: CallStatus.self) { try answer(call, &scenario) }
    }
    #expect(scenario.events.count == before)
    #expect(scenario.waitingReturns == [.reversal("R1")])
  }

  private static func captured(_ name: Int) -> PaymentID { name == 1 ? "cardpay:1" : "cardpay:2" }

  /// 500.00 told by a provider and by the bank, twice.
  private func suspected() throws -> Scenario {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
    for name in [1, 2] {
      let reference = InvoiceNames.reference(name == 1 ? "INV-1" : "INV-2")
      try scenario.when(.captured(Self.captured(name)) { $0.references = [reference] })
      let line = StatementLine.credit("S\(name)", eur(500_00)) { $0.references = [reference] }
      try scenario.when(.statement("\(name)", line))
    }
    try scenario.cut()
    return scenario
  }

  @Test("ListSuspected shows both sides with whose they are, up to its limit")
  func listSuspected() throws {
    let scenario = try suspected()
    let reply = try CallsTests.ask(ListSuspected(limit: 10), scenario.state)
    #expect(reply.count == 2)
    #expect(reply.suspicions.map(\.payment.details.payment) == ["cardpay:1", "cardpay:2"])
    #expect(reply.suspicions.map(\.other.details.payment) == [.bank("S1"), .bank("S2")])
    #expect(reply.suspicions.map(\.payment.account) == ["C-1", nil])
    #expect(reply.suspicions.map(\.reason) == [.providerAndBank, .providerAndBank])
    let first = try CallsTests.ask(ListSuspected(limit: 1), scenario.state)
    #expect(first.suspicions == [reply.suspicions[0]])
    #expect(first.count == 2)
    for limit in [0, 1001] {
      #expect(throws: CallStatus.self) {
        try CallsTests.ask(ListSuspected(limit: limit), scenario.state)
      }
    }
  }

  @Test("SettleSuspicion withdraws a copy or lets both stand, and says what is left")
  func settleSuspicion() throws {
    var scenario = try suspected()
    let copy = SettleSuspicion(
      payment: "cardpay:1",
      other: .bank("S1"),
      verdict: .duplicate,
      note: "the provider's report"
    )
    #expect(try answer(copy, &scenario).left == eur(0))
    #expect(try answer(copy, &scenario).left == eur(0))
    var distinct = copy
    (distinct.payment, distinct.other, distinct.verdict) = ("cardpay:2", .bank("S2"), .distinct)
    #expect(try answer(distinct, &scenario).left == eur(500_00))
    #expect(scenario.state.openSuspicions == [])
    distinct.payment = "cardpay:9"
    #expect(throws: CallStatus.self) { try answer(distinct, &scenario) }
  }
}

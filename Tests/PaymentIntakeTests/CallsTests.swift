import DomainKit
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import SimulationKit
import Testing

@testable import ServiceKit

@Suite("Payment intake's answers")
struct CallsTests {
  static func ask<C: Call>(_ call: C, _ state: PaymentIntake.State) throws -> C.Reply {
    let calls =
      PaymentIntakeService.calls + InboxFolder(folder: "/in", files: FaultyFileSystem()).calls
    let handler = try #require(calls.first { $0.path == C.path })
    guard case .query(let answer) = handler.kind else { throw CallStatus(.internal, "no query") }
    let request = CallRequest(
      body: try JSONCoding.encode(call),
      user: "operator",
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    return try JSONCoding.decode(C.Reply.self, from: answer(request, state))
  }

  @Test("GetImport says what became of a file")
  func getImport() throws {
    var scenario = try Scenario()
    let ask = { (scenario: Scenario) in
      try Self.ask(GetImport(contentHash: ContentHash.named("a").rawValue), scenario.state)
    }
    #expect(try ask(scenario).state == .unknown)
    #expect(try Self.ask(GetImport(contentHash: ""), scenario.state).state == .unknown)
    var chunk = StatementChunk.whole("a", [.credit("S1", eur(1))], summary: nil)
    try scenario.when(.takeStatement(chunk))
    #expect(try ask(scenario).state == .reading)
    (chunk.after, chunk.lines) = (chunk.through, [])
    chunk.summary = StatementSummary(statements: 1, entries: 1, remarks: ["a remark"])
    try scenario.when(.takeStatement(chunk))
    #expect(try ask(scenario).state == .imported)
    #expect(try ask(scenario).imported?.remarks == ["a remark"])
    var other = try Scenario()
    try other.when(
      .rejectStatement(StatementRefusal(file: "a", hash: .named("a"), format: "", errors: []))
    )
    #expect(try ask(other).rejected?.file == "a")
  }

  @Test("ListPayers shows what was learnt, and not what accounts are registered with")
  func listPayers() throws {
    var scenario = try Scenario(.account("C-1"), .account("C-2"), .invoice("INV-11", of: "C-1"))
    let told: (PaymentID, PayerIBAN) throws -> PaymentIntake.Command = { payment, iban in
      .captured(payment) { facts in
        (facts.payerIBAN, facts.comparableNames, facts.text) = (iban, ["MOREL"], "INV-11")
      }
    }
    try scenario.when(told("p:1", "XX00A"))
    try scenario.when(told("p:2", "XX00A"))
    try scenario.when(told("p:3", "XX00B"))
    try scenario.cut()
    try scenario.when(.account("C-2", revision: 2, ibans: ["XX00B"]))
    let reply = try Self.ask(ListPayers(limit: 10), scenario.state)
    #expect(reply.payers.map(\.payer.value) == ["XX00A", "MOREL"])
    #expect(reply.payers.map(\.account) == ["C-1", "C-1"])
    #expect(reply.payers.first?.lessons.map(\.payments) == [2])
    #expect(reply.payers.last?.lessons.map(\.latest) == ["p:3"])
    #expect(try Self.ask(ListPayers(account: "C-2", limit: 10), scenario.state).count == 0)
    #expect(try Self.ask(ListPayers(limit: 1), scenario.state).count == 2)
    #expect(throws: CallStatus.self) { try Self.ask(ListPayers(limit: 0), scenario.state) }
  }

  @Test("ListUnidentified shows the pool and the waiting returns, with reasons, oldest first")
  func listUnidentified() throws {
    var scenario = try Scenario(
      .captured("p:1", eur(5)) { $0.valueDate = day("2026-03-09") },
      .captured("p:2", usd(7)) { $0.valueDate = day("2026-03-08") },
      .captured("p:3", eur(1))
    )
    try scenario.when(.statement("back", .returned("R1", eur(3))))
    let reply = try Self.ask(ListUnidentified(limit: 2), scenario.state)
    #expect(reply.payments.map(\.details.payment) == ["p:2", "p:1"])
    #expect(reply.payments.map(\.reason).allSatisfy { $0 == "no evidence of a known account" })
    #expect((reply.count, reply.sums) == (3, [eur(6), usd(7)]))
    #expect(reply.returns.map(\.reversal) == [.reversal("R1")])
    #expect((reply.returns.first?.reason, reply.returnCount) == ("no payment fits", 1))
    for limit in [0, 1001] {
      #expect(throws: CallStatus.self) {
        try Self.ask(ListUnidentified(limit: limit), scenario.state)
      }
    }
  }

  @Test("every reason is a sentence without anybody's IBAN or name")
  func reasons() throws {
    var scenario = try Scenario(
      .account("C-1", ibans: ["FR7630006000011234567890189"], name: "MOREL"),
      .account("C-2", ibans: ["FR7630006000011234567890189"], name: "MOREL"),
      .account("C-3", ibans: ["DE89370400440532013000"]),
      .invoice("INV-1001", of: "C-1"),
      .invoice("INV-1002", of: "C-2")
    )
    try scenario.cut()
    try scenario.when(.captured("p:1") { $0.payerIBAN = "FR7630006000011234567890189" })
    try scenario.when(.captured("p:2") { $0.comparableNames = ["MOREL"] })
    try scenario.when(.captured("p:3") { $0.text = "INV-1001 INV-1002" })
    try scenario.when(
      .captured("p:4") {
        $0.text = "INV-1001"
        $0.payerIBAN = "DE89370400440532013000"
      }
    )
    try scenario.when(.captured("p:5") { $0.payerIBAN = "DE89370400440532013000" })
    try scenario.when(.captured("p:6") { $0.statedAccount = "C-404" })
    try scenario.when(.statement("b", .batch("B1", eur(1)), .batch("B2", eur(2), count: 0)))
    let reply = try Self.ask(ListUnidentified(limit: 100), scenario.state)
    #expect(
      Set(reply.payments.map(\.reason)) == [
        "the payer's IBAN is that of C-1, C-2", "the payer's name is that of C-1, C-2",
        "names invoices or numbers of C-1, C-2",
        "names C-1 or an invoice of it, but the payer is C-3",
        "C-3 by iban, decided at the cut", "the stated account C-404 is not registered",
        "a batch of 3 payments whose details are not known",
        "a batch whose details are not known",
      ]
    )
  }

  @Test("Locate tells account and partition, or that nobody knows yet")
  func locate() throws {
    let early = try Scenario.beforeTheFirstDay(.captured("p:0"))
    #expect(try Self.ask(Locate(payment: "p:0"), early.state) == Locate.Reply())
    var scenario = try Scenario(.configure(partitions: 8), .account("C-1", partition: 7))
    try scenario.when(.captured("p:1") { $0.statedAccount = "C-1" })
    try scenario.when(.captured("p:2"))
    #expect(
      try Self.ask(Locate(payment: "p:1"), scenario.state)
        == Locate.Reply(account: "C-1", partition: partition(7))
    )
    #expect(try Self.ask(Locate(payment: "p:2"), scenario.state) == Locate.Reply())
    #expect(throws: CallStatus(.notFound, "p:3 is no payment that was received")) {
      try Self.ask(Locate(payment: "p:3"), scenario.state)
    }
  }
}

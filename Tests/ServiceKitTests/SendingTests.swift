import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("From a decision into the world")
struct SendingTests {
  @Test(
    "a batch is durable first, what goes to the archive before all; then acknowledged, then sent"
  )
  func durableFirst() throws {
    let stage = try LoopStage()
    // The first batch makes files, which has effects of its own.
    try stage.send("A")
    try stage.settle()
    let before = stage.effects.count
    try stage.send("B")
    try stage.settle()
    #expect(
      stage.effects.dropFirst(before) == [
        "archive synced", "journal synced", "acknowledged", "pump filled", "published",
        // That it was confirmed.
        "journal synced",
      ]
    )
  }

  @Test("what was published counts as sent only when it is confirmed, and else goes again")
  func unconfirmed() throws {
    let stage = try LoopStage()
    try stage.send("A")
    try stage.decide()
    stage.broker.setWeather(BrokerWeather(delays: 1_000))
    try stage.publish()
    try stage.decide()
    #expect(stage.effects.last == "published")
    #expect(stage.state.outbox.depth == 1)

    stage.broker.setWeather(.calm)
    try stage.reconnectPump()
    try stage.settle()
    #expect(Set(stage.told.map(\.properties.messageID)) == ["noted/1"])
    #expect(stage.effects.count { $0 == "published" } == 2)
    for _ in 1...2 {
      #expect(stage.state.outbox.depth == 0)
      try stage.restart()
    }
  }

  @Test("after a restart what was decided and not confirmed is sent, once and in order")
  func unsent() throws {
    let stage = try LoopStage()
    for invoice in ["A", "B", "C"] as [InvoiceNumber] { try stage.send(invoice) }
    try stage.decide()
    #expect(stage.told.isEmpty)
    for _ in 1...2 {
      try stage.restart()
      try stage.settle()
      #expect(stage.told.map(\.properties.messageID) == ["noted/1", "noted/2", "noted/3"])
    }
  }

  @Test("what a peer lost is sent again, the same bytes under the same numbers")
  func resent() throws {
    let stage = try LoopStage()
    for invoice in ["A", "B", "C"] as [InvoiceNumber] { try stage.send(invoice) }
    try stage.settle()
    let first = stage.told
    #expect(first.count == 3)
    try stage.restart()
    let reply = try stage.resend(from: 2)
    #expect(reply.body == Array(#"{"count":2}"#.utf8))
    #expect(Array(stage.told.dropFirst(3)) == Array(first.dropFirst()))
    #expect(stage.lines == ["A", "B", "C"])
  }

  @Test("what a message causes belongs to its trace; what came without one begins its own")
  func trace() throws {
    let stage = try LoopStage()
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    try stage.send("A", traceParent: "00-\(trace)-00f067aa0ba902b7-01")
    try stage.send("B")
    try stage.decide()
    // What is decided is sent as it was journaled, by whichever process.
    try stage.restart()
    try stage.settle()
    let parents = stage.told.map { $0.headers["cloudEvents_traceparent"]?.string ?? "" }
    let parts = parents.map { $0.split(separator: "-") }
    try #require(parts.map { $0.map(\.count) } == [[2, 32, 16, 2], [2, 32, 16, 2]])
    #expect(parts[0][1] == trace)
    #expect(parts[0][2] != "00f067aa0ba902b7")
    #expect(parts[0][3] == "01")
    #expect(parts[1][1] != trace)
  }

  @Test("with a full outbox nothing is taken, but a lost connection is noticed")
  func full() throws {
    let stage = try LoopStage()
    for number in 1...LoopLimits.outboxDepth + 500 {
      try stage.send(InvoiceNumber("F-\(number)"))
    }
    try stage.decide()
    let taken = stage.lines.count
    #expect(taken >= LoopLimits.outboxDepth && taken < LoopLimits.outboxDepth + 500)
    stage.broker.dropConnections { $0 == "payment-intake/consume" }
    try stage.decide()
    #expect(stage.counters.connectionsLost == 1)
  }
}

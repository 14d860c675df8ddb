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
}

import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("Whether a service is ready")
struct ReadinessTests {
  private static let noBroker = "no broker: not connected yet"
  private static let forbidden = BrokerError(.accessRefused, code: 403, "ACCESS_REFUSED")

  @Test("it is once it receives and sends, however little there is to do")
  func ready() throws {
    let stage = try LoopStage()
    #expect(stage.reasons == [Self.noBroker, "cannot send: not connected yet"])
    try stage.settle()
    #expect(stage.reasons == [])
  }

  @Test("who is refused each message is not ready, though each connection opens")
  func refused() throws {
    let stage = try LoopStage()
    try stage.settle()
    try stage.send("A")
    try stage.decide()
    stage.losePump(Self.forbidden)
    #expect(stage.reasons == ["cannot send: ACCESS_REFUSED"])

    // The next connection takes the message, and says nothing yet.
    stage.broker.setWeather(BrokerWeather(delays: 1_000))
    try stage.connectPump()
    try stage.publish()
    #expect(stage.reasons == ["cannot send: ACCESS_REFUSED"])
    stage.losePump(Self.forbidden)

    stage.broker.setWeather(.calm)
    try stage.connectPump()
    try stage.settle()
    #expect(stage.reasons == [])
  }

  @Test("who had nothing to send when the connection went is ready when another stands")
  func idle() throws {
    let stage = try LoopStage()
    try stage.settle()
    stage.losePump(Self.forbidden)
    try stage.connectPump()
    try stage.publish()
    #expect(stage.reasons == [])
  }

  @Test("a disk that is nearly full calls for help before a write fails")
  func disk() throws {
    let stage = try LoopStage()
    try stage.settle()
    stage.limitDisk(to: 1 << 20)
    try stage.send("A")
    try stage.settle()
    #expect(stage.lines == ["A"])
    let reason = try #require(stage.reasons.first)
    #expect(reason.hasPrefix("the disk of the state folder has "))
    #expect(stage.reasons.count == 1)
    stage.limitDisk(to: LoopLimits.freeBytes * 2)
    #expect(stage.reasons == [])
  }
}

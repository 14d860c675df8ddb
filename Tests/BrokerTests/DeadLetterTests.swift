import Messages
import ServiceKit
import Testing

extension BrokerSuite {
  @Suite("Dead letters", .serialized) struct DeadLetters {}
}

extension BrokerSuite.DeadLetters {
  @Test(
    "a message that comes back too often is parked with its history",
    arguments: BrokerKind.wanted
  )
  func deadLettered(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue, dead) = try deadLetterScene(stage, ["x-delivery-limit": .integer(2)])
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send([1, 2], to: exchange, key: "paid.v1.07")
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 1)

    for attempt in 0...2 {
      let delivery = try consumer.take(1)[0]
      #expect(number(delivery.message) == 1)
      #expect(delivery.message.headers["x-delivery-count"]?.integer ?? 0 == attempt)
      try consumer.requeue([delivery.tag])
    }

    #expect(try numbers(consumer.take(1)) == [2])
    let bin = try stage.consumer("bin")
    defer { bin.close() }
    try bin.subscribe(to: dead, prefetch: 10)
    let parked = try bin.take(1)[0].message
    #expect(number(parked) == 1)
    #expect(parked.routingKey == "parked")
    try expectDeath(of: parked, in: queue, because: "delivery_limit", exchange, "paid.v1.07")
  }

  @Test("a message that waited too long is parked too", arguments: BrokerKind.wanted)
  func expired(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue, dead) = try deadLetterScene(stage, [:])
    let publisher = try stage.publisher()
    defer { publisher.close() }
    var short = message(1, to: exchange, key: "paid.v1.07")
    short.properties.expiration = "500"
    _ = try publisher.publish(short)
    var long = message(2, to: exchange, key: "paid.v1.07")
    long.properties.expiration = "60000"
    _ = try publisher.publish(long)
    _ = try publisher.outcomes(of: 2)

    stage.elapse(.seconds(1))

    let bin = try stage.consumer("bin")
    defer { bin.close() }
    try bin.subscribe(to: dead, prefetch: 10)
    let parked = try bin.take(1)[0].message
    #expect(number(parked) == 1)
    #expect(parked.properties.expiration == nil)
    try expectDeath(of: parked, in: queue, because: "expired", exchange, "paid.v1.07")
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    #expect(try numbers(consumer.take(1)) == [2])
  }

  private func deadLetterScene(
    _ stage: Stage,
    _ arguments: [String: HeaderValue]
  ) throws -> (exchange: String, queue: String, dead: String) {
    let parked = stage.name("parked")
    let dead = stage.name("dead")
    try stage.apply(
      Topology(
        exchanges: [.init(parked, .direct)],
        queues: [.init(dead)],
        bindings: [.init(parked, dead, "parked")]
      )
    )
    let (exchange, queue) = try stage.scene(
      arguments: arguments.merging([
        "x-dead-letter-exchange": .string(parked),
        "x-dead-letter-routing-key": .string("parked"),
        "x-dead-letter-strategy": .string("at-least-once"),
        "x-overflow": .string("reject-publish"),
      ]) { $1 }
    )
    return (exchange, queue, dead)
  }

  private func expectDeath(
    of message: WireMessage,
    in queue: String,
    because reason: String,
    _ exchange: String,
    _ routingKey: String
  ) throws {
    guard case .list(let deaths) = message.headers["x-death"], deaths.count == 1,
      case .table(let death) = deaths[0]
    else {
      Issue.record("no history in \(message.headers)")
      return
    }
    #expect(death["reason"] == .string(reason))
    #expect(death["queue"] == .string(queue))
    #expect(death["exchange"] == .string(exchange))
    #expect(death["routing-keys"] == .list([.string(routingKey)]))
    #expect(death["count"] == .integer(1))
    #expect(death["time"]?.integer != nil)
    #expect(message.headers["x-first-death-reason"] == .string(reason))
    #expect(message.headers["x-first-death-queue"] == .string(queue))
    #expect(message.headers["x-first-death-exchange"] == .string(exchange))
  }
}

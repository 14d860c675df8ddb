import Messages
import ServiceKit
import Testing

extension BrokerSuite {
  @Suite("Publishing", .serialized) struct Publishing {}
}

extension BrokerSuite.Publishing {
  @Test("a message is confirmed and received as it was sent", arguments: BrokerKind.wanted)
  func confirmed(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    let sent = WireMessage(
      exchange: exchange,
      routingKey: "invoice.issued.v1.07",
      properties: MessageProperties(
        contentType: "application/json",
        contentEncoding: "utf-8",
        messageID: "m-1",
        correlationID: "c-1",
        replyTo: "r-1",
        expiration: "60000",
        type: "invoice.issued.v1",
        appID: "encours",
        timestamp: 1_772_000_000
      ),
      headers: ["traceparent": .string("00-4bf9-00f0-01")],
      body: Array(#"{"amount":"1200.00"}"#.utf8)
    )

    let tag = try publisher.publish(sent)

    #expect(tag == 1)
    #expect(try publisher.outcomes(of: 1) == [.confirmed(1)])
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    let delivery = try consumer.take(1)[0]
    var expected = sent
    expected.mandatory = false
    expected.properties.userID = Stage.user
    #expect(delivery.message == expected)
    #expect(delivery.queue == queue)
    #expect(!delivery.isRedelivered)
  }

  @Test("each of many messages is confirmed once", arguments: BrokerKind.wanted)
  func manyConfirmed(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }

    for number in 1...700 { _ = try publisher.publish(message(number, to: exchange)) }

    let outcomes = try publisher.outcomes(of: 700)
    let tags = outcomes.compactMap { if case .confirmed(let tag) = $0 { tag } else { nil } }
    #expect(tags.sorted() == Array(1...700))
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 1_000)
    #expect(try numbers(consumer.take(700)) == Array(1...700))
  }

  @Test("a message for nobody is returned before it is confirmed", arguments: BrokerKind.wanted)
  func returned(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let exchange = stage.name("direct")
    let queue = stage.name("somebody")
    try stage.apply(
      Topology(
        exchanges: [.init(exchange, .direct)],
        queues: [.init(queue)],
        bindings: [.init(exchange, queue, "somebody")]
      )
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }

    _ = try publisher.publish(message(1, to: exchange, key: "somebody"))
    _ = try publisher.publish(message(2, to: exchange, key: "nobody"))
    _ = try publisher.publish(message(2, to: exchange, key: "nobody"))
    var silent = message(4, to: exchange, key: "nobody")
    silent.mandatory = false
    _ = try publisher.publish(silent)

    let outcomes = try publisher.outcomes(of: 4)
    for tag: PublishTag in [2, 3] {
      let about = outcomes.filter { $0 == .confirmed(tag) || Self.returnedTag($0) == tag }
      #expect(about == [.returned(tag, reason: "312 NO_ROUTE"), .confirmed(tag)])
    }
    #expect(outcomes.compactMap(Self.returnedTag) == [2, 3])
    #expect(outcomes.contains(.confirmed(1)) && outcomes.contains(.confirmed(4)))
  }

  private static func returnedTag(_ outcome: PublishOutcome) -> PublishTag? {
    if case .returned(let tag, _) = outcome { tag } else { nil }
  }

  @Test("what nobody wants goes to the alternate exchange", arguments: BrokerKind.wanted)
  func alternate(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, unrouted) = (stage.name("events"), stage.name("unrouted"))
    try stage.apply(
      Topology(
        exchanges: [.init(unrouted, .fanout), .init(exchange, .topic, alternate: unrouted)],
        queues: [.init(unrouted)],
        bindings: [.init(unrouted, unrouted, "")]
      )
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }

    _ = try publisher.publish(message(1, to: exchange, key: "unknown.v1.all"))

    #expect(try publisher.outcomes(of: 1) == [.confirmed(1)])
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: unrouted, prefetch: 10)
    let delivery = try consumer.take(1)[0]
    #expect(delivery.message.routingKey == "unknown.v1.all")
    #expect(delivery.message.exchange == exchange)
  }

  @Test("a full queue refuses, and keeps what it confirmed", arguments: BrokerKind.wanted)
  func overflow(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene(
      arguments: ["x-max-length": .integer(5), "x-overflow": .string("reject-publish")]
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }

    // One at a time: a quorum queue notices late that it is full.
    var confirmed: [Int] = []
    var refused: [Int] = []
    for number in 1...20 {
      let tag = try publisher.publish(message(number, to: exchange))
      switch try publisher.outcomes(of: 1) {
      case [.confirmed(tag)]: confirmed.append(number)
      case [.refused(tag)]: refused.append(number)
      case let other: Issue.record("unexpected \(other)")
      }
    }

    #expect(confirmed.count >= 5 && confirmed.count <= 10)
    #expect(refused.last == 20)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 100)
    #expect(try numbers(consumer.take(confirmed.count)) == confirmed)
    #expect(try consumer.strays() == [])
  }

  @Test("header values keep their kinds", arguments: BrokerKind.wanted)
  func headerKinds(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    let headers: [String: HeaderValue] = [
      "empty": .string(""), "text": .string("Société Générale ✓ 한국"),
      "least": .integer(.min), "greatest": .integer(.max), "small": .integer(-1),
      "yes": .boolean(true), "no": .boolean(false),
      "list": .list([.integer(1), .string("two"), .list([]), .table([:])]),
      "table": .table(["inner": .table(["deep": .list([.boolean(true)])])]),
      String(repeating: "n", count: Limits.headerNameBytes): .string("longest name"),
    ]
    var sent = message(1, to: exchange)
    sent.headers = headers

    _ = try publisher.publish(sent)

    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    #expect(try consumer.take(1)[0].message.headers == headers)
  }

  @Test("a topic takes one word for a star, any for a hash", arguments: BrokerKind.wanted)
  func topics(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let exchange = stage.name("events")
    let (own, every, all) = (stage.name("own"), stage.name("every"), stage.name("all"))
    try stage.apply(
      Topology(
        exchanges: [.init(exchange, .topic)],
        queues: [.init(own), .init(every), .init(all)],
        bindings: [
          .init(exchange, own, "paid.v1.07"), .init(exchange, every, "paid.v1.*"),
          .init(exchange, all, "#"), .init(exchange, all, "paid.#"),
        ]
      )
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }
    let keys = ["paid.v1.07", "paid.v1.all", "paid.v1", "paid.v1.07.x", "paid"]
    for (index, key) in keys.enumerated() {
      _ = try publisher.publish(message(index, to: exchange, key: key))
    }
    _ = try publisher.outcomes(of: keys.count)

    for (queue, expected) in [(own, [0]), (every, [0, 1]), (all, [0, 1, 2, 3, 4])] {
      let consumer = try stage.consumer()
      defer { consumer.close() }
      try consumer.subscribe(to: queue, prefetch: 10)
      #expect(try numbers(consumer.take(expected.count)) == expected)
      #expect(try consumer.strays() == [])
    }
  }

  @Test("what exceeds a limit is refused before it leaves", arguments: BrokerKind.wanted)
  func limits(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    func changed(_ change: (inout WireMessage) -> Void) -> WireMessage {
      var message = message(0, to: exchange)
      change(&message)
      return message
    }
    let refused = [
      changed { $0.body = [] },
      changed { $0.body = [UInt8](repeating: 0x20, count: Limits.bodyBytes + 1) },
      changed { $0.routingKey = String(repeating: "k", count: 256) },
      changed { $0.properties.messageID = String(repeating: "é", count: 128) },
      changed { $0.properties.expiration = "soon" },
      changed { $0.properties.expiration = "-1" },
      changed { $0.properties.userID = "somebody-else" },
      changed { $0.headers = [String(repeating: "n", count: 129): .boolean(true)] },
      changed { $0.headers = ["": .boolean(true)] },
      changed { $0.headers = ["big": .string(String(repeating: "x", count: Limits.headerBytes))] },
      changed { $0.headers = ["odd": .other("decimal")] },
      changed { $0.headers = ["deep": (0..<20).reduce(.list([])) { deep, _ in .list([deep]) }] },
    ]
    for message in refused {
      let error = #expect(throws: BrokerError.self) { try publisher.publish(message) }
      #expect(error?.kind == .refused, "\(String(describing: error))")
    }

    // The connection is as good as before, and what is just within the limits passes.
    let largest = changed {
      $0.body = [UInt8](repeating: 0x7B, count: Limits.bodyBytes)
      $0.routingKey = String(repeating: "k", count: 255)
      // 4 for the table, 1 + 3 for the name, 1 + 4 for the text's kind and length.
      $0.headers = ["big": .string(String(repeating: "x", count: Limits.headerBytes - 13))]
    }
    #expect(try publisher.publish(largest) == 1)
    #expect(try publisher.outcomes(of: 1) == [.confirmed(1)])
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    let received = try consumer.take(1)[0].message
    #expect(received.body == largest.body)
    #expect(received.headers == largest.headers)
  }

  @Test("an exchange that is missing is a fault of the set-up", arguments: BrokerKind.wanted)
  func missingExchange(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let publisher = try stage.publisher()
    defer { publisher.close() }

    _ = try publisher.publish(message(1, to: stage.name("missing")))

    let error = publisher.failure()
    #expect(error?.kind == .misconfigured)
    #expect(error?.code == 404)
    #expect(error?.isRetriable == false)
    #expect(throws: BrokerError.self) { try publisher.publish(message(2, to: "any")) }
  }

  @Test("a blocked sender waits while a receiver goes on", arguments: BrokerKind.wanted)
  func blocked(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...5, to: exchange)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 2)
    #expect(!publisher.isBlocked)

    try stage.setBlocked(true)
    defer { try? stage.setBlocked(false) }
    let tag = try publisher.publish(message(6, to: exchange))
    for _ in 0..<5 { #expect(try publisher.collect(waiting: .milliseconds(100)) == []) }
    #expect(publisher.isBlocked)
    for pair in [[1, 2], [3, 4]] {
      let deliveries = try consumer.take(2)
      #expect(numbers(deliveries) == pair)
      try consumer.acknowledge(deliveries.map(\.tag))
    }

    try stage.setBlocked(false)
    #expect(try publisher.outcomes(of: 1) == [.confirmed(tag)])
    #expect(!publisher.isBlocked)
    #expect(try numbers(consumer.take(2)) == [5, 6])
  }

  @Test("a lost connection says so at every call", arguments: BrokerKind.wanted)
  func lost(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, _) = try stage.scene()
    let publisher = try stage.publisher()
    try publisher.send(1...3, to: exchange)

    try stage.drop("publish")

    #expect(publisher.failure()?.kind == .connectionLost)
    let error = #expect(throws: BrokerError.self) {
      try publisher.publish(message(4, to: exchange))
    }
    #expect(error?.isRetriable == true)
    publisher.close()
    let again = try stage.publisher()
    defer { again.close() }
    try again.send([4], to: exchange)
  }
}

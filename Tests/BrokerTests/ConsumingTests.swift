import Messages
import ServiceKit
import Testing

extension BrokerSuite {
  @Suite("Consuming", .serialized) struct Consuming {}
}

extension BrokerSuite.Consuming {
  @Test("no more than the prefetch is out at a time", arguments: BrokerKind.wanted)
  func prefetch(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...10, to: exchange)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 4)

    let first = try consumer.take(4)
    #expect(numbers(first) == [1, 2, 3, 4])
    #expect(try consumer.strays() == [])
    try consumer.acknowledge([first[2].tag])
    #expect(try numbers(consumer.take(1)) == [5])
    #expect(try consumer.strays() == [])
  }

  @Test(
    "what is acknowledged in any order is gone, the rest returns in order",
    arguments: BrokerKind.wanted
  )
  func anyOrder(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene(arguments: ["x-delivery-limit": .integer(20)])
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...10, to: exchange)
    let consumer = try stage.consumer()
    try consumer.subscribe(to: queue, prefetch: 100)
    let deliveries = try consumer.take(10)

    try consumer.acknowledge([5, 1, 2, 9].map { deliveries[$0 - 1].tag })
    try consumer.acknowledge([deliveries[2].tag])
    consumer.close()

    let next = try stage.consumer("next")
    defer { next.close() }
    try next.subscribe(to: queue, prefetch: 100)
    let again = try next.take(5)
    #expect(numbers(again) == [4, 6, 7, 8, 10])
    #expect(again.allSatisfy { $0.isRedelivered })
    #expect(again.allSatisfy { $0.message.headers["x-delivery-count"] == .integer(1) })
    #expect(try next.strays() == [])
  }

  @Test("with a delivery limit a requeued message keeps its place", arguments: BrokerKind.wanted)
  func requeued(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene(arguments: ["x-delivery-limit": .integer(20)])
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...6, to: exchange)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 3)
    let first = try consumer.take(3)

    try consumer.requeue([first[2].tag, first[0].tag, first[1].tag])

    let again = try consumer.take(3)
    #expect(numbers(again) == [1, 2, 3])
    #expect(again.allSatisfy { $0.isRedelivered })
    try consumer.acknowledge(again.map(\.tag))
    #expect(try numbers(consumer.take(3)) == [4, 5, 6])
  }

  @Test("without one it goes to the end", arguments: BrokerKind.wanted)
  func requeuedToTheEnd(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...3, to: exchange)
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 1)

    try consumer.requeue(consumer.take(1).map(\.tag))

    var order: [Int] = []
    for _ in 0..<3 {
      let delivery = try consumer.take(1)[0]
      order.append(number(delivery.message))
      try consumer.acknowledge([delivery.tag])
    }
    #expect(order == [2, 3, 1])
  }

  @Test("one consumer at a time, and the next goes on in order", arguments: BrokerKind.wanted)
  func singleActiveConsumer(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene(
      singleActiveConsumer: true,
      arguments: ["x-delivery-limit": .integer(20)]
    )
    let active = try stage.consumer("active")
    try active.subscribe(to: queue, prefetch: 5)
    let standby = try stage.consumer("standby")
    defer { standby.close() }
    try standby.subscribe(to: queue, prefetch: 5)
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...40, to: exchange)

    let first = try active.take(5)
    #expect(numbers(first) == [1, 2, 3, 4, 5])
    #expect(try standby.strays() == [])
    try active.acknowledge([first[0].tag])
    #expect(try numbers(active.take(1)) == [6])
    active.close()

    var order: [Int] = []
    var redelivered: [Int] = []
    while order.count < 39 {
      let delivery = try standby.take(1)[0]
      order.append(number(delivery.message))
      if delivery.isRedelivered { redelivered.append(number(delivery.message)) }
      try standby.acknowledge([delivery.tag])
    }
    #expect(order == Array(2...40))
    #expect(redelivered == [2, 3, 4, 5, 6])
  }

  @Test("a queue that is given back goes on elsewhere in order", arguments: BrokerKind.wanted)
  func unsubscribed(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let exchange = stage.name("exchange")
    let (one, other) = (stage.name("one"), stage.name("other"))
    let limit: [String: HeaderValue] = ["x-delivery-limit": .integer(20)]
    try stage.apply(
      Topology(
        exchanges: [.init(exchange, .direct)],
        queues: [.init(one, extraArguments: limit), .init(other, extraArguments: limit)],
        bindings: [.init(exchange, one, "one"), .init(exchange, other, "other")]
      )
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...4, to: exchange, key: "one")
    try publisher.send([101], to: exchange, key: "other")
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: one, prefetch: 2)
    try consumer.subscribe(to: other, prefetch: 2)
    let deliveries = try consumer.take(3)
    let ones = deliveries.filter { $0.queue == one }
    #expect(numbers(ones) == [1, 2])

    try consumer.acknowledge([ones[0].tag])
    try consumer.unsubscribe(from: one)
    // Too late: it may be somebody else's by now.
    try consumer.acknowledge([ones[1].tag])

    let next = try stage.consumer("next")
    defer { next.close() }
    try next.subscribe(to: one, prefetch: 10)
    #expect(try numbers(next.take(3)) == [2, 3, 4])
    try publisher.send([102], to: exchange, key: "other")
    #expect(try numbers(consumer.take(1)) == [102])
    #expect(try consumer.strays() == [])
  }

  @Test("a deleted queue ends its subscription", arguments: BrokerKind.wanted)
  func cancelled(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (_, queue) = try stage.scene()
    let consumer = try stage.consumer()
    defer { consumer.close() }
    try consumer.subscribe(to: queue, prefetch: 10)
    #expect(try consumer.strays() == [])

    try stage.deleteQueue(queue)

    let error = consumer.failure()
    #expect(error?.kind == .consumerCancelled)
    #expect(error?.text.contains(queue) == true)
  }

  @Test("what a lost connection held comes again in order", arguments: BrokerKind.wanted)
  func lost(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene(arguments: ["x-delivery-limit": .integer(20)])
    let publisher = try stage.publisher()
    defer { publisher.close() }
    try publisher.send(1...50, to: exchange)
    let consumer = try stage.consumer()
    try consumer.subscribe(to: queue, prefetch: 40)
    let first = try consumer.take(10)
    try consumer.acknowledge(first.prefix(3).map(\.tag))
    // The acknowledgement has arrived when the credit that it gave is used.
    _ = try consumer.take(33)

    try stage.drop("consume")

    #expect(consumer.failure()?.kind == .connectionLost)
    consumer.close()
    let next = try stage.consumer("next")
    defer { next.close() }
    try next.subscribe(to: queue, prefetch: 100)
    let again = try next.take(47)
    #expect(numbers(again) == Array(4...50))
    #expect(again.map(\.isRedelivered) == (4...50).map { $0 <= 43 })
  }

  @Test("what is not there is named before anything is done", arguments: BrokerKind.wanted)
  func incompleteTopology(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let (exchange, queue) = try stage.scene()
    let (noExchange, noQueue) = (stage.name("no-exchange"), stage.name("no-queue"))
    let complete = Topology(exchanges: [.init(exchange, .topic)], queues: [.init(queue)])
    try stage.broker(needing: complete).makeConsumer(name: "complete").close()
    var needed = complete
    needed.exchanges.append(.init(noExchange, .topic))
    needed.queues.append(.init(noQueue))

    for attempt in [
      { _ = try stage.broker(needing: needed).makeConsumer(name: "incomplete") },
      { _ = try stage.broker(needing: needed).makePublisher(name: "incomplete") },
    ] {
      let error = #expect(throws: BrokerError.self) { try attempt() }
      #expect(error?.kind == .misconfigured)
      #expect(error?.text.contains(noExchange) == true)
      #expect(error?.text.contains(noQueue) == true)
      #expect(error?.text.contains(queue + ",") == false)
    }
    let consumer = try stage.consumer()
    defer { consumer.close() }
    let error = #expect(throws: BrokerError.self) {
      try consumer.subscribe(to: noQueue, prefetch: 1)
    }
    #expect(error?.kind == .misconfigured)
  }

  @Test("a reply queue is its process's own and ends with it", arguments: BrokerKind.wanted)
  func replyQueue(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    try stage.apply(Topology(exchanges: [.init(ExchangeName.replies, .direct)]))
    let name = stage.name("reply")
    let caller = try stage.consumer("caller")
    try caller.declareReplyQueue(name)
    try caller.subscribe(to: name, prefetch: 10)
    let server = try stage.publisher("server")
    defer { server.close() }

    try server.send([1, 2], to: ExchangeName.replies, key: name)
    #expect(try numbers(caller.take(2)) == [1, 2])
    let stranger = try stage.consumer("stranger")
    defer { stranger.close() }
    let error = #expect(throws: BrokerError.self) {
      try stranger.subscribe(to: name, prefetch: 1)
    }
    #expect(error?.isRetriable == true)

    caller.close()
    _ = try server.publish(message(3, to: ExchangeName.replies, key: name))
    #expect(
      try server.outcomes(of: 1) == [.returned(3, reason: "312 NO_ROUTE"), .confirmed(3)]
    )
  }

  @Test("many queues are read over one connection", arguments: BrokerKind.wanted)
  func manyQueues(_ kind: BrokerKind) throws {
    let stage = try Stage(kind)
    let exchange = stage.name("exchange")
    let queues = (0..<16).map { stage.name("queue.\($0)") }
    try stage.apply(
      Topology(
        exchanges: [.init(exchange, .direct)],
        queues: queues.map { .init($0, singleActiveConsumer: true) },
        bindings: queues.map { .init(exchange, $0, $0) }
      )
    )
    let publisher = try stage.publisher()
    defer { publisher.close() }
    let consumer = try stage.consumer()
    defer { consumer.close() }
    for (index, queue) in queues.enumerated() {
      try publisher.send((0..<20).map { index * 100 + $0 }, to: exchange, key: queue)
      // Deliveries of the queues before come amid the calls of this subscription.
      try consumer.subscribe(to: queue, prefetch: 30)
    }

    let deliveries = try consumer.take(16 * 20)

    for (index, queue) in queues.enumerated() {
      let own = deliveries.filter { $0.queue == queue }
      #expect(numbers(own) == (0..<20).map { index * 100 + $0 })
    }
    try consumer.acknowledge(deliveries.map(\.tag).shuffled())
    consumer.close()
    let next = try stage.consumer("next")
    defer { next.close() }
    for queue in queues { try next.subscribe(to: queue, prefetch: 30) }
    #expect(try next.strays() == [])
  }
}

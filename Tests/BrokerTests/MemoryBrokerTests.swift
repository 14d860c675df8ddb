import Messages
import ServiceKit
import SimulationKit
import Synchronization
import Testing

/// What the simulation needs beyond RabbitMQ's promises: the same seed, the same weather.
@Suite("Memory broker") struct MemoryBrokerTests {
  private static let topology = Topology(
    exchanges: [.init("events", .topic)],
    queues: [
      .init("a", extraArguments: ["x-delivery-limit": .integer(1_000)]),
      .init("b", extraArguments: ["x-delivery-limit": .integer(1_000)]),
    ],
    bindings: [.init("events", "a", "a"), .init("events", "b", "b")]
  )
  private static let storm = BrokerWeather(duplicates: 100, delays: 300, drops: 20)

  /// A sender that sends again what was not confirmed, and a receiver that acknowledges what it has
  /// kept; returns what was received, in order, and whether it was marked.
  private func run(seed: UInt64, weather: BrokerWeather) throws -> [String] {
    let broker = MemoryBroker(Self.topology, seed: seed, weather: weather)
    var received: [String] = []
    var waiting = (1...60).map { message($0, to: "events", key: $0 % 2 == 0 ? "a" : "b") }
    var inFlight: [PublishTag: WireMessage] = [:]
    var publisher: (any Publisher)?
    var consumer: (any Consumer)?
    for turn in 0..<10_000 {
      if turn == 5_000 { broker.setWeather(.calm) }
      do throws(BrokerError) {
        if publisher == nil {
          publisher = try broker.access(for: "sender").makePublisher(name: "sender")
        }
        guard let open = publisher else { continue }
        while !waiting.isEmpty {
          inFlight[try open.publish(waiting[0])] = waiting.removeFirst()
        }
        for case .confirmed(let tag) in try open.collect(waiting: .zero) { inFlight[tag] = nil }
      } catch {
        publisher = nil
        waiting = inFlight.sorted { $0.key < $1.key }.map(\.value) + waiting
        inFlight = [:]
      }
      do throws(BrokerError) {
        if consumer == nil {
          consumer = try broker.access(for: "receiver").makeConsumer(name: "receiver")
          try consumer?.subscribe(to: "a", prefetch: 7)
          try consumer?.subscribe(to: "b", prefetch: 7)
        }
        for delivery in try consumer?.receive(atMost: 5, waiting: .zero) ?? [] {
          let mark = delivery.isRedelivered ? "!" : ""
          received.append("\(delivery.queue)\(number(delivery.message))\(mark)")
          try consumer?.acknowledge([delivery.tag])
        }
      } catch { consumer = nil }
      if waiting.isEmpty, inFlight.isEmpty, broker.isIdle() { return received }
    }
    Issue.record("not at rest after 10,000 turns")
    return received
  }

  @Test("calm: each message once, in order within its queue")
  func calm() throws {
    let received = try run(seed: 1, weather: .calm)
    #expect(received.filter { $0.hasPrefix("a") } == (1...30).map { "a\($0 * 2)" })
    #expect(received.filter { $0.hasPrefix("b") } == (1...30).map { "b\($0 * 2 - 1)" })
    #expect(received.count == 60)
  }

  @Test("stormy: everything arrives, some of it again", arguments: 1...40)
  func stormy(_ seed: UInt64) throws {
    let received = try run(seed: seed, weather: Self.storm)
    let once = Set(received.map { $0.filter { $0 != "!" } })
    #expect(once == Set((1...60).map { ($0 % 2 == 0 ? "a" : "b") + "\($0)" }))
    #expect(received.count > 60)
  }

  @Test("the same seed gives the same weather, another seed another")
  func seeded() throws {
    #expect(try run(seed: 7, weather: Self.storm) == run(seed: 7, weather: Self.storm))
    #expect(try run(seed: 7, weather: Self.storm) != run(seed: 8, weather: Self.storm))
  }

  @Test("first deliveries of a queue stay in order whatever is delayed", arguments: 1...20)
  func ordered(_ seed: UInt64) throws {
    let received = try run(seed: seed, weather: BrokerWeather(delays: 500))
    for queue in ["a", "b"] {
      let own = received.filter { $0.hasPrefix(queue) }.compactMap { Int($0.dropFirst()) }
      #expect(own == own.sorted() && own.count == 30)
    }
    // Across queues they do not.
    #expect(received != received.sorted { Int($0.dropFirst())! < Int($1.dropFirst())! })
  }

  @Test("the simulation may break off before and after every effect")
  func brokenOff() throws {
    struct Stop: Error {}
    let effects = Mutex(0)
    let broker = MemoryBroker(Self.topology) { effect in
      effects.withLock { $0 += 1 }
      if case .publish(let message) = effect.action, number(message) == 2, effect.moment == .before
      {
        throw Stop()
      }
      if case .publish(let message) = effect.action, number(message) == 3, effect.moment == .after {
        throw Stop()
      }
    }
    for number in [1, 2, 3] {
      let publisher = try broker.access(for: "sender").makePublisher(name: "sender")
      let attempt = Result { try publisher.publish(message(number, to: "events", key: "a")) }
      #expect((try? attempt.get()) == (number == 1 ? 1 : nil))
      if number != 1 {
        #expect(throws: BrokerError.self) { try publisher.collect(waiting: .zero) }
      }
    }
    // The second never left, the third had.
    #expect(broker.messages(in: "a").map(number) == [1, 3])
    #expect(effects.withLock { $0 } == 5)
  }

  @Test("policies tell a queue its limits, the one of the highest priority")
  func policies() throws {
    var topology = Self.topology
    topology.queues = [.init("work.a"), .init("bin")]
    topology.exchanges.append(.init("parked", .direct))
    topology.bindings = [.init("events", "work.a", "a"), .init("parked", "bin", "bin")]
    topology.policies = [
      .init("all", pattern: ".*", definition: ["delivery-limit": .integer(100)]),
      .init(
        "work",
        pattern: "^work\\.",
        definition: [
          "delivery-limit": .integer(1), "dead-letter-exchange": .string("parked"),
          "dead-letter-routing-key": .string("bin"),
        ],
        priority: 1
      ),
    ]
    let broker = MemoryBroker(topology)
    try broker.access(for: "sender").makePublisher(name: "sender").send([1], to: "events", key: "a")
    let consumer = try broker.access(for: "receiver").makeConsumer(name: "receiver")
    try consumer.subscribe(to: "work.a", prefetch: 1)
    for _ in 0..<2 { try consumer.requeue(consumer.take(1).map(\.tag)) }
    #expect(broker.messages(in: "work.a").isEmpty)
    #expect(broker.messages(in: "bin").map(number) == [1])
  }

  @Test("a stream keeps what was read by nobody")
  func stream() throws {
    let broker = MemoryBroker(.encours())
    let publisher = try broker.access(for: "reporting").makePublisher(name: "reporting")
    try publisher.send([1, 2], to: ExchangeName.reports, key: "report.aging.v1")
    #expect(broker.messages(in: QueueName.reports).map(number) == [1, 2])
    #expect(broker.isIdle())
  }
}

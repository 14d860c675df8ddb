import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Synchronization
import Testing

@Suite("The loop and its pump")
struct ServiceLoopTests {
  private typealias Store = MemoryStore<ServiceState<Adder.Core>>

  private let broker = MemoryBroker(.encours(partitions: 1))

  private func loop(_ store: Store) throws -> ServiceLoop<Adder> {
    ServiceLoop(
      units: [try ServiceUnit(store: store, partition: Adder.partition)],
      broker: broker.access(for: "matching"),
      clock: StoppedClock(),
      user: "matching"
    )
  }

  private func arrive(_ delivery: Delivery) throws {
    let publisher = try broker.access(for: "invoicing").makePublisher(name: "invoicing")
    _ = try publisher.publish(delivery.message)
    broker.settle()
  }

  private func publisher() throws(BrokerError) -> any Publisher {
    try broker.access(for: "matching").makePublisher(name: "matching/publish")
  }

  /// The adder's sums have no reader.
  private var sums: [String?] {
    broker.messages(in: QueueName.unrouted).map(\.properties.messageID)
  }

  @Test("a batch is durable first, what left the state before all; then acknowledged, then sent")
  func durableFirst() throws {
    let log = Log()
    let store = Store()
    let loop = try loop(store)
    _ = try loop.turn(waiting: .zero)
    try arrive(Incoming.number(5, sequence: 1))
    store.willArchive = { log.add("archived") }
    store.willAppend = { log.add(loop.pump.isIdle ? "durable" : "sent before durable") }
    broker.onEffect { [pump = loop.pump] effect in
      if case .acknowledge = effect.action, effect.moment == .before {
        log.add(pump.isIdle ? "acknowledged" : "sent before acknowledged")
      }
    }
    while try loop.turn(waiting: .zero) {}
    #expect(log.lines == ["archived", "durable", "acknowledged"])
    #expect(!loop.pump.isIdle)
    let publisher = try publisher()
    try loop.pump.turn(publisher, waiting: .zero)
    #expect(sums == ["sum-5"])
  }

  @Test("what was published counts as sent only when it is confirmed, and else goes again")
  func unconfirmed() throws {
    let store = Store()
    let loop = try loop(store)
    _ = try loop.turn(waiting: .zero)
    try arrive(Incoming.number(5, sequence: 1))
    while try loop.turn(waiting: .zero) {}
    broker.setWeather(BrokerWeather(delays: 1_000))
    try loop.pump.turn(try publisher(), waiting: .zero)
    while try loop.turn(waiting: .zero) {}
    #expect(loop.units[0].state.outbox.depth == 1)
    #expect(!store.records.contains { $0.kind == SentRecord.kind })

    broker.dropConnections()
    loop.pump.connectionWasLost()
    broker.setWeather(.calm)
    let publisher = try publisher()
    try loop.pump.turn(publisher, waiting: .zero)
    broker.settle()
    #expect(Set(sums) == ["sum-5"])
    #expect(loop.pump.isIdle)
    while try loop.turn(waiting: .zero) {}
    #expect(loop.units[0].state.outbox.depth == 0)
    #expect(store.records.contains { $0.kind == SentRecord.kind })
  }

  @Test("after a restart what was decided and not confirmed is sent, once and in order")
  func restart() throws {
    let store = Store()
    var loop = try loop(store)
    _ = try loop.turn(waiting: .zero)
    for number in 1...3 {
      try arrive(Incoming.number(number, id: "m\(number)", sequence: UInt64(number)))
    }
    while try loop.turn(waiting: .zero) {}
    broker.dropConnections()
    for _ in 1...2 {
      loop = try self.loop(store)
      while try loop.turn(waiting: .zero) {}
      try loop.pump.turn(try publisher(), waiting: .zero)
      while try loop.turn(waiting: .zero) {}
    }
    #expect(sums == ["sum-1", "sum-3", "sum-6"])
  }
}

/// Lines that several threads may add.
private final class Log: Sendable {
  private let added = Mutex<[String]>([])
  var lines: [String] { added.withLock { $0 } }
  func add(_ line: String) { added.withLock { $0.append(line) } }
}

/// A clock on which no time passes.
private final class StoppedClock: WallClock {
  var now: Timestamp { Timestamp(milliseconds: 1_772_000_000_000) }
  func pause(_ duration: Duration) {}
}

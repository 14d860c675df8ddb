import AMQP
import BrokerKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import Testing

/// Everything that happens on a broker, one test after the other: some freeze it or raise alarms.
@Suite("On a broker", .serialized) enum BrokerSuite {}

/// The brokers that must behave alike.
enum BrokerKind: String, CaseIterable, CustomTestStringConvertible {
  case memory
  case rabbitMQ = "RabbitMQ"

  var testDescription: String { rawValue }

  /// Both.
  ///
  /// A machine without RabbitMQ fails, unless it was told to do without.
  static var wanted: [BrokerKind] { PrivateBroker.isWanted ? allCases : [.memory] }
}

/// A broker for one test, with what the test may do to it; names are the test's own.
final class Stage {
  private enum Backing {
    case memory(MemoryBroker)
    case rabbitMQ(PrivateBroker)
  }
  private let backing: Backing
  private let prefix = "t\(UInt32.random(in: 0...UInt32.max))"
  static let user = "encours-admin"

  init(_ kind: BrokerKind) throws {
    switch kind {
    case .memory: backing = .memory(MemoryBroker(Topology()))
    case .rabbitMQ: backing = .rabbitMQ(try PrivateBroker.shared())
    }
  }

  /// A name that no other test has.
  func name(_ name: String) -> String { "\(prefix).\(name)" }

  func apply(_ topology: Topology) throws {
    switch backing {
    case .memory(let broker): broker.apply(topology)
    case .rabbitMQ(let broker):
      let applier = try TopologyApplier(settings: broker.settings)
      defer { applier.close() }
      try applier.apply(topology, settling: .zero)
    }
  }

  func broker(needing needed: Topology = Topology()) -> any Broker {
    switch backing {
    case .memory(let broker): broker.access(for: Self.user, needing: needed)
    case .rabbitMQ(let broker): RabbitMQ(settings: broker.settings, needing: needed)
    }
  }

  func consumer(_ name: String = "consume") throws -> any Consumer {
    try broker().makeConsumer(name: self.name(name))
  }

  func publisher(_ name: String = "publish") throws -> any Publisher {
    try broker().makePublisher(name: self.name(name))
  }

  func elapse(_ time: Duration) {
    switch backing {
    case .memory(let broker): broker.advance(by: time)
    case .rabbitMQ: Thread.sleep(forTimeInterval: Double(time.components.seconds) + 0.3)
    }
  }

  func deleteQueue(_ name: String) throws {
    switch backing {
    case .memory(let broker): broker.deleteQueue(name)
    case .rabbitMQ(let broker):
      let applier = try TopologyApplier(settings: broker.settings)
      defer { applier.close() }
      try applier.deleteQueues([name])
    }
  }

  /// Breaks the connection of a name.
  func drop(_ connection: String) throws {
    let name = name(connection)
    switch backing {
    case .memory(let broker): broker.dropConnections { $0 == name }
    case .rabbitMQ(let broker):
      try broker.control(
        "eval",
        """
        [rabbit_networking:close_connection(Pid, "dropped by a test")
          || Pid <- rabbit_networking:connections(),
             [{client_properties, Properties}]
               <- [rabbit_networking:connection_info(Pid, [client_properties])],
             lists:keymember(<<"\(name)">>, 3, Properties)].
        """
      )
    }
  }

  /// An alarm of memory.
  func setBlocked(_ isBlocked: Bool) throws {
    switch backing {
    case .memory(let broker): broker.setBlocked(isBlocked)
    case .rabbitMQ(let broker):
      let alarm = "{resource_limit, memory, node()}"
      try broker.control(
        "eval",
        isBlocked
          ? "rabbit_alarm:set_alarm({\(alarm), []})." : "rabbit_alarm:clear_alarm(\(alarm))."
      )
    }
  }
}

extension Stage {
  /// An exchange with one queue bound by `#`; the usual scene.
  func scene(
    _ kind: Topology.Exchange.Kind = .topic,
    singleActiveConsumer: Bool = false,
    arguments: [String: HeaderValue] = [:]
  ) throws -> (exchange: String, queue: String) {
    let exchange = name("exchange")
    let queue = name("queue")
    try apply(
      Topology(
        exchanges: [.init(exchange, kind)],
        queues: [
          .init(queue, singleActiveConsumer: singleActiveConsumer, extraArguments: arguments)
        ],
        bindings: [.init(exchange, queue, "#")]
      )
    )
    return (exchange, queue)
  }
}

// MARK: Speaking with a broker

/// A message whose body is a number.
func message(_ number: Int, to exchange: String, key: String = "key") -> WireMessage {
  WireMessage(exchange: exchange, routingKey: key, body: Array(String(number).utf8))
}

func number(_ message: WireMessage) -> Int {
  Int(String(decoding: message.body, as: UTF8.self)) ?? -1
}

/// How long a broker is waited for before a test fails.
private let patience = Duration.seconds(10)

extension Publisher {
  /// The outcomes until so many messages are answered, in order.
  func outcomes(of count: Int) throws -> [PublishOutcome] {
    let deadline = ContinuousClock.now + patience
    var outcomes: [PublishOutcome] = []
    func answered() -> Int {
      outcomes.count { if case .returned = $0 { false } else { true } }
    }
    while answered() < count, ContinuousClock.now < deadline {
      outcomes += try collect(waiting: .milliseconds(50))
    }
    try #require(answered() == count, "\(count) answers awaited, got \(outcomes)")
    return outcomes
  }

  /// Publishes numbers and waits until all are confirmed.
  func send(_ numbers: some Sequence<Int>, to exchange: String, key: String = "key") throws {
    var count = 0
    for number in numbers {
      _ = try publish(message(number, to: exchange, key: key))
      count += 1
    }
    let outcomes = try outcomes(of: count)
    try #require(outcomes.allSatisfy { if case .confirmed = $0 { true } else { false } })
  }

  /// Publishes a number again and again until it is confirmed: a queue whose broker has just
  /// started may refuse it.
  func send(_ number: Int, to exchange: String, forAtMost patience: Duration) throws {
    let deadline = ContinuousClock.now + patience
    while true {
      _ = try publish(message(number, to: exchange, key: "key"))
      if case .confirmed? = try outcomes(of: 1).first { return }
      try #require(ContinuousClock.now < deadline, "\(number) is not confirmed")
    }
  }
}

extension Consumer {
  /// So many deliveries.
  func take(_ count: Int) throws -> [Delivery] {
    let deadline = ContinuousClock.now + patience
    var deliveries: [Delivery] = []
    while deliveries.count < count, ContinuousClock.now < deadline {
      deliveries += try receive(atMost: count - deliveries.count, waiting: .milliseconds(50))
    }
    try #require(
      deliveries.count == count,
      "\(count) deliveries awaited, got \(deliveries.map { number($0.message) })"
    )
    return deliveries
  }

  /// What comes within a moment in which nothing should.
  func strays() throws -> [Int] {
    var strays: [Int] = []
    for _ in 0..<3 {
      strays += try receive(atMost: 100, waiting: .milliseconds(100)).map { number($0.message) }
    }
    return strays
  }

  /// Calls until the error that must come.
  func failure() -> BrokerError? {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      do throws(BrokerError) {
        _ = try receive(atMost: 1, waiting: .milliseconds(50))
      } catch { return error }
    }
    return nil
  }
}

extension Publisher {
  /// Calls until the error that must come.
  func failure() -> BrokerError? {
    let deadline = ContinuousClock.now + patience
    while ContinuousClock.now < deadline {
      do throws(BrokerError) { _ = try collect(waiting: .milliseconds(50)) } catch { return error }
    }
    return nil
  }
}

func numbers(_ deliveries: [Delivery]) -> [Int] { deliveries.map { number($0.message) } }

package import Messages
package import ServiceKit
import Synchronization

/// A message broker in memory that keeps RabbitMQ's promises and breaks what RabbitMQ does not
/// promise: deterministic from a seed, without threads and without a clock of its own.
///
/// The same conformance tests run against it and against a real node, so that a simulation on it
/// says something about the real one. Nothing waits: `receive` and `collect` give what has come.
package final class MemoryBroker: Sendable {
  /// What is done to a client, or by it; the simulation counts them and breaks off at any.
  package typealias EffectHook = @Sendable (BrokerEffect) throws -> Void

  private let state: Mutex<MemoryBrokerState>
  private let hook: Mutex<Hook>

  /// A closure that is read out of a generic place by itself is wrapped anew each time.
  private struct Hook { let call: EffectHook }

  package init(
    _ topology: Topology,
    seed: UInt64 = 0,
    weather: BrokerWeather = .calm,
    onEffect: @escaping EffectHook = { _ in }
  ) {
    state = Mutex(MemoryBrokerState(seed: seed, weather: weather))
    hook = Mutex(Hook(call: onEffect))
    apply(topology)
  }

  /// The broker as one user sees it; `needing` must be there before a connection is used.
  package func access(
    for user: String,
    needing needed: Topology = Topology()
  ) -> some Broker {
    MemoryAccess(broker: self, user: user, needed: needed)
  }

  /// Declares what is missing.
  package func apply(_ topology: Topology) { state.withLock { $0.apply(topology) } }

  /// From now on.
  package func setWeather(_ weather: BrokerWeather) { state.withLock { $0.weather = weather } }

  /// From now on; it is called outside the broker's lock and may use the broker.
  package func onEffect(_ hook: @escaping EffectHook) {
    self.hook.withLock { $0 = Hook(call: hook) }
  }

  // MARK: What happens to a broker

  /// Lets time pass: messages expire.
  package func advance(by time: Duration) {
    state.withLock { $0.advance(milliseconds: time.wholeMilliseconds) }
  }

  /// An alarm of memory or disk: nothing that is published arrives until it is over.
  package func setBlocked(_ isBlocked: Bool) { state.withLock { $0.setBlocked(isBlocked) } }

  /// Breaks connections: what is unacknowledged returns, of what is on its way a part arrives.
  package func dropConnections(where matches: (_ name: String) -> Bool = { _ in true }) {
    state.withLock { $0.dropConnections(where: matches) }
  }

  /// Deletes a queue with its messages; its consumers are cancelled.
  package func deleteQueue(_ name: String) { state.withLock { $0.deleteQueue(name) } }

  /// Lets everything that is on its way arrive.
  package func settle() { state.withLock { $0.settle() } }

  // MARK: What an observer sees

  /// The messages that wait in a queue, in the order in which they will be delivered; of a stream,
  /// all.
  package func messages(in queue: String) -> [WireMessage] {
    state.withLock { $0.messages(in: queue) }
  }

  /// Delivered and not acknowledged.
  package func unacknowledged(in queue: String) -> Int {
    state.withLock { $0.unacknowledged(in: queue) }
  }

  package var queueNames: [String] { state.withLock { $0.queueNames } }

  /// Nothing waits, nothing is on its way; streams and the queues named aside.
  package func isIdle(except queues: Set<String> = []) -> Bool {
    state.withLock { $0.isIdle(except: queues) }
  }

  // MARK: For its clients

  func use<Result>(
    _ body: (inout MemoryBrokerState) throws(BrokerError) -> sending Result
  ) throws(BrokerError) -> sending Result {
    try state.withLock { (state) throws(BrokerError) in try body(&state) }
  }

  /// Tells the simulation; when it breaks off there, the process's connection is gone.
  func tell(
    _ action: BrokerEffect.Action,
    _ moment: BrokerEffect.Moment,
    _ connection: MemoryConnectionName
  ) throws(BrokerError) {
    let hook = hook.withLock { $0 }
    do {
      try hook.call(BrokerEffect(connection: connection.name, action: action, moment: moment))
    } catch {
      state.withLock { $0.drop(connection.number) }
      throw BrokerError(.connectionLost, "the process ended at an effect: \(error)")
    }
  }
}

/// One thing done to or by a client of the broker, and whether it is about to be done or is done.
package struct BrokerEffect: Sendable {
  package enum Moment: Sendable { case before, after }
  package enum Action: Sendable {
    case publish(WireMessage)
    case confirm(PublishOutcome)
    case deliver(Delivery)
    case acknowledge(DeliveryTag)
    case requeue(DeliveryTag)
  }
  /// The connection's name.
  package let connection: String
  package let action: Action
  package let moment: Moment
}

/// How often things go wrong that may go wrong; in thousandths.
package struct BrokerWeather: Equatable, Sendable {
  /// A message comes twice, the second time later and not marked as redelivered, as when its sender
  /// sent it again.
  package var duplicates: Int
  /// Something on its way stays there until a later call: a publish, a delivery, an
  /// acknowledgement, a confirmation.
  ///
  /// First deliveries of one queue stay in order.
  package var delays: Int
  /// A call finds its connection broken.
  package var drops: Int

  package init(duplicates: Int = 0, delays: Int = 0, drops: Int = 0) {
    self.duplicates = duplicates
    self.delays = delays
    self.drops = drops
  }

  package static let calm = BrokerWeather()
}

/// The broker as one user sees it.
private struct MemoryAccess: Broker {
  let broker: MemoryBroker
  let user: String
  let needed: Topology

  func makeConsumer(name: String) throws(BrokerError) -> any Consumer {
    MemoryConsumer(broker, try connect(name))
  }

  func makePublisher(name: String) throws(BrokerError) -> any Publisher {
    MemoryPublisher(broker, try connect(name), user: user)
  }

  private func connect(_ name: String) throws(BrokerError) -> MemoryConnectionName {
    try broker.use { (state) throws(BrokerError) in
      try state.connect(name, needing: needed)
    }
  }
}

extension Duration {
  var wholeMilliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}

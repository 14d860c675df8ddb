package import DomainKit
package import Messages

/// The one loop of every service: takes what has arrived, decides, makes the batch durable with one
/// sync a state folder, acknowledges, and hands what must be sent to the pump.
///
/// Nothing is acknowledged before it is durable, and nothing leaves before the decision that caused
/// it is durable. A process that dies between any two steps repeats them and changes nothing twice.
package final class ServiceLoop<S: Service> {
  package let units: [ServiceUnit<S>]
  package let pump: Pump
  private let broker: any Broker
  private let feed: (any Feed<S.Core>)?
  private let clock: any WallClock
  private var consumer: (any Consumer)?
  private var reconnection: Reconnection
  /// By queue: the unit that its messages concern, and whether they are requests.
  private let routes: [String: Route]
  package private(set) var counters = LoopCounters()
  package private(set) var brokerFault: BrokerError?
  private var setAside: [ParkedException] = []

  private struct Route {
    let unit: Int
    let isCalls: Bool
  }

  /// A loop over its units; a feed belongs to the first.
  ///
  /// What is sent bears `user`, which the broker validates.
  package init(
    units: [ServiceUnit<S>],
    broker: any Broker,
    feed: (any Feed<S.Core>)? = nil,
    clock: any WallClock,
    user: String? = nil,
    seed: UInt64 = 1
  ) {
    self.units = units
    self.broker = broker
    self.feed = feed
    self.clock = clock
    pump = Pump(lanes: units.count, user: user)
    reconnection = Reconnection(seed: seed)
    var routes: [String: Route] = [:]
    for (index, unit) in units.enumerated() {
      routes[QueueName.events(S.name, unit.partition)] = Route(unit: index, isCalls: false)
      routes[QueueName.rpc(S.name, unit.partition)] = Route(unit: index, isCalls: true)
    }
    self.routes = routes
    if let feed { units.first?.answer(feed.calls) }
  }

  /// Decides the command that brings the settings into the state, before the first message.
  package func configure(_ command: S.Core.Command) throws {
    for unit in units { try unit.configure(command, now: clock.now) }
  }

  /// One turn: true when there was something to do.
  package func turn(waiting: Duration) throws -> Bool {
    for (lane, unit) in units.enumerated() {
      try unit.confirm(through: pump.confirmed(lane: lane), now: clock.now)
      try unit.resume(now: clock.now)
    }
    try takeFromFeed()
    try takeFromBroker(waiting: isPressed ? .zero : waiting)
    return try commit()
  }

  /// Ends gracefully: gives back what was not decided, keeps what was.
  package func close() throws {
    _ = try commit()
    consumer?.close()
    consumer = nil
    for unit in units { try unit.close() }
  }

  package var isConnected: Bool { consumer != nil }

  /// What was set aside since it was last asked for, for who writes a log.
  package func takeSetAside() -> [ParkedException] {
    defer { setAside = [] }
    return setAside
  }

  /// Interrupts a turn that waits for messages; may be called from any thread.
  package func wake() { consumer?.wake() }

  private func takeFromFeed() throws {
    guard let feed, let unit = units.first, hasRoom else { return }
    try unit.run(feed, now: clock.now)
  }

  /// There is more to do than to wait for messages.
  private var isPressed: Bool {
    units.contains(where: \.hasWork) || hasRoom && feed?.isUnfinished == true
  }

  package var hasRoom: Bool {
    units.reduce(0) { $0 + $1.state.outbox.depth } < LoopLimits.outboxDepth
  }

  private func takeFromBroker(waiting: Duration) throws {
    guard let consumer = connected() else { return clock.pause(waiting) }
    guard hasRoom else {
      keepAlive(consumer)
      return clock.pause(waiting)
    }
    let isSuspicious = units.contains(where: \.isSuspicious)
    var deliveries: [Delivery] = []
    do throws(BrokerError) {
      deliveries = try consumer.receive(
        atMost: isSuspicious ? 1 : LoopLimits.batch,
        waiting: waiting
      )
    } catch {
      lose(error)
    }
    if !deliveries.isEmpty { reconnection.succeeded() }
    // A whole wait without a message: what had been delivered before is through.
    if isSuspicious, deliveries.isEmpty, waiting > .zero, isConnected {
      for unit in units { unit.calmDown() }
    }
    counters.received += deliveries.count
    for delivery in deliveries { try take(delivery) }
  }

  /// Takes nothing, but tells and hears that the other side is there.
  private func keepAlive(_ consumer: any Consumer) {
    do throws(BrokerError) {
      _ = try consumer.receive(atMost: 0, waiting: .zero)
    } catch {
      lose(error)
    }
  }

  /// The connection, opened anew when it was lost and its time has come.
  private func connected() -> (any Consumer)? {
    if let consumer { return consumer }
    guard reconnection.isDue(at: clock.elapsed) else { return nil }
    do throws(BrokerError) {
      let consumer = try broker.makeConsumer(name: "\(S.name.rawValue)/consume")
      for queue in routes.keys.sorted() {
        try consumer.subscribe(to: queue, prefetch: LoopLimits.prefetch)
      }
      reconnection.opened(at: clock.elapsed)
      brokerFault = nil
      self.consumer = consumer
    } catch {
      lose(error)
    }
    return consumer
  }

  /// What was received and not acknowledged comes again; what was decided is not decided twice.
  private func lose(_ error: BrokerError) {
    consumer = nil
    brokerFault = error
    counters.connectionsLost += 1
    reconnection.failed(at: clock.elapsed)
  }

  private func take(_ delivery: Delivery) throws {
    guard let route = routes[delivery.queue] else {
      preconditionFailure("nothing was subscribed to \(delivery.queue)")
    }
    let unit = units[route.unit]
    if route.isCalls {
      try unit.answer(delivery, now: clock.now)
    } else {
      try unit.handle(delivery, now: clock.now)
    }
  }

  /// Durable first, then acknowledged, then sent.
  private func commit() throws -> Bool {
    var didWork = false
    for (lane, unit) in units.enumerated() where unit.hasWork {
      didWork = true
      let batch = try unit.commit()
      counters.add(batch)
      setAside += batch.exceptions
      do throws(BrokerError) {
        try consumer?.acknowledge(batch.tags)
      } catch {
        lose(error)
      }
      pump.submit(batch.outgoing, lane: lane)
      pump.submit(batch.replies + batch.again.map { $0.wire(user: pump.user) })
    }
    return didWork
  }
}

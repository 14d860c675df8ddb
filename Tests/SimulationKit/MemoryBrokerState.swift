import DequeModule
import Messages
import ServiceKit

/// Everything that the in-memory broker knows; touched under its lock only.
struct MemoryBrokerState {
  var weather: BrokerWeather
  private(set) var now: Int64 = 0
  private var generator: SplitMix64
  private var routing = MemoryRouting()
  private var queues: [String: MemoryQueue] = [:]
  private var policies: [Topology.Policy] = []
  private var connections: [Int: MemoryConnection] = [:]
  private var lastConnection = 0
  private var isBlocked = false
  /// Second copies of messages that have come already.
  private var echoes: [(queue: String, message: WireMessage)] = []

  init(seed: UInt64, weather: BrokerWeather) {
    generator = SplitMix64(seed: seed)
    self.weather = weather
  }

  /// Whether something happens that happens so often in a thousand times.
  private mutating func happens(_ thousandths: Int) -> Bool {
    thousandths > 0 && Int.random(in: 0..<1_000, using: &generator) < thousandths
  }
}

// MARK: Topology

extension MemoryBrokerState {
  mutating func apply(_ topology: Topology) {
    for exchange in topology.exchanges where !routing.has(exchange.name) { routing.add(exchange) }
    for policy in topology.policies where !policies.contains(policy) { policies.append(policy) }
    // To read a pattern costs more than to create a queue.
    let patterns = policies.map { ($0, pattern: try? Regex($0.pattern)) }
    for queue in topology.queues where queues[queue.name] == nil {
      let matching = patterns.filter { $0.pattern.map(queue.name.contains) ?? false }
      let policy = matching.max { $0.0.priority < $1.0.priority }?.0
      queues[queue.name] = MemoryQueue(queue, policy: policy?.definition ?? [:], owner: nil)
    }
    for binding in topology.bindings { routing.add(binding) }
  }

  mutating func deleteQueue(_ name: String) {
    guard let queue = queues.removeValue(forKey: name) else { return }
    routing.removeBindings(of: name)
    for consumer in queue.consumers { connections[consumer.connection]?.cancel(consumer.channel) }
  }

  var queueNames: [String] { queues.keys.sorted() }

  func messages(in queue: String) -> [WireMessage] { queues[queue]?.messages ?? [] }

  func unacknowledged(in queue: String) -> Int {
    connections.values.reduce(0) { $0 + $1.unacknowledged(in: queue) }
  }

  func isIdle(except others: Set<String>) -> Bool {
    echoes.isEmpty
      && connections.values.allSatisfy(\.isIdle)
      && queues.values.allSatisfy {
        $0.kind == .stream || others.contains($0.name) || $0.count == 0
      }
  }
}

// MARK: Connections

extension MemoryBrokerState {
  mutating func connect(
    _ name: String,
    needing needed: Topology
  ) throws(BrokerError) -> MemoryConnectionName {
    let missing =
      needed.exchanges.map(\.name).filter { !routing.has($0) }
      + needed.queues.map(\.name).filter { queues[$0] == nil }
    guard missing.isEmpty else {
      throw BrokerError(
        .misconfigured,
        code: 404,
        "the broker lacks \(missing.joined(separator: ", ")): run `encours topology apply`"
      )
    }
    lastConnection += 1
    connections[lastConnection] = MemoryConnection(name: name)
    return MemoryConnectionName(name: name, number: lastConnection)
  }

  mutating func dropConnections(where matches: (String) -> Bool) {
    for number in connections.keys.sorted() where matches(connections[number]?.name ?? "") {
      drop(number)
    }
  }

  /// Breaks a connection.
  ///
  /// Of what it has sent a part arrives, from the oldest on.
  mutating func drop(_ number: Int) {
    guard let connection = connections[number], connection.failure == nil else { return }
    let arriving = Int.random(in: 0...connection.outgoing.count, using: &generator)
    for _ in 0..<arriving { arriveNext(number) }
    connections[number]?.failure = BrokerError(.connectionLost, "the connection was lost")
    end(number)
  }

  /// Ends a connection in an orderly way: everything that it has sent arrives.
  mutating func close(_ number: Int) {
    guard connections[number]?.failure == nil else { return }
    arriveAll(number)
    connections[number]?.failure = BrokerError(.connectionLost, "the connection is closed")
    end(number)
  }

  private mutating func end(_ number: Int) {
    for channel in (connections[number]?.subscriptions.keys ?? [:].keys).sorted() {
      giveBack(number, channel)
    }
    connections[number]?.forget()
    for queue in queues.values.filter({ $0.owner == number }).map(\.name).sorted() {
      deleteQueue(queue)
    }
  }

  /// A call on a connection: it may be found broken, now or at any call.
  private mutating func touch(_ number: Int) throws(BrokerError) {
    if connections[number]?.failure == nil, happens(weather.drops) { drop(number) }
    if let failure = connections[number]?.failure { throw failure }
    arriveSome(number)
    if let failure = connections[number]?.failure { throw failure }
  }
}

// MARK: On their way

extension MemoryBrokerState {
  mutating func advance(milliseconds: Int64) {
    now += milliseconds
    let now = now
    let expiring = queues.values.filter { $0.hasExpired(now: now) }.map(\.name)
    for queue in expiring.sorted() { dispatch(queue) }
  }

  mutating func setBlocked(_ isBlocked: Bool) {
    self.isBlocked = isBlocked
    if !isBlocked { for number in connections.keys.sorted() { arriveSome(number) } }
  }

  func isBlocked(_ number: Int) -> Bool {
    // A broker tells those only that publish.
    isBlocked && connections[number]?.outgoing.isEmpty == false
  }

  mutating func settle() {
    for number in connections.keys.sorted() { arriveAll(number) }
    while !echoes.isEmpty { enqueueEcho(at: 0) }
  }

  private mutating func arriveAll(_ number: Int) {
    while canArrive(number) { arriveNext(number) }
  }

  private mutating func arriveSome(_ number: Int) {
    while canArrive(number), !happens(weather.delays) { arriveNext(number) }
    guard !echoes.isEmpty, !happens(weather.delays) else { return }
    enqueueEcho(at: Int.random(in: echoes.indices, using: &generator))
  }

  private func canArrive(_ number: Int) -> Bool {
    guard let next = connections[number]?.outgoing.first else { return false }
    if case .publish = next { return !isBlocked }
    return true
  }

  private mutating func arriveNext(_ number: Int) {
    guard let sent = connections[number]?.outgoing.popFirst() else { return }
    switch sent {
    case .publish(let tag, let message): arrive(message, tag, number)
    case .answer(let tag, let requeue): arrive(tag, requeue: requeue, number)
    }
  }

  private mutating func enqueueEcho(at index: Int) {
    let echo = echoes.remove(at: index)
    _ = queues[echo.queue]?.offer(echo.message, now: now)
    dispatch(echo.queue)
  }
}

// MARK: Publishing

extension MemoryBrokerState {
  mutating func publish(
    _ number: Int,
    _ message: WireMessage
  ) throws(BrokerError) -> PublishTag {
    try touch(number)
    let tag = connections[number]?.publish(message) ?? 0
    arriveSome(number)
    return tag
  }

  mutating func collect(_ number: Int) throws(BrokerError) -> [PublishOutcome] {
    try touch(number)
    var collected: [PublishOutcome] = []
    var held: [PublishOutcome] = []
    // A return and its confirmation stay in order; everything else may change places.
    var heldTags: Set<PublishTag> = []
    for outcome in connections[number]?.outcomes ?? [] {
      if heldTags.contains(outcome.tag) || happens(weather.delays) {
        heldTags.insert(outcome.tag)
        held.append(outcome)
      } else {
        collected.append(outcome)
      }
    }
    connections[number]?.outcomes = held
    return collected
  }

  private mutating func arrive(_ message: WireMessage, _ tag: PublishTag, _ number: Int) {
    let targets: [String]
    do throws(MemoryRouting.NoExchange) {
      targets = try routing.queues(message.exchange, message.routingKey)
    } catch {
      connections[number]?.failure = BrokerError(
        .misconfigured,
        code: 404,
        "NOT_FOUND - no exchange '\(error.name)'"
      )
      return end(number)
    }
    if targets.isEmpty, message.mandatory {
      connections[number]?.outcomes.append(.returned(tag, reason: "312 NO_ROUTE"))
    }
    var isRefused = false
    var carried = message
    carried.mandatory = false
    for target in targets {
      if queues[target]?.offer(carried, now: now) == false { isRefused = true }
      if happens(weather.duplicates) { echoes.append((target, carried)) }
    }
    connections[number]?.outcomes.append(isRefused ? .refused(tag) : .confirmed(tag))
    for target in targets { dispatch(target) }
  }
}

// MARK: Consuming

extension MemoryBrokerState {
  mutating func subscribe(
    _ number: Int,
    to queue: String,
    prefetch: Int
  ) throws(BrokerError) {
    try touch(number)
    guard let found = queues[queue], found.kind != .stream else {
      throw BrokerError(.misconfigured, code: 404, "NOT_FOUND - no queue '\(queue)'")
    }
    guard found.owner == nil || found.owner == number else {
      throw BrokerError(.connectionLost, code: 405, "RESOURCE_LOCKED - queue '\(queue)'")
    }
    guard let channel = connections[number]?.subscribe(to: queue, prefetch: prefetch) else {
      return
    }
    queues[queue]?.add(MemoryConsumerName(connection: number, channel: channel))
    dispatch(queue)
  }

  mutating func unsubscribe(_ number: Int, from queue: String) throws(BrokerError) {
    try touch(number)
    arriveAll(number)
    for channel in connections[number]?.channels(of: queue) ?? [] { giveBack(number, channel) }
  }

  mutating func declareReplyQueue(_ number: Int, _ name: String) throws(BrokerError) {
    try touch(number)
    if let owner = queues[name]?.owner, owner != number {
      throw BrokerError(.connectionLost, code: 405, "RESOURCE_LOCKED - queue '\(name)'")
    }
    // The policies are for the queues of the topology; a reply queue's name fits none.
    queues[name] = MemoryQueue(Topology.Queue(name, .classic), policy: [:], owner: number)
    routing.add(Topology.Binding(ExchangeName.replies, name, name))
  }

  mutating func receive(
    _ number: Int,
    atMost count: Int
  ) throws(BrokerError) -> [Delivery] {
    try touch(number)
    var received: [Delivery] = []
    var left: Deque<Delivery> = []
    var heldChannels: Set<UInt16> = []
    for delivery in connections[number]?.inbox ?? [] {
      if received.count >= count || heldChannels.contains(delivery.tag.channel)
        || happens(weather.delays)
      {
        heldChannels.insert(delivery.tag.channel)
        left.append(delivery)
      } else {
        received.append(delivery)
      }
    }
    connections[number]?.inbox = left
    if received.isEmpty, left.isEmpty, let cancelled = connections[number]?.cancelled {
      throw cancelled
    }
    return received
  }

  mutating func answer(
    _ number: Int,
    _ tag: DeliveryTag,
    requeue: Bool
  ) throws(BrokerError) {
    try touch(number)
    connections[number]?.answer(tag, requeue: requeue)
    arriveSome(number)
  }

  private mutating func arrive(_ tag: DeliveryTag, requeue: Bool, _ number: Int) {
    guard let (queue, entry) = connections[number]?.settle(tag) else { return }
    if requeue { takeBack([entry], to: queue, isRequeued: true) }
    dispatch(queue)
  }

  /// Ends one subscription: what is unacknowledged returns in order.
  private mutating func giveBack(_ number: Int, _ channel: UInt16) {
    guard let (queue, entries) = connections[number]?.unsubscribe(channel) else { return }
    queues[queue]?.remove(MemoryConsumerName(connection: number, channel: channel))
    takeBack(entries, to: queue, isRequeued: false)
    dispatch(queue)
  }

  private mutating func takeBack(
    _ entries: [MemoryQueue.Entry],
    to queue: String,
    isRequeued: Bool
  ) {
    for entry in entries {
      if let dead = queues[queue]?.takeBack(entry, isRequeued: isRequeued) {
        bury(dead, of: queue, because: "delivery_limit")
      }
    }
  }

  /// Sends what a queue holds to its consumers, as far as they take more.
  private mutating func dispatch(_ queue: String) {
    for entry in queues[queue]?.expired(now: now) ?? [] {
      bury(entry, of: queue, because: "expired")
    }
    while let consumer = freeConsumer(of: queue), let entry = queues[queue]?.next() {
      connections[consumer.connection]?.deliver(entry, on: consumer.channel, from: queue)
      queues[queue]?.served(consumer)
      for entry in queues[queue]?.expired(now: now) ?? [] {
        bury(entry, of: queue, because: "expired")
      }
    }
  }

  private func freeConsumer(of queue: String) -> MemoryConsumerName? {
    queues[queue]?.candidates.first { connections[$0.connection]?.hasRoom($0.channel) == true }
  }

  /// Moves a message to its queue's dead-letter exchange, with its history.
  private mutating func bury(
    _ entry: MemoryQueue.Entry,
    of queue: String,
    because reason: String
  ) {
    guard let deadLetter = queues[queue]?.deadLetter else { return }
    let message = entry.message.buried(in: deadLetter, from: queue, because: reason, now: now)
    for target in (try? routing.queues(message.exchange, message.routingKey)) ?? [] {
      _ = queues[target]?.offer(message, now: now)
      dispatch(target)
    }
  }
}

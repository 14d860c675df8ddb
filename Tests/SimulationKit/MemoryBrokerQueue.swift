import DequeModule
import Messages
import ServiceKit

/// One consumer of a queue: a channel of a connection.
struct MemoryConsumerName: Hashable {
  let connection: Int
  let channel: UInt16
}

/// A queue of the in-memory broker, with a quorum queue's manners (rabbit_fifo of RabbitMQ 3.10).
struct MemoryQueue {
  struct Entry {
    var message: WireMessage
    /// How often it has come back; above the limit it is a dead letter.
    var returns = 0
    /// By the broker's clock, in milliseconds.
    var expiresAt: Int64?
  }

  struct DeadLetter {
    let exchange: String
    let routingKey: String?
  }

  let name: String
  let kind: Topology.Queue.Kind
  /// The connection that it ends with.
  let owner: Int?
  private let hasSingleActiveConsumer: Bool
  private let deliveryLimit: Int?
  private let maximumLength: Int?
  private let refusesOverflow: Bool
  private let timeToLive: Int64?
  let deadLetter: DeadLetter?

  private(set) var consumers: [MemoryConsumerName] = []
  /// What came back goes first, in the order in which it came back.
  private var returned: Deque<Entry> = []
  private var ready: Deque<Entry> = []

  init(_ queue: Topology.Queue, policy: [String: HeaderValue], owner: Int?) {
    // An argument's name is the policy's with `x-` before it; for limits the smaller one holds.
    func value(_ name: String) -> HeaderValue? { queue.arguments["x-\(name)"] ?? policy[name] }
    func limit(_ name: String) -> Int64? {
      [queue.arguments["x-\(name)"]?.integer, policy[name]?.integer].compactMap(\.self).min()
    }
    self.name = queue.name
    self.kind = queue.kind
    self.owner = owner
    hasSingleActiveConsumer = queue.hasSingleActiveConsumer
    deliveryLimit = limit("delivery-limit").map(Int.init)
    maximumLength = limit("max-length").map(Int.init)
    refusesOverflow = value("overflow")?.string == "reject-publish"
    timeToLive = limit("message-ttl")
    deadLetter = value("dead-letter-exchange")?.string.map {
      DeadLetter(exchange: $0, routingKey: value("dead-letter-routing-key")?.string)
    }
  }

  var messages: [WireMessage] { (Array(returned) + Array(ready)).map(\.message) }
  var count: Int { returned.count + ready.count }

  // MARK: Messages

  /// Takes a message, or refuses it because the queue is full.
  mutating func offer(_ message: WireMessage, now: Int64) -> Bool {
    if let maximumLength, count >= maximumLength, kind != .stream {
      if refusesOverflow { return false }
      // The default makes room at the front.
      _ = returned.popFirst() ?? ready.popFirst()
    }
    let stated = message.properties.expiration.flatMap { Int64($0) }
    let lifetime = [stated, timeToLive].compactMap(\.self).min()
    ready.append(Entry(message: message, expiresAt: lifetime.map { now + $0 }))
    return true
  }

  /// The next message to deliver.
  mutating func next() -> Entry? {
    kind == .stream ? nil : returned.popFirst() ?? ready.popFirst()
  }

  /// Whether what is next has expired.
  func hasExpired(now: Int64) -> Bool {
    guard kind != .stream, let limit = (returned.first ?? ready.first)?.expiresAt else {
      return false
    }
    return limit <= now
  }

  /// What has expired; looked for at the front only, as quorum queues do.
  mutating func expired(now: Int64) -> [Entry] {
    guard kind != .stream else { return [] }
    var expired: [Entry] = []
    while let limit = returned.first?.expiresAt, limit <= now {
      if let entry = returned.popFirst() { expired.append(entry) }
    }
    while returned.isEmpty, let limit = ready.first?.expiresAt, limit <= now {
      if let entry = ready.popFirst() { expired.append(entry) }
    }
    return expired
  }

  /// Takes back what its consumer lost, or gave back; returns what has come back too often.
  mutating func takeBack(_ entry: Entry, isRequeued: Bool) -> Entry? {
    var entry = entry
    entry.returns += 1
    if let deliveryLimit {
      guard entry.returns <= deliveryLimit else { return entry }
    } else if isRequeued, kind == .quorum {
      // Without a delivery limit a quorum queue requeues at its end (rabbitmq-server#3776).
      ready.append(entry)
      return nil
    }
    returned.append(entry)
    return nil
  }

  // MARK: Consumers

  mutating func add(_ consumer: MemoryConsumerName) { consumers.append(consumer) }

  mutating func remove(_ consumer: MemoryConsumerName) { consumers.removeAll { $0 == consumer } }

  /// Those that may get the next message, in turn; a single active consumer is the oldest.
  var candidates: [MemoryConsumerName] {
    hasSingleActiveConsumer ? Array(consumers.prefix(1)) : consumers
  }

  /// The one that has just got a message is asked last the next time.
  mutating func served(_ consumer: MemoryConsumerName) {
    guard !hasSingleActiveConsumer, let index = consumers.firstIndex(of: consumer) else { return }
    consumers.append(consumers.remove(at: index))
  }
}

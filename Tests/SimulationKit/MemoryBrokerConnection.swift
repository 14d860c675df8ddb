import DequeModule
import Messages
import ServiceKit

/// What the in-memory broker knows of one connection.
struct MemoryConnection {
  /// Sent by the client and not arrived.
  enum Sent {
    case publish(PublishTag, WireMessage)
    case answer(DeliveryTag, requeue: Bool)
  }

  struct Subscription {
    let queue: String
    let prefetch: Int
    var lastNumber: UInt64 = 0
    /// Delivered and not acknowledged, by delivery number.
    var unacknowledged: [UInt64: MemoryQueue.Entry] = [:]
  }

  let name: String
  /// Why it can no longer be used.
  var failure: BrokerError?
  /// A subscription that the broker ended.
  private(set) var cancelled: BrokerError?
  var outgoing: Deque<Sent> = []
  /// For the client: what became of what it published.
  var outcomes: [PublishOutcome] = []
  /// For the client: what has been delivered.
  var inbox: Deque<Delivery> = []
  private(set) var subscriptions: [UInt16: Subscription] = [:]
  private var lastChannel: UInt16 = 0
  private var lastTag: PublishTag = 0

  init(name: String) { self.name = name }

  var isIdle: Bool {
    outgoing.isEmpty && outcomes.isEmpty && inbox.isEmpty
      && subscriptions.values.allSatisfy(\.unacknowledged.isEmpty)
  }

  func unacknowledged(in queue: String) -> Int {
    subscriptions.values.reduce(0) { $0 + ($1.queue == queue ? $1.unacknowledged.count : 0) }
  }

  /// What is on its way to a client is lost with its connection.
  mutating func forget() {
    outgoing = []
    outcomes = []
    inbox = []
  }

  mutating func publish(_ message: WireMessage) -> PublishTag {
    lastTag += 1
    outgoing.append(.publish(lastTag, message))
    return lastTag
  }

  mutating func subscribe(to queue: String, prefetch: Int) -> UInt16 {
    lastChannel += 1
    subscriptions[lastChannel] = Subscription(queue: queue, prefetch: prefetch)
    return lastChannel
  }

  func channels(of queue: String) -> [UInt16] {
    subscriptions.filter { $0.value.queue == queue }.map(\.key).sorted()
  }

  /// Ends a subscription and gives up what is unacknowledged, in the order of delivery.
  mutating func unsubscribe(_ channel: UInt16) -> (queue: String, [MemoryQueue.Entry])? {
    guard let ended = subscriptions.removeValue(forKey: channel) else { return nil }
    inbox.removeAll { $0.tag.channel == channel }
    return (ended.queue, ended.unacknowledged.sorted { $0.key < $1.key }.map(\.value))
  }

  mutating func cancel(_ channel: UInt16) {
    guard let ended = subscriptions.removeValue(forKey: channel) else { return }
    cancelled = BrokerError(
      .consumerCancelled,
      "the broker has ended the subscription to '\(ended.queue)'"
    )
  }

  func hasRoom(_ channel: UInt16) -> Bool {
    guard let subscription = subscriptions[channel] else { return false }
    return subscription.prefetch == 0
      || subscription.unacknowledged.count < subscription.prefetch
  }

  mutating func deliver(_ entry: MemoryQueue.Entry, on channel: UInt16, from queue: String) {
    subscriptions[channel]?.lastNumber += 1
    guard let number = subscriptions[channel]?.lastNumber else { return }
    subscriptions[channel]?.unacknowledged[number] = entry
    var message = entry.message
    if entry.returns > 0 { message.headers["x-delivery-count"] = .integer(Int64(entry.returns)) }
    inbox.append(
      Delivery(
        tag: DeliveryTag(channel: channel, number: number),
        queue: queue,
        isRedelivered: entry.returns > 0,
        message: message
      )
    )
  }

  /// The client's acknowledgement leaves it; of a subscription that has ended it means nothing.
  mutating func answer(_ tag: DeliveryTag, requeue: Bool) {
    guard let subscription = subscriptions[tag.channel] else { return }
    let isKnown = subscription.unacknowledged[tag.number] != nil
    let isSent = outgoing.contains {
      if case .answer(tag, _) = $0 { true } else { false }
    }
    precondition(
      isKnown && !isSent,
      "delivery \(tag.number) was answered twice, or never received"
    )
    outgoing.append(.answer(tag, requeue: requeue))
  }

  mutating func settle(_ tag: DeliveryTag) -> (queue: String, MemoryQueue.Entry)? {
    guard let subscription = subscriptions[tag.channel],
      let entry = subscriptions[tag.channel]?.unacknowledged.removeValue(forKey: tag.number)
    else { return nil }
    return (subscription.queue, entry)
  }
}

extension PublishOutcome {
  var tag: PublishTag {
    switch self {
    case .confirmed(let tag), .refused(let tag), .returned(let tag, _): tag
    }
  }
}

extension WireMessage {
  /// As RabbitMQ moves it to a dead-letter exchange: with `x-death`, one entry a queue and reason,
  /// the newest first. ("Dead Letter Exchanges", "Effects on Messages")
  func buried(
    in deadLetter: MemoryQueue.DeadLetter,
    from queue: String,
    because reason: String,
    now: Int64
  ) -> WireMessage {
    var deaths: [HeaderValue] = []
    if case .list(let earlier) = headers["x-death"] { deaths = earlier }
    let same = deaths.firstIndex {
      guard case .table(let death) = $0 else { return false }
      return death["queue"] == .string(queue) && death["reason"] == .string(reason)
    }
    var count: Int64 = 1
    if let same, case .table(let death) = deaths.remove(at: same) {
      count += death["count"]?.integer ?? 0
    }
    var death: [String: HeaderValue] = [
      "count": .integer(count), "reason": .string(reason), "queue": .string(queue),
      "time": .integer(now / 1_000), "exchange": .string(exchange),
      "routing-keys": .list([.string(routingKey)]),
    ]
    if let expiration = properties.expiration { death["original-expiration"] = .string(expiration) }
    var buried = self
    buried.headers["x-death"] = .list([.table(death)] + deaths)
    let first: [String: String] = ["exchange": exchange, "queue": queue, "reason": reason]
    for (name, value) in first where headers["x-first-death-\(name)"] == nil {
      buried.headers["x-first-death-\(name)"] = .string(value)
    }
    buried.properties.expiration = nil
    buried.exchange = deadLetter.exchange
    buried.routingKey = deadLetter.routingKey ?? routingKey
    return buried
  }
}

import CRabbitMQ
import Messages
import ServiceKit

/// A connection that receives.
final class RabbitConsumer: Consumer {
  private struct Subscription {
    let queue: String
    var unacknowledged = Unacknowledged()
  }
  private let connection: Connection
  private var subscriptions: [UInt16: Subscription] = [:]
  private var inbox: [Delivery] = []
  /// A subscription that the broker ended.
  private var cancelled: BrokerError?

  init(_ connection: Connection) { self.connection = connection }

  func subscribe(to queue: String, prefetch: Int) throws(BrokerError) {
    let channel = try connection.openChannel()
    subscriptions[channel] = Subscription(queue: queue)
    defer { connection.encoder.reset() }
    do throws(BrokerError) {
      let count = UInt16(clamping: prefetch)
      try connection.call("limiting '\(queue)'", on: channel) {
        amqp_basic_qos($0, channel, 0, count, 0)
      }
      let name = connection.encoder.bytes(queue)
      try connection.call("subscribing to '\(queue)'", on: channel) {
        amqp_basic_consume($0, channel, name, name, 0, 0, 0, amqp_empty_table)
      }
    } catch {
      subscriptions[channel] = nil
      throw error
    }
  }

  func receive(atMost count: Int, waiting: Duration) throws(BrokerError) -> [Delivery] {
    let deadline = ContinuousClock.now + waiting
    while true {
      try connection.drain(isFull: { inbox.count >= count }, take)
      if !inbox.isEmpty { break }
      if let cancelled { throw cancelled }
      let wait = try connection.wait(until: deadline)
      if wait == .woken || wait == .expired && ContinuousClock.now >= deadline { return [] }
    }
    defer { inbox.removeFirst(min(count, inbox.count)) }
    return Array(inbox.prefix(count))
  }

  func acknowledge(_ deliveries: [DeliveryTag]) throws(BrokerError) {
    try answer(deliveries, requeue: false)
  }

  func requeue(_ deliveries: [DeliveryTag]) throws(BrokerError) {
    try answer(deliveries, requeue: true)
  }

  func unsubscribe(from queue: String) throws(BrokerError) {
    for (channel, subscription) in subscriptions where subscription.queue == queue {
      subscriptions[channel] = nil
      inbox.removeAll { $0.tag.channel == channel }
      try connection.closeChannel(channel)
    }
  }

  func declareReplyQueue(_ name: String) throws(BrokerError) {
    let channel = try connection.openChannel()
    defer { connection.encoder.reset() }
    let queue = connection.encoder.bytes(name)
    // Exclusive: it belongs to this connection and ends with it. A quorum queue cannot be
    // exclusive.
    try connection.call("declaring the reply queue '\(name)'", on: channel) {
      amqp_queue_declare($0, channel, queue, 0, 0, 1, 1, amqp_empty_table)
    }
    let exchange = connection.encoder.bytes(ExchangeName.replies)
    try connection.call("binding the reply queue '\(name)'", on: channel) {
      amqp_queue_bind($0, channel, queue, exchange, queue, amqp_empty_table)
    }
    try connection.closeChannel(channel)
  }

  func wake() { connection.waker.wake() }

  func close() {
    for subscription in subscriptions.values { try? unsubscribe(from: subscription.queue) }
    connection.close()
  }

  private func take(_ event: Connection.Event) throws(BrokerError) {
    switch event {
    case .delivered(let channel, let start, let message):
      guard subscriptions[channel] != nil, let queue = subscriptions[channel]?.queue else { return }
      subscriptions[channel]?.unacknowledged.received(start.number)
      inbox.append(
        Delivery(
          tag: DeliveryTag(channel: channel, number: start.number),
          queue: queue,
          isRedelivered: start.isRedelivered,
          message: message
        )
      )
    case .consumerCancelled(let channel):
      let queue = subscriptions[channel]?.queue ?? "a queue"
      cancelled = BrokerError(
        .consumerCancelled,
        "the broker has ended the subscription to '\(queue)'"
      )
    case .channelClosed(let channel, let error):
      // Most often it waited too long for an acknowledgement (consumer_timeout): a new connection
      // gets the messages again.
      guard subscriptions[channel] != nil else { return }
      throw connection.discard(BrokerError(.connectionLost, code: error.code, error.text))
    case .returned, .acknowledged, .refused: break
    }
  }

  private func answer(_ deliveries: [DeliveryTag], requeue: Bool) throws(BrokerError) {
    var numbers: [UInt16: [UInt64]] = [:]
    for tag in deliveries { numbers[tag.channel, default: []].append(tag.number) }
    for (channel, wanted) in numbers.sorted(by: { $0.key < $1.key }) {
      // Of a subscription that was given back: the broker hands them to somebody else.
      guard let answers = subscriptions[channel]?.unacknowledged.answers(for: wanted) else {
        continue
      }
      for answer in answers { try connection.answer(answer, on: channel, requeue: requeue) }
    }
  }
}

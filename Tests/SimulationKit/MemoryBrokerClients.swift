import Messages
import ServiceKit

/// A connection of the in-memory broker: its name is the client's, its number the broker's.
struct MemoryConnectionName: Hashable, Sendable {
  let name: String
  let number: Int
}

final class MemoryConsumer: Consumer {
  private let broker: MemoryBroker
  private let connection: MemoryConnectionName

  init(_ broker: MemoryBroker, _ connection: MemoryConnectionName) {
    self.broker = broker
    self.connection = connection
  }

  func subscribe(to queue: String, prefetch: Int) throws(BrokerError) {
    try use { (state) throws(BrokerError) in
      try state.subscribe(connection.number, to: queue, prefetch: prefetch)
    }
  }

  func receive(atMost count: Int, waiting: Duration) throws(BrokerError) -> [Delivery] {
    let deliveries = try use { (state) throws(BrokerError) in
      try state.receive(connection.number, atMost: count)
    }
    for delivery in deliveries { try broker.tell(.deliver(delivery), .before, connection) }
    for delivery in deliveries { try broker.tell(.deliver(delivery), .after, connection) }
    return deliveries
  }

  func acknowledge(_ deliveries: [DeliveryTag]) throws(BrokerError) {
    for tag in deliveries {
      try broker.tell(.acknowledge(tag), .before, connection)
      try use { (state) throws(BrokerError) in
        try state.answer(connection.number, tag, requeue: false)
      }
      try broker.tell(.acknowledge(tag), .after, connection)
    }
  }

  func requeue(_ deliveries: [DeliveryTag]) throws(BrokerError) {
    for tag in deliveries.sorted(by: { ($0.channel, $0.number) < ($1.channel, $1.number) }) {
      try broker.tell(.requeue(tag), .before, connection)
      try use { (state) throws(BrokerError) in
        try state.answer(connection.number, tag, requeue: true)
      }
      try broker.tell(.requeue(tag), .after, connection)
    }
  }

  func unsubscribe(from queue: String) throws(BrokerError) {
    try use { (state) throws(BrokerError) in
      try state.unsubscribe(connection.number, from: queue)
    }
  }

  func declareReplyQueue(_ name: String) throws(BrokerError) {
    try use { (state) throws(BrokerError) in
      try state.declareReplyQueue(connection.number, name)
    }
  }

  func wake() {}

  func close() { try? use { (state) throws(BrokerError) in state.close(connection.number) } }

  private func use<Result>(
    _ body: (inout MemoryBrokerState) throws(BrokerError) -> sending Result
  ) throws(BrokerError) -> sending Result { try broker.use(body) }
}

final class MemoryPublisher: Publisher {
  private let broker: MemoryBroker
  private let connection: MemoryConnectionName
  private let user: String

  init(_ broker: MemoryBroker, _ connection: MemoryConnectionName, user: String) {
    self.broker = broker
    self.connection = connection
    self.user = user
  }

  func publish(_ message: WireMessage) throws(BrokerError) -> PublishTag {
    try message.checkLimits()
    if let stated = message.properties.userID, stated != user {
      throw BrokerError(.refused, "user-id is '\(stated)', the connection's user is '\(user)'")
    }
    var message = message
    message.properties.userID = user
    let stamped = message
    try broker.tell(.publish(stamped), .before, connection)
    let tag = try broker.use { (state) throws(BrokerError) in
      try state.publish(connection.number, stamped)
    }
    try broker.tell(.publish(stamped), .after, connection)
    return tag
  }

  func collect(waiting: Duration) throws(BrokerError) -> [PublishOutcome] {
    let outcomes = try broker.use { (state) throws(BrokerError) in
      try state.collect(connection.number)
    }
    for outcome in outcomes { try broker.tell(.confirm(outcome), .before, connection) }
    for outcome in outcomes { try broker.tell(.confirm(outcome), .after, connection) }
    return outcomes
  }

  var isBlocked: Bool {
    (try? broker.use { (state) throws(BrokerError) in state.isBlocked(connection.number) }) ?? false
  }

  func wake() {}

  func close() {
    try? broker.use { (state) throws(BrokerError) in state.close(connection.number) }
  }
}

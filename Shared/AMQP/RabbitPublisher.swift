import CRabbitMQ
import Messages
import ServiceKit

/// A connection that sends, on one channel in confirm mode.
final class RabbitPublisher: Publisher {
  private let connection: Connection
  private let user: String
  private let channel: UInt16
  private var confirmations = Confirmations()
  private var outcomes: [PublishOutcome] = []

  var isBlocked: Bool { connection.isBlocked }

  init(_ connection: Connection, user: String) throws(BrokerError) {
    self.connection = connection
    self.user = user
    let channel = try connection.openChannel()
    self.channel = channel
    try connection.call("asking for confirms", on: channel) { amqp_confirm_select($0, channel) }
  }

  func publish(_ message: WireMessage) throws(BrokerError) -> PublishTag {
    try message.checkLimits()
    if let stated = message.properties.userID, stated != user {
      throw BrokerError(.refused, "user-id is '\(stated)', the connection's user is '\(user)'")
    }
    // Also reads what has arrived, which must come before amqp_basic_publish: see there.
    try connection.waitUntilWritable(take)
    let tag = confirmations.expect(message)
    try connection.publish(message, user: user, on: channel)
    return tag
  }

  func collect(waiting: Duration) throws(BrokerError) -> [PublishOutcome] {
    let deadline = ContinuousClock.now + waiting
    while true {
      try connection.drain(take)
      if !outcomes.isEmpty { break }
      let wait = try connection.wait(until: deadline)
      if wait == .woken || wait == .expired && ContinuousClock.now >= deadline { return [] }
    }
    defer { outcomes.removeAll(keepingCapacity: true) }
    return outcomes
  }

  func wake() { connection.waker.wake() }

  func close() { connection.close() }

  private func take(_ event: Connection.Event) throws(BrokerError) {
    switch event {
    case .acknowledged(let number, let multiple):
      outcomes += confirmations.answer(number, multiple: multiple).map { .confirmed($0) }
    case .refused(let number, let multiple):
      outcomes += confirmations.answer(number, multiple: multiple).map { .refused($0) }
    case .returned(let start, let message):
      guard let tag = confirmations.returned(message) else { return }
      outcomes.append(.returned(tag, reason: "\(start.code) \(start.text)"))
    case .channelClosed(_, let error):
      // A missing exchange or permission; what was in flight is unknown.
      throw connection.discard(error)
    case .delivered, .consumerCancelled: break
    }
  }
}

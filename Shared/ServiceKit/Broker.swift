package import Messages

/// The way to a message broker; RabbitMQ in production, memory in the simulation.
///
/// Sending and receiving never share a connection: a broker that blocks a sender stops reading the
/// acknowledgements of that connection too (RabbitMQ, "Memory and Disk Alarms").
package protocol Broker: Sendable {
  /// Opens a connection that receives, after checking that the topology is as declared.
  func makeConsumer(name: String) throws(BrokerError) -> any Consumer
  /// Opens a connection that sends, with publisher confirms.
  func makePublisher(name: String) throws(BrokerError) -> any Publisher
}

/// A connection that receives.
///
/// It stays on the thread that opened it.
package protocol Consumer: AnyObject {
  /// Starts to take messages; at most `prefetch` are unacknowledged at a time.
  ///
  /// Each subscription has a channel of its own, so that closing one requeues its messages in
  /// order.
  func subscribe(to queue: String, prefetch: Int) throws(BrokerError)
  /// What has arrived, waiting for the first no longer than `waiting`.
  func receive(atMost count: Int, waiting: Duration) throws(BrokerError) -> [Delivery]
  /// Acknowledges messages, in any order; each once.
  func acknowledge(_ deliveries: [DeliveryTag]) throws(BrokerError)
  /// Hands messages back to the queue: each returns to its place.
  func requeue(_ deliveries: [DeliveryTag]) throws(BrokerError)
  /// Gives one queue back: its channel is closed, what is unacknowledged returns to its place, and
  /// late acknowledgements of it are ignored.
  func unsubscribe(from queue: String) throws(BrokerError)
  /// Declares this process's own reply queue (exclusive) and binds it in `encours.replies`.
  func declareReplyQueue(_ name: String) throws(BrokerError)
  /// Interrupts a `receive` that waits; the one call that other threads may make.
  func wake()
  func close()
}

/// A connection that sends, with confirms.
///
/// It stays on the thread that opened it.
package protocol Publisher: AnyObject {
  /// Hands a message to the broker; its outcome comes from `collect`.
  ///
  /// Refuses what exceeds ``Messages/Limits`` with `.refused` before a byte has left.
  func publish(_ message: WireMessage) throws(BrokerError) -> PublishTag
  /// What became of earlier messages, in any order, waiting for the first no longer than `waiting`.
  func collect(waiting: Duration) throws(BrokerError) -> [PublishOutcome]
  /// The broker has asked to send nothing (an alarm of memory or disk).
  var isBlocked: Bool { get }
  /// Interrupts a `collect` that waits; the one call that other threads may make.
  func wake()
  func close()
}

/// Names a message received on one connection.
package struct DeliveryTag: Hashable, Sendable {
  package let channel: UInt16
  package let number: UInt64

  package init(channel: UInt16, number: UInt64) {
    self.channel = channel
    self.number = number
  }
}

/// A message as it was received.
package struct Delivery: Sendable {
  package let tag: DeliveryTag
  package let queue: String
  package let isRedelivered: Bool
  package let message: WireMessage

  package init(tag: DeliveryTag, queue: String, isRedelivered: Bool, message: WireMessage) {
    self.tag = tag
    self.queue = queue
    self.isRedelivered = isRedelivered
    self.message = message
  }
}

/// Names a message sent on one connection; they count from 1.
package typealias PublishTag = UInt64

/// What became of a message that was published.
package enum PublishOutcome: Equatable, Sendable {
  /// Every queue it went to has it on disk.
  case confirmed(PublishTag)
  /// A queue refused it; it may have reached others.
  case refused(PublishTag)
  /// No queue is bound for it; the confirmation follows.
  case returned(PublishTag, reason: String)
}

/// What went wrong between this process and the broker.
package struct BrokerError: Error, Equatable, Sendable {
  package enum Kind: String, Sendable {
    /// Nobody knows what became of messages in flight: connect again and send them again.
    case connectionLost
    /// A queue, an exchange or a permission is missing or different: connecting again won't help
    /// until somebody has mended it.
    case misconfigured
    /// The broker's name and password, or its certificate, do not fit.
    case accessRefused
    /// The message exceeds a limit; it was not sent.
    case refused
    /// A consumer was cancelled by the broker, e.g. because its queue was deleted.
    case consumerCancelled
  }
  package let kind: Kind
  /// librabbitmq's status or the server's reply code.
  package let code: Int
  package let text: String

  package init(_ kind: Kind, code: Int = 0, _ text: String) {
    self.kind = kind
    self.code = code
    self.text = text
  }

  /// The same may go through later without anybody's doing.
  package var isRetriable: Bool { kind == .connectionLost || kind == .consumerCancelled }
}

import Messages
package import ServiceKit

/// RabbitMQ over librabbitmq.
///
/// A connection stays on the thread that opened it. That thread needs a stack of at least 8 MiB:
/// librabbitmq reads nested header tables by recursion, and a frame can nest thousands.
package struct RabbitMQ: Broker {
  package let settings: AMQPSettings
  /// What must be there before a connection is used.
  package let needed: Topology

  package init(settings: AMQPSettings, needing needed: Topology = Topology()) {
    self.settings = settings
    self.needed = needed
  }

  package func makeConsumer(name: String) throws(BrokerError) -> any Consumer {
    RabbitConsumer(try connect(name))
  }

  package func makePublisher(name: String) throws(BrokerError) -> any Publisher {
    try RabbitPublisher(try connect(name), user: settings.user)
  }

  /// Every call that the broker answers is done before the first subscription.
  private func connect(_ name: String) throws(BrokerError) -> Connection {
    let connection = try Connection(settings, name: name)
    try TopologyCheck.check(needed, on: connection)
    return connection
  }
}

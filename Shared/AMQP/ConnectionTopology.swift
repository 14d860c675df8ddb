import CRabbitMQ
import Messages
import ServiceKit

// Declarations, each on a channel of its own: the broker closes the channel to refuse one.

extension Connection {
  /// Declares an exchange; passively: only asks whether it is there.
  func declare(_ exchange: Topology.Exchange, passively: Bool) throws(BrokerError) {
    try onChannel("exchange '\(exchange.name)'") { connection, channel throws(BrokerError) in
      let name = connection.encoder.bytes(exchange.name)
      let kind = connection.encoder.bytes(exchange.kind.rawValue)
      let arguments = passively ? amqp_empty_table : connection.encoder.table(exchange.arguments)
      try connection.call("exchange '\(exchange.name)'", on: channel) {
        amqp_exchange_declare($0, channel, name, kind, passively ? 1 : 0, 1, 0, 0, arguments)
      }
    }
  }

  /// Declares a queue; passively: only asks whether it is there.
  func declare(_ queue: Topology.Queue, passively: Bool) throws(BrokerError) {
    try onChannel("queue '\(queue.name)'") { connection, channel throws(BrokerError) in
      let name = connection.encoder.bytes(queue.name)
      let arguments = passively ? amqp_empty_table : connection.encoder.table(queue.arguments)
      try connection.call("queue '\(queue.name)'", on: channel) {
        amqp_queue_declare($0, channel, name, passively ? 1 : 0, 1, 0, 0, arguments)
      }
    }
  }

  /// Binds a queue; what is bound already stays so.
  func declare(_ binding: Topology.Binding) throws(BrokerError) {
    let what = "binding '\(binding.queue)' to '\(binding.exchange)' by '\(binding.routingKey)'"
    try onChannel(what) { connection, channel throws(BrokerError) in
      let queue = connection.encoder.bytes(binding.queue)
      let exchange = connection.encoder.bytes(binding.exchange)
      let key = connection.encoder.bytes(binding.routingKey)
      try connection.call(what, on: channel) {
        amqp_queue_bind($0, channel, queue, exchange, key, amqp_empty_table)
      }
    }
  }

  /// Deletes a queue with all its messages.
  func deleteQueue(_ name: String) throws(BrokerError) {
    try onChannel("deleting '\(name)'") { connection, channel throws(BrokerError) in
      let queue = connection.encoder.bytes(name)
      try connection.call("deleting '\(name)'", on: channel) {
        amqp_queue_delete($0, channel, queue, 0, 0)
      }
    }
  }

  private func onChannel(
    _ doing: String,
    _ body: (Connection, UInt16) throws(BrokerError) -> Void
  ) throws(BrokerError) {
    let channel = try openChannel()
    defer { encoder.reset() }
    try body(self, channel)
    try closeChannel(channel)
  }
}

import Foundation
package import ServiceKit

/// Declares a topology with an administrator's connection, and says where the broker's differs.
///
/// Policies and users cannot be declared over AMQP; they are in
/// ``ServiceKit/Topology/definitions``.
package struct TopologyApplier {
  /// Something of the topology that the broker has not, or has otherwise.
  package struct Difference: Equatable, Sendable, CustomStringConvertible {
    package enum Kind: String, Sendable { case missing, different }
    package let kind: Kind
    /// Its kind and name: `queue 'encours.matching.07'`.
    package let subject: String
    /// The broker's words.
    package let text: String

    package var description: String { "\(kind.rawValue): \(subject): \(text)" }
  }

  private let connection: Connection

  package init(settings: AMQPSettings) throws(BrokerError) {
    connection = try Connection(settings, name: "topology")
  }

  /// Declares what is missing and leaves what differs: no argument of a queue can be changed, so
  /// that somebody must decide what becomes of the messages in it.
  ///
  /// Throws the differences when everything else has been declared. Returns only after `settling`:
  /// RabbitMQ 3.10 writes the names of new quorum queues to disk half a second later, and a node
  /// that is killed before has the queue for ever without a leader, and its messages nowhere.
  package func apply(_ topology: Topology, settling: Duration = .seconds(1)) throws {
    let differences = try declare(topology)
    Thread.sleep(forTimeInterval: Double(settling.components.seconds))
    guard differences.isEmpty else { throw TopologyDiffers(differences: differences) }
  }

  private func declare(_ topology: Topology) throws(BrokerError) -> [Difference] {
    var differences: [Difference] = []
    for exchange in topology.exchanges {
      try note("exchange '\(exchange.name)'", in: &differences) { () throws(BrokerError) in
        try connection.declare(exchange, passively: false)
      }
    }
    for queue in topology.queues {
      try note("queue '\(queue.name)'", in: &differences) { () throws(BrokerError) in
        try connection.declare(queue, passively: false)
      }
    }
    for binding in topology.bindings {
      let subject = "binding '\(binding.queue)' '\(binding.exchange)' '\(binding.routingKey)'"
      try note(subject, in: &differences) { () throws(BrokerError) in
        try connection.declare(binding)
      }
    }
    return differences
  }

  /// What `apply` would have to do, without doing it.
  ///
  /// Bindings cannot be asked for over AMQP.
  package func differences(from topology: Topology) throws(BrokerError) -> [Difference] {
    var differences: [Difference] = []
    for exchange in topology.exchanges {
      try note("exchange '\(exchange.name)'", in: &differences) { () throws(BrokerError) in
        try connection.declare(exchange, passively: true)
        // It is there: declaring it again changes nothing and compares everything.
        try connection.declare(exchange, passively: false)
      }
    }
    for queue in topology.queues {
      try note("queue '\(queue.name)'", in: &differences) { () throws(BrokerError) in
        try connection.declare(queue, passively: true)
        try connection.declare(queue, passively: false)
      }
    }
    return differences
  }

  /// Deletes queues with all their messages.
  package func deleteQueues(_ names: [String]) throws(BrokerError) {
    for name in names { try connection.deleteQueue(name) }
  }

  package func close() { connection.close() }

  private func note(
    _ subject: String,
    in differences: inout [Difference],
    _ body: () throws(BrokerError) -> Void
  ) throws(BrokerError) {
    do throws(BrokerError) {
      try body()
    } catch  where error.kind == .misconfigured {
      differences.append(
        Difference(
          kind: error.code == Connection.notFound ? .missing : .different,
          subject: subject,
          text: error.text
        )
      )
    }
  }
}

/// The broker has something otherwise than the topology says; a person has to decide.
package struct TopologyDiffers: Error, Equatable, CustomStringConvertible {
  package let differences: [TopologyApplier.Difference]

  package var description: String {
    differences.map(\.description).joined(separator: "\n")
  }
}

/// What a service does before it uses a connection: it asks whether its exchanges and queues are
/// there, which needs no permission to declare anything.
enum TopologyCheck {
  static func check(_ needed: Topology, on connection: Connection) throws(BrokerError) {
    var missing: [String] = []
    for exchange in needed.exchanges {
      try note(exchange.name, in: &missing) { () throws(BrokerError) in
        try connection.declare(exchange, passively: true)
      }
    }
    for queue in needed.queues {
      try note(queue.name, in: &missing) { () throws(BrokerError) in
        try connection.declare(queue, passively: true)
      }
    }
    guard missing.isEmpty else {
      throw connection.discard(
        BrokerError(
          .misconfigured,
          code: Connection.notFound,
          "the broker lacks \(missing.joined(separator: ", ")): run `encours topology apply`"
        )
      )
    }
  }

  private static func note(
    _ name: String,
    in missing: inout [String],
    _ body: () throws(BrokerError) -> Void
  ) throws(BrokerError) {
    do throws(BrokerError) {
      try body()
    } catch  where error.code == Connection.notFound {
      missing.append(name)
    }
  }
}

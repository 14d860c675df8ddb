import Messages

/// The users that are no services.
package enum BrokerUser {
  /// Billing, order and payment systems.
  package static let billing = "billing"
  /// Reads the stream of reports.
  package static let analytics = "analytics"
  /// The person behind the `encours` tool: calls services, looks into bins, hands back.
  package static let `operator` = "operator"
}

extension Topology {
  /// Least privilege: who may declare, send and receive what.
  ///
  /// Nobody may write to the default exchange, which is write access to every queue of the virtual
  /// host; that is why replies have an exchange of their own instead of direct reply-to.
  static var users: [User] {
    ServiceName.allCases.map(user) + [
      User(
        name: BrokerUser.billing,
        configure: nothing,
        write: names([ExchangeName.billing]),
        read: nothing,
        topics: [topic(ExchangeName.billing, "^billing\\.")]
      ),
      User(
        name: BrokerUser.analytics,
        configure: nothing,
        write: nothing,
        read: names([QueueName.reports]),
        topics: []
      ),
      User(
        name: BrokerUser.operator,
        configure: "^\(replyQueues(BrokerUser.operator))$",
        write: "^(\(alternatives([ExchangeName.rpc, ExchangeName.parked]))"
          + "|\(replyQueues(BrokerUser.operator)))$",
        read: "^(encours\\..+\\.(dlq|invalid)"
          + "|\(alternatives([QueueName.unrouted, ExchangeName.replies]))"
          + "|\(replyQueues(BrokerUser.operator)))$",
        topics: []
      ),
    ]
  }

  private static func user(_ service: ServiceName) -> User {
    let name = service.rawValue
    let own = replyQueues(name)
    let target = service == .reporting ? ExchangeName.reports : ExchangeName.events
    let writes = [target, ExchangeName.rpc, ExchangeName.replies, ExchangeName.parked]
    let queues =
      service == .matching
      ? "encours\\.matching\\.(rpc\\.)?[0-9]{2}" : "\(escaped("encours.\(name)"))(\\.rpc)?"
    let keys = alternatives(sends(service))
    return User(
      name: name,
      configure: "^\(own)$",
      // Binding a queue writes to the queue and reads from the exchange. ("Access Control")
      write: "^(\(alternatives(writes))|\(own))$",
      read: "^(\(queues)|\(own)|\(escaped(ExchangeName.replies)))$",
      topics: [
        topic(target, service == .reporting ? "^(\(keys))$" : "^(\(keys))\\.(all|[0-9]{2})$")
      ]
    )
  }

  private static let nothing = "^$"

  private static func replyQueues(_ owner: String) -> String {
    "\(escaped("encours.reply.\(owner)."))[A-Za-z0-9._-]+"
  }

  private static func topic(_ exchange: String, _ write: String) -> User.Topic {
    User.Topic(exchange: exchange, write: write, read: nothing)
  }

  private static func names(_ names: [String]) -> String { "^(\(alternatives(names)))$" }

  private static func alternatives(_ names: [String]) -> String {
    names.map(escaped).joined(separator: "|")
  }

  private static func escaped(_ name: String) -> String {
    name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "\\.")
  }
}

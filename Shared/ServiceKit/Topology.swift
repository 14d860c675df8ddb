package import DomainKit
package import Messages

/// The exchanges, queues, bindings, policies and users of Encours on a broker, declared in one
/// place: applied by an administrator, checked by services, exported as RabbitMQ definitions, and
/// played by the in-memory broker.
package struct Topology: Equatable, Sendable {
  package var exchanges: [Exchange]
  package var queues: [Queue]
  package var bindings: [Binding]
  package var policies: [Policy]
  package var users: [User]

  package init(
    exchanges: [Exchange] = [],
    queues: [Queue] = [],
    bindings: [Binding] = [],
    policies: [Policy] = [],
    users: [User] = []
  ) {
    self.exchanges = exchanges
    self.queues = queues
    self.bindings = bindings
    self.policies = policies
    self.users = users
  }
}

extension Topology {
  /// Takes messages and routes copies of them to queues; all are durable.
  package struct Exchange: Equatable, Sendable {
    package enum Kind: String, Sendable { case direct, fanout, topic }
    package var name: String
    package var kind: Kind
    /// Where a message goes that no binding fits; with it a message is never returned.
    package var alternate: String?

    package init(_ name: String, _ kind: Kind, alternate: String? = nil) {
      self.name = name
      self.kind = kind
      self.alternate = alternate
    }

    /// An alternate exchange can be set by policy too, but then a policy that is missing loses
    /// messages without a word.
    package var arguments: [String: HeaderValue] {
      alternate.map { ["alternate-exchange": .string($0)] } ?? [:]
    }
  }

  /// Keeps messages until they are acknowledged; all are durable.
  package struct Queue: Equatable, Sendable {
    package enum Kind: String, Sendable {
      /// Written and synced before it confirms; counts deliveries.
      case quorum
      /// A log that many may read again and again; not synced before it confirms.
      case stream
      case classic
    }
    package var name: String
    package var kind: Kind
    /// One consumer at a time gets messages, so that they are handled in order.
    package var hasSingleActiveConsumer: Bool
    /// Further x-arguments.
    ///
    /// Encours sets what can be tuned by policies instead: an argument can never be changed again.
    package var extraArguments: [String: HeaderValue]

    package init(
      _ name: String,
      _ kind: Kind = .quorum,
      singleActiveConsumer: Bool = false,
      extraArguments: [String: HeaderValue] = [:]
    ) {
      self.name = name
      self.kind = kind
      self.hasSingleActiveConsumer = singleActiveConsumer
      self.extraArguments = extraArguments
    }

    package var arguments: [String: HeaderValue] {
      var arguments = extraArguments
      arguments["x-queue-type"] = .string(kind.rawValue)
      if hasSingleActiveConsumer { arguments["x-single-active-consumer"] = .boolean(true) }
      return arguments
    }
  }

  package struct Binding: Equatable, Hashable, Sendable {
    package var exchange: String
    package var queue: String
    package var routingKey: String

    package init(_ exchange: String, _ queue: String, _ routingKey: String) {
      self.exchange = exchange
      self.queue = queue
      self.routingKey = routingKey
    }
  }

  /// What the broker applies to every queue whose name fits a pattern; one policy a queue, the one
  /// of the highest priority.
  package struct Policy: Equatable, Sendable {
    package var name: String
    /// A regular expression, searched in the queue's name.
    package var pattern: String
    package var definition: [String: HeaderValue]
    package var priority: Int

    package init(
      _ name: String,
      pattern: String,
      definition: [String: HeaderValue],
      priority: Int = 0
    ) {
      self.name = name
      self.pattern = pattern
      self.definition = definition
      self.priority = priority
    }
  }

  /// A name known to the broker and what it may do: regular expressions over names of exchanges and
  /// queues, and for topic exchanges over routing keys.
  package struct User: Equatable, Sendable {
    package struct Topic: Equatable, Sendable {
      package var exchange: String
      package var write: String
      package var read: String
    }
    package var name: String
    package var configure: String
    package var write: String
    package var read: String
    package var topics: [Topic]
  }
}

/// The names by which Encours calls its exchanges.
package enum ExchangeName {
  /// From billing, order and payment systems; routing key: the type.
  package static let billing = "encours.billing"
  /// From the five services; routing key: type and partition, or `all`.
  package static let events = "encours.events"
  /// Requests; routing key: the service, for matching the service and the partition.
  package static let rpc = "encours.rpc"
  /// Replies; routing key: the caller's own reply queue.
  package static let replies = "encours.replies"
  /// From reporting; routing key: the type.
  package static let reports = "encours.reports"
  /// What could not be handled, and what is handed back to be handled again.
  package static let parked = "encours.parked"
  /// What no queue wanted.
  package static let unrouted = "encours.unrouted"
}

/// The names by which Encours calls its queues.
package enum QueueName {
  /// The events of a service.
  ///
  /// Matching has a queue a partition, the others have one.
  package static func events(_ service: ServiceName, _ partition: Partition? = nil) -> String {
    precondition((service == .matching) == (partition != nil), "matching is read by partition")
    return "encours.\(service.rawValue)" + (partition.map { ".\($0.name)" } ?? "")
  }

  /// The requests to a service, read before its events.
  package static func rpc(_ service: ServiceName, _ partition: Partition? = nil) -> String {
    precondition((service == .matching) == (partition != nil), "matching is read by partition")
    return "encours.\(service.rawValue).rpc" + (partition.map { ".\($0.name)" } ?? "")
  }

  /// What the service could never understand.
  package static func invalid(_ service: ServiceName) -> String {
    "encours.\(service.rawValue).invalid"
  }

  /// What the service could not handle.
  package static func deadLetters(_ service: ServiceName) -> String {
    "encours.\(service.rawValue).dlq"
  }

  /// The replies to one process; `owner` is the service's or the operator's user.
  package static func replies(_ owner: String, instance: String) -> String {
    "encours.reply.\(owner).\(instance)"
  }

  package static let reports = "encours.reports"
  package static let unrouted = "encours.unrouted"
}

/// The routing keys of Encours.
package enum RoutingKey {
  /// The last word of what concerns no account.
  package static let all = "all"

  /// In `encours.events`; with no partition: `<type>.all`.
  package static func event(_ type: String, _ partition: Partition?) -> String {
    "\(type).\(partition?.name ?? all)"
  }

  /// In `encours.rpc`.
  package static func rpc(_ service: ServiceName, _ partition: Partition? = nil) -> String {
    service.rawValue + (partition.map { ".\($0.name)" } ?? "")
  }

  /// In `encours.parked`.
  package static func invalid(_ service: ServiceName) -> String { "\(service.rawValue).invalid" }
  /// In `encours.parked`.
  package static func deadLetter(_ service: ServiceName) -> String { "\(service.rawValue).dlq" }
  /// In `encours.parked`: back to the one queue from which a message was parked.
  ///
  /// Publishing it in `encours.events` again would hand it to every reader.
  package static func redrive(to queue: String) -> String { queue }
}

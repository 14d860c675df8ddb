import Messages

extension Topology {
  /// The topology as RabbitMQ definitions (JSON), for `rabbitmqctl import_definitions`.
  ///
  /// Policies and users cannot be declared over AMQP: this is the way for them. A user is exported
  /// only when the caller gives a password for it.
  package func definitions(
    virtualHost: String = "/",
    passwords: [String: String] = [:]
  ) throws -> [UInt8] {
    try JSONCoding.encode(
      Definitions(self, users.filter { passwords[$0.name] != nil }, passwords, virtualHost)
    )
  }
}

/// The file format of RabbitMQ ("Schema Definition Export and Import").
private struct Definitions: Encodable {
  struct VirtualHost: Encodable {
    let name: String
  }
  struct User: Encodable {
    let name: String
    let password: String
    let tags: [String]
  }
  struct Permission: Encodable {
    let user: String
    let vhost: String
    let configure: String
    let write: String
    let read: String
  }
  struct TopicPermission: Encodable {
    let user: String
    let vhost: String
    let exchange: String
    let write: String
    let read: String
  }
  struct Policy: Encodable {
    let name: String
    let vhost: String
    let pattern: String
    let applyTo: String
    let definition: [String: JSONValue]
    let priority: Int
    enum CodingKeys: String, CodingKey {
      case name, vhost, pattern, definition, priority
      case applyTo = "apply-to"
    }
  }
  struct Exchange: Encodable {
    let name: String
    let vhost: String
    let type: String
    let arguments: [String: JSONValue]
    var durable = true
    var autoDelete = false
    var isInternal = false
    enum CodingKeys: String, CodingKey {
      case name, vhost, type, arguments, durable
      case autoDelete = "auto_delete"
      case isInternal = "internal"
    }
  }
  struct Queue: Encodable {
    let name: String
    let vhost: String
    let arguments: [String: JSONValue]
    var durable = true
    var autoDelete = false
    enum CodingKeys: String, CodingKey {
      case name, vhost, arguments, durable
      case autoDelete = "auto_delete"
    }
  }
  struct Binding: Encodable {
    let source: String
    let vhost: String
    let destination: String
    let routingKey: String
    var destinationType = "queue"
    var arguments: [String: JSONValue] = [:]
    enum CodingKeys: String, CodingKey {
      case source, vhost, destination, arguments
      case routingKey = "routing_key"
      case destinationType = "destination_type"
    }
  }
  let vhosts: [VirtualHost]
  let users: [User]
  let permissions: [Permission]
  let topicPermissions: [TopicPermission]
  let policies: [Policy]
  let exchanges: [Exchange]
  let queues: [Queue]
  let bindings: [Binding]
  enum CodingKeys: String, CodingKey {
    case vhosts, users, permissions, policies, exchanges, queues, bindings
    case topicPermissions = "topic_permissions"
  }
}

extension Definitions {
  init(
    _ topology: Topology,
    _ users: [Topology.User],
    _ passwords: [String: String],
    _ vhost: String
  ) {
    vhosts = [VirtualHost(name: vhost)]
    self.users = users.map {
      User(name: $0.name, password: passwords[$0.name] ?? "", tags: [])
    }
    permissions = users.map {
      Permission(
        user: $0.name,
        vhost: vhost,
        configure: $0.configure,
        write: $0.write,
        read: $0.read
      )
    }
    topicPermissions = users.flatMap { user in
      user.topics.map {
        TopicPermission(
          user: user.name,
          vhost: vhost,
          exchange: $0.exchange,
          write: $0.write,
          read: $0.read
        )
      }
    }
    policies = topology.policies.map {
      Policy(
        name: $0.name,
        vhost: vhost,
        pattern: $0.pattern,
        applyTo: "queues",
        definition: $0.definition.mapValues(JSONValue.init),
        priority: $0.priority
      )
    }
    exchanges = topology.exchanges.map {
      Exchange(
        name: $0.name,
        vhost: vhost,
        type: $0.kind.rawValue,
        arguments: $0.arguments.mapValues(JSONValue.init)
      )
    }
    queues = topology.queues.map {
      Queue(name: $0.name, vhost: vhost, arguments: $0.arguments.mapValues(JSONValue.init))
    }
    bindings = topology.bindings.map {
      Binding(source: $0.exchange, vhost: vhost, destination: $0.queue, routingKey: $0.routingKey)
    }
  }
}

/// A header value as JSON.
private struct JSONValue: Encodable {
  let value: HeaderValue

  init(_ value: HeaderValue) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .string(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .boolean(let flag): try container.encode(flag)
    case .list(let values): try container.encode(values.map(JSONValue.init))
    case .table(let table): try container.encode(table.mapValues(JSONValue.init))
    case .other: try container.encodeNil()
    }
  }
}

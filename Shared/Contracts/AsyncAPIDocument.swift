import Messages
import ServiceKit

/// The AsyncAPI 3.0 document: which channels there are, who sends and reads what on them, and what
/// a call is answered with.
struct AsyncAPIDocument {
  private let contracts: [Contract]
  private let schemas: [String: JSONValue]
  private let documentation: Documentation

  init(_ contracts: [Contract], documentation: Documentation) throws {
    self.contracts = contracts
    self.documentation = documentation
    var probe = SchemaProbe(documentation: documentation)
    var roots: [String: JSONValue] = [:]
    for contract in contracts { roots[contract.name] = try probe.rootSchema(of: contract.type) }
    schemas = probe.definitions.merging(roots) { _, root in root }
  }

  var value: JSONValue {
    [
      "asyncapi": "3.0.0",
      "info": [
        "title": "Encours", "version": "1.0.0",
        "description": """
        Accounts receivable on RabbitMQ. Messages are CloudEvents 1.0 in binary mode; calls follow \
        gRPC's manner. A field may be added, never changed or removed; an incompatible change is a \
        new type.
        """,
      ],
      "defaultContentType": "application/json",
      "servers": [
        "rabbitmq": [
          "host": "localhost:5672", "protocol": "amqp", "protocolVersion": "0-9-1",
          "description": "The broker that all services share; which one is configuration.",
        ]
      ],
      "channels": .object(channels),
      "operations": .object(operations),
      "components": [
        "messages": .object(
          Dictionary(uniqueKeysWithValues: contracts.map { ($0.key, message($0)) })
        ),
        "schemas": .object(
          schemas.mapValues(Self.inComponents).merging(Self.headers) { schema, _ in schema }
        ),
      ],
    ]
  }

  private func message(_ contract: Contract) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(contract.id), "title": .string(contract.name),
      "contentType": "application/json",
      "payload": Self.reference("schemas", contract.name),
      "headers": Self.reference("schemas", Self.headersName(contract.kind)),
    ]
    members["summary"] = documentation.text(of: SchemaProbe.path(of: contract.type)).map {
      .string($0)
    }
    if let example = contract.example { members["examples"] = [["payload": example]] }
    switch contract.kind {
    case .message:
      members["bindings"] = [
        "amqp": ["messageType": .string(contract.id), "bindingVersion": "0.3.0"]
      ]
    case .request, .reply:
      members["correlationId"] = [
        "location": "$message.header#/correlationId",
        "description": "The AMQP property correlation_id, told again by the reply.",
      ]
    }
    return .object(members)
  }

  private static func reference(_ section: String, _ name: String) -> JSONValue {
    ["$ref": .string("#/components/\(section)/\(name)")]
  }

  /// The schema with its references moved from a file of its own to the components.
  private static func inComponents(_ schema: JSONValue) -> JSONValue {
    switch schema {
    case .object(let members):
      .object(
        Dictionary(
          uniqueKeysWithValues: members.map { key, value in
            guard key == "$ref", let target = value.string else {
              return (key, inComponents(value))
            }
            return (key, .string(target.replacing("#/$defs/", with: "#/components/schemas/")))
          }
        )
      )
    case .array(let elements): .array(elements.map(inComponents))
    default: schema
    }
  }
}

// MARK: - Channels

extension AsyncAPIDocument {
  private var channels: [String: JSONValue] {
    var channels: [String: JSONValue] = [:]
    for contract in contracts where contract.kind == .message {
      channels[contract.key] = channel(of: contract)
    }
    for service in ServiceName.allCases {
      var channel = Self.channel(
        address: service == .matching ? "matching.{partition}" : service.rawValue,
        exchange: ExchangeName.rpc,
        type: "direct",
        messages: contracts.filter { $0.kind == .request && answers(service, $0) }
      )
      if service == .matching { channel["parameters"] = ["partition": Self.partition] }
      channels["rpc-\(service.rawValue)"] = .object(channel)
    }
    channels["replies"] = .object(
      Self.channel(
        address: nil,
        exchange: ExchangeName.replies,
        type: "direct",
        messages: contracts.filter { $0.kind == .reply }
      )
    )
    return channels
  }

  private func channel(of contract: Contract) -> JSONValue {
    let isOutside = contract.id.hasPrefix("billing.")
    if isOutside || contract.id.hasPrefix("report.") {
      return .object(
        Self.channel(
          address: contract.id,
          exchange: isOutside ? ExchangeName.billing : ExchangeName.reports,
          type: "topic",
          messages: [contract]
        )
      )
    }
    var channel = Self.channel(
      address: "\(contract.id).{partition}",
      exchange: ExchangeName.events,
      type: "topic",
      messages: [contract]
    )
    channel["parameters"] = ["partition": Self.partition]
    return .object(channel)
  }

  private static let partition: JSONValue = [
    "description": "Two digits; `all` for what concerns no account."
  ]

  private static func channel(
    address: String?,
    exchange: String,
    type: String,
    messages: [Contract]
  ) -> [String: JSONValue] {
    [
      "address": address.map { .string($0) } ?? .null,
      "messages": .object(
        Dictionary(
          uniqueKeysWithValues: messages.map { ($0.key, reference("messages", $0.key)) }
        )
      ),
      "bindings": [
        "amqp": [
          "is": "routingKey", "bindingVersion": "0.3.0",
          "exchange": [
            "name": .string(exchange), "type": .string(type), "durable": true, "autoDelete": false,
          ],
        ]
      ],
    ]
  }

  /// A common call is answered by every service.
  private func answers(_ service: ServiceName, _ request: Contract) -> Bool {
    request.id.hasPrefix("\(service.rawValue).") || request.id.hasPrefix("any.")
  }
}

// MARK: - Operations

extension AsyncAPIDocument {
  private var operations: [String: JSONValue] {
    var operations: [String: JSONValue] = [:]
    for service in ServiceName.allCases {
      for contract in contracts where contract.kind == .message {
        if Topology.sends(service).contains(contract.id) {
          operations["\(service.rawValue)-sends-\(contract.key)"] = operation(
            "send",
            service,
            contract,
            ["deliveryMode": 2, "mandatory": true]
          )
        }
        if Topology.reads(service).contains(contract.id) {
          operations["\(service.rawValue)-reads-\(contract.key)"] = operation(
            "receive",
            service,
            contract,
            ["ack": true]
          )
        }
      }
      for request in contracts where request.kind == .request && answers(service, request) {
        let method = request.id.split(separator: ".").last.map(String.init) ?? ""
        operations["\(service.rawValue)-answers-\(method)"] = answer(request, service)
      }
    }
    return operations
  }

  private func operation(
    _ action: String,
    _ service: ServiceName,
    _ contract: Contract,
    _ binding: [String: JSONValue]
  ) -> JSONValue {
    [
      "action": .string(action), "tags": [["name": .string(service.rawValue)]],
      "channel": ["$ref": .string("#/channels/\(contract.key)")],
      "messages": [Self.message(contract.key, in: contract.key)],
      "bindings": [
        "amqp": .object(binding.merging(["bindingVersion": "0.3.0"]) { value, _ in value })
      ],
    ]
  }

  private func answer(_ request: Contract, _ service: ServiceName) -> JSONValue {
    let channel = "rpc-\(service.rawValue)"
    let reply = request.key.replacing("-request", with: "-reply")
    return [
      "action": "receive", "tags": [["name": .string(service.rawValue)]],
      "channel": ["$ref": .string("#/channels/\(channel)")],
      "messages": [Self.message(request.key, in: channel)],
      "reply": [
        "address": [
          "location": "$message.header#/replyTo",
          "description": "The AMQP property reply_to: the routing key of the caller's queue.",
        ],
        "channel": ["$ref": "#/channels/replies"],
        "messages": [
          Self.message(reply, in: "replies"), Self.message(Contract.refusal.key, in: "replies"),
        ],
      ],
    ]
  }

  private static func message(_ key: String, in channel: String) -> JSONValue {
    ["$ref": .string("#/channels/\(channel)/messages/\(key)")]
  }
}

// MARK: - Headers

extension AsyncAPIDocument {
  private static func headersName(_ kind: Contract.Kind) -> String {
    switch kind {
    case .message: "CloudEventsHeaders"
    case .request: "RequestHeaders"
    case .reply: "ReplyHeaders"
    }
  }

  private static let headers: [String: JSONValue] = [
    "CloudEventsHeaders": [
      "type": "object", "description": "The attributes of CloudEvents 1.0 in binary mode.",
      "required": [
        "cloudEvents_specversion", "cloudEvents_id", "cloudEvents_source", "cloudEvents_type",
      ],
      "properties": [
        "cloudEvents_specversion": ["type": "string", "enum": ["1.0"]],
        "cloudEvents_id": text("Derived from what the message tells; also the AMQP message_id."),
        "cloudEvents_source": text("The sender with its lineage: `/encours/matching/07/8f2c`."),
        "cloudEvents_type": text("The message's type; also the AMQP type."),
        "cloudEvents_subject": text("The account that the message concerns."),
        "cloudEvents_time": text("When it was decided: RFC 3339, UTC."),
        "cloudEvents_partitionkey": text("The account's partition."),
        "cloudEvents_sequence": text(
          "Counts the source's messages of the routing key from 1, twenty digits; services only."
        ),
        "cloudEvents_businessdate": text("The business day of the sender's open cut."),
        "cloudEvents_businesscut": text("The number of that cut within the day, from 1."),
        "cloudEvents_traceparent": text("W3C Trace Context."),
      ],
    ],
    "RequestHeaders": [
      "type": "object",
      "description": """
      Beside the AMQP properties type (the method's path), correlation_id, reply_to, \
      expiration, and message_id (the idempotency key of a call that changes something).
      """,
      "properties": [
        "grpc-timeout": text("What is left of the caller's patience: `2500m`, as gRPC writes it."),
        "traceparent": text("W3C Trace Context."),
      ],
    ],
    "ReplyHeaders": [
      "type": "object", "required": ["grpc-status"],
      "properties": [
        "grpc-status": [
          "type": "integer", "minimum": 0, "maximum": 16,
          "description": "gRPC's status code; with 0 the body is the reply, else a CallRefusal.",
        ],
        "grpc-message": text("For a person, percent-encoded as gRPC does."),
      ],
    ],
  ]

  private static func text(_ description: String) -> JSONValue {
    ["type": "string", "minLength": 1, "maxLength": 255, "description": .string(description)]
  }
}

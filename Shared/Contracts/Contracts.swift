package import Messages
package import ServiceKit

/// What Encours promises to who speaks with it from other languages: one JSON Schema (2020-12) a
/// message, request and reply, and one AsyncAPI document of all.
///
/// They are generated from the Swift types; a test holds that the committed ones are the generated
/// ones.
package enum Contracts {
  /// A file below the folder of the contracts.
  package struct File: Equatable, Sendable {
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// All files, in the order of their paths.
  package static func files(documentation: Documentation) throws -> [File] {
    let contracts = try all()
    var files = try contracts.map { contract in
      File(path: contract.path, bytes: try contract.schema(documentation).indented())
    }
    let document = try AsyncAPIDocument(contracts, documentation: documentation)
    files.append(File(path: "asyncapi.json", bytes: try document.value.indented()))
    return files.sorted { $0.path < $1.path }
  }

  /// The calls that every service answers.
  package static let commonCalls: [any CommonCall.Type] = [GetStatus.self, Resend.self]

  package static func all() throws -> [Contract] {
    try MessageCatalog.messages.map { try message($0) }
      + MessageCatalog.calls.flatMap { try [request($0), reply($0)] }
      + commonCalls.flatMap { [request(common: $0), reply(common: $0)] } + [Contract.refusal]
  }

  private static func message<Value: Message>(_ message: Value.Type) throws -> Contract {
    Contract(
      id: message.type,
      kind: .message,
      type: message,
      example: try value(of: message.example)
    )
  }

  private static func request<Request: Call>(_ call: Request.Type) throws -> Contract {
    Contract(
      id: "\(call.service.rawValue).v1.\(call.method)",
      kind: .request,
      type: call,
      example: try value(of: call.example)
    )
  }

  private static func reply<Request: Call>(_ call: Request.Type) throws -> Contract {
    Contract(
      id: "\(call.service.rawValue).v1.\(call.method)",
      kind: .reply,
      type: call.Reply.self,
      example: try value(of: call.exampleReply)
    )
  }

  private static func request<Request: CommonCall>(common call: Request.Type) -> Contract {
    Contract(id: "any.v1.\(call.method)", kind: .request, type: call, example: nil)
  }

  private static func reply<Request: CommonCall>(common call: Request.Type) -> Contract {
    Contract(id: "any.v1.\(call.method)", kind: .reply, type: call.Reply.self, example: nil)
  }

  private static func value(of example: some Encodable) throws -> JSONValue {
    try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(example))
  }
}

/// One type that crosses the border.
package struct Contract {
  package enum Kind: String, Sendable {
    case message, request, reply
  }
  /// A message's type, or a method as `credit-control.v1.CheckOrder`.
  package let id: String
  package let kind: Kind
  package let type: any Decodable.Type
  package let example: JSONValue?

  /// What any call answers instead of its reply.
  static var refusal: Contract {
    Contract(id: "any.v1.Refusal", kind: .reply, type: CallRefusal.self, example: nil)
  }

  var name: String { SchemaProbe.name(of: type) }

  /// A name without dots, as AsyncAPI's maps want it.
  var key: String {
    let key = id.replacing(".", with: "-")
    return kind == .message ? key : "\(key)-\(kind.rawValue)"
  }

  /// Its file below the folder of the contracts.
  package var path: String {
    kind == .message ? "messages/\(id).json" : "calls/\(id).\(kind.rawValue).json"
  }

  /// A schema that needs no other file.
  package func schema(_ documentation: Documentation) throws -> JSONValue {
    var probe = SchemaProbe(documentation: documentation)
    guard case .object(var members) = try probe.rootSchema(of: type) else { return .null }
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["$id"] = .string("urn:encours:\(kind.rawValue):\(id)")
    members["title"] = .string(name)
    if let example { members["examples"] = [example] }
    if !probe.definitions.isEmpty { members["$defs"] = .object(probe.definitions) }
    return .object(members)
  }
}

import DomainKit
package import Messages

/// Finds the JSON Schema of a `Decodable` type by reading it from a decoder that notes what is
/// asked for: keys, types, and whether they may be missing.
package struct SchemaProbe {
  /// The named types that were met, by name.
  package private(set) var definitions: [String: JSONValue] = [:]
  private let documentation: Documentation

  package init(documentation: Documentation) { self.documentation = documentation }

  /// The schema of a message, a request or a reply, written out; the types of its parts are in
  /// ``definitions``.
  package mutating func rootSchema(of type: any Decodable.Type) throws -> JSONValue {
    let schema = try objectSchema(of: type)
    return Self.described(schema, documentation.text(of: Self.path(of: type)))
  }

  /// A reference to a named type, or the schema of a type without a name of its own.
  private mutating func schema(of type: any Decodable.Type) throws -> JSONValue {
    if let scalar = Self.scalarSchema(of: type) { return scalar }
    if let array = type as? any ProbedArray.Type {
      return ["type": "array", "items": try schema(of: array.element)]
    }
    let leaf = type as? any LeafSchema.Type
    let name = leaf?.schemaName ?? Self.name(of: type)
    if definitions[name] == nil {
      // Noted at once, so that a type which holds itself is not read for ever.
      definitions[name] = .object([:])
      for part in leaf?.parts ?? [] { _ = try schema(of: part) }
      definitions[name] = try leaf?.schema ?? definition(of: type)
    }
    return ["$ref": .string("#/$defs/\(name)")]
  }

  private mutating func definition(of type: any Decodable.Type) throws -> JSONValue {
    let schema: JSONValue =
      if let cases = ProbedEnum.rawValues(of: type) {
        ["type": "string", "enum": .array(cases.map { .string($0) })]
      } else {
        try objectSchema(of: type)
      }
    return Self.described(schema, documentation.text(of: Self.path(of: type)))
  }

  private mutating func objectSchema(of type: any Decodable.Type) throws -> JSONValue {
    let record = ProbeRecord()
    _ = try type.init(from: ProbeDecoder(record: record))
    var properties: [String: JSONValue] = [:]
    for field in record.fields {
      let text = documentation.text(of: "\(Self.path(of: type)).\(field.key)")
      properties[field.key] = Self.described(try schema(of: field.type), text)
    }
    let required = record.fields.filter { !$0.isOptional }.map { JSONValue.string($0.key) }
    var schema: [String: JSONValue] = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required) }
    return .object(schema)
  }

  /// Readers of older drafts ignore what stands beside a reference.
  private static func described(_ schema: JSONValue, _ text: String?) -> JSONValue {
    guard let text, case .object(var members) = schema else { return schema }
    if members["$ref"] != nil { return ["allOf": [schema], "description": .string(text)] }
    members["description"] = .string(text)
    return .object(members)
  }

  private static func scalarSchema(of type: any Decodable.Type) -> JSONValue? {
    if type == String.self { return ["type": "string"] }
    if type == Bool.self { return ["type": "boolean"] }
    guard let integer = type as? any FixedWidthInteger.Type else { return nil }
    return integer.isSigned ? ["type": "integer"] : ["type": "integer", "minimum": 0]
  }

  /// The type without its module: `ControlTotal.Name`.
  static func path(of type: any Any.Type) -> String {
    String(reflecting: type).split(separator: ".").dropFirst().joined(separator: ".")
  }

  /// The type's name in a contract: `ControlTotalName`.
  package static func name(of type: any Any.Type) -> String {
    path(of: type).filter { $0 != "." }
  }
}

/// What one `init(from:)` asked for, in its order.
private final class ProbeRecord {
  struct Field {
    let key: String
    let type: any Decodable.Type
    let isOptional: Bool
  }
  var fields: [Field] = []
  var keyThatMayBeNull: String?
}

/// An array, whatever it holds.
private protocol ProbedArray {
  static var element: any Decodable.Type { get }
  static var none: Self { get }
}

extension Array: ProbedArray where Element: Decodable {
  fileprivate static var element: any Decodable.Type { Element.self }
  fileprivate static var none: [Element] { [] }
}

/// An enum of strings whose cases can be listed.
private enum ProbedEnum {
  static func rawValues(of type: Any.Type) -> [String]? {
    cases(of: type)?.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
  }

  static func cases(of type: Any.Type) -> [Any]? {
    (type as? any CaseIterable.Type).map { allCases(of: $0) }
  }

  private static func allCases<Cases: CaseIterable>(of type: Cases.Type) -> [Any] {
    Array(Cases.allCases)
  }
}

// MARK: - The decoder

/// Gives every type what it asks for, so that it reads on to its end.
private struct ProbeDecoder: Decoder {
  let record: ProbeRecord
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(ProbeContainer(record: record))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw unprobed }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw unprobed }
}

/// A type that reads itself by hand says what it is by ``LeafSchema``.
private let unprobed = DecodingError.dataCorrupted(
  DecodingError.Context(
    codingPath: [],
    debugDescription: "a type that is not read key by key needs a schema of its own"
  )
)

private struct ProbeContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let record: ProbeRecord
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { [] }

  func contains(_ key: Key) -> Bool { true }

  /// Who reads an optional field asks this first.
  func decodeNil(forKey key: Key) -> Bool {
    record.keyThatMayBeNull = key.stringValue
    return false
  }

  func decode(_ type: Bool.Type, forKey key: Key) -> Bool {
    note(key, type)
    return false
  }

  func decode(_ type: String.Type, forKey key: Key) -> String {
    note(key, type)
    return ""
  }

  func decode<Integer: FixedWidthInteger & Decodable>(
    _ type: Integer.Type,
    forKey key: Key
  ) -> Integer {
    note(key, type)
    return .zero
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    note(key, type)
    if let sample = (type as? any LeafSchema.Type)?.sample as? Value { return sample }
    if let none = (type as? any ProbedArray.Type)?.none as? Value { return none }
    if let first = ProbedEnum.cases(of: type)?.first as? Value { return first }
    return try Value(from: ProbeDecoder(record: ProbeRecord()))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw unprobed }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw unprobed
  }
  func superDecoder() throws -> any Decoder { throw unprobed }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw unprobed }

  private func note(_ key: Key, _ type: any Decodable.Type) {
    let isOptional = record.keyThatMayBeNull == key.stringValue
    record.fields.append(
      ProbeRecord.Field(key: key.stringValue, type: type, isOptional: isOptional)
    )
  }
}

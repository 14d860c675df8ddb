/// Any JSON value without floating-point numbers, for what is put together piece by piece.
package indirect enum JSONValue: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// The member of an object; nil for anything else.
  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  package var object: [String: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }
}

extension JSONValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
  }
}

extension JSONValue {
  /// The value for a person and for a line-by-line comparison: two spaces a level, arrays of
  /// scalars on one line, a line break at the end.
  package func indented() throws -> [UInt8] {
    try Array((lines(level: 0) + "\n").utf8)
  }

  private func lines(level: Int) throws -> String {
    switch self {
    case .object(let members) where !members.isEmpty:
      let parts = try members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map {
          "\(try JSONValue.string($0.key).compact()): \(try $0.value.lines(level: level + 1))"
        }
      return Self.block("{", parts, "}", level)
    case .array(let elements) where elements.contains(where: \.isContainer):
      return Self.block("[", try elements.map { try $0.lines(level: level + 1) }, "]", level)
    case .array(let elements):
      return "[\(try elements.map { try $0.compact() }.joined(separator: ", "))]"
    default: return try compact()
    }
  }

  private var isContainer: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }

  private static func block(
    _ open: String,
    _ parts: [String],
    _ close: String,
    _ level: Int
  )
    -> String
  {
    let margin = String(repeating: "  ", count: level)
    let body = parts.map { "\(margin)  \($0)" }.joined(separator: ",\n")
    return "\(open)\n\(body)\n\(margin)\(close)"
  }

  private func compact() throws -> String {
    String(decoding: try JSONCoding.encode(self), as: UTF8.self)
  }
}

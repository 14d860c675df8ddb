import Foundation

/// The one JSON encoder and decoder of everything that is journaled or sent: sorted keys, no
/// escaped slashes, so that the same value is the same bytes.
package enum JSONCoding {
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try Array(encoder.encode(value))
  }

  /// Checks the text (UTF-8, depth, duplicate keys) before it reads the value.
  package static func decode<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8]
  ) throws(Malformed) -> Value {
    try JSONText.check(bytes)
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw Malformed(.data, describe(error))
    }
  }

  /// Reads what this program wrote itself; no checks of the text.
  package static func decodeTrusted<Value: Decodable>(
    _ type: Value.Type,
    from bytes: some Collection<UInt8>
  ) throws -> Value {
    try JSONDecoder().decode(type, from: Data(bytes))
  }

  /// The path of the field and what was expected there.
  private static func describe(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func place(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      let path = context.codingPath + (last.map { [$0] } ?? [])
      let text = path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
      return text.isEmpty ? "$" : "$\(text)"
    }
    switch error {
    case .keyNotFound(let key, let context): return "\(place(context, key)) is missing"
    case .valueNotFound(let type, let context):
      return "\(place(context)) is null, expected \(type)"
    case .typeMismatch(let type, let context):
      return "\(place(context)) is not of the expected type \(type)"
    case .dataCorrupted(let context): return "\(place(context)): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}

import DomainKit

/// The one way in which everything that is journaled or sent is written and read.
package enum JSONCoding {
  /// The value's one notation: sorted keys, no spaces, no escaped slashes.
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    try JSONOutput.bytes(of: value)
  }

  /// Checks the text as ``JSONText/check(_:depth:)`` does and reads the value, ignoring unknown
  /// fields.
  package static func decode<Value: Decodable>(
    _ type: Value.Type,
    from bytes: [UInt8]
  ) throws(Malformed) -> Value {
    let isFromOutside = Value.self is any BillingMessage.Type
    let document = try JSONDocument(
      bytes,
      depth: Limits.jsonDepth,
      userInfo: isFromOutside ? [Money.singleAmounts: true] : [:]
    )
    do {
      return try document.decode(type)
    } catch {
      throw Malformed(.data, describe(error))
    }
  }

  /// Reads what this program wrote itself: records may hold messages of full depth.
  package static func decodeTrusted<Value: Decodable>(
    _ type: Value.Type,
    from bytes: some Collection<UInt8>
  ) throws -> Value {
    try JSONDocument(Array(bytes), depth: Limits.recordDepth).decode(type)
  }

  /// The path of the field and what was expected there.
  private static func describe(_ error: any Error) -> String {
    guard let error = error as? DecodingError else { return "\(error)" }
    func place(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      let path = context.codingPath + (last.map { [$0] } ?? [])
      return "$" + path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
    }
    switch error {
    case .keyNotFound(let key, let context): return "\(place(context, key)) is missing"
    case .valueNotFound(_, let context), .typeMismatch(_, let context):
      return "\(place(context)) \(context.debugDescription)"
    case .dataCorrupted(let context): return "\(place(context)): \(context.debugDescription)"
    @unknown default: return "\(error)"
    }
  }
}

/// A value that JSON has as one text, the same that it is read from and described by.
package protocol TextCoded: LosslessStringConvertible, Codable {
  /// What a text must be, for the error about one that is not: `a day of the calendar`.
  static var expected: String { get }
}

extension TextCoded {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "'\(text)' is not \(Self.expected)"
      )
    }
    self = value
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A text whose tokens are known: what `Decodable` values are read from.
///
/// It reads, with all checks of the text, in half of the time that Foundation's `JSONDecoder` takes
/// without them: it keeps no paths, but works one out when an error needs it. Numbers are integers.
final class JSONDocument {
  fileprivate let bytes: [UInt8]
  fileprivate let tokens: [JSONToken]
  fileprivate let userInfo: [CodingUserInfoKey: any Sendable]

  init(
    _ bytes: [UInt8],
    depth: Int,
    userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) throws(Malformed) {
    self.bytes = bytes
    self.userInfo = userInfo
    tokens = try JSONScanner.tokens(of: bytes[...], depth: depth)
  }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: ValueReader(document: self, index: 0))
  }

  /// The keys and indices that lead from the root to a token.
  fileprivate func path(to index: Int) -> [any CodingKey] {
    var path: [any CodingKey] = []
    var container = 0
    while container < index {
      let step = tokens[container].kind == .object ? 2 : 1
      let children = JSONTokens.children(of: container, in: tokens, step: step)
      guard let position = children.lastIndex(where: { $0 <= index }) else { break }
      let child = children[position]
      path.append(step == 2 ? PathKey(string(at: child)) : PathKey(position))
      container = child + step - 1
    }
    return path
  }

  fileprivate func string(at index: Int) -> String {
    JSONTokens.string(tokens[index], in: bytes[...])
  }

  /// The value of a member, or nil; the key is compared byte by byte.
  fileprivate func value(of key: String, in object: Int) -> Int? {
    var key = key
    return key.withUTF8 { key in
      bytes.withUnsafeBufferPointer { bytes in
        var index = object + 1
        while index < tokens[object].next {
          let token = tokens[index]
          if token.isEscaped {
            if JSONTokens.unescaped(token, in: self.bytes[...]).elementsEqual(key) {
              return index + 1
            }
          } else if token.range.count == key.count, bytes[token.range].elementsEqual(key) {
            return index + 1
          }
          index = tokens[index + 1].next
        }
        return nil
      }
    }
  }
}

/// A step of the path in an error's text.
private struct PathKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(_ index: Int) {
    stringValue = String(index)
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}

// MARK: - The three shapes of Codable

/// One value of the text.
private struct ValueReader: Decoder {
  let document: JSONDocument
  let index: Int

  var codingPath: [any CodingKey] { document.path(to: index) }
  var userInfo: [CodingUserInfoKey: Any] { document.userInfo }
  var token: JSONToken { document.tokens[index] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try KeyedDecodingContainer(ObjectReader(self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try ArrayReader(self) }
  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func expect(_ kind: JSONToken.Kind, _ type: Any.Type, _ expected: String) throws {
    guard token.kind != kind else { return }
    throw mismatch(type, expected)
  }

  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    let context = DecodingError.Context(
      codingPath: codingPath,
      debugDescription: "is \(token.kind.words), expected \(expected)"
    )
    return token.kind == .null ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }
}

extension JSONToken.Kind {
  fileprivate var words: String {
    switch self {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .true, .false: "a boolean"
    case .null: "null"
    }
  }
}

extension ValueReader: SingleValueDecodingContainer {
  func decodeNil() -> Bool { token.kind == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch token.kind {
    case .true: return true
    case .false: return false
    default: throw mismatch(type, "a boolean")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    try expect(.string, type, "a string")
    return document.string(at: index)
  }

  /// Digits; a fraction of zeros changes nothing, and JSON Schema calls such a number an integer.
  func decode<Integer: FixedWidthInteger & Decodable>(_ type: Integer.Type) throws -> Integer {
    try expect(.number, type, "an integer")
    let parts = document.bytes[token.range].split(separator: UInt8(ascii: "."), maxSplits: 1)
    guard parts.count == 1 || parts[1].allSatisfy({ $0 == UInt8(ascii: "0") }),
      let value = Integer(String(decoding: parts[0], as: UTF8.self))
    else {
      let text = String(decoding: document.bytes[token.range], as: UTF8.self)
      throw DecodingError.dataCorruptedError(
        in: self,
        debugDescription: "\(text) is not an integer from \(Integer.min) to \(Integer.max)"
      )
    }
    return value
  }

  func decode(_ type: Double.Type) throws -> Double { throw floatingPoint }
  func decode(_ type: Float.Type) throws -> Float { throw floatingPoint }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

  private var floatingPoint: DecodingError {
    DecodingError.dataCorruptedError(
      in: self,
      debugDescription: "floating-point numbers are not read"
    )
  }
}

/// An object of the text.
private struct ObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let reader: ValueReader
  /// The values by their keys where an object has many members, so that reading all of them takes
  /// no quadratic time.
  private let values: [String: Int]?

  private var document: JSONDocument { reader.document }

  init(_ reader: ValueReader) throws {
    try reader.expect(.object, [String: Any].self, "an object")
    self.reader = reader
    let document = reader.document
    let fewTokens = 128
    if reader.token.next - reader.index <= fewTokens {
      values = nil
    } else {
      let keys = JSONTokens.children(of: reader.index, in: document.tokens, step: 2)
      values = Dictionary(
        keys.map { (document.string(at: $0), $0 + 1) },
        uniquingKeysWith: { first, _ in first }
      )
    }
  }

  var codingPath: [any CodingKey] { reader.codingPath }

  var allKeys: [Key] {
    JSONTokens.children(of: reader.index, in: document.tokens, step: 2)
      .compactMap { Key(stringValue: document.string(at: $0)) }
  }

  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try member(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try member(key).decode(type)
  }
  func decode<Integer: FixedWidthInteger & Decodable>(
    _ type: Integer.Type,
    forKey key: Key
  ) throws -> Integer { try member(key).decode(type) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try member(key).decode(type)
  }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try member(key).decode(type) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try member(key).decode(type)
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let member = find(key), !member.decodeNil() else { return nil }
    return try member.decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try member(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try member(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    guard let key = Key(stringValue: "super") else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: codingPath, debugDescription: "has no superclass")
      )
    }
    return try member(key)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }

  private func find(_ key: Key) -> ValueReader? {
    let name = key.stringValue
    let value = values.map { $0[name] } ?? document.value(of: name, in: reader.index)
    return value.map { ValueReader(document: document, index: $0) }
  }

  private func member(_ key: Key) throws -> ValueReader {
    guard let member = find(key) else {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(codingPath: codingPath, debugDescription: "is missing")
      )
    }
    return member
  }
}

/// An array of the text, and the element to read next.
private struct ArrayReader: UnkeyedDecodingContainer {
  private let reader: ValueReader
  private var next: Int
  private(set) var currentIndex = 0

  init(_ reader: ValueReader) throws {
    try reader.expect(.array, [Any].self, "an array")
    self.reader = reader
    next = reader.index + 1
  }

  var codingPath: [any CodingKey] { reader.codingPath }
  /// Not known without a walk; arrays grow as they are read.
  var count: Int? { nil }
  var isAtEnd: Bool { next >= reader.token.next }

  mutating func decodeNil() throws -> Bool {
    let isNull = try peek().decodeNil()
    if isNull { advance() }
    return isNull
  }
  mutating func decode(_ type: Bool.Type) throws -> Bool { try read { try $0.decode(type) } }
  mutating func decode(_ type: String.Type) throws -> String { try read { try $0.decode(type) } }
  mutating func decode<Integer: FixedWidthInteger & Decodable>(
    _ type: Integer.Type
  ) throws -> Integer { try read { try $0.decode(type) } }
  mutating func decode(_ type: Double.Type) throws -> Double { try read { try $0.decode(type) } }
  mutating func decode(_ type: Float.Type) throws -> Float { try read { try $0.decode(type) } }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try read { try $0.decode(type) }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try read { try $0.container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try read { try $0.unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder { try read { $0 } }

  /// An element that cannot be read is not passed.
  private mutating func read<Value>(_ body: (ValueReader) throws -> Value) throws -> Value {
    let value = try body(peek())
    advance()
    return value
  }

  private func peek() throws -> ValueReader {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        Any.self,
        DecodingError.Context(
          codingPath: codingPath + [PathKey(currentIndex)],
          debugDescription: "is missing"
        )
      )
    }
    return ValueReader(document: reader.document, index: next)
  }

  private mutating func advance() {
    next = reader.document.tokens[next].next
    currentIndex += 1
  }
}

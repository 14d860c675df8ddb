import DomainKit
import Foundation
import Messages
import Testing

extension JSONValue {
  fileprivate static func random(depth: Int, _ generator: inout SplitMix) -> JSONValue {
    switch generator.below(depth > 0 ? 8 : 5) {
    case 0: return .null
    case 1: return .boolean(generator.below(2) == 0)
    case 2: return .integer(Int64(bitPattern: generator.next() >> UInt64(generator.below(64))))
    case 3, 4: return .string(randomText(&generator))
    case 5:
      return .array((0..<generator.below(5)).map { _ in random(depth: depth - 1, &generator) })
    default:
      let count = generator.below(10) == 0 ? 40 : generator.below(6)
      var members: [String: JSONValue] = [:]
      for _ in 0..<count {
        members[randomText(&generator).filter { !isEscaped($0) }] = random(
          depth: depth - 1,
          &generator
        )
      }
      return .object(members)
    }
  }

  /// Keys are sorted as they are written; Foundation sorts them before it escapes them.
  private static func isEscaped(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.value < 0x20 || $0 == "\"" || $0 == "\\" }
  }

  private static func randomText(_ generator: inout SplitMix) -> String {
    let alphabet: [Unicode.Scalar] = [
      "a", "b", "Z", "0", "9", " ", "/", "\"", "\\", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1}",
      "\u{1F}", "\u{7F}", "é", "ß", "€", "\u{2028}", "😀", "\u{10FFFF}", "{", "]", ",", ":",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<generator.below(12) { text.append(alphabet[generator.below(alphabet.count)]) }
    return String(text)
  }
}

/// Splitmix64: the same numbers from the same seed, everywhere.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}

/// What synthesized code does with enums: a container in a container.
private enum Shape: Codable, Equatable {
  case nothing
  case labelled(amount: Money, to: [ItemID], note: String?)
  case unlabelled(Int, Partition)
}

/// What only code written by hand does.
private struct Handwritten: Codable, Equatable {
  var numbers: [Int]
  var inner: String
  var parent: Int

  private enum Keys: CodingKey { case z, a, list, parent }

  init(numbers: [Int], inner: String, parent: Int) {
    self.numbers = numbers
    self.inner = inner
    self.parent = parent
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    var list = try container.nestedUnkeyedContainer(forKey: .list)
    numbers = []
    while !list.isAtEnd { numbers.append(try list.decode(Int.self)) }
    inner = try container.nestedContainer(keyedBy: Keys.self, forKey: .z)
      .decode(String.self, forKey: .a)
    parent = try Int(from: container.superDecoder(forKey: .parent))
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Keys.self)
    var nested = container.nestedContainer(keyedBy: Keys.self, forKey: .z)
    try nested.encode(inner, forKey: .a)
    var list = container.nestedUnkeyedContainer(forKey: .list)
    for number in numbers { try list.encode(number) }
    try parent.encode(to: container.superEncoder(forKey: .parent))
  }
}

private func foundationBytes(_ value: some Encodable) throws -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return try Array(encoder.encode(value))
}

private let error = #"{"code":"c","field":"f","text":"t"}"#

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

@Suite("Writing and reading JSON")
struct JSONCodingTests {
  @Test("random values are written as Foundation writes them, and both read the other's")
  func randomValues() throws {
    var generator = SplitMix(state: 2026)
    for _ in 0..<1000 {
      let value = JSONValue.random(depth: 5, &generator)
      let bytes = try JSONCoding.encode(value)
      #expect(try JSONCoding.decode(JSONValue.self, from: bytes) == value)
      #expect(try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) == value)
      #expect(try JSONCoding.decode(JSONValue.self, from: foundationBytes(value)) == value)
      try #expect(text(bytes) == text(foundationBytes(value)))
    }
  }

  @Test("enums with values and nested containers are written as Foundation writes them")
  func nestedContainers() throws {
    let shapes: [Shape] = [
      .nothing, .labelled(amount: Money(-5, .euro), to: ["b", "a"], note: nil),
      .labelled(amount: Money(5, .euro), to: [], note: "x"), .unlabelled(-1, Partition(7)!),
    ]
    let bytes = try JSONCoding.encode(shapes)
    try #expect(text(bytes) == text(foundationBytes(shapes)))
    #expect(try JSONCoding.decode([Shape].self, from: bytes) == shapes)
    let handwritten = [
      Handwritten(numbers: [3, 1, 2], inner: "i", parent: 9),
      Handwritten(numbers: [], inner: "", parent: 0),
    ]
    #expect(
      text(try JSONCoding.encode(handwritten[0]))
        == #"{"list":[3,1,2],"parent":9,"z":{"a":"i"}}"#
    )
    #expect(
      try JSONCoding.decode([Handwritten].self, from: JSONCoding.encode(handwritten))
        == handwritten
    )
  }

  @Test("numbers are written and read over the whole range of their types")
  func integers() throws {
    #expect(text(try JSONCoding.encode([Int64.min, .max])) == "[\(Int64.min),\(Int64.max)]")
    #expect(
      try JSONCoding.decode([UInt64].self, from: Array("[18446744073709551615]".utf8)) == [.max]
    )
    #expect(try JSONCoding.decode([Int].self, from: Array("[-0,2.000]".utf8)) == [0, 2])
    for wrong in ["[2.5]", "[1e2]", "[9223372036854775808]", "[\"1\"]", "[true]", "[null]"] {
      #expect(throws: Malformed.self) { try JSONCoding.decode([Int].self, from: Array(wrong.utf8)) }
    }
    #expect(throws: Malformed.self) {
      try JSONCoding.decode([UInt8].self, from: Array("[256]".utf8))
    }
  }

  @Test("floating-point numbers are neither written nor read")
  func floatingPoint() {
    #expect(throws: EncodingError.self) { try JSONCoding.encode([1.5]) }
    #expect(throws: EncodingError.self) { try JSONCoding.encode(["a": Float(1)]) }
    #expect(throws: Malformed.self) {
      try JSONCoding.decode([Double].self, from: Array("[1]".utf8))
    }
  }

  @Test(
    "a refusal names the field by its path and says what was expected",
    arguments: [
      (#"{"invoice":"I"}"#, "$.account is missing"),
      (#"{"invoice":null,"account":"A","errors":[]}"#, "$.invoice is null, expected a string"),
      (#"{"invoice":"I","account":"A","errors":{}}"#, "$.errors is an object, expected an array"),
      (
        #"{"x":[{"y":[1]},{}],"invoice":"I","account":"A","errors":"#
          + #"[\#(error),{"code":7,"field":"f"}]}"#,
        "$.errors[1].code is a number, expected a string"
      ),
      (
        #"{"invoice":"I","account":" A","errors":[]}"#,
        "$.account: an identifier has 1 to 128 bytes, no control characters"
          + " and no surrounding spaces"
      ),
      ("[]", "$ is an array, expected an object"),
    ]
  )
  func errorPaths(_ json: String, _ text: String) {
    #expect(throws: Malformed(.data, text)) {
      try JSONCoding.decode(InvoiceRejected.self, from: Array(json.utf8))
    }
  }

  @Test("keys that are escaped are the same keys, and fields that nobody knows are ignored")
  func lenientInput() throws {
    let json = #" { "fi\u0065ld" : "f", "new" : {"a":[1.5e3,null]}, "code":"\u0063", "text":"" } "#
    #expect(
      try JSONCoding.decode(FieldError.self, from: Array(json.utf8))
        == FieldError(field: "f", code: "c", text: "")
    )
  }

  @Test("a table of fifty thousand rows is read in one go")
  func largeObject() throws {
    let rows = Dictionary(uniqueKeysWithValues: (0..<50_000).map { ("k\($0)", $0) })
    #expect(try JSONCoding.decode([String: Int].self, from: JSONCoding.encode(rows)) == rows)
  }

  @Test("what is no JSON is refused before anything is read")
  func checksFirst() {
    #expect {
      try JSONCoding.decode([String: Int].self, from: Array(#"{"a":1,"a":2}"#.utf8))
    } throws: {
      ($0 as? Malformed)?.code == .duplicateKey
    }
  }

  @Test("a container that is written after its sibling was begun stops the program")
  func interleavedContainers() async {
    struct Interleaved: Encodable {
      func encode(to encoder: any Encoder) throws {
        _ = encoder.container(keyedBy: CodingUserKey.self)
        _ = encoder.unkeyedContainer()
      }
      enum CodingUserKey: CodingKey { case a }
    }
    await #expect(processExitsWith: .failure) {
      _ = try JSONCoding.encode(Interleaved())
    }
  }
}

import Messages
import Testing

/// The refusal's code, or nil when the text is taken.
private func refusal(of text: String) -> Malformed.Code? { refusal(of: Array(text.utf8)) }

private func refusal(of bytes: [UInt8]) -> Malformed.Code? {
  do {
    try JSONText.check(bytes)
    return nil
  } catch {
    return error.code
  }
}

@Suite("JSON text")
struct JSONTextTests {
  @Test(
    "well-formed values are taken",
    arguments: [
      "{}", "[]", "null", "true", "false", "0", "-0", "-1.5e+10", "1E400", "\"\"",
      " \t\r\n{ \"a\" : [ 1 , 2 , { } ] , \"b\" : \"\\u00e9\\ud83d\\ude00\\/\\n\" } ",
      "\"é€😀\u{10FFFF}\u{7F}\u{FEFF}\"", "[[],[[]],{\"a\":{}}]", "{\"\":1,\" \":2}",
      "[{\"a\":1},{\"a\":1}]", "{\"a\":{\"a\":{\"a\":1}}}",
    ]
  )
  func taken(_ text: String) {
    #expect(refusal(of: text) == nil)
  }

  @Test(
    "what is not one JSON value is refused",
    arguments: [
      "", " ", "{", "[", "}", "]", "{]", "[}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}",
      "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\" 1}", "{a:1}", "{'a':1}", "{1:1}", "{\"a\":1]",
      "nul", "nulll", "True", "NaN", "Infinity", "+1", "01", "-", "-01", "1.", ".1", "1.e1", "1e",
      "1e+", "0x1", "1_000", "{}{}", "{} x", "1,", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12\"",
      "\"\\u12G4\"", "\"\t\"", "\"\n\"", "\"\u{0}\"", "\"\\u0000\"", "\"a\\u0000b\"",
      "\"\\ud83d\"", "\"\\ud83dx\"", "\"\\ud83d\\n\"", "\"\\ud83d\\u0041\"", "\"\\ude00\"",
      "\"\\ude00\\ud83d\"", "// no\n1", "[1]//", "\u{FEFF}{}", "{\"a\":1,\"b\"", "\u{A0}1",
    ]
  )
  func refused(_ text: String) {
    #expect(refusal(of: text) == .notJSON)
  }

  @Test(
    "what is not UTF-8 is refused",
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0xAF],
      [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x80, 0x80, 0xAF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xFE], [0xFF], [0xE9],
    ] as [[UInt8]]
  )
  func notUTF8(_ sequence: [UInt8]) {
    #expect(refusal(of: [0x22] + sequence + [0x22]) == .notUTF8)
  }

  @Test("UTF-16 is named as such")
  func utf16() {
    #expect(refusal(of: [0xFE, 0xFF, 0x00, 0x7B]) == .notUTF8)
    #expect(refusal(of: [0xFF, 0xFE, 0x7B, 0x00]) == .notUTF8)
  }

  @Test("every scalar of Unicode passes, and its UTF-8 neighbours do not confuse")
  func allScalars() {
    for value in stride(from: UInt32(0x20), through: 0x10FFFF, by: 7) {
      guard let scalar = Unicode.Scalar(value), value != 0x22, value != 0x5C else { continue }
      #expect(refusal(of: "\"\(scalar)\"") == nil)
    }
  }

  @Test("nesting is taken to the limit, and refused one level deeper, in any mixture")
  func depth() {
    let limit = Limits.jsonDepth
    func nested(_ levels: Int) -> [String] {
      [
        String(repeating: "[", count: levels) + String(repeating: "]", count: levels),
        String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels),
        String(repeating: "[{\"a\":", count: levels / 2) + (levels % 2 == 1 ? "[]" : "0")
          + String(repeating: "}]", count: levels / 2),
      ]
    }
    for text in nested(limit) { #expect(refusal(of: text) == nil) }
    for text in nested(limit + 1) { #expect(refusal(of: text) == .tooDeep) }
    #expect(refusal(of: String(repeating: "[", count: 1_000_000)) == .tooDeep)
  }

  @Test(
    "a key may stand once in an object, however it is written",
    arguments: [
      "{\"a\":1,\"a\":1}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}",
      "{\"\":1,\"\":2}", "[{\"x\":{\"a\":1,\"b\":{},\"a\":2}}]", "{\"/\":1,\"\\/\":2}",
      "{\"😀\":1,\"\\uD83D\\uDE00\":2}", "{\"\\n\":1,\"\\u000A\":2}",
    ]
  )
  func duplicateKeys(_ text: String) {
    #expect(refusal(of: text) == .duplicateKey)
  }

  @Test("a hundred thousand different keys are told apart, and the last one's repetition is found")
  func manyKeys() {
    let keys = (0..<100_000).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(refusal(of: "{\(keys)}") == nil)
    #expect(refusal(of: "{\(keys),\"k99999\":0}") == .duplicateKey)
  }

  @Test("the refusal says what was expected, where, and what stands there")
  func explanation() {
    #expect(throws: Malformed(.notJSON, "expected ',' or '}' at byte 8, found '\"'")) {
      try JSONText.check(Array("{\"a\": 1 \"b\": 2}".utf8))
    }
    #expect(
      throws: Malformed(.duplicateKey, "the key 'net' stands twice in one object")
    ) { try JSONText.check(Array("{\"net\":1,\"net\":2}".utf8)) }
  }

  @Test("members are found with their raw values, in a slice as in a whole")
  func members() throws {
    let text = #"  { "a" : {"x":[1,2]} , "b\u0062":"q\"" ,"c":-1.50,"d":[]} "#
    let bytes = Array("junk\(text)junk".utf8)
    let slice = bytes[4..<bytes.count - 4]
    let members = try JSONText.members(of: slice)
    #expect(members.map(\.key) == ["a", "bb", "c", "d"])
    #expect(
      members.map { String(decoding: bytes[$0.value], as: UTF8.self) } == [
        #"{"x":[1,2]}"#, #""q\"""#, "-1.50", "[]",
      ]
    )
    #expect(try JSONText.members(of: Array("{}".utf8)[...]).isEmpty)
  }

  @Test("elements are found with their raw values")
  func elements() throws {
    let bytes = Array(#"[ {"a":1}, [2 ,3],"x" , null ]"#.utf8)
    #expect(
      try JSONText.elements(of: bytes[...]).map { String(decoding: bytes[$0], as: UTF8.self) }
        == [#"{"a":1}"#, "[2 ,3]", #""x""#, "null"]
    )
    #expect(try JSONText.elements(of: Array(" [ ] ".utf8)[...]).isEmpty)
  }

  @Test(
    "members and elements refuse what the check refuses",
    arguments: [
      "[1", "[1,]", "[,]", "[1 2]", "[1]x", "[\"\\ud800\"]", "{\"a\":1,}", "{\"a\":1,\"a\":2}",
      "{\"a\":{\"b\":1,\"b\":2}}", "{\"a\":1 \"b\":2}", "{\"a\"}", "{", "", "1", "{,\"a\":1}",
    ]
  )
  func membersAreStrict(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(throws: Malformed.self) { try JSONText.members(of: bytes[...]) }
    #expect(throws: Malformed.self) { try JSONText.elements(of: bytes[...]) }
  }

  @Test("a record may hold a message of full depth")
  func recordDepth() throws {
    let body =
      String(repeating: "[", count: Limits.jsonDepth)
      + String(repeating: "]", count: Limits.jsonDepth)
    let record = Array("{\"out\":[{\"body\":\(body)}]}".utf8)
    #expect(try JSONText.members(of: record[...]).count == 1)
  }
}

/// JSON text as bytes: what can be said of it without decoding it.
///
/// One JSON value as RFC 8259 defines it, narrowed as I-JSON (RFC 7493) asks: UTF-8, no byte order
/// mark, no lone surrogates, no key twice in one object. NUL is refused as well, also when escaped:
/// C libraries and log readers end a text there.
package enum JSONText {
  /// Refuses what no decoder should see: other than one well-formed value, nesting beyond `depth`,
  /// or an object with the same key twice.
  package static func check(
    _ bytes: [UInt8],
    depth: Int = Limits.jsonDepth
  ) throws(Malformed) {
    _ = try JSONScanner.tokens(of: bytes[...], depth: depth)
  }

  /// The members of an object in their order: each key unescaped, each value as its range in
  /// `bytes`.
  ///
  /// Nested values are checked like everything else, but not listed.
  package static func members(
    of bytes: ArraySlice<UInt8>
  ) throws(Malformed) -> [(key: String, value: Range<Int>)] {
    let tokens = try JSONScanner.tokens(of: bytes, depth: Limits.recordDepth)
    guard tokens[0].kind == .object else { throw Malformed(.notJSON, "expected an object") }
    return JSONTokens.children(of: 0, in: tokens, step: 2).map { key in
      (JSONTokens.string(tokens[key], in: bytes), tokens[key + 1].outerRange)
    }
  }

  /// The elements of an array in their order, each as its range in `bytes`.
  package static func elements(of bytes: ArraySlice<UInt8>) throws(Malformed) -> [Range<Int>] {
    let tokens = try JSONScanner.tokens(of: bytes, depth: Limits.recordDepth)
    guard tokens[0].kind == .array else { throw Malformed(.notJSON, "expected an array") }
    return JSONTokens.children(of: 0, in: tokens, step: 1).map { tokens[$0].outerRange }
  }
}

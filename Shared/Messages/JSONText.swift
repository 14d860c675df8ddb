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
    try scanning(bytes[...]) { (scanner: inout JSONScanner) throws(Malformed) in
      try scanner.document(depth: depth)
    }
  }

  /// The members of an object in their order: each key unescaped, each value as its range in
  /// `bytes`.
  ///
  /// Nested values are checked like everything else, but not listed.
  package static func members(
    of bytes: ArraySlice<UInt8>
  ) throws(Malformed) -> [(key: String, value: Range<Int>)] {
    try scanning(bytes) { (scanner: inout JSONScanner) throws(Malformed) in
      try scanner.members(depth: recordDepth).map { member in
        (member.key, member.value.shifted(by: bytes.startIndex))
      }
    }
  }

  /// The elements of an array in their order, each as its range in `bytes`.
  package static func elements(of bytes: ArraySlice<UInt8>) throws(Malformed) -> [Range<Int>] {
    try scanning(bytes) { (scanner: inout JSONScanner) throws(Malformed) in
      try scanner.elements(depth: recordDepth).map { $0.shifted(by: bytes.startIndex) }
    }
  }

  /// Our own records hold messages, each of full depth, a few levels down.
  private static let recordDepth = Limits.jsonDepth + 16

  private static func scanning<Result>(
    _ bytes: ArraySlice<UInt8>,
    _ body: (inout JSONScanner) throws(Malformed) -> Result
  ) throws(Malformed) -> Result {
    try bytes.withUnsafeBufferPointer { (buffer) throws(Malformed) in
      var scanner = JSONScanner(buffer)
      return try body(&scanner)
    }
  }
}

extension Range<Int> {
  fileprivate func shifted(by distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}

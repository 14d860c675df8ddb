/// JSON text as bytes: what can be said of it without decoding it.
package enum JSONText {
  /// Refuses what no decoder should see: other than one well-formed UTF-8 value, nesting beyond
  /// ``Limits/jsonDepth``, or an object with the same key twice.
  package static func check(_ bytes: [UInt8]) throws(Malformed) {
  }
}

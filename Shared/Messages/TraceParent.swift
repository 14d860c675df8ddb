import DomainKit

/// W3C Trace Context (Recommendation of 2021): `00-<trace>-<parent>-<flags>`.
package enum TraceParent {
  /// Nil for anything else: the recommendation asks to start a new trace then, not to refuse the
  /// message.
  static func valid(_ text: String?) -> String? {
    guard let text else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [2, 32, 16, 2], !parts[0].elementsEqual("ff".utf8),
      parts.allSatisfy({
        $0.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
      }),
      parts[1...2].allSatisfy({ !$0.allSatisfy { $0 == 0x30 } })
    else { return nil }
    return text
  }

  /// Of a message that another caused, whose trace is valid; of one that nothing caused from
  /// outside, a new trace.
  ///
  /// Derived from the message's id, so that a decision that is repeated sends the same bytes.
  package static func caused(by cause: String?, id: String) -> String {
    let parent = hexadecimal(FNV1a.hash(id.utf8))
    if let cause {
      return "00-\(cause.dropFirst(3).prefix(32))-\(parent)-\(cause.suffix(2))"
    }
    let trace = hexadecimal(FNV1a.hash("trace \(id)".utf8))
    return "00-\(trace)\(parent)-\(parent)-00"
  }

  /// Sixteen digits; zero alone is no id.
  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(max(1, number), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension Invoicing {
  /// An international bank account number in its electronic form (ISO 13616): no spaces, capitals.
  package struct IBAN: Hashable, Comparable, Sendable {
    package let text: String

    /// Takes the paper form too, in groups with spaces; nil when form or check digits are wrong.
    ///
    /// Two letters, two check digits and up to 30 letters or digits; moved behind the rest, the
    /// first four make a number whose remainder by 97 is 1, letters counting 10 to 35 (ISO 7064,
    /// MOD 97-10).
    package init?(_ written: String) {
      let bytes = written.utf8.filter { $0 != 0x20 }.map(Self.capital)
      guard (15...34).contains(bytes.count),
        bytes[..<2].allSatisfy({ (0x41...0x5A).contains($0) }),
        bytes[2..<4].allSatisfy({ (0x30...0x39).contains($0) }),
        bytes.allSatisfy({ Self.value(of: $0) != nil })
      else { return nil }
      let remainder = (bytes[4...] + bytes[..<4]).reduce(0) { remainder, byte in
        let value = Self.value(of: byte) ?? 0
        return (remainder * (value < 10 ? 10 : 100) + value) % 97
      }
      guard remainder == 1 else { return nil }
      text = String(decoding: bytes, as: UTF8.self)
    }

    package static func < (lhs: IBAN, rhs: IBAN) -> Bool { lhs.text < rhs.text }

    private static func capital(_ byte: UInt8) -> UInt8 {
      (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
    }

    private static func value(of byte: UInt8) -> Int? {
      switch byte {
      case 0x30...0x39: Int(byte - 0x30)
      case 0x41...0x5A: Int(byte - 0x41) + 10
      default: nil
      }
    }
  }
}

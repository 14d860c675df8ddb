/// An international bank account number (ISO 13616), valid and without spaces.
package struct IBAN: Hashable, Sendable {
  package let text: String
  static let maximumLength = 34

  /// Nil unless its form and its check digits (modulo 97) fit; spaces and case do not matter.
  ///
  /// `RF` is no country: creditor references (ISO 11649) have the same form and check.
  package init?(_ written: String) {
    guard written.utf8.count <= 100 else { return nil }
    let bytes = written.utf8.filter { $0 != UInt8(ascii: " ") }.map { isLower($0) ? $0 - 32 : $0 }
    guard (15...Self.maximumLength).contains(bytes.count), isUpper(bytes[0]), isUpper(bytes[1]),
      isDigit(bytes[2]),
      isDigit(bytes[3]), !bytes.starts(with: "RF".utf8),
      bytes.allSatisfy({ isDigit($0) || isUpper($0) }),
      CheckDigits.mod97(bytes[4...] + bytes[..<4]) == 1
    else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// Whether it is a Swiss or Liechtenstein QR-IBAN, the only accounts on which banks take a QR
  /// reference, and which take no payment without: its bank has an institution number (IID) from
  /// 30000 to 31999 (SIX, Swiss Payment Standards: "Technical information about the QR-IID and
  /// QR-IBAN" and the Implementation Guidelines for the QR-bill).
  package var isQRIBAN: Bool {
    guard text.hasPrefix("CH") || text.hasPrefix("LI"),
      let institution = Int(text.dropFirst(4).prefix(5))
    else { return false }
    return (30_000...31_999).contains(institution)
  }

  /// For logs: the country and the last four characters, `FR…0189`.
  package var masked: String { "\(text.prefix(2))…\(text.suffix(4))" }
}

/// An international bank account number (ISO 13616), valid and without spaces.
package struct IBAN: Hashable, Sendable {
  package let text: String

  /// Nil unless its form and its check digits (modulo 97) fit; spaces and case do not matter.
  package init?(_ written: String) {
    guard written.utf8.count <= 100 else { return nil }
    let bytes = written.utf8.filter { $0 != UInt8(ascii: " ") }.map { isLower($0) ? $0 - 32 : $0 }
    guard (15...34).contains(bytes.count), isUpper(bytes[0]), isUpper(bytes[1]), isDigit(bytes[2]),
      isDigit(bytes[3]), bytes.allSatisfy({ isDigit($0) || isUpper($0) }),
      CheckDigits.mod97(bytes[4...] + bytes[..<4]) == 1
    else { return nil }
    text = String(decoding: bytes, as: UTF8.self)
  }

  /// For logs: the country and the last four characters, `FR…0189`.
  package var masked: String { "\(text.prefix(2))…\(text.suffix(4))" }
}

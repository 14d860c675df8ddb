/// The creditor reference of ISO 11649: `RF`, two check digits, one to 21 letters and digits.
package enum ISO11649 {
  package static let maximumCharacters = 21

  /// The reference for a document's number, by its ``DocumentNumber/key(_:)``.
  ///
  /// Nil when nothing is left of it, when it is longer than ``maximumCharacters``, since one cut
  /// short could be two documents', and when it has other letters than A to Z.
  package static func creditorReference(for number: String) -> String? {
    let body = DocumentNumber.key(number)
    guard (1...maximumCharacters).contains(body.utf8.count),
      body.utf8.allSatisfy({ isDigit($0) || isUpper($0) })
    else { return nil }
    let check = 98 - CheckDigits.mod97("\(body)RF00".utf8)
    return "RF\(check < 10 ? "0" : "")\(check)\(body)"
  }

  /// `text` without spaces, in upper case.
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard (5...25).contains(bytes.count), text.hasPrefix("RF"), isDigit(bytes[2]),
      isDigit(bytes[3]),
      bytes.allSatisfy({ isDigit($0) || isUpper($0) })
    else { return false }
    return CheckDigits.mod97(bytes[4...] + bytes[..<4]) == 1
  }
}

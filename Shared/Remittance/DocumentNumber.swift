/// The number of an invoice or credit note as it is compared: letters and digits, in upper case.
///
/// `INV-2026/0042`, `inv 2026 0042` and `INV20260042` have one key.
package enum DocumentNumber {
  /// Empty when the number has neither a letter nor a digit.
  package static func key(_ number: String) -> String {
    String(number.uppercased().filter { $0.isLetter || $0.isNumber })
  }
}

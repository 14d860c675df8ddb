import Remittance

/// Texts of payers as lists show them: bank accounts are personal data.
enum MaskedText {
  /// The text with every IBAN in it masked, however it is spaced, unless the page shows them.
  static func masked(_ text: String, _ style: Rendering.Style) -> String {
    style.showsIBANs ? text : IBAN.masking(text)
  }
}

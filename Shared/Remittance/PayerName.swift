/// A payer's name as it is compared, since banks write `MOREL ATELIERS SARL` for
/// `Ateliers Morel`.
package enum PayerName {
  /// The words of a name whose accents were folded already: upper case, in alphabetical order,
  /// without legal forms and punctuation. Empty when nothing else is left.
  package static func key(_ folded: String) -> String {
    folded.uppercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
      .filter { !legalForms.contains($0) }
      .sorted().joined(separator: " ")
  }

  /// Legal forms and the words that join them, as they are written without dots and accents.
  private static let legalForms: Set<String> = [
    "AB", "AG", "APS", "AS", "ASBL", "BV", "BVBA", "CIE", "CO", "COMPANY", "CORP", "CORPORATION",
    "EI", "EIRL", "ET", "EURL", "GBR", "GMBH", "INC", "KG", "KGAA", "LIMITED", "LLC", "LLP", "LTD",
    "MBH", "NV", "OHG", "OY", "OYJ", "PLC", "SA", "SARL", "SAS", "SASU", "SC", "SCI", "SE", "SL",
    "SNC", "SOCIETE", "SPA", "SPRL", "SRL", "UAB", "UG", "UND",
  ]
}

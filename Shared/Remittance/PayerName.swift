/// A payer's name as it is compared, since banks write `MOREL ATELIERS SARL` for
/// `Ateliers Morel`.
package enum PayerName {
  /// The words of a name whose accents were folded already, in alphabetical order.
  ///
  /// Upper case, without punctuation and legal forms. Letters that stand alone beside each other
  /// are one word, so that `S.A.R.L.` is `SARL` and `J. B. Morel` is `JB Morel`. Empty when nothing
  /// is left: such a name tells nothing of anybody.
  package static func key(_ folded: String) -> String {
    words(folded.uppercased()).filter { !legalForms.contains($0) }.sorted().joined(separator: " ")
  }

  private static func words(_ name: String) -> [String] {
    var words: [String] = []
    var initials = ""
    for part in name.split(whereSeparator: { $0 == " " || $0 == "." }) {
      for word in part.split(omittingEmptySubsequences: false, whereSeparator: isSeparator) {
        if word.count == 1 {
          initials += word
        } else {
          if !initials.isEmpty { words.append(initials) }
          initials = ""
          if !word.isEmpty { words.append(String(word)) }
        }
      }
    }
    return initials.isEmpty ? words : words + [initials]
  }

  /// Whatever is neither letter nor digit; beside spaces and dots it parts single letters too.
  private static func isSeparator(_ character: Character) -> Bool {
    !(character.isLetter || character.isNumber)
  }

  /// Whether a bank's field may have cut a legal form there.
  static func beginsLegalForm(_ word: Substring) -> Bool {
    legalForms.contains { $0.hasPrefix(word) }
  }

  /// Legal forms and the words that join them, as they are written without dots and accents.
  private static let legalForms: Set<String> = [
    "AB", "AG", "APS", "AS", "ASBL", "BV", "BVBA", "CIE", "CO", "COMPANY", "CORP", "CORPORATION",
    "EI", "EIRL", "ET", "EURL", "GBR", "GMBH", "INC", "KG", "KGAA", "LIMITED", "LLC", "LLP", "LTD",
    "MBH", "NV", "OHG", "OY", "OYJ", "PLC", "SA", "SARL", "SAS", "SASU", "SC", "SCI", "SE", "SL",
    "SNC", "SOCIETE", "SPA", "SPRL", "SRL", "UAB", "UG", "UND",
  ]
}

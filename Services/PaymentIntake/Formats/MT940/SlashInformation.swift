import TextLines

/// Field 86 as SWIFT's and the Dutch banks' usage has it: words between slashes, each before what
/// it names: `/TRTP/SEPA OVERBOEKING/IBAN/NL91…/NAME/Ateliers Morel/REMI/INV-1/EREF/E2E-1`.
struct SlashInformation {
  /// All of the field, its lines joined.
  let whole: String
  private var values: [String: String] = [:]
  /// Nothing of it has a slash that is no word's.
  let isKnownThroughout: Bool

  private static let words: Set<String> = [
    "TRTP", "IBAN", "BBAN", "BIC", "NAME", "REMI", "EREF", "PREF", "CSID", "MARF", "ORDP", "BENM",
    "ID", "ADDR", "ISDT", "RTRN", "CNTP", "SVCL", "CREF", "INIT", "PURP", "ULTD", "ULTC", "ACCW",
    "UDTR", "UCRD", "CHGR", "EXCH", "IREF", "SWOD", "SWOC",
  ]

  /// Nil for another layout.
  init?(_ lines: [String]) {
    whole = MT940Information.joined(lines, width: MT940Information.lineLength)
    let parts = whole.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2, parts[0].isEmpty, Self.words.contains(parts[1]) else { return nil }
    var word = parts[1]
    var value: [String] = []
    var isKnown = true
    func close(_ values: inout [String: String]) {
      let text = value.joined(separator: "/").trimmed
      if values[word] == nil, !text.isEmpty { values[word] = text }
      // What ORDP and BENM announce stands in other words; where it does not, it is the bank's own.
      if word == "ORDP" || word == "BENM", !text.isEmpty { isKnown = false }
      value = []
    }
    for part in parts.dropFirst(2) {
      if Self.words.contains(part) {
        close(&values)
        word = part
      } else {
        value.append(part)
      }
    }
    close(&values)
    isKnownThroughout = isKnown
  }

  /// Nil where it is not told, or empty.
  subscript(word: String) -> String? { values[word] }
}

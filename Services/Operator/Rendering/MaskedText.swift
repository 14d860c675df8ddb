import Remittance

/// Texts of payers as lists show them: bank accounts are personal data.
enum MaskedText {
  /// The text with every IBAN in it masked, however it is spaced, unless the page shows them.
  static func masked(_ text: String, _ style: Rendering.Style) -> String {
    guard !style.showsIBANs else { return text }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    var shown: [String] = []
    var index = 0
    while index < words.count {
      if let (iban, end) = iban(in: words, from: index) {
        shown.append(iban.masked)
        index = end
      } else {
        shown.append(maskedParts(of: words[index]))
        index += 1
      }
    }
    return shown.joined(separator: " ")
  }

  /// Names of advices hold the payer's bank account before a colon.
  private static func maskedParts(of word: Substring) -> String {
    word.split(separator: ":", omittingEmptySubsequences: false)
      .map { IBAN(String($0))?.masked ?? String($0) }.joined(separator: ":")
  }

  /// The longest run of words that is an IBAN; printed ones stand in groups of four.
  private static func iban(
    in words: [Substring],
    from start: Int
  ) -> (iban: IBAN, end: Int)? {
    guard words[start].utf8.count >= 4 else { return nil }
    for end in (start + 1...min(start + 9, words.count)).reversed() {
      let run = words[start..<end].joined()
      if let iban = IBAN(run.trimmingMarks) { return (iban, end) }
    }
    return nil
  }
}

extension String {
  /// Without what stands around a number in a sentence.
  fileprivate var trimmingMarks: String {
    let isMark = { (character: Character) in ",;.:()[]\"'".contains(character) }
    return String(drop(while: isMark).reversed().drop(while: isMark).reversed())
  }
}

/// What a payer wrote, and what in it may be the number of a document.
package enum RemittanceText {
  /// Words that may be one number together: `INV 2026 0042 7`.
  package static let maximumWords = 4
  /// Words of a text that are looked at; a bank passes on 140 characters, some nine times that.
  package static let maximumTextWords = 400
  package static let keyBytes = 4...35
  /// Groups of four in the longest creditor reference.
  private static let maximumGroups = 7

  /// One reading of a stretch of words as a document's number.
  package struct Candidate: Hashable, Sendable {
    /// As ``DocumentNumber/key(_:)``.
    package let key: String
    /// As it was written.
    package let text: String
    /// The places of its words in the text.
    package let words: ClosedRange<Int>
  }

  /// Every stretch of up to ``maximumWords`` words that contains a digit and has four to 35 letters
  /// and digits, in the order of the text, longer ones first.
  ///
  /// Whole words only: `4512` is found in `4512`, never in `84512`. The caller looks each key up;
  /// what is nobody's number means nothing.
  package static func candidates(in text: String) -> [Candidate] {
    let words = text.split { !($0.isLetter || $0.isNumber) }.prefix(maximumTextWords)
    let keys = words.map { DocumentNumber.key(String($0)) }
    var candidates: [Candidate] = []
    for first in words.indices {
      for last in (first..<min(first + maximumWords, words.count)).reversed() {
        let key = keys[first...last].joined()
        guard keyBytes.contains(key.utf8.count), key.contains(where: \.isNumber) else { continue }
        let written = text[words[first].startIndex..<words[last].endIndex]
        candidates.append(Candidate(key: key, text: String(written), words: first...last))
      }
    }
    return candidates
  }

  /// The candidates that `isKnown` recognises, none overlapping another: of those that share a word
  /// the longest counts, of equally long ones the first.
  package static func known(
    in text: String,
    _ isKnown: (String) -> Bool
  ) -> [Candidate] {
    var taken: Set<Int> = []
    return candidates(in: text).filter { isKnown($0.key) }
      .sorted { ($1.words.count, $0.words.lowerBound) < ($0.words.count, $1.words.lowerBound) }
      .filter { candidate in
        guard taken.isDisjoint(with: candidate.words) else { return false }
        taken.formUnion(candidate.words)
        return true
      }
      .sorted { $0.words.lowerBound < $1.words.lowerBound }
  }

  /// Creditor references (ISO 11649) inside a text, in its order: `RF18 5390 0754 7034`.
  ///
  /// A word that is one by itself is one; else the longest run of words that are one together,
  /// since on paper they are written in groups of four.
  package static func creditorReferences(in text: String) -> [StructuredReference] {
    let words = text.split { !($0.isLetter || $0.isNumber) }.prefix(maximumTextWords)
    var found: [StructuredReference] = []
    var index = words.startIndex
    while index < words.endIndex {
      let runs = (index..<min(index + maximumGroups, words.endIndex)).dropFirst().reversed()
      let ends = [index] + runs
      let match = ends.lazy.compactMap { end in
        StructuredReference(words[index...end].joined(), as: .creditor).map { ($0, end) }
      }.first
      if let (reference, end) = match {
        found.append(reference)
        index = end + 1
      } else {
        index += 1
      }
    }
    return found
  }
}

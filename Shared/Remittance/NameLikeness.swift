/// Whether two names, as ``PayerName`` compares them, are probably one: mistyped, or cut where a
/// bank's field ends.
///
/// Likeness proposes; it never decides by itself. Short names are like nothing: a letter more makes
/// them another's.
package enum NameLikeness {
  /// A payer's name fills one of these lengths when the bank's field has cut it.
  package static let fieldLengths: Set<Int> = [27, 35, 70]
  /// Letters that a name needs to be told from others although one is wrong.
  package static let tellingLetters = 8
  /// Letters that allow a second slip.
  package static let longLetters = 14

  /// `written` is the payer's name, `registered` an account's, both as ``PayerName/key(_:)``.
  ///
  /// Words that both have are the same; what is left of either differs by one slip or two, or is
  /// what a cut took. Numbers never differ by a slip.
  package static func isLike(_ written: String, _ registered: String, isCut: Bool) -> Bool {
    let (own, other) = differing(words(written), words(registered))
    if own.isEmpty, other.isEmpty { return true }
    let letters = min(length(words(written)), length(words(registered)))
    guard letters >= tellingLetters else { return false }
    if isCut, isBeginning(own, of: other) { return true }
    guard !own.isEmpty, !other.isEmpty, !(own + other).contains(where: hasDigit) else {
      return false
    }
    let (one, two) = (Array(own.joined()), Array(other.joined()))
    let slips = min(allowedSlips(letters: letters), slips(inPart: min(one.count, two.count)))
    return distance(one, two, atMost: slips) != nil
  }

  /// Under what a name is found although a letter of it is wrong: how its words begin and end.
  package static func traces(of name: String) -> Set<String> {
    var traces: Set<String> = []
    for word in words(name) where word.count >= 3 {
      traces.insert("\(word.prefix(3))…")
      traces.insert("…\(word.suffix(3))")
    }
    return traces
  }

  /// One slip is a letter too many, too few or wrong, or two neighbours swapped: the restricted
  /// distance of Damerau and Levenshtein; nil when it is more than `limit`.
  package static func distance(
    _ one: [Character],
    _ two: [Character],
    atMost limit: Int
  ) -> Int? {
    guard abs(one.count - two.count) <= limit else { return nil }
    var before: [Int] = []
    var last = Array(0...two.count)
    for row in one.indices {
      var next = [row + 1]
      for column in two.indices {
        let isSame = one[row] == two[column]
        var best = min(last[column] + (isSame ? 0 : 1), last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, one[row] == two[column - 1], one[row - 1] == two[column] {
          best = min(best, before[column - 1] + 1)
        }
        next.append(best)
      }
      guard next.min() ?? 0 <= limit else { return nil }
      (before, last) = (last, next)
    }
    return last[two.count] <= limit ? last[two.count] : nil
  }

  private static func words(_ name: String) -> [Substring] { name.split(separator: " ") }

  private static func length(_ words: [Substring]) -> Int { words.reduce(0) { $0 + $1.count } }

  private static func hasDigit(_ word: Substring) -> Bool { word.contains(where: \.isNumber) }

  private static func allowedSlips(letters: Int) -> Int { letters >= longLetters ? 2 : 1 }

  /// A slip in a short word makes another word: `EST` and `OUEST` are two places.
  private static func slips(inPart letters: Int) -> Int {
    letters >= 9 ? 2 : letters >= 5 ? 1 : 0
  }

  /// The words that only one of the names has.
  private static func differing(
    _ one: [Substring],
    _ two: [Substring]
  ) -> (one: [Substring], two: [Substring]) {
    var rest = two
    let own = one.filter { word in
      guard let index = rest.firstIndex(of: word) else { return true }
      rest.remove(at: index)
      return false
    }
    return (own, rest)
  }

  /// At most the last word that was written is not whole, or is the beginning of a legal form.
  private static func isBeginning(_ own: [Substring], of other: [Substring]) -> Bool {
    guard let word = own.first else { return !other.isEmpty }
    guard own.count == 1 else { return false }
    return other.contains { $0.hasPrefix(word) } || PayerName.beginsLegalForm(word)
  }
}

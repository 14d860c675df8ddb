/// Which of the offered numbers count, when somebody knows the numbers that exist.
extension RemittanceReading {
  /// The mentions that somebody knows, none overlapping another nor the words `besides`: of those
  /// that share a word the longest counts, of equally long ones the first.
  ///
  /// The numbers of a range share their words with each other and with the ends of the range.
  package func known(
    besides words: Set<Int> = [],
    _ isKnown: (Mention) -> Bool
  ) -> [Mention] {
    var taken = words
    let longest = mentions.enumerated().filter { isKnown($0.element) }
      .sorted {
        ($1.element.words.count, $0.offset) < ($0.element.words.count, $1.offset)
      }
    let chosen = longest.filter { _, mention in
      guard taken.isDisjoint(with: mention.words) else { return false }
      if mention.form != .range { taken.formUnion(mention.words) }
      return true
    }
    return chosen.sorted { $0.offset < $1.offset }.map(\.element)
  }
}

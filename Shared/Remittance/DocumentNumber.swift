/// The number of an invoice or credit note as it is compared: letters and digits, in upper case.
///
/// `INV-2026/0042`, `inv 2026 0042` and `INV20260042` have one key.
package enum DocumentNumber {
  /// Empty when the number has neither a letter nor a digit.
  package static func key(_ number: String) -> String {
    String(number.uppercased().filter { $0.isLetter || $0.isNumber })
  }

  /// By what the numbers of one account are indexed to find those that a short writing may mean:
  /// the value of the last two digits, those of a year aside.
  ///
  /// It is 42 for `INV-2026-0042`, and for all that ``NumberLikeness/Form/digitsOnly``,
  /// ``NumberLikeness/Form/withoutZeros`` and ``NumberLikeness/Form/serial`` make of it:
  /// `20260042`, `202642`, `INV2026/42`, `26-42`, `42`; for `0042/2026` as well. Two digits are all
  /// that such writings have in common once separators are lost: of a thousand numbers about ten
  /// have one serial, and ``likeness(of:to:)`` tells which of them is meant.
  ///
  /// The serials of a number and of a writing can differ where the writing lost its separators and
  /// the last group is a single digit without its zeros (`AB12-C3` is not found by `123`, nor
  /// `INV-2026-0007` by `20267`), where the number ends with a year of two digits (`42/26`), and
  /// where the last four digits could be a year (`26-2013` as `262013`).
  ///
  /// Nil for what has no digit, is longer than 36 letters and digits, or has letters beyond A to Z.
  package static func serial(_ number: String) -> Int? {
    guard let parts = NumberParts(number), parts.digitCount > 0 else { return nil }
    let start = parts.hasLeadingYear ? 4 : 0
    var end = parts.digitCount
    if end - start > 4, parts.isYear(at: end - 4) { end -= 4 }
    var first = end - 1
    while first > start, first > end - 2, !parts.isStart(first) { first -= 1 }
    return parts.number(first..<end)
  }

  /// A key in which letters that look like digits are those digits: two numbers that differ only
  /// so have one.
  ///
  /// `INV2O26OO42` and `INV20260042` are `1NV20260042`.
  package static func lookalike(ofKey key: String) -> String {
    String(decoding: key.utf8.map { NumberParts.digit(for: $0) }, as: UTF8.self)
  }

  /// How a number that somebody wrote is like a document's number; the strongest way, if any.
  ///
  /// Both may be keys or have their separators, which tell more: `26-42` is 42 of 2026, `2642` is
  /// not. Two numbers that have the same key are the same, whatever else they are.
  package static func likeness(of written: String, to number: String) -> NumberLikeness? {
    guard let one = NumberParts(written), let other = NumberParts(number) else {
      let key = key(written)
      guard !key.isEmpty, key == self.key(number) else { return nil }
      return NumberLikeness(.same, agreeing: key.utf8.count(where: isDigit))
    }
    return NumberComparison(one, other).likeness
  }
}

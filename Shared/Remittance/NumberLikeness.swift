/// How a number that somebody wrote is like the number of a document.
///
/// Likeness is evidence and no proof: `42` is like every number that ends so. How many digits agree
/// says how much it tells; how many documents are alike, and what else speaks for them, only the
/// caller knows.
package struct NumberLikeness: Hashable, Sendable {
  /// From the strongest to the weakest.
  ///
  /// For all but ``same`` and ``lettersForDigits`` the letters before the digits are those of the
  /// number, are left out, or are a word for such documents: `Rechnung 42` can be `INV-42`, and
  /// `CN 42` cannot.
  package enum Form: Int, CaseIterable, Sendable {
    /// The same key: only separators and case differ.
    case same
    /// All digits, without the letters: `20260042` for `INV-2026-0042`.
    case digitsOnly
    /// Fewer or more zeros before groups of digits: `INV-2026-42`, `INV2026/42`.
    case withoutZeros
    /// `O` for 0, `I` or `l` for 1, `Z` for 2, `S` for 5, `B` for 8, or the other way round; the
    /// number is else one of the forms above, complete.
    case lettersForDigits
    /// The last groups without the year: `42`, `0042`; or with it, in four digits or two: `26-42`,
    /// `42/2026`. A year that is not the number's makes it another number. Or the last four digits
    /// and more of a long group.
    case serial
    /// The beginning of the number: at least four digits, more than half of them, and some of the
    /// last group.
    case cut
    /// Two neighbouring digits have changed places.
    case swapped
    /// One digit is written twice.
    case doubled
    /// One digit, not the last, is left out.
    case missing
    /// One digit is another.
    case mistyped
  }

  package let form: Form
  /// How many of the digits written are the number's, in its order: 8 for `20260042`, 2 for `42` as
  /// `INV-2026-0042`, and 4 for `0042`.
  package let agreeing: Int

  package init(_ form: Form, agreeing: Int) {
    self.form = form
    self.agreeing = agreeing
  }
}

extension NumberLikeness: Comparable {
  /// The weaker first: by form, then by the digits that agree.
  package static func < (lhs: NumberLikeness, rhs: NumberLikeness) -> Bool {
    (-lhs.form.rawValue, lhs.agreeing) < (-rhs.form.rawValue, rhs.agreeing)
  }
}

/// Why a notation of terms is not understood.
package enum NotationError: Error, Equatable, Sendable {
  case empty
  case tooLong
  /// A word that no customary notation has.
  case unknownWord(String)
  /// A number or word at a place where it means nothing.
  case unexpected(String)
  /// Something is missing at the end or before a word: "a number of days".
  case missing(String, before: String?)
  case severalDueDates
  case instalmentCount(said: Int, found: Int)
  case unfit(TermsFault)
}

extension NotationError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "there is nothing to read"
    case .tooLong: "more than \(Limits.notationBytes) bytes are no notation"
    case .unknownWord(let word): "'\(word)' is not a word of terms"
    case .unexpected(let text): "'\(text)' means nothing at its place"
    case .missing(let what, let before?): "\(what) is missing before '\(before)'"
    case .missing(let what, nil): "\(what) is missing at the end"
    case .severalDueDates:
      "several due dates without their shares; say them as in '1/3 30 60 90' or"
        + " '30 % on receipt, 70 % 30 days'"
    case .instalmentCount(let said, let found):
      "1/\(said) announces \(said) due dates, but there are \(found)"
    case .unfit(let fault): "\(fault.field): \(fault.text)"
    }
  }
}

import TextLines

/// A line of a format whose fields are columns.
struct FixedLine {
  let number: Int
  private let characters: [Unicode.Scalar]

  init(_ line: TextLine) {
    number = line.number
    characters = Array(line.text.unicodeScalars)
  }

  /// Without spaces behind it.
  var length: Int { (characters.lastIndex { $0 != " " } ?? -1) + 1 }

  /// The columns, counted from 1, as they are; what is behind the end is missing.
  func raw(_ columns: ClosedRange<Int>) -> String {
    let end = min(columns.upperBound, characters.count)
    guard columns.lowerBound <= end else { return "" }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters[(columns.lowerBound - 1)..<end])
    return String(text)
  }

  /// Without the spaces around it.
  func text(_ columns: ClosedRange<Int>) -> String { raw(columns).trimmed }

  func text(_ column: Int) -> String { text(column...column) }

  /// All behind the columns before, without the spaces around it.
  func text(from column: Int) -> String { text(column...max(column, characters.count)) }
}

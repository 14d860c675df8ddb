/// A table of text: aligned columns of which some give way when the page is narrow.
struct Table {
  enum Alignment { case left, right }

  struct Column {
    let title: String
    var alignment = Alignment.left
    /// It may be cut to this width when the page is too narrow.
    var narrowest: Int?

    static func text(_ title: String) -> Column { Column(title: title) }
    static func amount(_ title: String) -> Column { Column(title: title, alignment: .right) }
    static func flexible(_ title: String, atLeast narrowest: Int) -> Column {
      Column(title: title, narrowest: narrowest)
    }
  }

  struct Row {
    let cells: [String]
    let tint: Tint?
    /// A line stands above it.
    let isSum: Bool
  }

  private static let gap = "  "

  let columns: [Column]
  private(set) var rows: [Row] = []

  init(_ columns: [Column]) { self.columns = columns }

  mutating func add(_ cells: [String], tint: Tint? = nil, isSum: Bool = false) {
    precondition(cells.count == columns.count, "a row has a cell a column")
    rows.append(Row(cells: cells.map(DisplayText.safe), tint: tint, isSum: isSum))
  }

  /// Columns that the widest line takes if nothing is cut.
  private var naturalWidth: Int {
    widths.reduce(0, +) + Self.gap.count * max(0, columns.count - 1)
  }

  /// Columns that the widest line takes if everything is cut that may be.
  var narrowestWidth: Int {
    zip(columns, widths).reduce(naturalWidth) { $0 - max(0, $1.1 - ($1.0.narrowest ?? $1.1)) }
  }

  func text(_ style: Rendering.Style) -> String {
    let widths = fittedWidths(style.width)
    let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: Self.gap)
    var lines = [line(columns.map(\.title), widths), rule]
    for row in rows {
      if row.isSum { lines.append(rule) }
      let text = line(row.cells, widths)
      lines.append(row.tint?.apply(to: text, style) ?? text)
    }
    return lines.joined(separator: "\n")
  }

  private var widths: [Int] {
    columns.indices.map { index in
      rows.reduce(DisplayText.width(columns[index].title)) {
        max($0, DisplayText.width($1.cells[index]))
      }
    }
  }

  /// The widest flexible column gives way first, column by column.
  private func fittedWidths(_ width: Int) -> [Int] {
    var widths = widths
    var excess = naturalWidth - width
    while excess > 0 {
      let flexible = columns.indices.filter { index in
        columns[index].narrowest.map { widths[index] > $0 } ?? false
      }
      guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(zip(cells, columns), widths).map { cell, width in
      let text = DisplayText.fitted(cell.0, width)
      let padding = String(repeating: " ", count: width - DisplayText.width(text))
      return cell.1.alignment == .left ? text + padding : padding + text
    }
    var line = padded.joined(separator: Self.gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// Shares as bars of letters.
enum Bar {
  /// A bar of at most `columns` letters; what is not nothing has at least one.
  static func text(_ part: Int64, of whole: Int64, columns: Int, letter: Character = "#") -> String
  {
    guard part > 0, whole > 0 else { return "" }
    let length = columnsOf(part, of: whole, columns)
    return String(repeating: letter, count: min(columns, max(1, length)))
  }

  /// The share in whole percents, rounded half up; empty without a whole.
  static func percent(_ part: Int64, of whole: Int64) -> String {
    guard part >= 0, whole > 0 else { return "" }
    return "\(columnsOf(part, of: whole, 100)) %"
  }

  private static func columnsOf(_ part: Int64, of whole: Int64, _ columns: Int) -> Int {
    let (high, low) = part.multipliedFullWidth(by: Int64(columns))
    let (quotient, remainder) = whole.dividingFullWidth((high, low))
    return Int(quotient) + (remainder >= whole - remainder ? 1 : 0)
  }
}

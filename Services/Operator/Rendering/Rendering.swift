/// What the operator's tool prints: pure functions from replies to text.
///
/// Lines have at most ``Style/width`` columns unless amounts alone need more; amounts are never
/// cut.
package enum Rendering {
  /// How wide a page is, and whether it may have colours.
  package struct Style: Equatable, Sendable {
    package static let narrowest = 80
    package static let widest = 120

    package let width: Int
    package let hasColors: Bool
    /// Payers' IBANs stand in full, because somebody asked for them.
    package var showsIBANs = false

    /// For files, pipes and tests.
    package static let plain = Style(width: 100, hasColors: false)

    /// As wide as the terminal, within reason; colours only where there is one to show them.
    package static func terminal(columns: Int, hasColors: Bool) -> Style {
      Style(width: min(max(columns, narrowest), widest), hasColors: hasColors)
    }
  }

  /// A page: its paragraphs, with an empty line between them.
  static func page(_ paragraphs: [String]) -> String {
    paragraphs.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

/// What a text says by its colour, where there are colours.
enum Tint {
  case good, bad

  /// The text in its colour (ECMA-48, "Select Graphic Rendition"), or as it is.
  func apply(to text: String, _ style: Rendering.Style) -> String {
    guard style.hasColors else { return text }
    switch self {
    case .good: return "\u{1B}[32m\(text)\u{1B}[0m"
    case .bad: return "\u{1B}[31m\(text)\u{1B}[0m"
    }
  }
}

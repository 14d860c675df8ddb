/// Why bytes are no lines of text, or lines no rows.
package struct TextLineError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    case malformed
    /// Larger than the limits allow.
    case tooLarge
  }

  package var kind: Kind
  /// Counted from 1.
  package var line: Int
  /// What was found and what was expected.
  package var text: String

  package init(_ kind: Kind, line: Int, _ text: String) {
    self.kind = kind
    self.line = line
    self.text = text
  }
}

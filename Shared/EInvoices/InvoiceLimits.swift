/// What an electronic invoice may ask of the reader before it is refused.
package enum InvoiceLimits {
  /// Bytes of a document.
  package static let documentBytes = 64 * 1024 * 1024
  /// Bytes of a PDF that holds one.
  package static let pdfBytes = 32 * 1024 * 1024
  /// Elements of a document; a line has about forty.
  package static let elements = 2_000_000
  /// Elements inside each other; EN 16931 needs ten.
  package static let depth = 32
  /// Bytes of one text.
  package static let textBytes = 64 * 1024
  /// Attributes of one element.
  package static let attributes = 32
  /// Findings of each severity that are kept.
  package static let findings = 100
}

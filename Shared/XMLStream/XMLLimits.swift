/// What a document may ask of the reader before it is refused.
package struct XMLLimits: Sendable {
  /// Elements inside each other.
  package var depth: Int
  /// Bytes of UTF-8 of the wanted text of one element.
  package var textBytes: Int
  /// Attributes of one element.
  package var attributes: Int

  /// Bytes handed to the parser at once.
  package static let chunkBytes = 64 * 1024

  package init(depth: Int = 64, textBytes: Int = 16 * 1024, attributes: Int = 64) {
    self.depth = depth
    self.textBytes = textBytes
    self.attributes = attributes
  }
}

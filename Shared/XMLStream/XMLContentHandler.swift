/// Takes what a reader meets in a document, in the document's order.
///
/// What a method throws ends the reading and is thrown to whoever feeds the reader.
package protocol XMLContentHandler: AnyObject {
  /// An element begins on `line`; the answer says what of its content is wanted.
  func elementBegan(
    _ name: XMLName,
    attributes: [XMLAttribute],
    line: Int
  ) throws -> XMLInterest

  /// An element ends on `line`.
  ///
  /// `text` is the character data directly inside it when ``XMLInterest/text`` was the answer to
  /// its beginning, else empty. Not called for elements that are skipped, nor inside them.
  func elementEnded(_ name: XMLName, text: String, line: Int) throws
}

/// How much of an element's content a handler wants.
package enum XMLInterest: Sendable {
  /// Nothing: neither its end nor anything inside is told, nor kept.
  case skip
  /// The elements inside.
  case children
  /// The character data directly inside, and the elements inside.
  case text
}

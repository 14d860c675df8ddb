/// Why a document is not read any further, and where.
package struct XMLStreamError: Error, Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// No element at all.
    case empty
    /// The document ends before its last element does.
    case truncated
    /// The bytes are not of the encoding that the document declares, or nobody knows it.
    case encoding
    /// Any other violation of XML 1.0 or of namespaces.
    case malformed
    /// A document type declaration: the door of entity bombs and of files from elsewhere.
    case documentType
    /// Deeper than ``XMLLimits/depth``.
    case tooDeep
    /// More than ``XMLLimits/textBytes`` in one element.
    case textTooLong
    /// More than ``XMLLimits/attributes`` of one element.
    case tooManyAttributes
  }

  package var kind: Kind
  /// Counted from 1.
  package var line: Int
  /// The open elements from the root on, joined by `/`.
  package var path: String
  /// What was found and what was expected.
  package var text: String

  package init(kind: Kind, line: Int, path: String, text: String) {
    self.kind = kind
    self.line = line
    self.path = path
    self.text = text
  }
}

extension XMLStreamError: CustomStringConvertible {
  package var description: String {
    path.isEmpty ? "line \(line): \(text)" : "line \(line), in \(path): \(text)"
  }
}

import XMLStream

/// The outermost elements of a document of which only the beginning is there.
final class XMLHead: XMLContentHandler {
  /// Each first element inside the one before.
  private(set) var elements: [XMLName] = []
  /// Why nothing after a document type declaration was read.
  private(set) var documentType: XMLStreamError?

  /// More than any wrapper around a bank's document has, its header included.
  private static let limit = 100

  private struct Enough: Error {}

  init(_ head: [UInt8]) {
    let reader = XMLStreamReader(handler: self)
    do {
      try reader.feed(head)
    } catch let error as XMLStreamError where error.kind == .documentType {
      documentType = error
    } catch {
      // A document that is cut off, or no XML at all, has the elements that were found till then.
    }
  }

  func elementBegan(
    _ name: XMLName,
    attributes: [XMLAttribute],
    line: Int
  ) throws -> XMLInterest {
    elements.append(name)
    if name.local == "Document" || elements.count >= Self.limit { throw Enough() }
    return .children
  }

  func elementEnded(_ name: XMLName, text: String, line: Int) {}
}

extension BankFinding {
  init(_ error: XMLStreamError) {
    let code: Code =
      switch error.kind {
      case .empty: .empty
      case .truncated, .encoding, .malformed: .malformed
      case .documentType, .tooDeep, .textTooLong, .tooManyAttributes: .forbidden
      }
    let text =
      switch error.kind {
      case .truncated: "the file ends too early: \(error.text)"
      case .encoding: "the bytes are not of the declared encoding: \(error.text)"
      default: error.text
      }
    self.init(.refusal, code, line: error.line, path: error.path, text: text)
  }

  /// For a document whose first element is `root`, if it has any.
  static func unknownFormat(root: XMLName?) -> BankFinding {
    let found =
      root.map { "an XML document <\($0.local)> in the namespace '\($0.namespace ?? "")'" }
      ?? "no XML"
    return BankFinding(
      .refusal,
      .unknownFormat,
      line: root == nil ? 0 : 1,
      path: root?.local ?? "",
      text: "\(found) is no bank file that is read: expected \(CamtNamespace.prefix)camt.053.001.…"
    )
  }
}

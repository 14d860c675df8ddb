import TextLines
import XMLStream

/// An element of an invoice with what is inside, found by names alone: the reader has dropped every
/// other namespace.
final class InvoiceNode {
  let name: String
  let line: Int
  let attributes: [XMLAttribute]
  private(set) unowned var parent: InvoiceNode?
  /// Without the white space around it.
  fileprivate(set) var text = ""
  private(set) var children: [InvoiceNode] = []

  init(_ name: String, line: Int, attributes: [XMLAttribute], parent: InvoiceNode?) {
    self.name = name
    self.line = line
    self.attributes = attributes
    self.parent = parent
    parent?.children.append(self)
  }

  /// Neither text nor elements: said as if it were not there.
  var isEmpty: Bool { text.isEmpty && children.allSatisfy(\.isEmpty) }

  func attribute(_ name: String) -> String? {
    attributes.first { $0.name.local == name && $0.name.namespace == nil }.flatMap {
      $0.value.isEmpty ? nil : $0.value
    }
  }

  /// The elements at a path such as `Price/PriceAmount`, empty ones left out.
  func all(_ path: String) -> [InvoiceNode] {
    guard path.utf8.contains(UInt8(ascii: "/")) else {
      return children.filter { $0.name == path && !$0.isEmpty }
    }
    return path.split(separator: "/").reduce([self]) { nodes, name in
      nodes.flatMap { $0.children.filter { $0.name == name } }
    }
    .filter { !$0.isEmpty }
  }

  func first(_ path: String) -> InvoiceNode? { all(path).first }

  /// From the root on, with its place among its like.
  var path: String {
    guard let parent else { return name }
    let like = parent.children.filter { $0.name == name }
    let place = like.firstIndex { $0 === self } ?? 0
    return "\(parent.path)/\(name)" + (like.count > 1 ? "[\(place + 1)]" : "")
  }
}

/// Makes nodes of a document as it is read.
final class InvoiceTree: XMLContentHandler {
  private(set) var root: InvoiceNode?
  private(set) var syntax: InvoiceSyntax?
  private var open: InvoiceNode?
  private var elements = 0
  /// Each name once: documents repeat few of them many times.
  private var names: [String: String] = [:]

  /// Parts that hold a file or a signature, which nobody asks for here.
  private static let skipped: Set<String> = [
    "EmbeddedDocumentBinaryObject", "AttachmentBinaryObject", "UBLExtensions", "Signature",
  ]

  func elementBegan(
    _ name: XMLName,
    attributes: [XMLAttribute],
    line: Int
  ) throws -> XMLInterest {
    elements += 1
    guard elements <= InvoiceLimits.elements else {
      throw InvoiceFinding(
        .refusal,
        .forbidden,
        line: line,
        path: open?.path ?? "",
        text: "more than \(InvoiceLimits.elements) elements"
      )
    }
    guard let syntax else {
      guard let syntax = InvoiceSyntax(root: name) else { throw InvoiceFinding(root: name, line) }
      self.syntax = syntax
      root = InvoiceNode(name.local, line: line, attributes: attributes, parent: nil)
      open = root
      return .children
    }
    guard let namespace = name.namespace, syntax.namespaces.contains(namespace),
      !Self.skipped.contains(name.local)
    else { return .skip }
    let local = names[name.local] ?? name.local
    names[local] = local
    open = InvoiceNode(local, line: line, attributes: attributes, parent: open)
    return syntax.isGroup(name) ? .children : .text
  }

  func elementEnded(_ name: XMLName, text: String, line: Int) {
    open?.text = text.trimmed
    open = open?.parent
  }
}

extension InvoiceFinding {
  /// For a document whose root element is none of those that are read.
  fileprivate init(root: XMLName, _ line: Int) {
    let expected =
      "expected Invoice or CreditNote of UBL 2.1, or CrossIndustryInvoice of CII D16B (Factur-X)"
    let isOlder =
      root.local == "CrossIndustryInvoice"
      || (root.namespace ?? "").hasPrefix("urn:oasis:names:specification:ubl:schema:xsd:Invoice-")
    let found =
      switch root.local {
      case "M_INVOIC": "an EDIFACT INVOIC written as XML"
      case "SCRDMCCBDACIOMessageStructure": "an order (Order-X), no invoice"
      default: "the root element \(root.local) of the namespace '\(root.namespace ?? "")'"
      }
    self.init(
      .refusal,
      isOlder ? .unknownVersion : .unknownFormat,
      line: line,
      path: root.local,
      text: "\(found): \(expected)"
    )
  }
}

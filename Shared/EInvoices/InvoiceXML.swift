/// Writes the elements of an invoice in their order, leaving out those that would be empty.
final class InvoiceXML {
  typealias Attributes = [(name: String, value: String?)]

  private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  /// A character that XML 1.0 cannot hold, if one was to be written.
  private(set) var unwritable: Unicode.Scalar?
  /// What stands before the name of an element with a text, and of one with others inside.
  private let prefixes: (text: String, group: String)
  private var depth = 0

  init(text: String, group: String) { prefixes = (text, group) }

  /// The elements of a path, with a text in the last; nothing where there is none.
  ///
  /// A path is such as `Price/PriceAmount`; a name with a prefix of its own keeps it.
  func element(_ path: String, _ content: String?, _ attributes: Attributes = []) {
    guard let content, !content.isEmpty else { return }
    let names = path.split(separator: "/")
    guard let last = names.last else { return }
    group(names.dropLast()) {
      let name = named(last, prefixes.text)
      indent()
      open(name, attributes)
      append(content, isAttribute: false)
      bytes += "</\(name)>\n".utf8
    }
  }

  /// An element with others inside; nothing where `content` writes none, unless it must be there.
  func group(
    _ path: String,
    _ attributes: Attributes = [],
    isRequired: Bool = false,
    _ content: () -> Void
  ) {
    group(path.split(separator: "/"), attributes, isRequired: isRequired, content)
  }

  private func group(
    _ names: [Substring],
    _ attributes: Attributes = [],
    isRequired: Bool = false,
    _ content: () -> Void
  ) {
    guard let first = names.first else { return content() }
    let name = named(first, prefixes.group)
    let start = bytes.count
    indent()
    open(name, attributes)
    bytes += "\n".utf8
    let opened = bytes.count
    depth += 1
    group(Array(names.dropFirst()), isRequired: isRequired, content)
    depth -= 1
    guard bytes.count > opened || isRequired else {
      bytes.removeSubrange(start...)
      return
    }
    indent()
    bytes += "</\(name)>\n".utf8
  }

  private func named(_ name: Substring, _ prefix: String) -> String {
    name.utf8.contains(UInt8(ascii: ":")) ? String(name) : prefix + name
  }

  private func indent() { bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth) }

  private func open(_ name: String, _ attributes: Attributes) {
    bytes += "<\(name)".utf8
    for (name, value) in attributes {
      guard let value else { continue }
      bytes += " \(name)=\"".utf8
      append(value, isAttribute: true)
      bytes += "\"".utf8
    }
    bytes += ">".utf8
  }

  /// A carriage return would be read as a line feed (XML 1.0, 2.11), and white space in an
  /// attribute as spaces (3.3.3).
  private func append(_ content: String, isAttribute: Bool) {
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": bytes += "&amp;".utf8
      case "<": bytes += "&lt;".utf8
      case ">": bytes += "&gt;".utf8
      case "\"" where isAttribute: bytes += "&quot;".utf8
      case "\r",
        "\t" where isAttribute, "\n" where isAttribute:
        bytes += "&#\(scalar.value);".utf8
      case "\t", "\n": bytes.append(UInt8(scalar.value))
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": unwritable = unwritable ?? scalar
      default: UTF8.encode(scalar).map { bytes += $0 }
      }
    }
  }
}

extension InvoiceXML {
  func identifier(_ path: String, _ identifier: SchemedIdentifier?) {
    element(path, identifier?.value, [("schemeID", identifier?.scheme)])
  }

  func quantity(_ path: String, _ quantity: Quantity?) {
    element(path, quantity?.value.description, [("unitCode", quantity?.unit)])
  }

  func classification(_ path: String, _ classification: ItemClassification) {
    element(
      path,
      classification.code,
      [("listID", classification.list), ("listVersionID", classification.version)]
    )
  }

  /// The document's element, whose name has no prefix unless it brings one.
  func root(_ name: String, _ names: Attributes, _ content: () -> Void) {
    bytes += "<\(name)".utf8
    for (name, value) in names { bytes += "\n  \(name)=\"\(value ?? "")\"".utf8 }
    bytes += ">\n".utf8
    depth = 1
    content()
    depth = 0
    bytes += "</\(name)>\n".utf8
  }
}

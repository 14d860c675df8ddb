package import HashTreeCollections

/// A persistent set that stands in a row of a state, and is written in its elements' order.
///
/// A tree's own order differs from process to process, and equal states have to be equal when they
/// are written.
package struct NameSet<Element: Hashable & Comparable & Codable & Sendable>: Hashable, Sendable {
  private var elements: TreeSet<Element> = []

  package init() {}

  package var isEmpty: Bool { elements.isEmpty }

  package func contains(_ element: Element) -> Bool { elements.contains(element) }

  package mutating func insert(_ element: Element) { elements.insert(element) }

  package mutating func remove(_ element: Element) { elements.remove(element) }
}

extension NameSet: Sequence {
  package func makeIterator() -> TreeSet<Element>.Iterator { elements.makeIterator() }
}

extension NameSet: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Element...) { self.elements = TreeSet(elements) }
}

extension NameSet: Codable {
  package init(from decoder: any Decoder) throws {
    elements = TreeSet(try [Element](from: decoder))
  }

  package func encode(to encoder: any Encoder) throws { try sorted().encode(to: encoder) }
}

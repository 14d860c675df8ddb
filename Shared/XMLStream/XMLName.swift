/// An element's or attribute's name: the part behind the prefix, and the namespace's URI.
///
/// Prefixes are a writer's choice and never handed on.
package struct XMLName: Hashable, Sendable {
  package var local: String
  /// Nil where the document puts the name in no namespace.
  package var namespace: String?

  package init(_ local: String, namespace: String? = nil) {
    self.local = local
    self.namespace = namespace
  }
}

/// An attribute with its value, entities resolved.
package struct XMLAttribute: Hashable, Sendable {
  package var name: XMLName
  package var value: String

  package init(name: XMLName, value: String) {
    self.name = name
    self.value = value
  }
}

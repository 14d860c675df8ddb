/// Why nothing is made of an invoice: what it breaks, or what it says that cannot be said there.
package struct RefusedInvoice: Error, Hashable, Sendable {
  /// All of it at once.
  package var findings: [InvoiceFinding]

  package init(_ findings: [InvoiceFinding]) { self.findings = findings }
}

extension RefusedInvoice: CustomStringConvertible {
  package var description: String { findings.map(\.description).joined(separator: "; ") }
}

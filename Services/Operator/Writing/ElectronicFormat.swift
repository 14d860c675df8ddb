package import EInvoices

/// In which of EN 16931's syntaxes a document is written.
package enum ElectronicFormat: String, CaseIterable, Sendable {
  /// UBL 2.1 after Peppol BIS Billing 3.0.
  case ubl
  /// CII D16B in the profile EN 16931, which Factur-X and ZUGFeRD have too.
  case cii

  package var syntax: InvoiceSyntax { self == .ubl ? .ubl : .cii }
  package var specification: Specification { self == .ubl ? .peppolBilling : .en16931 }
}

import DomainKit
import Remittance

/// How invoicing names its invoices for payers.
enum InvoiceNames {
  static func key(_ number: InvoiceNumber) -> String { DocumentNumber.key(number.rawValue) }

  static func reference(_ number: InvoiceNumber) -> String {
    ISO11649.creditorReference(for: number.rawValue) ?? number.rawValue
  }
}

package import DomainKit
import EInvoiceBilling
import EInvoices
package import Terms

/// Reads the documents of a file: an electronic invoice (EN 16931), or a table (``DocumentTable``).
package struct DocumentFile: Sendable {
  /// Whose an electronic invoice is that does not say it by the buyer's identifier (BT-46).
  package var account: AccountID?
  /// Which names terms have.
  package var registry: TermsRegistry

  package init(account: AccountID? = nil, registry: TermsRegistry = TermsRegistry()) {
    self.account = account
    self.registry = registry
  }

  /// The file is recognised by its content.
  package func documents(in bytes: [UInt8]) -> [FileDocument] {
    if DocumentTable.recognises(bytes) { return DocumentTable.documents(in: bytes) }
    return [document(EInvoices.read(bytes))]
  }

  private func document(_ reading: InvoiceReading) -> FileDocument {
    guard reading.isAccepted, let invoice = reading.invoice else {
      var faults = reading.refusals.map { DocumentFault(nil, $0.description) }
      if reading.syntax == nil {
        faults.append(DocumentFault(nil, "nor a table with \(DocumentTable.expectation)"))
      }
      return FileDocument(number: reading.invoice?.number.rawValue ?? "", faults: faults)
    }
    let number = invoice.number.rawValue
    guard let account = account ?? invoice.buyerAccount else {
      let text = "BT-46, the buyer's identifier, names no account, and none is given with --account"
      return FileDocument(number: number, faults: [DocumentFault(nil, text)])
    }
    do throws(RefusedInvoice) {
      return FileDocument(
        number: number,
        content: try content(invoice, account),
        remarks: reading.remarks.map(\.description) + invoice.frenchRemarks
      )
    } catch {
      let faults = error.findings.map { DocumentFault(nil, $0.description) }
      return FileDocument(number: number, faults: faults)
    }
  }

  private func content(
    _ invoice: ElectronicInvoice,
    _ account: AccountID
  ) throws(RefusedInvoice) -> FileDocument.Content {
    invoice.type.isCreditNote
      ? .creditNote(try EInvoiceBilling.credited(invoice, to: account))
      : .invoice(try EInvoiceBilling.issued(invoice, to: account, registry: registry))
  }
}

extension ElectronicInvoice {
  /// The seller's own number of the buyer.
  fileprivate var buyerAccount: AccountID? {
    buyer.identifiers.first.flatMap { AccountID(rawValue: $0.value) }
  }

  /// What French law misses in a French seller's invoice: it has gone out already.
  fileprivate var frenchRemarks: [String] {
    guard seller.address?.country == "FR" else { return [] }
    return frenchMentionFaults.map(\.description)
  }
}

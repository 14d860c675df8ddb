package import DomainKit
package import EInvoiceBilling
import EInvoices
package import Terms

/// Reads the documents of a file: an electronic invoice (EN 16931), or a table (``DocumentTable``).
package struct DocumentFile {
  /// Whose an electronic invoice is that does not say it by the buyer's identifier (BT-46).
  package var account: AccountID?
  /// Which names terms have.
  package var registry: TermsRegistry
  /// What is known of an invoice that an electronic one names (BT-25).
  private let earlier: (InvoiceNumber) throws -> EarlierInvoice?

  package init(
    account: AccountID? = nil,
    registry: TermsRegistry = TermsRegistry(),
    earlier: @escaping (InvoiceNumber) throws -> EarlierInvoice? = { _ in nil }
  ) {
    self.account = account
    self.registry = registry
    self.earlier = earlier
  }

  /// The file is recognised by its content; what looking for earlier invoices throws is thrown.
  package func documents(in bytes: [UInt8]) throws -> [FileDocument] {
    if DocumentTable.recognises(bytes) { return DocumentTable.documents(in: bytes) }
    return [try document(EInvoices.read(bytes))]
  }

  private func document(_ reading: InvoiceReading) throws -> FileDocument {
    var faults = reading.refusals.map { DocumentFault(nil, $0.description) }
    guard let invoice = reading.invoice else {
      if reading.syntax == nil {
        faults.append(DocumentFault(nil, "nor a table with \(DocumentTable.expectation)"))
      }
      return FileDocument(number: "", faults: faults)
    }
    // What is damaged may be anything but what names the document.
    var unread: Set<DocumentDraft.Field> =
      faults.isEmpty ? [] : Self.all.subtracting([.number, .account, .paymentReference])
    let account = account ?? invoice.buyerAccount
    if account == nil {
      let text = "BT-46, the buyer's identifier, names no account, and none is given with --account"
      faults.append(DocumentFault(nil, text))
      unread.insert(.account)
    }
    let (content, findings) = try content(invoice, account ?? Self.noAccount)
    faults += findings.map { DocumentFault(nil, $0.description) }
    if !findings.isEmpty { unread.formUnion(Self.translated) }
    return FileDocument(
      number: invoice.number.rawValue,
      content: faults.isEmpty ? content : nil,
      draft: faults.isEmpty ? nil : DocumentDraft(content: content, unread: unread),
      faults: faults,
      remarks: faults.isEmpty ? reading.remarks.map(\.description) + invoice.frenchRemarks : []
    )
  }

  private static let noAccount: AccountID = "?"
  private static let all = Set(DocumentDraft.Field.allCases)
  /// What may be wrong with an electronic invoice that is read (``EInvoiceBilling``).
  private static let translated: Set<DocumentDraft.Field> = [
    .net, .tax, .gross, .lines, .terms, .dueDate, .order, .deposits, .precedingInvoice,
  ]

  private func content(
    _ invoice: ElectronicInvoice,
    _ account: AccountID
  ) throws -> (FileDocument.Content, [InvoiceFinding]) {
    guard !invoice.type.isCreditNote else {
      let draft = EInvoiceBilling.draft(creditNote: invoice, to: account)
      return (.creditNote(draft.message), draft.findings)
    }
    let draft = EInvoiceBilling.draft(
      invoice,
      to: account,
      registry: registry,
      earlier: try earlierInvoices(of: invoice)
    )
    return (.invoice(draft.message), draft.findings)
  }

  private func earlierInvoices(
    of invoice: ElectronicInvoice
  ) throws -> [InvoiceNumber: EarlierInvoice] {
    var known: [InvoiceNumber: EarlierInvoice] = [:]
    guard invoice.type == .corrected || invoice.totals.prepaid?.isZero == false else {
      return known
    }
    for preceding in invoice.precedingInvoices.prefix(Self.earlierLimit) {
      known[preceding.number] = try earlier(preceding.number)
    }
    return known
  }

  /// As many deposits as an invoice may take off, and one that it is about.
  private static let earlierLimit = 101
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

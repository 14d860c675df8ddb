package import DomainKit

/// An invoice or credit note with the business terms of EN 16931-1, whatever syntax carries them.
///
/// The terms' numbers (BT, BG) are those of the standard.
package struct ElectronicInvoice: Hashable, Sendable {
  /// BT-23 and BT-24.
  package var specification: Specification
  /// BT-1.
  package var number: InvoiceNumber
  /// BT-2.
  package var issueDate: CalendarDate
  /// BT-3.
  package var type: DocumentType
  /// Of every amount but one: BT-5.
  package var currency: Currency
  /// Of ``InvoiceTotals/vatInTaxCurrency``: BT-6.
  package var taxCurrency: Currency?
  /// BT-7 or BT-8.
  package var taxPoint: TaxPoint?
  /// BT-9.
  package var dueDate: CalendarDate?
  /// The terms of payment in words: BT-20.
  package var terms: String?
  /// BT-10 to BT-19.
  package var references = InvoiceReferences()
  /// BG-1.
  package var notes: [InvoiceNote] = []
  /// BG-3.
  package var precedingInvoices: [PrecedingInvoice] = []
  /// BG-4.
  package var seller: InvoiceParty
  /// BG-7.
  package var buyer: InvoiceParty
  /// Who is paid where that is not the seller: BG-10.
  package var payee: InvoiceParty?
  /// BG-11.
  package var taxRepresentative: InvoiceParty?
  /// BG-13.
  package var delivery: InvoiceDelivery?
  /// BG-14.
  package var period: InvoicePeriod?
  /// BG-16 to BG-18; EN 16931 knows one means with several accounts, documents state several.
  package var paymentMeans: [PaymentMeans] = []
  /// What the payer is asked to state: BT-83.
  package var remittance: String?
  /// BG-19.
  package var directDebit: DirectDebit?
  package var statedDiscounts: [StatedDiscount] = []
  /// BG-20 and BG-21.
  package var allowancesAndCharges: [AllowanceCharge] = []
  /// BG-22.
  package var totals: InvoiceTotals
  /// BG-23.
  package var vatBreakdown: [VATBreakdown] = []
  /// BG-24.
  package var supportingDocuments: [SupportingDocument] = []
  /// BG-25.
  package var lines: [InvoiceLine] = []

  package init(
    _ number: InvoiceNumber,
    specification: Specification = .peppolBilling,
    type: DocumentType = .invoice,
    issueDate: CalendarDate,
    currency: Currency,
    seller: InvoiceParty,
    buyer: InvoiceParty,
    totals: InvoiceTotals
  ) {
    self.number = number
    self.specification = specification
    self.type = type
    self.issueDate = issueDate
    self.currency = currency
    self.seller = seller
    self.buyer = buyer
    self.totals = totals
  }
}

/// The rules that a document claims to follow: BG-2.
package struct Specification: Hashable, Sendable {
  /// BT-24.
  package var identifier: String
  /// The process that the document is a step of: BT-23.
  package var process: String?

  package init(_ identifier: String, process: String? = nil) {
    self.identifier = identifier
    self.process = process
  }

  /// The standard itself, which is Factur-X's and ZUGFeRD's profile EN 16931 too.
  package static let en16931 = Specification("urn:cen.eu:en16931:2017")
  /// Peppol BIS Billing 3.0.
  package static let peppolBilling = Specification(
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    process: "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
  )

  /// Whether the document is EN 16931 with no more in it than that has: an extension says
  /// "conformant", a restriction "compliant" (EN 16931-1, 7).
  package var isWithinEN16931: Bool {
    identifier.hasPrefix(Self.en16931.identifier) && !identifier.contains("#conformant#")
  }

  /// What a profile cannot state cannot be asked for either.
  package var detail: Detail {
    let profile = identifier.split(separator: ":").last ?? ""
    guard identifier.hasPrefix("urn:factur-x.eu:") || identifier.hasPrefix("urn:zugferd.de:") else {
      return .lines
    }
    return profile == "minimum" ? .totals : profile == "basicwl" ? .document : .lines
  }

  /// How much a profile states.
  package enum Detail: Hashable, Sendable {
    /// Some totals, no terms and no lines: MINIMUM.
    case totals
    /// All but the lines: BASIC WL.
    case document
    case lines
  }
}

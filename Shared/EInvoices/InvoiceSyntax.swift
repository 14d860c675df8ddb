import XMLStream

/// The two syntaxes of EN 16931 (CEN/TS 16931-2), and what came before one of them.
package enum InvoiceSyntax: String, CaseIterable, Hashable, Sendable {
  /// OASIS UBL 2.1, Invoice or CreditNote.
  case ubl = "UBL"
  /// UN/CEFACT Cross Industry Invoice D16B: Factur-X, ZUGFeRD from 2.0 on, XRechnung.
  case cii = "CII"
  /// ZUGFeRD 1.0, whose lines are not read: they follow no rule of EN 16931.
  case zugferd1 = "ZUGFeRD 1.0"

  init?(root: XMLName) {
    switch (root.local, root.namespace ?? "") {
    case ("Invoice", UBLNames.invoice), ("CreditNote", UBLNames.creditNote): self = .ubl
    case ("CrossIndustryInvoice", CIINames.message): self = .cii
    case ("CrossIndustryDocument", CIINames.legacyMessage): self = .zugferd1
    default: return nil
    }
  }

  /// Elements of other namespaces are extensions, which are passed over.
  var namespaces: Set<String> {
    switch self {
    case .ubl: [UBLNames.invoice, UBLNames.creditNote, UBLNames.aggregate, UBLNames.basic]
    case .cii: [CIINames.message, CIINames.aggregate, CIINames.basic, CIINames.qualified]
    case .zugferd1:
      [
        CIINames.legacyMessage, CIINames.legacyAggregate, CIINames.legacyBasic,
        CIINames.legacyQualified,
      ]
    }
  }

  /// Whether an element holds only elements: the white space between those is not kept.
  func isGroup(_ name: XMLName) -> Bool {
    switch self {
    case .ubl: name.namespace != UBLNames.basic
    case .cii, .zugferd1:
      name.namespace == CIINames.message || name.namespace == CIINames.legacyMessage
        || name.local.hasPrefix("ApplicableHeader")
        || name.local.hasPrefix("ApplicableSupplyChain")
    }
  }
}

/// The namespaces of UBL 2.1.
enum UBLNames {
  static let invoice = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  static let creditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
  static let aggregate =
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  static let basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

  /// What Peppol BIS writes for the order's number where only the seller's order is known.
  static let noOrder = "NA"
  /// Of the creditor identifier of direct debits (BT-90), which stands among a party's identifiers.
  static let creditorScheme = "SEPA"
}

/// The namespaces of CII D16B, and those of ZUGFeRD 1.0.
enum CIINames {
  static let message = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
  static let aggregate =
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
  static let basic = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"
  static let qualified = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"

  static let legacyMessage = "urn:ferd:CrossIndustryDocument:invoice:1p0"
  static let legacyAggregate =
    "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:12"
  static let legacyBasic = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:15"
  static let legacyQualified = "urn:un:unece:uncefact:data:standard:QualifiedDataType:12"
}

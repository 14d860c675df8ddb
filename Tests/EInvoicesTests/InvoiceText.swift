/// A small invoice in UBL, with what a test wants to be otherwise.
enum InvoiceText {
  /// 2 hours at 50.00, VAT 20 %: 120.00 due on 2026-12-31.
  static func ubl(_ changes: (String, String)...) -> [UInt8] {
    let text = changes.reduce(sample) { text, change in
      precondition(text.contains(change.0), "the sample has no \(change.0)")
      return text.replacing(change.0, with: change.1)
    }
    return Array(text.utf8)
  }

  private static let sample = """
    <?xml version="1.0" encoding="UTF-8"?>
    <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
      xmlns:a="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
      xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
    <b:CustomizationID>urn:cen.eu:en16931:2017</b:CustomizationID>
    <b:ID>INV-1</b:ID>
    <b:IssueDate>2026-12-01</b:IssueDate>
    <b:DueDate>2026-12-31</b:DueDate>
    <b:InvoiceTypeCode>380</b:InvoiceTypeCode>
    <b:Note>#AAB#Pas d'escompte</b:Note>
    <b:DocumentCurrencyCode>EUR</b:DocumentCurrencyCode>
    <a:AccountingSupplierParty><a:Party><a:PartyLegalEntity>
    <b:RegistrationName>Vendeur &amp; fils</b:RegistrationName>
    </a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
    <a:AccountingCustomerParty><a:Party><a:PartyName><b:Name>Client</b:Name></a:PartyName></a:Party>
    </a:AccountingCustomerParty>
    <a:TaxTotal><b:TaxAmount currencyID="EUR">20.00</b:TaxAmount><a:TaxSubtotal>
    <b:TaxableAmount currencyID="EUR">100.00</b:TaxableAmount>
    <b:TaxAmount currencyID="EUR">20.00</b:TaxAmount>
    <a:TaxCategory><b:ID>S</b:ID><b:Percent>20</b:Percent></a:TaxCategory>
    </a:TaxSubtotal></a:TaxTotal>
    <a:LegalMonetaryTotal>
    <b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
    <b:TaxExclusiveAmount currencyID="EUR">100.00</b:TaxExclusiveAmount>
    <b:TaxInclusiveAmount currencyID="EUR">120.00</b:TaxInclusiveAmount>
    <b:PayableAmount currencyID="EUR">120.00</b:PayableAmount>
    </a:LegalMonetaryTotal>
    <a:InvoiceLine><b:ID>1</b:ID><b:InvoicedQuantity unitCode="HUR">2</b:InvoicedQuantity>
    <b:LineExtensionAmount currencyID="EUR">100.00</b:LineExtensionAmount>
    <a:Item><b:Name>Conseil</b:Name>
    <a:ClassifiedTaxCategory><b:ID>S</b:ID><b:Percent>20.00</b:Percent></a:ClassifiedTaxCategory>
    </a:Item><a:Price><b:PriceAmount currencyID="EUR">50</b:PriceAmount></a:Price></a:InvoiceLine>
    </Invoice>
    """
}

import DomainKit

// The parts of a UBL document that stand in several places, and its lines.

extension UBLWriter {
  func amount(_ path: String, _ amount: Money?) {
    xml.element(path, amount?.decimal, [("currencyID", amount?.currency.code)])
  }

  /// Payees and representatives have a name, but no registered one.
  func party(_ party: InvoiceParty, isRegistered: Bool = true, creditor: String? = nil) {
    xml.identifier("EndpointID", party.electronicAddress)
    for identifier in party.identifiers { xml.identifier("PartyIdentification/ID", identifier) }
    xml.element("PartyIdentification/ID", creditor, [("schemeID", UBLNames.creditorScheme)])
    xml.element("PartyName/Name", isRegistered ? party.tradingName : party.name)
    address("PostalAddress", party.address)
    for (number, scheme) in [(party.vatIdentifier, "VAT"), (party.taxRegistration, "TAX")] {
      guard let number else { continue }
      xml.group("PartyTaxScheme") {
        xml.element("CompanyID", number)
        xml.element("TaxScheme/ID", scheme)
      }
    }
    xml.group("PartyLegalEntity") {
      xml.element("RegistrationName", isRegistered ? party.name : nil)
      xml.identifier("CompanyID", party.legalRegistration)
      xml.element("CompanyLegalForm", party.legalText)
    }
    if let contact = party.contact {
      xml.group("Contact") { xml.texts(contact, InvoiceContact.ublFields) }
    }
  }

  func address(_ path: String, _ address: PostalAddress?) {
    guard let address else { return }
    xml.group(path) { xml.texts(address, PostalAddress.ublFields) }
  }

  func period(_ period: InvoicePeriod?) {
    xml.element("StartDate", period?.start?.description)
    xml.element("EndDate", period?.end?.description)
  }

  func category(_ name: String, _ rate: VATRate, _ reasons: () -> Void = {}) {
    xml.group(name) {
      xml.element("ID", rate.category.rawValue)
      xml.element("Percent", rate.percent?.description)
      reasons()
      xml.element("TaxScheme/ID", "VAT")
    }
  }

  func allowanceCharge(_ change: AllowanceCharge) {
    xml.group("AllowanceCharge") {
      xml.element("ChargeIndicator", change.kind == .charge ? "true" : "false")
      xml.element("AllowanceChargeReasonCode", change.reasonCode)
      xml.element("AllowanceChargeReason", change.reason)
      xml.element("MultiplierFactorNumeric", change.percent?.description)
      amount("Amount", change.amount)
      amount("BaseAmount", change.base)
      if let rate = change.vat { category("TaxCategory", rate) }
    }
  }

  func line(_ line: InvoiceLine) {
    let isCreditNote = invoice.type.isCreditNote
    xml.group(isCreditNote ? "CreditNoteLine" : "InvoiceLine") {
      xml.element("ID", line.identifier)
      xml.element("Note", line.note)
      xml.quantity(isCreditNote ? "CreditedQuantity" : "InvoicedQuantity", line.quantity)
      amount("LineExtensionAmount", line.net)
      xml.element("AccountingCost", line.buyerAccount)
      xml.group("InvoicePeriod") { period(line.period) }
      xml.element("OrderLineReference/LineID", line.orderLine)
      if let object = line.object {
        xml.group("DocumentReference") {
          xml.identifier("ID", object)
          xml.element("DocumentTypeCode", "130")
        }
      }
      for change in line.allowancesAndCharges { allowanceCharge(change) }
      item(line.item, line.vat)
      price(line.price, unit: line.quantity.unit)
    }
  }

  private func item(_ item: InvoiceItem, _ rate: VATRate) {
    xml.group("Item") {
      xml.element("Description", item.description)
      xml.element("Name", item.name)
      xml.element("BuyersItemIdentification/ID", item.buyerIdentifier)
      xml.element("SellersItemIdentification/ID", item.sellerIdentifier)
      xml.identifier("StandardItemIdentification/ID", item.standardIdentifier)
      xml.element("OriginCountry/IdentificationCode", item.origin)
      for classification in item.classifications {
        xml.classification("CommodityClassification/ItemClassificationCode", classification)
      }
      category("ClassifiedTaxCategory", rate)
      for attribute in item.attributes {
        xml.group("AdditionalItemProperty") {
          xml.element("Name", attribute.name)
          xml.element("Value", attribute.value)
        }
      }
    }
  }

  private func price(_ price: InvoicePrice, unit: String) {
    let currency: InvoiceXML.Attributes = [("currencyID", invoice.currency.code)]
    xml.group("Price") {
      xml.element("PriceAmount", price.net.description, currency)
      xml.quantity("BaseQuantity", price.baseQuantity.map { Quantity($0, unit: unit) })
      guard let gross = price.gross else { return }
      xml.group("AllowanceCharge") {
        xml.element("ChargeIndicator", "false")
        xml.element("Amount", (price.discount ?? .zero).description, currency)
        xml.element("BaseAmount", gross.description, currency)
      }
    }
  }
}

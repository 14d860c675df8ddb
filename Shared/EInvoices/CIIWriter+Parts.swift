import DomainKit

// The parts of a CII document that stand in several places, and its lines.

extension CIIWriter {
  func day(_ path: String, _ day: CalendarDate?, _ type: String = "udt:DateTimeString") {
    let digits = day?.description.filter { $0 != "-" }
    xml.element("\(path)/\(type)", digits, [("format", "102")])
  }

  func party(_ party: InvoiceParty) {
    identifiers(party.identifiers)
    xml.element("Name", party.name)
    xml.element("Description", party.legalText)
    xml.group("SpecifiedLegalOrganization") {
      xml.identifier("ID", party.legalRegistration)
      xml.element("TradingBusinessName", party.tradingName)
    }
    if let contact = party.contact {
      xml.group("DefinedTradeContact") { xml.texts(contact, InvoiceContact.ciiFields) }
    }
    address(party.address)
    xml.identifier("URIUniversalCommunication/URIID", party.electronicAddress)
    for (number, scheme) in [(party.vatIdentifier, "VA"), (party.taxRegistration, "FC")] {
      xml.element("SpecifiedTaxRegistration/ID", number, [("schemeID", scheme)])
    }
  }

  /// Those without a scheme have an element of their own, which comes first.
  func identifiers(_ identifiers: [SchemedIdentifier]) {
    for identifier in identifiers where identifier.scheme == nil {
      xml.element("ID", identifier.value)
    }
    for identifier in identifiers where identifier.scheme != nil {
      xml.identifier("GlobalID", identifier)
    }
  }

  func address(_ address: PostalAddress?) {
    guard let address else { return }
    xml.group("PostalTradeAddress") { xml.texts(address, PostalAddress.ciiFields) }
  }

  func period(_ period: InvoicePeriod?) {
    xml.group("BillingSpecifiedPeriod") {
      day("StartDateTime", period?.start)
      day("EndDateTime", period?.end)
    }
  }

  func referenced(_ identifier: SchemedIdentifier?, _ code: String) {
    guard let identifier else { return }
    xml.group("AdditionalReferencedDocument") {
      xml.element("IssuerAssignedID", identifier.value)
      xml.element("TypeCode", code)
      xml.element("ReferenceTypeCode", identifier.scheme)
    }
  }

  func allowanceCharge(_ change: AllowanceCharge) {
    xml.group("SpecifiedTradeAllowanceCharge") {
      xml.element("ChargeIndicator/udt:Indicator", change.kind == .charge ? "true" : "false")
      xml.element("CalculationPercent", change.percent?.description)
      xml.element("BasisAmount", change.base?.decimal)
      xml.element("ActualAmount", change.amount.decimal)
      xml.element("ReasonCode", change.reasonCode)
      xml.element("Reason", change.reason)
      if let rate = change.vat { self.rate("CategoryTradeTax", rate) }
    }
  }

  private func rate(_ name: String, _ rate: VATRate) {
    xml.group(name) {
      xml.element("TypeCode", "VAT")
      xml.element("CategoryCode", rate.category.rawValue)
      xml.element("RateApplicablePercent", rate.percent?.description)
    }
  }

  func line(_ line: InvoiceLine) {
    xml.group("IncludedSupplyChainTradeLineItem") {
      xml.group("AssociatedDocumentLineDocument") {
        xml.element("LineID", line.identifier)
        xml.element("IncludedNote/Content", line.note)
      }
      xml.group("SpecifiedTradeProduct") { item(line.item) }
      xml.group("SpecifiedLineTradeAgreement") {
        xml.element("BuyerOrderReferencedDocument/LineID", line.orderLine)
        price(line.price, unit: line.quantity.unit)
      }
      xml.quantity("SpecifiedLineTradeDelivery/BilledQuantity", line.quantity)
      xml.group("SpecifiedLineTradeSettlement") {
        rate("ApplicableTradeTax", line.vat)
        period(line.period)
        for change in line.allowancesAndCharges { allowanceCharge(change) }
        xml.element(
          "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
          line.net.decimal
        )
        referenced(line.object, "130")
        xml.element("ReceivableSpecifiedTradeAccountingAccount/ID", line.buyerAccount)
      }
    }
  }

  private func item(_ item: InvoiceItem) {
    xml.identifier("GlobalID", item.standardIdentifier)
    xml.element("SellerAssignedID", item.sellerIdentifier)
    xml.element("BuyerAssignedID", item.buyerIdentifier)
    xml.element("Name", item.name)
    xml.element("Description", item.description)
    for attribute in item.attributes {
      xml.group("ApplicableProductCharacteristic") {
        xml.element("Description", attribute.name)
        xml.element("Value", attribute.value)
      }
    }
    for classification in item.classifications {
      xml.classification("DesignatedProductClassification/ClassCode", classification)
    }
    xml.element("OriginTradeCountry/ID", item.origin)
  }

  private func price(_ price: InvoicePrice, unit: String) {
    if let gross = price.gross {
      xml.group("GrossPriceProductTradePrice") {
        xml.element("ChargeAmount", gross.description)
        guard let discount = price.discount else { return }
        xml.group("AppliedTradeAllowanceCharge") {
          xml.element("ChargeIndicator/udt:Indicator", "false")
          xml.element("ActualAmount", discount.description)
        }
      }
    }
    xml.group("NetPriceProductTradePrice") {
      xml.element("ChargeAmount", price.net.description)
      xml.quantity("BasisQuantity", price.baseQuantity.map { Quantity($0, unit: unit) })
    }
  }
}

import DomainKit

// The parts of a CII document that stand in several places.

extension CIIReading {
  func party(_ node: InvoiceNode, _ term: String) -> InvoiceParty? {
    guard let name = fields.required(node, "Name", "\(term)'s name", fields.words) else {
      return nil
    }
    var party = InvoiceParty(name: name)
    party.tradingName = fields.text(node, "SpecifiedLegalOrganization/TradingBusinessName")
    party.identifiers = identifiers(node, "\(term)'s identifier")
    party.legalRegistration = fields.optional(
      node,
      "SpecifiedLegalOrganization/ID",
      "\(term)'s registration",
      fields.identifier
    )
    party.legalText = fields.text(node, "Description")
    for registration in node.all("SpecifiedTaxRegistration/ID") {
      let isVAT = registration.attribute("schemeID") == "VA"
      if isVAT {
        party.vatIdentifier = registration.text
      } else {
        party.taxRegistration = registration.text
      }
    }
    party.electronicAddress = fields.optional(
      node,
      "URIUniversalCommunication/URIID",
      "\(term)'s electronic address",
      fields.identifier
    )
    party.address = fields.find(node, "PostalTradeAddress").map(address)
    if let contact = fields.find(node, "DefinedTradeContact") {
      party.contact = InvoiceContact(
        name: fields.text(contact, "PersonName") ?? fields.text(contact, "DepartmentName"),
        telephone: fields.text(contact, "TelephoneUniversalCommunication/CompleteNumber"),
        email: fields.text(contact, "EmailURIUniversalCommunication/URIID")
      )
    }
    return party
  }

  /// Those without a scheme come first, as in the document: CII has an element for each kind.
  func identifiers(_ node: InvoiceNode, _ term: String) -> [SchemedIdentifier] {
    (node.all("ID") + node.all("GlobalID")).compactMap { fields.identifier($0, term) }
  }

  func address(_ node: InvoiceNode) -> PostalAddress {
    var address = PostalAddress(country: fields.text(node, "CountryID"))
    address.line1 = fields.text(node, "LineOne")
    address.line2 = fields.text(node, "LineTwo")
    address.line3 = fields.text(node, "LineThree")
    address.city = fields.text(node, "CityName")
    address.postCode = fields.text(node, "PostcodeCode")
    address.subdivision = fields.text(node, "CountrySubDivisionName")
    return address
  }

  func period(_ node: InvoiceNode) -> InvoicePeriod? {
    let start = fields.optional(node, "StartDateTime", "the period's start", fields.date)
    let end = fields.optional(node, "EndDateTime", "the period's end", fields.date)
    return start == nil && end == nil ? nil : InvoicePeriod(from: start, to: end)
  }

  /// An object's identifier (BT-18, BT-128), whose scheme CII puts into an element of its own.
  func referencedObject(_ node: InvoiceNode) -> SchemedIdentifier? {
    fields.text(node, "IssuerAssignedID").map {
      SchemedIdentifier($0, scheme: fields.text(node, "ReferenceTypeCode"))
    }
  }

  /// The document's; what EXTENDED calls the charge of a logistics service is one too.
  var allowancesAndCharges: [AllowanceCharge] {
    settlement.all("SpecifiedTradeAllowanceCharge").compactMap(allowanceCharge)
      + settlement.all("SpecifiedLogisticsServiceCharge").compactMap { node in
        guard
          let amount = fields.required(node, "AppliedAmount", "BT-99 charge", fields.amount)
        else { return nil }
        return AllowanceCharge(
          .charge,
          amount,
          reason: fields.texts(node.all("Description")),
          vat: node.first("AppliedTradeTax").flatMap { rate($0) }
        )
      }
  }

  func allowanceCharge(_ node: InvoiceNode) -> AllowanceCharge? {
    let isCharge = fields.required(
      node,
      "ChargeIndicator/Indicator",
      "whether it is a charge",
      fields.flag
    )
    let amount = fields.required(node, "ActualAmount", "the amount of a charge", fields.amount)
    guard let isCharge, let amount else { return nil }
    var change = AllowanceCharge(isCharge ? .charge : .allowance, amount)
    change.base = fields.optional(node, "BasisAmount", "its base", fields.amount)
    change.percent = fields.optional(
      node,
      "CalculationPercent",
      "its percentage",
      fields.decimal
    )
    change.reason = fields.text(node, "Reason")
    change.reasonCode = fields.text(node, "ReasonCode")
    change.vat = fields.find(node, "CategoryTradeTax").flatMap { rate($0) }
    return change
  }

  func breakdown(_ node: InvoiceNode) -> VATBreakdown? {
    let rate = rate(node)
    let taxable = fields.required(node, "BasisAmount", "BT-116 taxable amount", fields.amount)
    let tax = fields.required(node, "CalculatedAmount", "BT-117 VAT", fields.amount)
    guard let rate, let taxable, let tax else { return nil }
    var breakdown = VATBreakdown(rate, taxable: taxable, tax: tax)
    breakdown.exemptionReason = fields.text(node, "ExemptionReason")
    breakdown.exemptionCode = fields.text(node, "ExemptionReasonCode")
    return breakdown
  }

  func rate(_ node: InvoiceNode) -> VATRate? {
    fields.rate(
      fields.required(node, "CategoryCode", "VAT category", fields.category),
      fields.optional(node, "RateApplicablePercent", "VAT rate", fields.percentage),
      node
    )
  }

  func line(_ node: InvoiceNode) -> InvoiceLine? {
    let settlement = fields.find(node, "SpecifiedLineTradeSettlement") ?? node
    let identifier = fields.required(
      node,
      "AssociatedDocumentLineDocument/LineID",
      "BT-126 line",
      fields.words
    )
    let quantity = fields.required(
      node,
      "SpecifiedLineTradeDelivery/BilledQuantity",
      "BT-129 quantity",
      fields.quantity
    )
    let net = fields.required(
      settlement,
      "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount",
      "BT-131 line amount",
      fields.amount
    )
    let price = fields.required(node, "SpecifiedLineTradeAgreement", "BG-29 price") { node, _ in
      self.price(node, unit: quantity?.unit)
    }
    let item = fields.required(node, "SpecifiedTradeProduct", "BG-31 item") { node, _ in
      self.item(node)
    }
    let vat = fields.required(settlement, "ApplicableTradeTax", "BT-151 VAT category") { node, _ in
      self.rate(node)
    }
    guard let identifier, let quantity, let net, let price, let item, let vat else { return nil }
    var line = InvoiceLine(identifier, item, quantity: quantity, price: price, net: net, vat: vat)
    line.note = fields.texts(node.all("AssociatedDocumentLineDocument/IncludedNote/Content"))
    line.object = settlement.all("AdditionalReferencedDocument")
      .first { $0.first("TypeCode")?.text == "130" }.flatMap { referencedObject($0) }
    line.orderLine = fields.text(
      node,
      "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID"
    )
    line.buyerAccount = fields.text(settlement, "ReceivableSpecifiedTradeAccountingAccount/ID")
    line.period = fields.find(settlement, "BillingSpecifiedPeriod").flatMap(period)
    line.allowancesAndCharges = settlement.all("SpecifiedTradeAllowanceCharge")
      .compactMap(allowanceCharge)
    return line
  }

  private func price(_ node: InvoiceNode, unit: String?) -> InvoicePrice? {
    let net = fields.required(
      node,
      "NetPriceProductTradePrice/ChargeAmount",
      "BT-146 price",
      fields.decimal
    )
    guard let net else { return nil }
    var price = InvoicePrice(net)
    price.baseQuantity = fields.baseQuantity(
      fields.find(node, "NetPriceProductTradePrice/BasisQuantity")
        ?? fields.find(node, "GrossPriceProductTradePrice/BasisQuantity"),
      unit: unit
    )
    price.discount = fields.optional(
      node,
      "GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount",
      "BT-147 price discount",
      fields.decimal
    )
    price.gross = fields.optional(
      node,
      "GrossPriceProductTradePrice/ChargeAmount",
      "BT-148 gross price",
      fields.decimal
    )
    return price
  }

  private func item(_ node: InvoiceNode) -> InvoiceItem? {
    guard let name = fields.required(node, "Name", "BT-153 item", fields.words) else { return nil }
    var item = InvoiceItem(name)
    item.description = fields.text(node, "Description")
    item.sellerIdentifier = fields.text(node, "SellerAssignedID")
    item.buyerIdentifier = fields.text(node, "BuyerAssignedID")
    item.standardIdentifier = fields.optional(node, "GlobalID", "BT-157 item", fields.identifier)
    item.classifications = node.all("DesignatedProductClassification/ClassCode").map {
      ItemClassification(
        $0.text,
        list: $0.attribute("listID"),
        version: $0.attribute("listVersionID")
      )
    }
    item.origin = fields.text(node, "OriginTradeCountry/ID")
    item.attributes = node.all("ApplicableProductCharacteristic").compactMap { property in
      let name = fields.required(property, "Description", "BT-160 attribute", fields.words)
      let value = fields.required(property, "Value", "BT-161 attribute", fields.words)
      guard let name, let value else { return nil }
      return ItemAttribute(name, value)
    }
    return item
  }
}

extension TaxPointEvent {
  /// UNTDID 2475.
  var ciiCode: String {
    switch self {
    case .invoiceDate: "5"
    case .delivery: "29"
    case .payment: "72"
    }
  }
}

import DomainKit

// The parts of a UBL document that stand in several places.

extension UBLReading {
  func party(_ node: InvoiceNode, _ term: String) -> InvoiceParty? {
    let legal = node.first("PartyLegalEntity")
    let registered = fields.text(legal, "RegistrationName")
    let known = fields.text(node, "PartyName/Name")
    guard let name = registered ?? known else {
      fields.note(.refusal, .missingField, node, "\(term)'s name is missing")
      return nil
    }
    var party = InvoiceParty(name: name)
    party.tradingName = registered == nil ? nil : known
    // The creditor identifier of direct debits (BT-90) stands among them.
    party.identifiers = node.all("PartyIdentification/ID")
      .filter { $0.attribute("schemeID") != "SEPA" }
      .compactMap { fields.identifier($0, "\(term)'s identifier") }
    party.legalRegistration = fields.optional(
      legal,
      "CompanyID",
      "\(term)'s registration",
      fields.identifier
    )
    party.legalText = fields.text(legal, "CompanyLegalForm")
    for scheme in node.all("PartyTaxScheme") {
      let isVAT = scheme.first("TaxScheme/ID")?.text.uppercased() == "VAT"
      let number = fields.text(scheme, "CompanyID")
      if isVAT { party.vatIdentifier = number } else { party.taxRegistration = number }
    }
    party.electronicAddress = fields.optional(
      node,
      "EndpointID",
      "\(term)'s electronic address",
      fields.identifier
    )
    party.address = fields.find(node, "PostalAddress").map(address)
    if let contact = fields.find(node, "Contact") {
      party.contact = InvoiceContact(
        name: fields.text(contact, "Name"),
        telephone: fields.text(contact, "Telephone"),
        email: fields.text(contact, "ElectronicMail")
      )
    }
    return party
  }

  func address(_ node: InvoiceNode) -> PostalAddress {
    var address = PostalAddress(country: fields.text(node, "Country/IdentificationCode"))
    address.line1 = fields.text(node, "StreetName")
    address.line2 = fields.text(node, "AdditionalStreetName")
    address.line3 = fields.text(node, "AddressLine/Line")
    address.city = fields.text(node, "CityName")
    address.postCode = fields.text(node, "PostalZone")
    address.subdivision = fields.text(node, "CountrySubentity")
    return address
  }

  func period(_ node: InvoiceNode) -> InvoicePeriod? {
    let start = fields.optional(node, "StartDate", "the period's start", fields.date)
    let end = fields.optional(node, "EndDate", "the period's end", fields.date)
    return start == nil && end == nil ? nil : InvoicePeriod(from: start, to: end)
  }

  func allowanceCharge(_ node: InvoiceNode) -> AllowanceCharge? {
    let isCharge = fields.required(
      node,
      "ChargeIndicator",
      "whether it is a charge",
      fields.flag
    )
    let amount = fields.required(node, "Amount", "the amount of a charge", fields.amount)
    guard let isCharge, let amount else { return nil }
    var change = AllowanceCharge(isCharge ? .charge : .allowance, amount)
    change.base = fields.optional(node, "BaseAmount", "its base", fields.amount)
    change.percent = fields.optional(
      node,
      "MultiplierFactorNumeric",
      "its percentage",
      fields.decimal
    )
    change.reason = fields.texts(node.all("AllowanceChargeReason"))
    change.reasonCode = fields.text(node, "AllowanceChargeReasonCode")
    change.vat = fields.optional(node, "TaxCategory", "its VAT category", rate)
    return change
  }

  func line(_ node: InvoiceNode) -> InvoiceLine? {
    let identifier = fields.required(node, "ID", "BT-126 line", fields.words)
    let quantityName = node.name == "CreditNoteLine" ? "CreditedQuantity" : "InvoicedQuantity"
    let quantity = fields.required(node, quantityName, "BT-129 quantity", fields.quantity)
    let net = fields.required(node, "LineExtensionAmount", "BT-131 line amount", fields.amount)
    let price = fields.required(node, "Price", "BG-29 price") { node, _ in
      self.price(node, unit: quantity?.unit)
    }
    let item = fields.required(node, "Item", "BG-31 item") { node, _ in self.item(node) }
    let vat = fields.required(
      node,
      "Item/ClassifiedTaxCategory",
      "BT-151 VAT category",
      rate
    )
    guard let identifier, let quantity, let net, let price, let item, let vat else { return nil }
    var line = InvoiceLine(identifier, item, quantity: quantity, price: price, net: net, vat: vat)
    line.note = fields.texts(node.all("Note"))
    line.object = node.all("DocumentReference")
      .first { $0.first("DocumentTypeCode")?.text == "130" }
      .flatMap { fields.optional($0, "ID", "BT-128 object", fields.identifier) }
    line.orderLine = fields.text(node, "OrderLineReference/LineID")
    line.buyerAccount = fields.text(node, "AccountingCost")
    line.period = fields.find(node, "InvoicePeriod").flatMap(period)
    line.allowancesAndCharges = node.all("AllowanceCharge").compactMap(allowanceCharge)
    return line
  }

  private func price(_ node: InvoiceNode, unit: String?) -> InvoicePrice? {
    guard let net = fields.required(node, "PriceAmount", "BT-146 price", fields.decimal) else {
      return nil
    }
    var price = InvoicePrice(net)
    price.baseQuantity = fields.baseQuantity(fields.find(node, "BaseQuantity"), unit: unit)
    price.discount = fields.optional(
      node,
      "AllowanceCharge/Amount",
      "BT-147 price discount",
      fields.decimal
    )
    price.gross = fields.optional(
      node,
      "AllowanceCharge/BaseAmount",
      "BT-148 gross price",
      fields.decimal
    )
    return price
  }

  private func item(_ node: InvoiceNode) -> InvoiceItem? {
    guard let name = fields.required(node, "Name", "BT-153 item", fields.words) else { return nil }
    var item = InvoiceItem(name)
    item.description = fields.texts(node.all("Description"))
    item.sellerIdentifier = fields.text(node, "SellersItemIdentification/ID")
    item.buyerIdentifier = fields.text(node, "BuyersItemIdentification/ID")
    item.standardIdentifier = fields.optional(
      node,
      "StandardItemIdentification/ID",
      "BT-157 item",
      fields.identifier
    )
    item.classifications = node.all("CommodityClassification/ItemClassificationCode").map {
      ItemClassification(
        $0.text,
        list: $0.attribute("listID"),
        version: $0.attribute("listVersionID")
      )
    }
    item.origin = fields.text(node, "OriginCountry/IdentificationCode")
    item.attributes = node.all("AdditionalItemProperty").compactMap { property in
      let name = fields.required(property, "Name", "BT-160 attribute", fields.words)
      let value = fields.required(property, "Value", "BT-161 attribute", fields.words)
      guard let name, let value else { return nil }
      return ItemAttribute(name, value)
    }
    return item
  }
}

extension TaxPointEvent {
  /// UNTDID 2005.
  var ublCode: String {
    switch self {
    case .invoiceDate: "3"
    case .delivery: "35"
    case .payment: "432"
    }
  }
}

extension InvoiceNote {
  /// UBL has one element for BT-21 and BT-22: `#PMD#…` is a note on the subject PMD.
  init(ubl text: String) {
    let parts = text.split(
      separator: "#",
      maxSplits: 2,
      omittingEmptySubsequences: false
    )
    let isCode: (Substring) -> Bool = { code in
      code.utf8.count == 3 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) || isDigit($0) }
    }
    guard parts.count == 3, parts[0].isEmpty, isCode(parts[1]), !parts[2].isEmpty else {
      self.init(text)
      return
    }
    self.init(String(parts[2]).trimmed, subject: String(parts[1]))
  }

  var ublText: String { subject.map { "#\($0)#\(text)" } ?? text }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

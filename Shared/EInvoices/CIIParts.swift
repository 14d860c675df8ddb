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
    if let node = fields.find(node, "DefinedTradeContact") {
      var contact = InvoiceContact()
      fields.texts(node, InvoiceContact.ciiFields, into: &contact)
      contact.name = contact.name ?? fields.text(node, "DepartmentName")
      party.contact = contact
    }
    return party
  }

  /// Those without a scheme come first, as in the document: CII has an element for each kind.
  func identifiers(_ node: InvoiceNode, _ term: String) -> [SchemedIdentifier] {
    (node.all("ID") + node.all("GlobalID")).compactMap { fields.identifier($0, term) }
  }

  func address(_ node: InvoiceNode) -> PostalAddress {
    var address = PostalAddress()
    fields.texts(node, PostalAddress.ciiFields, into: &address)
    return address
  }

  /// An object's identifier (BT-18, BT-128), whose scheme CII puts into an element of its own.
  func referencedObject(_ node: InvoiceNode) -> SchemedIdentifier? {
    fields.text(node, "IssuerAssignedID").map {
      SchemedIdentifier($0, scheme: fields.text(node, "ReferenceTypeCode"))
    }
  }

  /// The document's; what EXTENDED calls the charge of a logistics service is one too.
  var allowancesAndCharges: [AllowanceCharge] {
    settlement.all("SpecifiedTradeAllowanceCharge").compactMap(parts.change)
      + settlement.all("SpecifiedLogisticsServiceCharge").compactMap { node in
        guard
          let amount = fields.required(node, "AppliedAmount", "BT-99 charge", fields.amount)
        else { return nil }
        return AllowanceCharge(
          .charge,
          amount,
          reason: fields.texts(node.all("Description")),
          vat: fields.optional(node, "AppliedTradeTax", "its VAT category", parts.rate)
        )
      }
  }

  func line(_ node: InvoiceNode) -> InvoiceLine? {
    guard var line = parts.line(node) else { return nil }
    line.object = node.all("\(PartNames.ciiLineSettlement)/AdditionalReferencedDocument")
      .first { $0.first("TypeCode")?.text == "130" }.flatMap { referencedObject($0) }
    return line
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

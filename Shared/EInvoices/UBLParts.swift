import DomainKit
import TextLines

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
    let identifiers = node.all("PartyIdentification/ID")
      .filter { $0.attribute("schemeID") != UBLNames.creditorScheme }
      .compactMap { fields.identifier($0, "\(term)'s identifier") }
    // In the order that CII has, too: its elements for the two kinds follow each other.
    party.identifiers =
      identifiers.filter { $0.scheme == nil } + identifiers.filter { $0.scheme != nil }
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
    if let node = fields.find(node, "Contact") {
      var contact = InvoiceContact()
      fields.texts(node, InvoiceContact.ublFields, into: &contact)
      party.contact = contact
    }
    return party
  }

  func address(_ node: InvoiceNode) -> PostalAddress {
    var address = PostalAddress()
    fields.texts(node, PostalAddress.ublFields, into: &address)
    return address
  }

  func line(_ node: InvoiceNode) -> InvoiceLine? {
    guard var line = parts.line(node) else { return nil }
    line.object = node.all("DocumentReference")
      .first { $0.first("DocumentTypeCode")?.text == "130" }
      .flatMap { fields.optional($0, "ID", "BT-128 object", fields.identifier) }
    return line
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

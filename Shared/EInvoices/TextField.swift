/// A text of a group: where it stands in a document and where in the group, for both directions.
///
/// Lists of them have the order of the syntax's schema.
struct TextField<Group>: Sendable {
  let path: String
  let field: any WritableKeyPath<Group, String?> & Sendable

  init(_ path: String, _ field: any WritableKeyPath<Group, String?> & Sendable) {
    self.path = path
    self.field = field
  }
}

extension FieldReader {
  func texts<Group>(_ node: InvoiceNode, _ fields: [TextField<Group>], into group: inout Group) {
    for field in fields { group[keyPath: field.field] = text(node, field.path) }
  }
}

extension InvoiceXML {
  func texts<Group>(_ group: Group, _ fields: [TextField<Group>]) {
    for field in fields { element(field.path, group[keyPath: field.field]) }
  }
}

extension PostalAddress {
  static let ublFields = [
    TextField("StreetName", \PostalAddress.line1),
    TextField("AdditionalStreetName", \.line2),
    TextField("CityName", \.city),
    TextField("PostalZone", \.postCode),
    TextField("CountrySubentity", \.subdivision),
    TextField("AddressLine/Line", \.line3),
    TextField("Country/IdentificationCode", \.country),
  ]

  static let ciiFields = [
    TextField("PostcodeCode", \PostalAddress.postCode),
    TextField("LineOne", \.line1),
    TextField("LineTwo", \.line2),
    TextField("LineThree", \.line3),
    TextField("CityName", \.city),
    TextField("CountryID", \.country),
    TextField("CountrySubDivisionName", \.subdivision),
  ]
}

extension InvoiceContact {
  static let ublFields = [
    TextField("Name", \InvoiceContact.name),
    TextField("Telephone", \.telephone),
    TextField("ElectronicMail", \.email),
  ]

  static let ciiFields = [
    TextField("PersonName", \InvoiceContact.name),
    TextField("TelephoneUniversalCommunication/CompleteNumber", \.telephone),
    TextField("EmailURIUniversalCommunication/URIID", \.email),
  ]
}

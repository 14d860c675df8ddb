/// Who sells, buys, is paid, or represents the seller before the tax office: BG-4, BG-7, BG-10,
/// BG-11.
package struct InvoiceParty: Hashable, Sendable {
  /// The registered name: BT-27, BT-44, BT-59, BT-62.
  package var name: String
  /// The name it is known by: BT-28, BT-45.
  package var tradingName: String?
  /// Identifiers that the parties agreed on: BT-29, BT-46, BT-60.
  package var identifiers: [SchemedIdentifier] = []
  /// The entry in the register of companies: BT-30, BT-47, BT-61.
  package var legalRegistration: SchemedIdentifier?
  /// BT-31, BT-48, BT-63.
  package var vatIdentifier: String?
  /// The seller's number with its tax office where that is no VAT identifier: BT-32.
  package var taxRegistration: String?
  /// What law wants to be known about the seller, such as its share capital: BT-33.
  package var legalText: String?
  /// Where its documents are delivered electronically: BT-34, BT-49.
  package var electronicAddress: SchemedIdentifier?
  /// BG-5, BG-8, BG-12.
  package var address: PostalAddress?
  /// BG-6, BG-9.
  package var contact: InvoiceContact?

  package init(name: String) { self.name = name }
}

/// An identifier with the list it is taken from: a code of ISO/IEC 6523, of the electronic address
/// schemes, or of UNTDID 1153.
package struct SchemedIdentifier: Hashable, Sendable {
  package var value: String
  package var scheme: String?

  package init(_ value: String, scheme: String? = nil) {
    self.value = value
    self.scheme = scheme
  }
}

/// An address as EN 16931 has it: BG-5, BG-8, BG-12, BG-15.
package struct PostalAddress: Hashable, Sendable {
  /// BT-35, BT-50, BT-64, BT-75.
  package var line1: String?
  /// BT-36, BT-51, BT-65, BT-76.
  package var line2: String?
  /// BT-162, BT-163, BT-164, BT-165.
  package var line3: String?
  /// BT-37, BT-52, BT-66, BT-77.
  package var city: String?
  /// BT-38, BT-53, BT-67, BT-78.
  package var postCode: String?
  /// BT-39, BT-54, BT-68, BT-79.
  package var subdivision: String?
  /// Two letters of ISO 3166-1: BT-40, BT-55, BT-69, BT-80.
  package var country: String?

  package init(country: String? = nil) { self.country = country }
}

/// Whom to ask about an invoice: BG-6, BG-9.
package struct InvoiceContact: Hashable, Sendable {
  /// BT-41, BT-56.
  package var name: String?
  /// BT-42, BT-57.
  package var telephone: String?
  /// BT-43, BT-58.
  package var email: String?

  package init(name: String? = nil, telephone: String? = nil, email: String? = nil) {
    self.name = name
    self.telephone = telephone
    self.email = email
  }
}

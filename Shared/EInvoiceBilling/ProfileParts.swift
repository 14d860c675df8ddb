import EInvoices
import ServiceKit
import Terms

/// What a profile says, in the terms of EN 16931.
extension IssuerProfile {
  var isFrench: Bool { mentions.isFrench }

  var paymentMeans: [PaymentMeans] {
    guard let paymentAccount else { return [] }
    let account = PaymentAccount(
      number: paymentAccount.number,
      name: paymentAccount.name,
      institution: paymentAccount.institution
    )
    return [PaymentMeans(code: "30", account: account)]
  }
}

extension IssuerProfile.ZeroRate {
  static let outsideScope = Self(category: "O", reason: "Damages, outside the scope of VAT")

  var vatCategory: VATCategory? {
    Self.categories.contains(category) ? VATCategory(rawValue: category) : nil
  }

  /// The code that is stated (BT-121).
  var stated: String? {
    let hasOwn = [.reverseCharge, .export, .outsideScope].contains(vatCategory)
    return reasonCode ?? (hasOwn ? "VATEX-EU-\(category)" : nil)
  }
}

extension InvoiceParty {
  init(_ party: IssuerProfile.Party, account: String? = nil) {
    self.init(name: party.name)
    if let account { identifiers = [SchemedIdentifier(account)] }
    legalRegistration = party.legalRegistration.map(SchemedIdentifier.init)
    vatIdentifier = party.vatIdentifier
    electronicAddress = party.electronicAddress.map(SchemedIdentifier.init)
    var address = PostalAddress(country: party.address.country)
    (address.line1, address.line2) = (party.address.line1, party.address.line2)
    (address.city, address.postCode) = (party.address.city, party.address.postCode)
    self.address = address
    contact = party.contact.map {
      InvoiceContact(name: $0.name, telephone: $0.telephone, email: $0.email)
    }
  }
}

extension SchemedIdentifier {
  fileprivate init(_ value: IssuerProfile.SchemedValue) {
    self.init(value.value, scheme: value.scheme)
  }
}

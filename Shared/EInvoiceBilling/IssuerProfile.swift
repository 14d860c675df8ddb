import DomainKit
import EInvoices
import Messages

/// What electronic invoices say beyond what was issued, in a JSON file of the house's own: who it
/// and its customers are, and how it is paid.
package struct IssuerProfile: Codable, Equatable, Sendable {
  package var seller: Party
  /// By the customer's account.
  package var buyers: [String: Party]
  /// Where payments go (BG-17).
  package var paymentAccount: Account?
  /// Words on every document (BG-1), beside those that the law wants.
  package var notes: [Note]?
  /// How lines without tax are treated, and why (BT-118, BT-120).
  package var zeroRate: ZeroRate?
  /// The same of late charges and costs, which are damages; without it, outside the scope of VAT.
  package var damages: ZeroRate?

  /// A seller (BG-4) or a buyer (BG-7).
  package struct Party: Codable, Equatable, Sendable {
    package var name: String
    package var legalRegistration: SchemedValue?
    package var vatIdentifier: String?
    package var electronicAddress: SchemedValue?
    package var address: Address
    package var contact: Contact?
    /// What a buyer wants to see on his invoices (BT-10).
    package var reference: String?
  }

  /// A value with its scheme, a code of ISO/IEC 6523 or of the electronic address schemes.
  package struct SchemedValue: Codable, Equatable, Sendable {
    package var value: String
    package var scheme: String?
  }

  package struct Address: Codable, Equatable, Sendable {
    package var line1: String?
    package var line2: String?
    package var city: String?
    package var postCode: String?
    /// Two letters of ISO 3166-1.
    package var country: String
  }

  package struct Contact: Codable, Equatable, Sendable {
    package var name: String?
    package var telephone: String?
    package var email: String?
  }

  package struct Account: Codable, Equatable, Sendable {
    package var number: String
    package var name: String?
    package var institution: String?
  }

  package struct Note: Codable, Equatable, Sendable {
    /// A code of UNTDID 4451.
    package var subject: String?
    package var text: String
  }

  package struct ZeroRate: Codable, Equatable, Sendable {
    /// A code of UNTDID 5305: `Z`, `E`, `AE`, `G` or `O`.
    package var category: String
    package var reason: String?
    /// A code of the VATEX list; `AE`, `G` and `O` have one of their own.
    package var reasonCode: String?

    package init(category: String, reason: String? = nil, reasonCode: String? = nil) {
      self.category = category
      self.reason = reason
      self.reasonCode = reasonCode
    }

    static let outsideScope = ZeroRate(category: "O", reason: "Damages, outside the scope of VAT")
    /// Those that need nothing but what a profile says.
    static let categories: [VATCategory] = [
      .zeroRated, .exempt, .reverseCharge, .export, .outsideScope,
    ]

    var vatCategory: VATCategory? {
      VATCategory(rawValue: category).flatMap { Self.categories.contains($0) ? $0 : nil }
    }

    /// The code that is stated (BT-121).
    var stated: String? {
      let hasOwn = [.reverseCharge, .export, .outsideScope].contains(vatCategory)
      return reasonCode ?? (hasOwn ? "VATEX-EU-\(category)" : nil)
    }
  }

  /// Reads a profile; a key that is misspelled is refused, not passed over, for the law wants what
  /// it says.
  package init(json bytes: [UInt8]) throws(RefusedProfile) {
    let given: JSONValue
    let known: JSONValue
    do {
      self = try JSONCoding.decode(IssuerProfile.self, from: bytes)
      given = try JSONCoding.decode(JSONValue.self, from: bytes)
      known = try JSONCoding.decode(JSONValue.self, from: JSONCoding.encode(self))
    } catch {
      throw RefusedProfile(text: "\(error)")
    }
    let unknown = Self.unknownKeys(in: given, beside: known, at: "")
    guard unknown.isEmpty else {
      throw RefusedProfile(text: "unknown: \(unknown.sorted().joined(separator: ", "))")
    }
    for (name, treatment) in [("zeroRate", zeroRate), ("damages", damages)] {
      guard let treatment, treatment.vatCategory == nil else { continue }
      let codes = ZeroRate.categories.map(\.rawValue).joined(separator: ", ")
      throw RefusedProfile(
        text: "\(name).category is '\(treatment.category)': expected one of \(codes)"
      )
    }
  }

  private static func unknownKeys(
    in given: JSONValue,
    beside known: JSONValue?,
    at path: String
  ) -> [String] {
    if let object = given.object {
      return object.flatMap { key, value in
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let twin = known?[key] else { return [place] }
        return unknownKeys(in: value, beside: twin, at: place)
      }
    }
    guard let array = given.array else { return [] }
    return array.enumerated().flatMap { index, value in
      unknownKeys(in: value, beside: known?.array?[index], at: "\(path)[\(index)]")
    }
  }
}

/// A profile that cannot be read.
package struct RefusedProfile: Error, CustomStringConvertible {
  package var text: String
  package var description: String { text }
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

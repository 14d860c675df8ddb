import Messages
package import Terms

/// What documents of this house say beyond what was issued, in a JSON file of its own: who it and
/// its customers are, and how it is paid.
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

    /// Those that need nothing but what a profile says.
    package static let categories = ["Z", "E", "AE", "G", "O"]
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
    try checkCountries()
    try checkCategories()
  }

  /// A country that is spelled otherwise would pass as one whose law wants nothing.
  private func checkCountries() throws(RefusedProfile) {
    let others = buyers.sorted { $0.key < $1.key }.map { ("buyers.\($0.key)", $0.value) }
    for (name, party) in [("seller", seller)] + others {
      let country = party.address.country
      guard country.utf8.count != 2 || !country.allSatisfy({ ("A"..."Z").contains($0) }) else {
        continue
      }
      throw RefusedProfile(
        text: "\(name).address.country is '\(country)': expected two capital letters (ISO 3166-1)"
      )
    }
  }

  private func checkCategories() throws(RefusedProfile) {
    for (name, treatment) in [("zeroRate", zeroRate), ("damages", damages)] {
      guard let treatment, !ZeroRate.categories.contains(treatment.category) else { continue }
      let codes = ZeroRate.categories.joined(separator: ", ")
      throw RefusedProfile(
        text: "\(name).category is '\(treatment.category)': expected one of \(codes)"
      )
    }
  }

  /// What it says as far as the law asks for it.
  package var mentions: IssuerMentions {
    let notes = (notes ?? []).compactMap { note in
      note.subject.map { DocumentNote(note.text, subject: $0) }
    }
    return IssuerMentions(country: seller.address.country, notes: notes)
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

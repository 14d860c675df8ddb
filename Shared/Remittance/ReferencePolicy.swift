import DomainKit

/// Which references invoices are given: one scheme, and others by the country of the account.
///
/// Written `iso-11649`, or `iso-11649 BE=ogm FI=fi-rf`.
package struct ReferencePolicy: Hashable, Sendable {
  package var scheme: ReferenceScheme
  /// By ISO 3166-1 alpha-2.
  package var schemesByCountry: [String: ReferenceScheme]

  package init(
    _ scheme: ReferenceScheme = .creditor,
    byCountry schemesByCountry: [String: ReferenceScheme] = [:]
  ) {
    self.scheme = scheme
    self.schemesByCountry = schemesByCountry
  }

  package func scheme(for country: String?) -> ReferenceScheme {
    country.flatMap { schemesByCountry[$0] } ?? scheme
  }

  /// Whether any account gets references of this scheme.
  package func gives(_ scheme: ReferenceScheme) -> Bool {
    self.scheme == scheme || schemesByCountry.values.contains(scheme)
  }
}

extension ReferencePolicy: TextCoded {
  package static let expected = "a policy of references"

  /// Nil unless one scheme stands without a country, and every other with one of its own.
  package init?(_ description: String) {
    var schemes: [ReferenceScheme] = []
    var schemesByCountry: [String: ReferenceScheme] = [:]
    for entry in description.split(separator: " ") {
      let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
      guard let scheme = parts.last.flatMap({ ReferenceScheme(String($0)) }) else { return nil }
      if parts.count == 1 {
        schemes.append(scheme)
      } else {
        let country = Array(parts[0].utf8)
        guard parts.count == 2, country.count == 2, country.allSatisfy(isUpper),
          schemesByCountry.updateValue(scheme, forKey: String(parts[0])) == nil
        else { return nil }
      }
    }
    guard schemes.count == 1 else { return nil }
    self.init(schemes[0], byCountry: schemesByCountry)
  }

  package var description: String {
    let others = schemesByCountry.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
    return scheme.description + others.joined()
  }
}

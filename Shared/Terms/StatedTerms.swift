package import DomainKit

/// Terms as another system states them: by a name or a notation, or line by line.
package enum StatedTerms: Hashable, Sendable {
  /// A name that the registry knows, or a customary notation: `NT30`, `2/10 net 30`.
  case written(String)
  case lines(CreditTerms)
}

extension StatedTerms: Codable {
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = .written(text)
    } else {
      self = .lines(try CreditTerms(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .written(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    case .lines(let terms): try terms.encode(to: encoder)
    }
  }
}

extension StatedTerms: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .written(value) }
}

/// Why stated terms are none.
package enum StatedTermsError: Error, Equatable, Sendable {
  case written(NotationError)
  /// Every fault of the lines.
  case lines([TermsFault])
}

extension TermsRegistry {
  /// What stated terms mean; in a currency that fixed amounts must have, if one is given.
  package func terms(
    _ stated: StatedTerms,
    in currency: Currency? = nil
  ) throws(StatedTermsError) -> CreditTerms {
    switch stated {
    case .written(let text):
      do throws(NotationError) {
        return try terms(text)
      } catch {
        throw .written(error)
      }
    case .lines(let terms):
      let faults = terms.faults(in: currency)
      guard faults.isEmpty else { throw .lines(faults) }
      return terms
    }
  }
}

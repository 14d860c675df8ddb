package import DomainKit
import Messages

/// What a house agrees on where the rules of matching leave a choice, as its policy file says it.
package struct MatchingPolicy: Codable, Equatable, Sendable {
  /// Payments that nothing else explains pay the oldest items first.
  package var oldestFirst: Bool
  /// Of several items with a payment's amount the earliest due is paid, then the lowest name.
  package var earliestOfEqual: Bool
  /// What may be given up of an item, or kept beyond it; the strictest of several counts.
  package var tolerances: [Tolerance]

  /// A limit in amounts, one a currency, and in percent of the item; the lower one counts.
  package struct Tolerance: Codable, Equatable, Sendable {
    package var amounts: [Money]
    package var percent: Percentage?

    package init(amounts: [Money], percent: Percentage? = nil) {
      self.amounts = amounts
      self.percent = percent
    }
  }

  package init(
    oldestFirst: Bool = false,
    earliestOfEqual: Bool = false,
    tolerances: [Tolerance] = []
  ) {
    self.oldestFirst = oldestFirst
    self.earliestOfEqual = earliestOfEqual
    self.tolerances = tolerances
  }

  /// What the file leaves out is not agreed on.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    oldestFirst = try container.decodeIfPresent(Bool.self, forKey: .oldestFirst) ?? false
    earliestOfEqual = try container.decodeIfPresent(Bool.self, forKey: .earliestOfEqual) ?? false
    tolerances = try container.decodeIfPresent([Tolerance].self, forKey: .tolerances) ?? []
    for amount in tolerances.flatMap(\.amounts) where amount.isNegative {
      throw DecodingError.dataCorruptedError(
        forKey: .tolerances,
        in: container,
        debugDescription: "\(amount) is below zero"
      )
    }
  }

  /// Reads a policy file; a key that nobody knows is refused, since it would count for nothing.
  package init(json bytes: [UInt8]) throws(MatchingPolicyError) {
    do {
      self = try JSONCoding.decode(MatchingPolicy.self, from: bytes)
      guard case .object(let members) = try JSONCoding.decode(JSONValue.self, from: bytes) else {
        return
      }
      let known = ["oldestFirst", "earliestOfEqual", "tolerances"]
      let unknown = members.keys.filter { !known.contains($0) }.sorted()
      if let first = unknown.first { throw MatchingPolicyError(text: "'\(first)' is no key of it") }
    } catch let error as MatchingPolicyError {
      throw error
    } catch {
      throw MatchingPolicyError(text: "\(error)")
    }
  }
}

/// Why a policy file cannot be used.
package struct MatchingPolicyError: Error, CustomStringConvertible {
  let text: String
  package var description: String { text }
}

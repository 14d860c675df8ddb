/// Terms by the names under which systems speak of them, such as the codes `NT30` and `Z045` of an
/// enterprise system.
///
/// Names are compared without regard to case.
package struct TermsRegistry: Codable, Equatable, Sendable {
  package private(set) var termsByName: [String: CreditTerms] = [:]

  package init() {}

  /// Reads a mapping, one name a line: `NT30 = net 30`; what follows `#` is a comment.
  ///
  /// Throws every fault at once.
  package init(mapping: String) throws(TermsMappingError) {
    var faults: [TermsMappingError.Fault] = []
    let lines = mapping.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let content = line.prefix { $0 != "#" }
      guard !content.allSatisfy(\.isWhitespace) else { continue }
      do throws(TermsMappingError.Reason) {
        try define(entry: content)
      } catch {
        faults.append(TermsMappingError.Fault(line: index + 1, reason: error))
      }
    }
    if !faults.isEmpty { throw TermsMappingError(faults: faults) }
  }

  package subscript(name: String) -> CreditTerms? { termsByName[Self.key(name)] }

  /// The terms of that name, or of that notation where no terms are so called.
  package func terms(_ written: String) throws(NotationError) -> CreditTerms {
    if let named = self[written] { return named }
    return try CreditTerms(notation: written)
  }

  private mutating func define(entry: Substring) throws(TermsMappingError.Reason) {
    let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw .notAnEntry }
    let key = Self.key(String(parts[0]))
    guard !key.isEmpty else { throw .notAnEntry }
    guard termsByName[key] == nil else { throw .repeated(key) }
    do throws(NotationError) {
      termsByName[key] = try CreditTerms(notation: String(parts[1]))
    } catch {
      throw .notation(error)
    }
  }

  private static func key(_ name: String) -> String {
    let trimmed = name.drop(while: \.isWhitespace)
    let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) }
    return trimmed[..<(end ?? trimmed.startIndex)].uppercased()
  }
}

/// Every line of a mapping of terms that cannot be used.
package struct TermsMappingError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Reason: Error, Equatable, Sendable {
    case notAnEntry
    case repeated(String)
    case notation(NotationError)
  }

  package struct Fault: Equatable, Sendable {
    package let line: Int
    package let reason: Reason
  }

  package let faults: [Fault]

  package var description: String {
    faults.map { "line \($0.line): \($0.reason)" }.joined(separator: "; ")
  }
}

extension TermsMappingError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .notAnEntry: "expected NAME = NOTATION"
    case .repeated(let name): "\(name) stands there twice"
    case .notation(let error): "\(error)"
    }
  }
}

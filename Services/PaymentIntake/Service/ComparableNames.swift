import DomainKit
import Foundation
import PaymentIntakeDomain
import Remittance

/// Names as they are compared.
///
/// Folding accents needs Foundation, so it is done here, and the folded form travels in the
/// command.
enum ComparableNames {
  /// Without repetitions, in the given order; names of which nothing is left are dropped.
  static func of(_ names: [String?]) -> [String] {
    var seen: Set<String> = []
    return names.compactMap { $0.map(comparable) }
      .filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  private static func comparable(_ name: String) -> String {
    PayerName.key(
      name.folding(
        options: [.diacriticInsensitive, .caseInsensitive, .widthInsensitive],
        locale: nil
      )
    )
  }
}

extension PayerIBAN {
  /// Nil when nothing that can be a number is left without the spaces.
  init?(written: String) {
    self.init(rawValue: written.filter { !$0.isWhitespace }.uppercased())
  }
}

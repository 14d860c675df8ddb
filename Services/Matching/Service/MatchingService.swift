package import DomainKit
package import MatchingDomain
package import Messages
package import ServiceKit

/// Matching and its translations: `Inbox`, `Outbox`, `Calls` and `Archive` are the four others.
///
/// One unit of it keeps the books of one partition.
package enum MatchingService: Service {
  package typealias Core = Matching

  package static let name = ServiceName.matching

  package static func configuration(_ settings: Settings) -> Matching.Command? {
    let policy = settings.matchingPolicy
    return .adopt(
      Matching.Policy(
        allowsOldestFirst: policy.oldestFirst,
        breaksTiesByDueDate: policy.earliestOfEqual,
        tolerances: policy.tolerances.map {
          Matching.Tolerance(amounts: $0.amounts, percent: $0.percent)
        }
      )
    )
  }

  package static func openCut(_ state: Matching.State) -> DayCut? { state.openCut }

  /// Facts of a later cut would change what the open one decides.
  package static let holdsLaterCuts = true
}

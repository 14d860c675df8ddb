package import DomainKit
package import Messages

/// Commands that come from within a service: bank files in its inbox folder, midnight on its
/// calendar.
///
/// Each is decided and journaled like a message; the state says how far the feed is, so a crash
/// repeats nothing.
package protocol Feed<Core>: AnyObject {
  associatedtype Core: Decider
  /// What is due now, a bounded piece at a time; none: nothing to do.
  func commands(for state: Core.State, now: Timestamp) throws -> [Core.Command]
  /// A work longer than one turn is begun and not done: the loop comes back without waiting.
  var isUnfinished: Bool { get }
  /// Calls whose answers need more than the state: how far a work is.
  var calls: [CallHandler<Core>] { get }
}

extension Feed {
  package var isUnfinished: Bool { false }
  package var calls: [CallHandler<Core>] { [] }
}

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
}

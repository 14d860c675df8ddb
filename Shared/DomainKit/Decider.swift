/// The pure core of one service: no clock, no input or output, no randomness.
///
/// `decide` holds every business rule and changes nothing; `evolve` changes the state and holds no
/// rule. So the state is a fold of the events, and replaying the journal rebuilds it exactly.
package protocol Decider: Sendable {
  associatedtype Command: Sendable
  associatedtype Event: Codable & Equatable & Sendable
  associatedtype State: PersistentState
  associatedtype Rejection: Error & Equatable & Sendable

  /// What the command brings about. No events: it already holds, and a repetition changes nothing.
  static func decide(_ command: Command, _ state: State) throws(Rejection) -> [Event]
  /// Takes the event into the state; `inout`, so that a large state is never copied.
  static func evolve(_ state: inout State, _ event: Event)
}

import DomainKit

/// Decisions in the making: each event is taken in at once, so that the next decision sees it.
struct Draft {
  private(set) var state: Matching.State
  private(set) var events: [Matching.Event] = []

  /// Copying a state costs nothing: its tables are persistent.
  init(_ state: Matching.State) { self.state = state }

  mutating func record(_ event: Matching.Event) {
    Matching.evolve(&state, event)
    events.append(event)
  }
}

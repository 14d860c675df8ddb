import DomainKit

/// Decisions in the making: each event is taken in at once, so that the next decision sees it.
struct Draft {
  private(set) var state: Matching.State
  private(set) var events: [Matching.Event] = []

  private let hasMoreFacts: Bool

  /// Copying a state costs nothing: its tables are persistent.
  init(_ state: Matching.State, hasMoreFacts: Bool = false) {
    self.state = state
    self.hasMoreFacts = hasMoreFacts
  }

  mutating func record(_ event: Matching.Event) {
    Matching.evolve(&state, event)
    events.append(event)
  }

  /// Nothing more is decided on this fact, so that the event is taken in only if other facts
  /// follow: most commands end here, and whoever keeps the state takes the event in anyway.
  mutating func recordLast(_ event: Matching.Event) {
    if hasMoreFacts { record(event) } else { events.append(event) }
  }
}

/// What a reader has met in a file and nobody has taken yet.
struct EventQueue {
  private var events: [BankEvent] = []
  private var taken = 0

  mutating func append(_ event: BankEvent) { events.append(event) }

  /// In the file's order; nil when all are taken.
  mutating func next() -> BankEvent? {
    guard taken < events.count else {
      events.removeAll(keepingCapacity: true)
      taken = 0
      return nil
    }
    taken += 1
    return events[taken - 1]
  }
}

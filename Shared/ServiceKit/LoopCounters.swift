/// What a loop has done since the process began; metrics show it.
package struct LoopCounters: Sendable {
  package var received = 0
  package var duplicates = 0
  package var journaled = 0
  package var batches = 0
  package var connectionsLost = 0
  /// By outcome: `done`, `rejected`, `held`, `malformed`, `parked`.
  package var outcomes: [String: Int] = [:]

  package init() {}

  mutating func add<S>(_ batch: ServiceUnit<S>.Batch) {
    duplicates += batch.duplicates
    journaled += batch.journaled
    batches += 1
    for (outcome, count) in batch.counts { outcomes[outcome.rawValue, default: 0] += count }
  }
}

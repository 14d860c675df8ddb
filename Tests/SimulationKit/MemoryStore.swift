package import DomainKit
package import ServiceKit

/// A state folder in memory that outlives its unit: for tests of one unit without files.
package final class MemoryStore<State: PersistentState>: StateStore {
  package let lineage = "1"
  package private(set) var epoch = 0
  package private(set) var wasAbandoned = false
  private var journal: [JournalRecord] = []
  private var rows: [String: [UInt8]] = [:]

  package let freeBytes = Int.max

  package init() {}

  package func load(replay: (inout State, JournalRecord) throws -> Void) throws -> State {
    epoch += 1
    var state = State()
    for record in journal { try replay(&state, record) }
    return state
  }

  package func append(_ records: [JournalRecord]) throws {
    journal += records
    wasAbandoned = true
  }

  package func offerSnapshot(of state: State) throws {}

  package func archive(_ rows: [ArchiveRow]) throws {
    for row in rows { self.rows[row.key] = row.data }
  }

  package func archived(_ key: String) throws -> [UInt8]? { rows[key] }

  package func forEachRecord(_ body: (JournalRecord) throws -> Bool) throws {
    for record in journal {
      guard try body(record) else { return }
    }
  }

  package func close() throws { wasAbandoned = false }
}

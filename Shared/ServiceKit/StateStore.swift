package import DomainKit
package import Messages

/// Where one service, or one partition of it, keeps its state: a snapshot and a journal of what
/// happened since.
package protocol StateStore<State>: AnyObject {
  associatedtype State: PersistentState

  /// New at creation and at each restore from a backup: sequences of one lineage never repeat.
  var lineage: String { get }
  /// Counts the owners of the folder; each new owner is one more.
  var epoch: Int { get }
  /// True when the owner before did not end by `close`.
  var wasAbandoned: Bool { get }

  /// Reads the newest snapshot and gives each later record to `replay`, in order.
  func load(replay: (inout State, JournalRecord) throws -> Void) throws -> State
  /// Writes the records in one write and one fdatasync; durable on return.
  ///
  /// A failed sync ends the process: memory is ahead of the disk, and the disk cannot be trusted.
  func append(_ records: [JournalRecord]) throws
  /// Takes a snapshot in the background when one is due; costs the caller nothing.
  func offerSnapshot(of state: State) throws
  /// Adds rows to the archive; durable on return. A later row of the same key replaces the earlier.
  func archive(_ rows: [ArchiveRow]) throws
  /// The archived row of a key, or nil.
  func archived(_ key: String) throws -> [UInt8]?
  /// Gives every record of all journal segments that are kept to `body`, in order, until it
  /// returns false.
  func forEachRecord(_ body: (JournalRecord) throws -> Bool) throws
  /// What may still be written to the disk, in bytes.
  var freeBytes: Int { get throws }
  /// Marks a clean end and gives the folder back.
  func close() throws
}

/// One line of the journal: what was handled, what happened, what must be sent.
package struct JournalRecord: Equatable, Sendable {
  /// e.g.
  ///
  /// `message`, `sent`, `attempt`.
  package var kind: String
  /// When it was decided; taken from the clock once, never read again by a decision.
  package var time: Timestamp
  /// A JSON object without raw newlines.
  package var data: [UInt8]

  package init(kind: String, time: Timestamp, data: [UInt8]) {
    self.kind = kind
    self.time = time
    self.data = data
  }
}

/// A settled thing that left the state, under the key by which a late fact names it.
package struct ArchiveRow: Equatable, Sendable {
  package var key: String
  /// A JSON value without raw newlines.
  package var data: [UInt8]

  package init(key: String, data: [UInt8]) {
    self.key = key
    self.data = data
  }
}

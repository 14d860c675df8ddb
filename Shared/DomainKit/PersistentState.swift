@_exported public import HashTreeCollections

/// A state that can be written to a snapshot and read back, part by part.
///
/// Large tables are `TreeDictionary`: an immutable copy for a snapshot costs nothing and no later
/// write stalls. Its order of iteration differs from process to process: a rule that walks a table
/// sorts what it finds.
package protocol PersistentState: Equatable, Sendable {
  /// The state before the first event.
  init()
  /// Every stored property, once: what is missing here is lost at the next restart.
  static var sections: [Section<Self>] { get }
}

/// One stored property of a state under the name that it has in snapshots and dumps.
package struct Section<State: Sendable>: Sendable {
  package typealias Rows =
    @Sendable (
      _ state: State, _ row: (_ key: String, _ value: any Encodable) throws -> Void
    ) throws -> Void
  package typealias Load =
    @Sendable (
      _ state: inout State, _ key: String, _ value: any RowDecoder
    ) throws -> Void

  package let name: String
  /// A table has any number of rows with keys; a value has one row, whose key is empty.
  package let isTable: Bool
  /// It tells in which order things came or how often, and nothing that is owed or known: two runs
  /// of the same facts may differ in it, so that canonical dumps leave it out.
  package private(set) var tellsArrival = false
  package let forEachRow: Rows
  package let load: Load

  /// A single value.
  package static func value<Value: Codable & Sendable>(
    _ name: String,
    _ path: any (WritableKeyPath<State, Value> & Sendable)
  ) -> Section {
    Section(
      name: name,
      isTable: false,
      forEachRow: { state, row in try row("", state[keyPath: path]) },
      load: { state, _, value in state[keyPath: path] = try value.decode(Value.self) }
    )
  }

  /// A table of rows by key.
  package static func table<Key: RowKey, Value: Codable & Sendable>(
    _ name: String,
    _ path: any (WritableKeyPath<State, TreeDictionary<Key, Value>> & Sendable)
  ) -> Section {
    Section(
      name: name,
      isTable: true,
      forEachRow: { state, row in
        for (key, value) in state[keyPath: path] { try row(key.rowKey, value) }
      },
      load: { state, key, value in
        guard let rowKey = Key(rowKey: key) else { throw UnreadableRow(section: name, key: key) }
        state[keyPath: path][rowKey] = try value.decode(Value.self)
      }
    )
  }

  /// A table that the state keeps in a shape of its own, such as rows together with their indexes:
  /// only the rows are written, and `load` takes each in as if it had just come, in any order.
  package static func rows<Key: RowKey, Value: Codable & Sendable>(
    _ name: String,
    forEach: @escaping @Sendable (State, (Key, Value) throws -> Void) throws -> Void,
    load: @escaping @Sendable (inout State, Key, Value) throws -> Void
  ) -> Section {
    Section(
      name: name,
      isTable: true,
      forEachRow: { state, row in try forEach(state) { try row($0.rowKey, $1) } },
      load: { state, key, value in
        guard let rowKey = Key(rowKey: key) else { throw UnreadableRow(section: name, key: key) }
        try load(&state, rowKey, value.decode(Value.self))
      }
    )
  }

  /// The rows of a register that derives its indexes from them.
  package static func rows<Key: RowKey, Value: Codable & Sendable>(
    of path: any (KeyPath<State, TreeDictionary<Key, Value>> & Sendable),
    load: @escaping @Sendable (inout State, Key, Value) -> Void
  ) -> Section {
    rows(
      "rows",
      forEach: { state, row in for (key, value) in state[keyPath: path] { try row(key, value) } },
      load: load
    )
  }

  /// The same section, left out when the states of two runs are compared.
  package var ofArrival: Section {
    var section = self
    section.tellsArrival = true
    return section
  }

  /// The section of a part of a larger state, under a name that says so.
  package func lifted<Whole: Sendable>(
    to path: any (WritableKeyPath<Whole, State> & Sendable),
    prefix: String
  ) -> Section<Whole> {
    let section = Section<Whole>(
      name: "\(prefix).\(name)",
      isTable: isTable,
      forEachRow: { whole, row in try forEachRow(whole[keyPath: path], row) },
      load: { whole, key, value in try load(&whole[keyPath: path], key, value) }
    )
    return tellsArrival ? section.ofArrival : section
  }
}

/// A row of a snapshot, still encoded.
package protocol RowDecoder {
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value
}

/// What can name a row of a table.
package protocol RowKey: Hashable, Sendable {
  var rowKey: String { get }
  init?(rowKey: String)
}

extension String: RowKey {
  package var rowKey: String { self }
  package init?(rowKey: String) { self = rowKey }
}

extension Identifier: RowKey {
  package var rowKey: String { rawValue }
  package init?(rowKey: String) { self.init(rawValue: rowKey) }
}

extension CalendarDate: RowKey {
  package var rowKey: String { description }
  package init?(rowKey: String) { self.init(rowKey) }
}

extension DayCut: RowKey {
  package var rowKey: String { description }
  package init?(rowKey: String) { self.init(rowKey) }
}

/// A row whose key is not one of its table's.
package struct UnreadableRow: Error, Equatable {
  package let section: String
  package let key: String
}

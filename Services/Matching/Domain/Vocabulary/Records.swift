package import DomainKit

extension Matching {
  /// A table of large records, each behind a reference.
  ///
  /// A tree dictionary keeps its rows in its nodes, and changing a row of a shared node copies the
  /// node with all its rows. Behind references that copies references.
  package struct Records<Key: RowKey, Record: Codable & Equatable & Sendable>: Equatable, Sendable {
    var table: TreeDictionary<Key, Boxed<Record>> = [:]

    package var isEmpty: Bool { table.isEmpty }
    package var count: Int { table.count }
    package var keys: some Sequence<Key> { table.keys }
    package var values: some Sequence<Record> { table.values.lazy.map(\.record) }
    package var rows: some Sequence<(key: Key, record: Record)> {
      table.lazy.map { ($0.key, $0.value.record) }
    }

    package internal(set) subscript(key: Key) -> Record? {
      get { table[key]?.record }
      set { table[key] = newValue.map(Boxed.init) }
    }
  }

  /// A value behind one reference.
  package final class Boxed<Record: Codable & Equatable & Sendable>: Codable, Equatable, Sendable {
    let record: Record

    init(_ record: Record) { self.record = record }

    package init(from decoder: any Decoder) throws { record = try Record(from: decoder) }

    package func encode(to encoder: any Encoder) throws { try record.encode(to: encoder) }

    package static func == (lhs: Boxed, rhs: Boxed) -> Bool {
      lhs === rhs || lhs.record == rhs.record
    }
  }
}

import DomainKit
import Messages

/// Writes the sections of a state as one JSON object, one row a line.
struct SectionWriter<State: PersistentState> {
  enum Order {
    /// As the tables give them: nothing is kept in memory.
    case asStored
    /// By key and without the sections that tell of arrival, so that two runs can be compared;
    /// keeps one section's rows in memory.
    case byKey
  }

  let order: Order
  /// Whether a section is written, by its name.
  var includes: (String) -> Bool = { _ in true }
  /// Asked before each row; throws to give up.
  let check: () throws -> Void

  /// Appends `{`, the sections and `}`; the number of rows.
  func write(_ state: State, to sink: ByteSink) throws -> Int {
    var rows = 0
    sink.bytes.append(ascii: "{")
    for (index, section) in State.sections.filter(isWanted).enumerated() {
      sink.bytes.append(ascii: index == 0 ? "\n" : ",\n")
      sink.bytes.append(jsonString: section.name)
      sink.bytes.append(ascii: section.isTable ? ":{" : ":")
      rows += try write(section, of: state, to: sink)
      if section.isTable { sink.bytes.append(ascii: "\n}") }
    }
    sink.bytes.append(ascii: "\n}")
    try sink.flushIfLarge()
    return rows
  }

  private func isWanted(_ section: Section<State>) -> Bool {
    includes(section.name) && !(order == .byKey && section.tellsArrival)
  }

  private func write(
    _ section: Section<State>,
    of state: State,
    to sink: ByteSink
  ) throws -> Int {
    var rows = 0
    var kept: [(key: String, value: [UInt8])] = []
    try section.forEachRow(state) { key, value in
      try check()
      let value = try JSONCoding.encode(value)
      if section.isTable, order == .byKey {
        kept.append((key, value))
      } else {
        try write(key, value, of: section, isFirst: rows == 0, to: sink)
      }
      rows += 1
    }
    kept.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (index, row) in kept.enumerated() {
      try write(row.key, row.value, of: section, isFirst: index == 0, to: sink)
    }
    return rows
  }

  private func write(
    _ key: String,
    _ value: [UInt8],
    of section: Section<State>,
    isFirst: Bool,
    to sink: ByteSink
  ) throws {
    precondition(!value.hasNewline, "a row of '\(section.name)' is one line")
    if section.isTable {
      sink.bytes.append(ascii: isFirst ? "\n" : ",\n")
      sink.bytes.append(jsonString: key)
      sink.bytes.append(ascii: ":")
    }
    sink.bytes.append(contentsOf: value)
    try sink.flushIfLarge()
  }
}

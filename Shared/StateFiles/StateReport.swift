/// What `encours state verify` found in a state folder, file by file.
package struct StateReport: Equatable, Sendable {
  package struct File: Equatable, Sendable {
    package let name: String
    /// Records of a journal, rows of a snapshot or archive, entries of an index.
    package let lines: Int
    package let bytes: Int
    package let finding: Finding
  }

  package enum Finding: Equatable, Sendable {
    case sound
    /// What follows `offset` was torn by a crash, or is being written; the next owner cuts it off.
    case tornEnd(offset: Int)
    /// Nobody may start on it.
    case damaged(StateDamage)
    /// A damaged snapshot or index: it is replaced by what it was made from.
    case replaceable(StateDamage)
    /// Set aside by an owner, or never finished.
    case leftOver
    /// None of ours.
    case unknown
  }

  package internal(set) var files: [File] = []
  package internal(set) var lineage: String?
  package internal(set) var lastSequence = 0
  package internal(set) var epoch = 0
  /// The last record is an owner's mark that it ended as it should.
  package internal(set) var wasClosed = false

  /// Whether a service can start on it without losing anything.
  package var isSound: Bool { damages.isEmpty }

  /// What keeps a service from starting.
  package var damages: [StateDamage] {
    files.compactMap { if case .damaged(let damage) = $0.finding { damage } else { nil } }
  }
}

extension StateReport: CustomStringConvertible {
  /// A line for each file, then one for the folder.
  package var description: String {
    let width = files.map(\.name.count).max() ?? 0
    let lines = files.map { file in
      let name = file.name + String(repeating: " ", count: width - file.name.count)
      return "\(name)  \(file.lines) lines  \(file.bytes) bytes  \(file.finding)"
    }
    let end = wasClosed ? "closed by its owner" : "in use or abandoned"
    let verdict = isSound ? "sound" : "damaged"
    let summary =
      "\(verdict): lineage \(lineage ?? "none"), epoch \(epoch), "
      + "last record \(lastSequence), \(end)"
    return (lines + [summary]).joined(separator: "\n")
  }
}

extension StateReport.Finding: CustomStringConvertible {
  package var description: String {
    switch self {
    case .sound: "sound"
    case .tornEnd(let offset): "torn end from byte \(offset), to be cut off"
    case .damaged(let damage): "damaged at byte \(damage.offset): \(damage.reason)"
    case .replaceable(let damage): "damaged, but replaceable: \(damage.reason)"
    case .leftOver: "left over"
    case .unknown: "not a state file"
    }
  }
}

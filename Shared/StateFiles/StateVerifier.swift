package import DomainKit
package import ServiceKit

/// Checks a state folder without owning it, also while its service runs.
package struct StateVerifier {
  private let context: StateFolderContext
  private let contents: FolderContents
  private var report = StateReport()
  /// The end of each journal file's good lines, by the number of its last record.
  private var chains: [Int: Chain] = [:]

  /// Every journal, snapshot, archive and index file, each line, digest and chain of it.
  package static func verify(
    _ folder: String,
    fileSystem: any FileSystem = PosixFileSystem()
  ) throws -> StateReport {
    var verifier = try StateVerifier(folder, fileSystem)
    try verifier.checkLineage()
    try verifier.checkJournals()
    try verifier.checkSnapshots()
    try verifier.checkArchives()
    try verifier.noteTheRest()
    return verifier.report
  }

  /// The names of the snapshots that hold something else than the journal, replayed from its first
  /// record, amounts to.
  ///
  /// Snapshots that no longer fit the program are passed over.
  package static func snapshotsThatDiffer<State: PersistentState>(
    _ type: State.Type,
    in folder: String,
    fileSystem: any FileSystem = PosixFileSystem(),
    from replay: (inout State, JournalRecord) throws -> Void
  ) throws -> [String] {
    let verifier = try StateVerifier(folder, fileSystem)
    let snapshots = Set(verifier.contents.snapshots)
    var state = State()
    var different: [String] = []
    let reader = JournalReader(
      in: verifier.context,
      contents: verifier.contents,
      allowsTornEnd: true
    )
    _ = try reader.forEachRecord(after: Chain()) { record, chain in
      if !JournalLine.isMark(record) { try replay(&state, record) }
      if snapshots.contains(chain.sequence),
        case .read(let stored, at: _, _) = try SnapshotReader<State>.read(
          sequence: chain.sequence,
          in: verifier.context
        ), stored != state
      {
        different.append(FileName.snapshot(sequence: chain.sequence).text)
      }
      return true
    }
    return different
  }

  private init(_ folder: String, _ fileSystem: any FileSystem) throws {
    context = StateFolderContext(
      folder: folder,
      fileSystem: fileSystem,
      onFault: { throw $0 },
      onNotice: { _ in }
    )
    contents = try context.contents()
  }

  private mutating func add(_ name: FileName, lines: Int, _ finding: StateReport.Finding) throws {
    let bytes = try context.fileSystem.size(of: context.path(name)) ?? 0
    report.files.append(
      StateReport.File(name: name.text, lines: lines, bytes: bytes, finding: finding)
    )
  }

  private mutating func checkLineage() throws {
    guard contents.hasLineage else { return }
    do {
      report.lineage = try Lineage.read(in: context)
      try add(.lineage, lines: 1, .sound)
    } catch let damage as StateDamage {
      try add(.lineage, lines: 0, .damaged(damage))
    }
  }

  private mutating func checkJournals() throws {
    let reader = JournalReader(in: context, contents: contents, allowsTornEnd: true)
    let snapshots = Set(contents.snapshots)
    var chain: Chain?
    for first in contents.journals {
      let name = FileName.journal(first: first)
      if let before = chain, before.sequence + 1 != first {
        try addMissing(.journal(first: before.sequence + 1))
        chain = nil
      }
      var bad: StateDamage?
      var found: [Int: Chain] = [:]
      let scan = try reader.scan(first, after: chain) { line, offset in
        do {
          let record = try JournalReader.record(line, at: offset, in: name.text)
          report.wasClosed = record.kind == JournalLine.closed
        } catch let damage as StateDamage {
          bad = damage
          return false
        }
        if snapshots.contains(line.sequence) {
          found[line.sequence] = Chain(
            sequence: line.sequence,
            checksum: line.checksum,
            epoch: line.epoch
          )
        }
        return true
      }
      chains.merge(found) { $1 }
      let isLast = first == contents.journals.last
      let finding = finding(of: scan, bad, isLast: isLast)
      try add(name, lines: scan.lines, finding)
      if scan.lines > 0 {
        report.lastSequence = scan.chain.sequence
        report.epoch = scan.chain.epoch
      }
      if case .damaged = finding { chain = nil } else if scan.lines > 0 { chain = scan.chain }
    }
  }

  private func finding(
    of scan: SegmentScan,
    _ bad: StateDamage?,
    isLast: Bool
  ) -> StateReport.Finding {
    if let damage = bad ?? scan.damage { return .damaged(damage) }
    guard scan.ending == .torn else { return .sound }
    return isLast
      ? .tornEnd(offset: scan.goodBytes)
      : .damaged(StateDamage(file: scan.name, offset: scan.goodBytes, reason: .incomplete))
  }

  private mutating func addMissing(_ name: FileName) throws {
    guard !report.files.contains(where: { $0.name == name.text }) else { return }
    try add(name, lines: 0, .damaged(StateDamage(file: name.text, offset: 0, reason: .missing)))
  }

  private mutating func checkSnapshots() throws {
    for sequence in contents.snapshots {
      do {
        try checkSnapshot(sequence)
      } catch let error as FileError where error.isMissing {
        // The service that runs has removed it since.
      }
    }
  }

  private mutating func checkSnapshot(_ sequence: Int) throws {
    let name = FileName.snapshot(sequence: sequence)
    // A state of no sections fits no snapshot, but its digest and chain are read all the same.
    switch try SnapshotReader<NoSections>.read(sequence: sequence, in: context) {
    case .damaged(let damage): try add(name, lines: 0, .replaceable(damage))
    case .read(_, let chain, let summary):
      try add(name, lines: summary.rows, finding(ofSnapshot: name, at: chain))
    case .unfit(_, let chain, let rows):
      try add(name, lines: rows, finding(ofSnapshot: name, at: chain))
    }
    if !contents.journals.contains(sequence + 1) {
      try addMissing(.journal(first: sequence + 1))
    }
  }

  private func finding(ofSnapshot name: FileName, at chain: Chain?) -> StateReport.Finding {
    guard let chain, let inJournal = chains[chain.sequence], inJournal != chain else {
      return .sound
    }
    return .damaged(StateDamage(file: name.text, offset: 0, reason: .contradicts("the journal")))
  }

  private mutating func checkArchives() throws {
    var chain: Chain?
    var entries: [Int: [ArchiveEntry]] = [:]
    for (expected, number) in zip(1..., contents.archives) {
      if expected != number {
        try addMissing(.archive(expected))
        chain = nil
      }
      var bad: StateDamage?
      var table = RecentKeys(file: number)
      var scan: SegmentScan?
      do {
        scan = try ArchiveReader.scan(number, in: context, after: chain) { row, _, offset in
          table.add(row.key, offset: offset)
        }
      } catch let damage as StateDamage {
        bad = damage
      }
      let isLast = number == contents.archives.last
      let finding =
        scan.map { self.finding(of: $0, bad, isLast: isLast) } ?? bad.map { .damaged($0) } ?? .sound
      try add(.archive(number), lines: scan?.lines ?? 0, finding)
      chain = scan.flatMap { $0.damage == nil ? $0.chain : nil }
      entries[number] = table.sortedEntries()
    }
    for files in contents.indexes {
      do {
        try checkIndex(files, entries)
      } catch let error as FileError where error.isMissing {
        // The service that runs has merged it since.
      }
    }
  }

  private mutating func checkIndex(
    _ files: ClosedRange<Int>,
    _ entries: [Int: [ArchiveEntry]]
  ) throws {
    let name = FileName.index(first: files.lowerBound, last: files.upperBound)
    let expected = files.flatMap { entries[$0] ?? [] }.sorted()
    var found: [ArchiveEntry] = []
    do {
      if let index = try ArchiveIndex(files, in: context) {
        var cursor = index.makeCursor()
        while let entry = try cursor.next() { found.append(entry) }
      }
    } catch is ArchiveIndexDamage {}
    let damage = StateDamage(file: name.text, offset: 0, reason: .contradicts("the archive"))
    try add(name, lines: found.count, found == expected ? .sound : .replaceable(damage))
  }

  private mutating func noteTheRest() throws {
    for entry in try context.fileSystem.entries(of: context.folder) {
      let finding: StateReport.Finding
      switch FileName(entry.name) {
      case .broken, .temporary: finding = .leftOver
      case nil: finding = .unknown
      default: continue
      }
      let bytes =
        entry.kind == .file
        ? try context.fileSystem.size(of: "\(context.folder)/\(entry.name)") ?? 0 : 0
      report.files.append(
        StateReport.File(name: entry.name, lines: 0, bytes: bytes, finding: finding)
      )
    }
  }
}

/// What a reader knows of a state who knows no service.
private struct NoSections: PersistentState {
  static var sections: [Section<NoSections>] { [] }
}

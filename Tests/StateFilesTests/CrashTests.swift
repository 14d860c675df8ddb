import DomainKit
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Synchronization
import Testing

/// How a process ends, and what that leaves of the disk.
enum Ending: CaseIterable, CustomTestStringConvertible {
  case killed
  /// Within a write, of which a part was done.
  case killedWithinWrite
  case powerCutLosingAll
  case powerCutLosingNothing
  case powerCutLosingSome
  case powerCutWithinWrite

  /// How often the same place is tried: chance decides what survives.
  var seeds: Range<UInt64> {
    switch self {
    case .killed, .powerCutLosingAll, .powerCutLosingNothing: 0..<1
    case .killedWithinWrite, .powerCutLosingSome, .powerCutWithinWrite:
      0..<(Nightly.isOn ? 100 : 3)
    }
  }

  var tearsWrites: Bool { self == .killedWithinWrite || self == .powerCutWithinWrite }

  func end(_ disk: FaultyFileSystem, seed: UInt64) {
    switch self {
    case .killed, .killedWithinWrite: disk.processKill()
    case .powerCutLosingAll: disk.powerCut(.nothing)
    case .powerCutLosingNothing: disk.powerCut(.everything)
    case .powerCutLosingSome, .powerCutWithinWrite: disk.powerCut(seed: seed)
    }
  }

  var testDescription: String { "\(self)" }
}

/// What the outside was told, and what it may find.
struct Acknowledged {
  var entries = 0
  /// Entries that were handed to the folder, whether or not it said yes.
  var attempted = 0
  /// The newest version of each archived key that was confirmed, and the newest that was tried.
  var archived: [String: Int] = [:]
  var archiveAttempted: [String: Int] = [:]
  var epoch = 0
  var lineage: String?
  /// The last owner ended by `close`, which returned.
  var isClosed = false
}

/// One life of a ledger in which everything happens that touches the disk.
struct Story {
  var told = Acknowledged()

  /// Lives it on the disk until something throws.
  mutating func live(on disk: FaultyFileSystem, seed: UInt64 = 0) throws {
    for life in 1...2 {
      var open = try takeOver(disk)
      for chapter in 1...5 {
        try append(chapter % 3 + 1, to: &open)
        if chapter != 3 { try archive(["K-\(chapter)", "K-\(life)"], to: open) }
        try open.files.offerSnapshot(of: open.ledger)
      }
      try open.files.close()
      told.isClosed = true
    }
  }

  mutating func takeOver(_ disk: FaultyFileSystem) throws -> OpenLedger {
    let wasClosed = told.isClosed
    // Whoever comes after an owner that dies while it opens cannot tell that it never began.
    told.isClosed = false
    let open = try OpenLedger(on: disk)
    if wasClosed { #expect(!open.files.wasAbandoned) }
    check(open)
    return open
  }

  mutating func append(_ count: Int, to open: inout OpenLedger) throws {
    told.isClosed = false
    told.attempted = max(told.attempted, open.ledger.entries + count)
    try open.append(count)
    told.entries = open.ledger.entries
  }

  mutating func archive(_ keys: [String], to open: OpenLedger) throws {
    let version = open.ledger.entries
    for key in keys { told.archiveAttempted[key] = version }
    try open.files.archive(keys.map { ArchiveRow(key: $0, data: Array("[\(version)]".utf8)) })
    for key in keys { told.archived[key] = version }
  }

  /// What was found is a beginning of what happened, with everything that was acknowledged in it;
  /// and what was found once is promised from then on.
  mutating func check(_ open: OpenLedger) {
    let found = open.ledger.entries
    #expect(found >= told.entries, "acknowledged entries are lost")
    #expect(found <= told.attempted, "entries that nobody made")
    #expect(open.ledger == Ledger((0..<found).map { Entry(number: $0 + 1) }))
    #expect(open.files.epoch > told.epoch)
    if let lineage = told.lineage { #expect(open.files.lineage == lineage) }
    #expect(throws: Never.self) {
      var records: [JournalRecord] = []
      try open.files.forEachRecord {
        records.append($0)
        return true
      }
      #expect(records == (0..<found).map { Entry(number: $0 + 1).record })
      for (key, attempted) in told.archiveAttempted {
        let promised = told.archived[key]
        let row = try open.files.archived(key)
        if let row, let version = Int(String(decoding: row.dropFirst().dropLast(), as: UTF8.self)) {
          #expect(version >= promised ?? 0 && version <= attempted, "an older row of \(key)")
          told.archived[key] = version
        } else {
          #expect(promised == nil, "the archived \(key) is lost")
        }
      }
    }
    told.entries = found
    told.epoch = open.files.epoch
    told.lineage = open.files.lineage
  }
}

@Suite("A crash at any effect")
struct CrashTests {
  /// How many effects the whole story has when nothing goes wrong.
  private func effects() throws -> Int {
    let disk = FaultyFileSystem()
    var story = Story()
    try story.live(on: disk)
    return disk.effects
  }

  @Test("the story has every kind of effect, snapshots, merged indexes and closed files")
  func story() throws {
    let kinds = Recorder<Effect.Kind>()
    let disk = FaultyFileSystem { kinds.add($0.kind) }
    var story = Story()
    try story.live(on: disk)
    #expect(Set(kinds.all) == Set(Effect.Kind.allCases).subtracting([.truncate]))
    let names = try disk.entries(of: folder).map(\.name)
    #expect(names.filter { $0.hasPrefix("snapshot-") }.count == 2)
    #expect(names.filter { $0.hasPrefix("journal-") }.count > 2)
    #expect(names.contains { $0.hasSuffix(".index") && !$0.contains("archive-1-1.") })
  }

  @Test(
    "loses nothing that was acknowledged, and what is found is a beginning of what happened",
    arguments: Ending.allCases
  )
  func everyEffect(ending: Ending) throws {
    for effect in 1...(try effects()) {
      for seed in ending.seeds {
        let disk = FaultyFileSystem(seed: seed)
        disk.plan = FaultPlan(crashAt: effect, tearsWrites: ending.tearsWrites)
        var story = Story()
        #expect(throws: SimulatedCrash.self) { try story.live(on: disk) }
        ending.end(disk, seed: seed &+ UInt64(effect) << 8)
        // The next owner must find it sound, go on with it, and lose nothing in a power cut.
        do {
          _ = try story.takeOver(disk)
          disk.powerCut(.nothing)
          var open = try story.takeOver(disk)
          try story.append(2, to: &open)
          try open.files.close()
          _ = try story.takeOver(disk)
        } catch {
          Issue.record("at effect \(effect), seed \(seed): \(error)")
        }
      }
    }
  }

  @Test("there is a snapshot to start from at any instant", arguments: Ending.allCases)
  func snapshotAtAnyInstant(ending: Ending) throws {
    for effect in 1... {
      for seed in ending.seeds {
        // Who has moved the oldest journal files away has the snapshots alone.
        let disk = try writtenDisk(batches: [6, 6, 6])
        try disk.remove("\(folder)/journal-1.jsonl")
        disk.plan = FaultPlan(crashAt: effect, tearsWrites: ending.tearsWrites)
        var told = 18
        do {
          var open = try OpenLedger(on: disk)
          for _ in 1...3 {
            try open.append(6)
            told = open.ledger.entries
            try open.files.offerSnapshot(of: open.ledger)
          }
          try open.files.close()
          return
        } catch is SimulatedCrash {
          ending.end(disk, seed: seed &+ UInt64(effect) << 8)
        }
        do {
          #expect(try OpenLedger(on: disk).ledger.entries >= told)
        } catch {
          Issue.record("at effect \(effect), seed \(seed): \(error)")
        }
      }
    }
  }

  @Test("and a second crash while the first is being mended", arguments: Ending.allCases)
  func secondCrash(ending: Ending) throws {
    for effect in stride(from: 2, through: try effects(), by: Nightly.isOn ? 1 : 9) {
      let seed = UInt64(effect)
      let disk = FaultyFileSystem(seed: seed)
      disk.plan = FaultPlan(crashAt: effect, tearsWrites: ending.tearsWrites)
      var story = Story()
      #expect(throws: SimulatedCrash.self) { try story.live(on: disk) }
      ending.end(disk, seed: seed)
      for second in 1... {
        let copy = disk.copy()
        var again = story
        copy.plan = FaultPlan(crashAt: second, tearsWrites: ending.tearsWrites)
        do {
          _ = try again.takeOver(copy)
          break
        } catch is SimulatedCrash {
          ending.end(copy, seed: seed &+ UInt64(second) << 16)
        }
        do {
          _ = try again.takeOver(copy)
        } catch {
          Issue.record("at effects \(effect) and \(second): \(error)")
        }
      }
    }
  }
}

/// Collects what a hook is given.
final class Recorder<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  var all: [Element] { elements.withLock { $0 } }
  func add(_ element: Element) { elements.withLock { $0.append(element) } }
}

import DomainKit
import Messages
import PaymentIntakeDomain
import ServiceKit
import SimulationKit
import Testing

/// The feed dies at every step, in every way, and the outcome is always that of a quiet day.
@Suite("The inbox folder, with crashes")
struct InboxCrashTests {
  /// Two statements that overlap, a copy, a batch with and without details, and a broken file.
  static func drop(into stage: InboxStage) throws {
    let batch = { (details: String) in
      CamtFile.Entry(
        cents: 1000,
        reference: "B1",
        details: "<Btch><NbOfTxs>2</NbOfTxs></Btch>" + details
      )
    }
    let detail = { (euros: Int) in
      "<TxDtls><Amt Ccy=\"EUR\">\(euros)</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>"
    }
    var first = CamtFile.payments(3, id: "M-1", first: 1)
    first.entries.append(batch(""))
    var second = CamtFile("M-2", kind: .notification)
    second.entries = first.entries
    second.entries[3] = batch(detail(4) + detail(6))
    second.entries.append(.init(cents: 700, reference: "S9"))
    try stage.drop("1.xml", first)
    try stage.drop("1-copy.xml", first)
    try stage.drop("2.xml", second)
    try stage.drop("3.xml", Array("no bank file".utf8))
  }

  /// What must not depend on crashes: every row of the state, and every file with its place.
  struct Outcome {
    var rows: Set<String> = []
    var files: Set<String> = []

    init(_ stage: InboxStage) throws {
      for section in PaymentIntake.State.sections {
        try section.forEachRow(stage.scenario.state) { key, value in
          let json = String(decoding: try JSONCoding.encode(value), as: UTF8.self)
          rows.insert("\(section.name) \(key) \(json)")
        }
      }
      for (path, content) in try stage.everything() {
        files.insert("\(path) \(FNV1a.hash(content))")
      }
    }

    /// Without what a power cut may add: a disk may know a file under both of its names, and then
    /// one copy more of it has come.
    var withoutCopies: Outcome {
      var outcome = self
      outcome.rows = rows.filter { !$0.hasPrefix("sightings ") }
      outcome.files = Set(
        files.map { $0.replacing(/^.*\/(?<place>.*)\/[0-9a-f]*\.[0-9]*-/) { "\($0.place)/" } }
      )
      return outcome
    }

    /// What only one of the two has.
    func differences(from other: Outcome) -> [String] {
      rows.symmetricDifference(other.rows).sorted()
        + files.symmetricDifference(other.files).sorted()
    }
  }

  static func quietly() throws -> (stage: InboxStage, outcome: Outcome, effects: Int) {
    let stage = try InboxStage()
    try drop(into: stage)
    let before = stage.disk.effects
    try stage.settle()
    return (stage, try Outcome(stage), stage.disk.effects - before)
  }

  @Test("the quiet day is what it should be")
  func quietDay() throws {
    let (stage, outcome, effects) = try Self.quietly()
    #expect(stage.scenario.pool.count == 6)
    #expect(stage.scenario.poolSum == [eur(100 + 101 + 102 + 1000 + 700)])
    #expect(stage.imports.map(\.file) == ["1-copy.xml", "2.xml", "3.xml"])
    #expect(stage.sightings == [2, 1, 1])
    #expect(outcome.files.count == 5, "four files, and the reasons of one")
    #expect(effects > 20 && stage.commands.count > 5)
  }

  enum End: Hashable, Sendable, CaseIterable {
    /// The process ends; what it wrote stays.
    case killed
    /// The machine ends; what was not synced is gone, or is not.
    case powerCutLosing
    case powerCutKeeping

    func happen(to disk: FaultyFileSystem) {
      switch self {
      case .killed: disk.processKill()
      case .powerCutLosing: disk.powerCut(.nothing)
      case .powerCutKeeping: disk.powerCut(.everything)
      }
    }
  }

  func expect(_ stage: InboxStage, _ quiet: Outcome, after end: End, _ what: String) throws {
    let outcome = try Outcome(stage)
    switch end {
    case .killed, .powerCutKeeping: #expect(outcome.differences(from: quiet) == [], "\(what)")
    case .powerCutLosing:
      #expect(outcome.withoutCopies.differences(from: quiet.withoutCopies) == [], "\(what)")
    }
  }

  @Test("a crash at any effect on the disk", arguments: End.allCases)
  func crashAtEffect(end: End) throws {
    let quiet = try Self.quietly()
    for effect in 1...quiet.effects {
      let stage = try InboxStage()
      try Self.drop(into: stage)
      stage.disk.plan = FaultPlan(crashAt: effect)
      do {
        try stage.settle()
        Issue.record("effect \(effect) did not crash")
      } catch is SimulatedCrash {
        end.happen(to: stage.disk)
        stage.restart()
      }
      try stage.settle()
      try expect(stage, quiet.outcome, after: end, "crashed at effect \(effect)")
    }
  }

  @Test("a crash before a command is durable", arguments: End.allCases)
  func crashBeforeCommand(end: End) throws {
    let quiet = try Self.quietly()
    for lost in 1...quiet.stage.commands.count {
      let stage = try InboxStage()
      try Self.drop(into: stage)
      var durable = stage.scenario
      while stage.commands.count < lost {
        durable = stage.scenario
        try stage.poll()
      }
      end.happen(to: stage.disk)
      stage.restart(losing: durable)
      try stage.settle()
      try expect(stage, quiet.outcome, after: end, "command \(lost) was lost")
    }
  }

  @Test("a crash after every single step")
  func crashAlways() throws {
    let quiet = try Self.quietly()
    let stage = try InboxStage()
    try Self.drop(into: stage)
    while try !stage.poll().isEmpty {
      stage.disk.processKill()
      stage.restart()
    }
    #expect(try Outcome(stage).differences(from: quiet.outcome) == [])
  }
}

import DomainKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("Snapshot")
struct SnapshotTests {
  @Test("is one JSON document with its sections, its place in the journal and its digest")
  func notation() throws {
    let disk = try writtenDisk(batches: [6])
    let content = try #require(disk.content(of: "\(folder)/snapshot-7.json"))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(content)) as? [String: Any]
    )
    #expect(document["seq"] as? Int == 7)
    #expect(document["epoch"] as? Int == 1)
    #expect(document["rows"] as? Int == 7)
    let sections = try #require(document["sections"] as? [String: Any])
    #expect(sections["entries"] as? Int == 6)
    let balances = try #require(sections["balances"] as? [String: Int])
    let ledger = Ledger((1...6).map(Entry.init))
    #expect(balances == Dictionary(uniqueKeysWithValues: ledger.balances.map { ($0, $1) }))
    #expect(sections["lastAccount"] as? String == ledger.lastAccount)
  }

  @Test("with what follows it, is what the journal amounts to from its first record")
  func sameAsReplay() throws {
    var options = StateFolderOptions.forTests
    options.snapshots = SnapshotPolicy(records: 3, bytes: .max)
    let disk = try writtenDisk(batches: [1, 2, 3, 4, 5, 1, 1, 2], options: options)
    let different = try StateVerifier.snapshotsThatDiffer(
      Ledger.self,
      in: folder,
      fileSystem: disk,
      from: Ledger.replay
    )
    #expect(different == [])
    #expect(try OpenLedger(on: disk).ledger == Ledger((1...19).map(Entry.init)))
    for name in try disk.entries(of: folder).map(\.name) where name.hasPrefix("snapshot") {
      try disk.remove("\(folder)/\(name)")
    }
    #expect(try OpenLedger(on: disk).ledger == Ledger((1...19).map(Entry.init)))
  }

  @Test("that was taken of another state than the journal's is found out")
  func anotherState() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(6)
    open.ledger.balances["A-1"] = 0
    try open.files.offerSnapshot(of: open.ledger)
    try open.files.close()
    let different = try StateVerifier.snapshotsThatDiffer(
      Ledger.self,
      in: folder,
      fileSystem: disk,
      from: Ledger.replay
    )
    #expect(different == ["snapshot-7.json"])
  }

  @Test("two are kept, and every journal file")
  func kept() throws {
    let disk = try writtenDisk(batches: [6, 6, 6, 6, 6])
    let names = try disk.entries(of: folder).map(\.name)
    #expect(names.filter { $0.hasPrefix("snapshot") } == ["snapshot-25.json", "snapshot-31.json"])
    #expect(names.filter { $0.hasPrefix("journal") }.count == 6)
  }

  @Test("a damaged one is set aside, and the one before it used")
  func fallback() throws {
    let disk = try writtenDisk(batches: [6, 6, 6, 1])
    for damaged in [["snapshot-19.json"], ["snapshot-19.json", "snapshot-13.json"]] {
      let copy = disk.copy()
      for name in damaged {
        let content = try #require(copy.content(of: "\(folder)/\(name)"))
        copy.replaceContent(of: "\(folder)/\(name)", with: Array(content.dropLast(90)))
      }
      let board = NoticeBoard()
      var options = StateFolderOptions.forTests
      options.onNotice = board.post
      let open = try OpenLedger(on: copy, options: options)
      #expect(open.ledger == Ledger((1...19).map(Entry.init)))
      #expect(
        board.notices.compactMap {
          if case .snapshotSetAside(let damage, _) = $0 { damage.file } else { nil }
        } == damaged
      )
      let names = try copy.entries(of: folder).map(\.name)
      for name in damaged { #expect(!names.contains(name)) }
      #expect(names.contains("snapshot-19.broken-1"))
    }
  }

  @Test("of a program with other sections is passed over for the journal")
  func otherProgram() throws {
    let disk = try writtenDisk(batches: [6, 6, 1])
    let board = NoticeBoard()
    var options = StateFolderOptions.forTests
    options.onNotice = board.post
    let files = try StateFolder<NewerLedger>(at: folder, fileSystem: disk, options: options)
    let ledger = try files.load { ledger, record in
      try Ledger.replay(&ledger.old, record)
      ledger.records += 1
    }
    #expect(ledger.records == 13)
    #expect(ledger.old == Ledger((1...13).map(Entry.init)))
    let passedOver = board.notices.filter {
      if case .snapshotPassedOver = $0 { true } else { false }
    }
    #expect(passedOver.count == 2)
  }

  @Test("is due after so many records or bytes, and later when the state is large")
  func due() throws {
    let disk = FaultyFileSystem()
    var options = StateFolderOptions.forTests
    options.snapshots = SnapshotPolicy(records: 4, bytes: .max)
    var open = try OpenLedger(on: disk, options: options)
    func snapshots() throws -> Int {
      try disk.entries(of: folder).count { $0.name.hasPrefix("snapshot") }
    }
    // The owner's mark counts as a record.
    try open.append(2)
    try open.files.offerSnapshot(of: open.ledger)
    #expect(try snapshots() == 0)
    try open.append(1)
    try open.files.offerSnapshot(of: open.ledger)
    #expect(try snapshots() == 1)
    try open.files.offerSnapshot(of: open.ledger)
    #expect(try snapshots() == 1)
    for number in 1...300 { open.ledger.balances["B-\(number)"] = number }
    try open.append(4)
    try open.files.offerSnapshot(of: open.ledger)
    #expect(try snapshots() == 2)
    // Now a snapshot is larger than four records, and waits for half its size of journal.
    let size = try #require(disk.content(of: "\(folder)/snapshot-8.json")).count
    var batches = 0
    while try snapshots() == 2, batches < 100,
      try !disk.entries(of: folder).contains(where: { $0.name == "snapshot-\(8 + batches).json" })
        || batches == 0
    {
      try open.append(1)
      batches += 1
      try open.files.offerSnapshot(of: open.ledger)
    }
    let journal = try #require(disk.content(of: "\(folder)/journal-9.jsonl")).count
    #expect((5..<100).contains(batches))
    #expect(journal >= size / 2)
  }

  @Test("is not taken of a state whose records were refused")
  func afterRefusal() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(6)
    disk.plan = .diskFull(atWrite: 1)
    #expect(throws: FileError.self) { try open.append(1) }
    open.ledger.take(Entry(number: 7))
    try open.files.offerSnapshot(of: open.ledger)
    try open.files.close()
    #expect(try OpenLedger(on: disk).ledger.entries == 6)
  }
}

/// What a later release might keep.
private struct NewerLedger: PersistentState {
  var old = Ledger()
  var records = 0

  static let sections: [Section<NewerLedger>] =
    Ledger.sections.map { $0.lifted(to: \.old, prefix: "old") } + [.value("records", \.records)]
}

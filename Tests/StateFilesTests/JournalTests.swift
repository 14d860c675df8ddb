import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("Journal")
struct JournalTests {
  @Test("a record comes back byte for byte, with its kind and time")
  func roundTrip() throws {
    let disk = FaultyFileSystem()
    let files = try StateFolder<Ledger>(at: folder, fileSystem: disk, options: .forTests)
    let records = [
      JournalRecord(
        kind: "message",
        time: try #require(Timestamp("2026-02-28T23:59:59.999Z")),
        data: Array(#"{"text":"é \" \\ \u0000 {}\n","n":[1,2,{"data":"x"}]}"#.utf8)
      ),
      JournalRecord(
        kind: "sent \"twice\"\u{1}",
        time: try #require(Timestamp("0001-01-01T00:00:00.000Z")),
        data: Array("{}".utf8)
      ),
      JournalRecord(
        kind: "é",
        time: try #require(Timestamp("9999-12-31T23:59:59.001Z")),
        data: Array(#"{"z":1,"a":2}"#.utf8)
      ),
    ]
    try files.append(records)
    try files.close()

    let again = try StateFolder<Ledger>(at: folder, fileSystem: disk, options: .forTests)
    var found: [JournalRecord] = []
    try again.forEachRecord {
      found.append($0)
      return found.count < 2
    }
    #expect(found == Array(records.prefix(2)))
    try again.forEachRecord {
      found.append($0)
      return true
    }
    #expect(Array(found.dropFirst(2)) == records)
  }

  @Test("a line is JSON whose fields have a fixed order, and names its predecessor")
  func notation() throws {
    let disk = try writtenDisk(batches: [2])
    let content = try #require(disk.content(of: "\(folder)/journal-1.jsonl"))
    let lines = content.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(lines.count == 4)
    let shape =
      #/
      \{"crc":"([0-9a-f]{8})","v":1,"seq":(\d+),"epoch":1,"prev":"([0-9a-f]{8})",
      ("synced":(\d+),)?"ts":"[0-9TZ:.\-]{24}","kind":"[a-z.]+","data":\{.*\}\}
      /#
    var previous = "00000000"
    var position = 0
    for (index, line) in lines.enumerated() {
      let match = try #require(line.wholeMatch(of: shape))
      #expect(CRC32C.checksum(line.utf8.dropFirst(18)) == UInt32(match.1, radix: 16))
      #expect(Int(match.2) == index + 1)
      #expect(match.3 == previous)
      // The owner's mark, the batch of two, the closing mark: three batches.
      #expect(match.5.flatMap { Int($0) } == (index == 2 ? nil : position))
      previous = String(match.1)
      position += line.utf8.count + 1
    }
    #expect(
      lines[1].hasSuffix(#""kind":"entry","data":{"account":"É\\3\u0001","amount":6,"number":1}}"#)
    )
  }

  @Test("sequence, epoch and chain go on over files and owners")
  func continuation() throws {
    let disk = FaultyFileSystem()
    for life in 1...4 {
      var open = try OpenLedger(on: disk)
      #expect(open.files.epoch == life)
      #expect(open.ledger.entries == (life - 1) * 4)
      try open.append(4)
      try open.files.offerSnapshot(of: open.ledger)
      try open.files.close()
    }
    let report = try StateVerifier.verify(folder, fileSystem: disk)
    #expect(report.isSound)
    #expect(report.epoch == 4)
    #expect(report.lastSequence == 4 * (4 + 2))
    #expect(report.wasClosed)
    #expect(report.files.filter { $0.name.hasPrefix("journal") }.count > 1)
  }

  @Test("the last batch cut at any byte leaves a beginning, and what follows is not glued to it")
  func cutAnywhere() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(2)
    let path = "\(folder)/journal-1.jsonl"
    let before = try #require(disk.content(of: path)).count
    try open.append(3)
    let whole = try #require(disk.content(of: path))
    for length in before..<whole.count {
      let copy = disk.copy()
      copy.replaceContent(of: path, with: Array(whole[..<length]))
      let board = NoticeBoard()
      var options = StateFolderOptions.forTests
      options.onNotice = board.post
      var found = try OpenLedger(on: copy, options: options)
      let kept = whole[before..<length].count { $0 == UInt8(ascii: "\n") }
      let good = whole[..<length].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      #expect(found.ledger.entries == 2 + kept)
      if good < length {
        let expected = StateNotice.tornEndSetAside(
          file: "journal-1.jsonl",
          offset: good,
          bytes: length - good,
          copy: "journal-1.broken-1"
        )
        #expect(board.notices == [expected])
        #expect(copy.content(of: "\(folder)/journal-1.broken-1") == Array(whole[good..<length]))
      } else {
        #expect(board.notices == [])
      }
      try found.append(1)
      try found.files.close()
      #expect(try OpenLedger(on: copy).ledger == Ledger((1...3 + kept).map(Entry.init)))
    }
  }

  @Test("a second torn end is set aside under another name")
  func tornTwice() throws {
    let disk = FaultyFileSystem()
    let path = "\(folder)/journal-1.jsonl"
    for time in 1...2 {
      _ = try OpenLedger(on: disk)
      let content = try #require(disk.content(of: path))
      disk.replaceContent(of: path, with: content + Array("{\"crc\":\"12".utf8))
      disk.processKill()
      _ = try OpenLedger(on: disk)
      #expect(disk.content(of: "\(folder)/journal-1.broken-\(time)") == Array("{\"crc\":\"12".utf8))
      disk.processKill()
    }
  }

  @Test("a missing, doubled or exchanged line is damage, not a beginning", arguments: 0..<5)
  func lines(kind: Int) throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    for _ in 1...3 { try open.append(2) }
    disk.processKill()
    let path = "\(folder)/journal-1.jsonl"
    let content = try #require(disk.content(of: path))
    var lines = content.split(separator: UInt8(ascii: "\n")).map(Array.init)
    switch kind {
    case 0: lines.remove(at: 2)
    case 1: lines.insert(lines[2], at: 3)
    case 2: lines.swapAt(2, 3)
    case 3: lines.swapAt(5, 6)
    default: lines.removeFirst()
    }
    disk.replaceContent(of: path, with: lines.flatMap { $0 + [UInt8(ascii: "\n")] })
    #expect(throws: StateDamage.self) { try OpenLedger(on: disk) }
    #expect(try !StateVerifier.verify(folder, fileSystem: disk).isSound)
  }

  @Test("a missing file is named")
  func missingFile() throws {
    let disk = try writtenDisk(batches: [6, 6, 6, 2])
    let names = try disk.entries(of: folder).map(\.name)
    let journals = names.filter { $0.hasPrefix("journal") }
    #expect(journals.count == 4)
    for name in journals {
      let copy = disk.copy()
      try copy.remove("\(folder)/\(name)")
      let report = try StateVerifier.verify(folder, fileSystem: copy)
      if name == "journal-1.jsonl" {
        // Whoever moves the oldest files away can still start from a snapshot.
        #expect(throws: Never.self) { try OpenLedger(on: copy) }
        #expect(report.isSound)
      } else {
        #expect(report.damages.map(\.file) == [name])
      }
    }
    let newest = disk.copy()
    try newest.remove("\(folder)/journal-20.jsonl")
    #expect(throws: StateDamage(file: "journal-20.jsonl", offset: 0, reason: .missing)) {
      try OpenLedger(on: newest)
    }
  }

  @Test("without a snapshot that fits, the journal must begin at its first record")
  func cannotReplay() throws {
    let disk = try writtenDisk(batches: [6, 6, 2])
    try disk.remove("\(folder)/journal-1.jsonl")
    for name in try disk.entries(of: folder).map(\.name) where name.hasPrefix("snapshot") {
      try disk.remove("\(folder)/\(name)")
    }
    #expect(throws: StateFolderError.cannotReplay(firstRecord: 8, snapshots: [])) {
      try OpenLedger(on: disk)
    }
  }

  @Test("an empty batch writes nothing")
  func emptyBatch() throws {
    let disk = FaultyFileSystem()
    let open = try OpenLedger(on: disk)
    let effects = disk.effects
    try open.files.append([])
    try open.files.archive([])
    #expect(disk.effects == effects)
  }

  @Test("a batch is one write and one sync")
  func groupCommit() throws {
    let effects = Recorder<Effect>()
    let disk = FaultyFileSystem { effects.add($0) }
    var open = try OpenLedger(on: disk)
    let before = effects.all.count
    try open.append(100)
    #expect(effects.all.dropFirst(before).map(\.kind) == [.write, .sync])
  }

  @Test("data that would break the line stops the process")
  func badData() async {
    await #expect(processExitsWith: .failure) {
      let open = try OpenLedger(on: FaultyFileSystem())
      let time = Timestamp(milliseconds: 0)
      try open.files.append([JournalRecord(kind: "k", time: time, data: Array("{\n}".utf8))])
    }
    await #expect(processExitsWith: .failure) {
      let open = try OpenLedger(on: FaultyFileSystem())
      let time = Timestamp(milliseconds: 0)
      try open.files.append([
        JournalRecord(kind: "owner.closed", time: time, data: Array("{}".utf8))
      ])
    }
  }
}

import Glibc
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("A disk that refuses")
struct FaultTests {
  /// How many effects of each kind the story has when nothing goes wrong.
  private func count(_ kind: Effect.Kind) throws -> Int {
    let recorder = Recorder<Effect.Kind>()
    var story = Story()
    try story.live(on: FaultyFileSystem { recorder.add($0.kind) })
    return recorder.all.count { $0 == kind }
  }

  @Test(
    "the nth of anything, full or broken: what was acknowledged stays",
    arguments: Effect.Kind.allCases,
    [ENOSPC, EIO]
  )
  func refusal(kind: Effect.Kind, code: Int32) throws {
    for nth in 1...max(1, try count(kind)) {
      for bytesDone in kind == .write ? [0, 1, 200, 100_000] : [0] {
        let disk = FaultyFileSystem()
        disk.plan = FaultPlan(
          failures: [.init(kind, nth: nth, code: code, bytesDone: bytesDone)])
        var story = Story()
        do {
          // What only the background was refused does not disturb the story.
          try story.live(on: disk)
        } catch let error as FileError {
          #expect(error.code == code)
        } catch let fault as StateFault {
          #expect(kind == .sync || kind == .syncFolder)
          #expect(fault.error.code == code)
        }
        disk.processKill()
        do {
          _ = try story.takeOver(disk)
          disk.powerCut(.nothing)
          var open = try story.takeOver(disk)
          try story.append(1, to: &open)
          try open.files.close()
        } catch {
          Issue.record("after \(kind) \(nth), \(bytesDone) bytes done: \(error)")
        }
      }
    }
  }

  @Test("a full disk: nothing changes, the reserve is given back, and the end is clean")
  func diskFull() throws {
    let disk = FaultyFileSystem(capacity: 20_000)
    let board = NoticeBoard()
    var options = StateFolderOptions.forTests
    options.snapshots = SnapshotPolicy(records: .max, bytes: .max)
    options.onNotice = board.post
    var open = try OpenLedger(on: disk, options: options)
    var error: FileError?
    while error == nil {
      do { try open.append(3) } catch let refusal as FileError { error = refusal }
    }
    #expect(error?.isOutOfSpace == true)
    #expect(board.notices == [.reserveReleased])
    #expect(open.ledger.entries > 50)
    #expect(throws: StateFolderError.failedBefore) {
      try open.files.append([Entry(number: 1).record])
    }
    try open.files.close()

    let again = try OpenLedger(on: disk, options: options)
    #expect(again.ledger == open.ledger)
    #expect(!again.files.wasAbandoned)
    #expect(board.notices == [.reserveReleased, .reserveMissing])
    #expect(try again.files.freeBytes < 2 * 4096)
    try again.files.close()

    // Room again: the next owner takes its reserve, and all goes on.
    disk.capacity = 40_000
    open = try OpenLedger(on: disk, options: options)
    try open.append(3)
    #expect(try disk.size(of: "\(folder)/reserve") == 4096)
  }

  @Test("a write that was done in part leaves no line to be glued to")
  func gluing() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(2)
    let path = "\(folder)/journal-1.jsonl"
    let before = disk.content(of: path)
    disk.plan = .diskFull(atWrite: 1, bytesDone: 150)
    #expect(throws: FileError.self) { try open.append(2) }
    #expect(disk.content(of: path) == before)
    try open.files.close()
    #expect(try OpenLedger(on: disk).ledger.entries == 2)
  }

  @Test("a write that cannot be undone either is a fault")
  func cannotUndo() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    disk.plan = FaultPlan(failures: [
      .init(.write, nth: 1, code: EIO, bytesDone: 10), .init(.truncate, nth: 1, code: EIO),
    ])
    #expect(throws: StateFault.self) { try open.append(2) }
    // No mark of a clean end: it would be glued to what was left.
    let effects = disk.effects
    try open.files.close()
    #expect(disk.effects == effects)
    #expect(try OpenLedger(on: disk).ledger.entries == 0)
  }

  @Test("a failed sync is a fault at once, is not asked again, and nothing is acknowledged")
  func syncFails() throws {
    let effects = Recorder<Effect>()
    let disk = FaultyFileSystem { effects.add($0) }
    var open = try OpenLedger(on: disk)
    try open.append(1)
    disk.plan = .syncFails(nth: 1)
    let before = effects.all.count
    #expect(throws: StateFault.self) { try open.append(1) }
    #expect(effects.all.dropFirst(before).map(\.kind) == [.write, .sync])
    #expect(throws: StateFolderError.failedBefore) { try open.append(1) }
    #expect(open.ledger.entries == 1)
  }

  @Test("what only the cache has is written again before anybody relies on it")
  func syncFailedBefore() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(1)
    disk.plan = .syncFails(nth: 1)
    #expect(throws: StateFault.self) { try open.append(2) }
    disk.processKill()
    // The next process reads all three from the cache; the disk has one.
    open = try OpenLedger(on: disk)
    #expect(open.ledger.entries == 3)
    disk.powerCut(.nothing)
    #expect(try OpenLedger(on: disk).ledger.entries == 3)
  }

  @Test("a failed sync ends the real process with status 74")
  func exitStatus() async {
    await #expect(processExitsWith: .exitCode(StateFolderOptions.faultStatus)) {
      let disk = FaultyFileSystem()
      var open = try OpenLedger(on: disk, options: StateFolderOptions())
      disk.plan = .syncFails(nth: 1)
      try open.append(1)
    }
  }

  @Test("a snapshot that cannot be written disturbs nobody, and a later one is")
  func snapshotRefused() throws {
    let disk = FaultyFileSystem()
    let board = NoticeBoard()
    var options = StateFolderOptions.forTests
    options.onNotice = board.post
    var open = try OpenLedger(on: disk, options: options)
    try open.append(6)
    disk.plan = .diskFull(atWrite: 1, bytesDone: 20)
    try open.files.offerSnapshot(of: open.ledger)
    #expect(
      board.notices == [
        .backgroundWorkFailed(FileError(.write, "\(folder)/snapshot-7.json.tmp", code: ENOSPC))
      ]
    )
    #expect(try !disk.entries(of: folder).contains { $0.name.hasSuffix("tmp") })
    try open.append(6)
    try open.files.offerSnapshot(of: open.ledger)
    try open.files.close()
    #expect(disk.content(of: "\(folder)/snapshot-13.json") != nil)
    #expect(try OpenLedger(on: disk).ledger.entries == 12)
  }
}

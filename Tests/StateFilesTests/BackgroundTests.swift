import DomainKit
import Foundation
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Synchronization
import Testing

@Suite("A snapshot beside the work")
struct BackgroundTests {
  /// Holds whoever passes until it is opened.
  private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func pass() {
      semaphore.wait()
      semaphore.signal()
    }
    func open() { semaphore.signal() }
  }

  private func options(_ board: NoticeBoard, _ records: Int) -> StateFolderOptions {
    var options = StateFolderOptions.forTests
    options.worksInline = false
    options.snapshots = SnapshotPolicy(records: records, bytes: .max)
    options.onNotice = board.post
    return options
  }

  private func wait(for condition: () -> Bool) {
    while !condition() { usleep(1000) }
  }

  @Test("appends go on while it is written, and it holds the state of when it began")
  func appendsGoOn() throws {
    let gate = Gate()
    let disk = FaultyFileSystem { effect in
      if effect.kind == .write, effect.path.contains("snapshot") { gate.pass() }
    }
    let board = NoticeBoard()
    var open = try OpenLedger(on: disk, options: options(board, 5))
    try open.append(5)
    try open.files.offerSnapshot(of: open.ledger)
    // The snapshot waits at the gate; the journal does not, though others are due.
    for _ in 1...20 {
      try open.append(3)
      try open.files.offerSnapshot(of: open.ledger)
    }
    #expect(open.ledger.entries == 65)
    #expect(board.notices == [])
    #expect(disk.content(of: "\(folder)/snapshot-6.json") == nil)
    gate.open()
    wait { board.notices.count == 1 }
    let content = try #require(disk.content(of: "\(folder)/snapshot-6.json"))
    #expect(String(decoding: content, as: UTF8.self).contains("\"entries\":5,\n"))
    try open.append(1)
    try open.files.offerSnapshot(of: open.ledger)
    wait { board.notices.count == 2 }
    try open.files.close()
    #expect(
      try StateVerifier.snapshotsThatDiffer(
        Ledger.self,
        in: folder,
        fileSystem: disk,
        from: Ledger.replay
      ) == []
    )
    #expect(try OpenLedger(on: disk).ledger == Ledger((1...66).map(Entry.init)))
  }

  @Test("closing gives it up and leaves nothing behind")
  func close() throws {
    let disk = FaultyFileSystem()
    let board = NoticeBoard()
    do {
      let files = try StateFolder<EndlessState>(
        at: folder,
        fileSystem: disk,
        options: options(board, 2)
      )
      let state = try files.load { _, _ in }
      try files.append([Entry(number: 1).record])
      try files.offerSnapshot(of: state)
      wait { (try? disk.entries(of: folder).contains { $0.name.hasSuffix("tmp") }) == true }
      try files.close()
    }
    #expect(board.notices == [])
    #expect(try !disk.entries(of: folder).contains { $0.name.contains("snapshot") })
    let again = try OpenLedger(on: disk)
    #expect(!again.files.wasAbandoned)
    #expect(again.ledger.entries == 1)
  }

  @Test("a fault in the background is met by the owner's next step")
  func fault() throws {
    let disk = FaultyFileSystem()
    let board = NoticeBoard()
    var open = try OpenLedger(on: disk, options: options(board, 5))
    try open.append(5)
    // The first sync is the background's: of the snapshot.
    disk.plan = .syncFails(nth: 1)
    try open.files.offerSnapshot(of: open.ledger)
    wait { disk.effects > 0 && (try? open.files.offerSnapshot(of: open.ledger)) == nil }
    #expect(throws: StateFolderError.failedBefore) { try open.append(1) }
  }

  @Test("a million rows, on a real disk", .enabled(if: Nightly.isOn))
  func millionRows() throws {
    try Trial.real.run { files, folder in
      let board = NoticeBoard()
      var options = options(board, 10)
      options.onFault = { throw $0 }
      let path = "\(folder)/state"
      let store = try StateFolder<Ledger>(at: path, fileSystem: files, options: options)
      var ledger = Ledger()
      for number in 1...1_000_000 { ledger.balances["ACCOUNT-\(number)"] = number }
      for number in 1...10 { try store.append([Entry(number: number).record]) }
      try store.offerSnapshot(of: ledger)
      var appends = 0
      while !board.notices.contains(where: { if case .snapshotWritten = $0 { true } else { false } }
      ) {
        try store.append([Entry(number: 11 + appends).record])
        appends += 1
      }
      #expect(appends > 100)
      try store.close()
      let again = try StateFolder<Ledger>(at: path, fileSystem: files, options: options)
      let loaded = try again.load { ledger, _ in ledger.entries += 1 }
      #expect(loaded.balances == ledger.balances)
      #expect(loaded.entries == appends)
    }
  }
}

/// A state whose snapshot never ends by itself.
private struct EndlessState: PersistentState {
  static let sections: [Section<EndlessState>] = [
    .rows(
      "rows",
      forEach: { _, row in
        while true {
          try row("key", 1)
          usleep(1000)
        }
      },
      load: { (_: inout EndlessState, _: String, _: Int) in }
    )
  ]
}

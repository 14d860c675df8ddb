import BankFormats
import Crypto
import DomainKit
import Foundation
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import SimulationKit
import Testing

@Suite("Bank files that take many turns")
struct InboxTurnsTests {
  /// One block a turn, whatever is read.
  static let blockBytes = 256 * 1024
  static let headBytes = BankFormats.Limits.head

  /// Some 1.2 MB, five blocks.
  static let large = CamtFile.payments(3300)

  static func hash(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
  }

  @Test("a turn reads a bounded number of bytes, and what comes of the file is the same")
  func bounded() throws {
    let whole = try InboxStage(rowsPerChunk: 500)
    try whole.drop("a.xml", Self.large)
    try whole.settle()
    let files = WatchedFileSystem(FaultyFileSystem())
    let stage = try InboxStage(rowsPerChunk: 500, bytesPerTurn: 1, disk: files.disk, seeing: files)
    try stage.drop("a.xml", Self.large)
    var turns = 0
    var before = files.bytesRead
    while try !stage.poll().isEmpty || stage.isUnfinished {
      turns += 1
      #expect(files.bytesRead - before <= Self.blockBytes + Self.headBytes)
      before = files.bytesRead
    }
    #expect(turns > 3 * 4, "its hash, its check and its rows take four turns each")
    #expect(stage.scenario.state == whole.scenario.state)
    #expect(stage.commands == whole.commands)
  }

  @Test("who asks meanwhile is told how far it is")
  func progress() throws {
    let stage = try InboxStage(rowsPerChunk: 500, bytesPerTurn: 1)
    try stage.drop("a.xml", Self.large)
    let call = GetImport(contentHash: Self.hash(Self.large.bytes))
    var told: [GetImport.Reply] = []
    while try !stage.poll().isEmpty || stage.isUnfinished {
      told.append(try stage.reply(to: call))
    }
    let total = Self.large.bytes.count
    for step in [ImportProgress.Step.checking, .takingIn] {
      let progress = told.compactMap(\.progress).filter { $0.step == step }
      #expect(progress.count >= 3)
      #expect(progress.map(\.done) == progress.map(\.done).sorted())
      #expect(progress.allSatisfy { $0.total == total && $0.done <= total })
      #expect(try #require(progress.first).done < total / 2)
    }
    #expect(told.first?.state == .unknown)
    #expect(told.contains { $0.state == .reading && $0.progress?.step == .takingIn })
    #expect(try stage.reply(to: call).state == .imported)
    #expect(try stage.reply(to: call).progress == nil)
  }

  @Test("a cut is not closed while a file that had come before is being checked")
  func cutWaits() throws {
    let stage = try InboxStage(rowsPerChunk: 500, bytesPerTurn: 1)
    try stage.drop("a.xml", Self.large)
    try stage.poll()
    #expect(stage.isUnfinished)
    try stage.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
    try stage.when(.closeInvoicing(cut("2026-03-10/1"), partition: partition(0)))
    try stage.when(.closeInvoicing(cut("2026-03-10/1"), partition: nil))
    try stage.settle()
    #expect(stage.commands.last == .closeCut(cut("2026-03-10/1")))
    #expect(stage.commands.count { $0 == .closeCut(cut("2026-03-10/1")) } == 1)
    #expect(stage.scenario.state.imports.values.map(\.stage) == [.imported])
  }

  @Test("a process that ends at any turn leaves the same, and a file that comes meanwhile waits")
  func crashes() throws {
    let whole = try InboxStage(rowsPerChunk: 500)
    for (name, file) in [("b.xml", Self.large), ("c.xml", CamtFile("C"))] {
      try whole.drop(name, file)
    }
    try whole.settle()
    for turn in stride(from: 1, to: 16, by: 2) {
      let stage = try InboxStage(rowsPerChunk: 500, bytesPerTurn: 1)
      try stage.drop("b.xml", Self.large)
      for _ in 0..<turn { try stage.poll() }
      try stage.drop("c.xml", CamtFile("C"))
      stage.disk.processKill()
      stage.restart()
      try stage.settle()
      #expect(stage.scenario.state == whole.scenario.state, "after \(turn) turns")
    }
  }

  // MARK: Half-read files

  static func layout(_ name: String) throws -> CSVLayout {
    let text = """
      {"name": "\(name)", "account": "DE89370400440532013000", "currency": "EUR",
       "dates": "YYYY-MM-DD", "columns": {"amount": "Amount", "bookingDate": "Date",
       "text": ["Text"], "bankReference": "Id"}}
      """
    return try JSONCoding.decode(CSVLayout.self, from: Array(text.utf8))
  }

  static let csv = Array(
    """
    Date,Text,Amount,Id
    2026-03-10,first,1.00,S1
    2026-03-10,second,2.00,S2
    2026-03-10,third,3.00,S3

    """.utf8
  )

  /// Half of it is taken when the process ends.
  static func halfRead() throws -> InboxStage {
    let stage = try InboxStage(rowsPerChunk: 1)
    stage.formats = BankFormats(layouts: [try layout("house")])
    try stage.drop("a.csv", csv)
    try stage.poll()
    #expect(stage.scenario.pool.count == 1)
    stage.disk.processKill()
    stage.restart()
    return stage
  }

  @Test(
    "a half-read file whose layout is gone or another halts, told once, and holds nothing else up",
    arguments: [nil, "other"]
  )
  func halted(other: String?) throws {
    let stage = try Self.halfRead()
    stage.formats = BankFormats(layouts: try [other].compactMap { $0 }.map { try Self.layout($0) })
    try stage.drop("b.xml", CamtFile.payments(1, id: "B", first: 11))
    try stage.settle()
    #expect(try stage.poll() == [])
    #expect(stage.scenario.pool.count == 2, "what was taken stays, and the other file is taken")
    #expect(try stage.names(in: "staged") == ["a.csv"])
    let found = other == nil ? "no reader knows it any more" : "it looks like csv-other now"
    let reason = "it was begun as csv-house, and \(found)"
    #expect(
      stage.warnings == ["a.csv is half read and halted, its rest in staged/: \(reason)"]
    )
    let reply = try stage.reply(to: GetImport(contentHash: Self.hash(Self.csv)))
    #expect((reply.state, reply.halted) == (.reading, reason))
  }

  @Test("when its layout is there again, it is read on from where it was")
  func mended() throws {
    let stage = try Self.halfRead()
    stage.formats = BankFormats()
    try stage.settle()
    stage.restart()
    stage.formats = BankFormats(layouts: [try Self.layout("house")])
    try stage.settle()
    #expect(stage.scenario.poolSum == [eur(600)])
    #expect(stage.scenario.state.imports.values.map(\.stage) == [.imported])
    let reply = try stage.reply(to: GetImport(contentHash: Self.hash(Self.csv)))
    #expect((reply.state, reply.halted) == (.imported, nil))
  }
}

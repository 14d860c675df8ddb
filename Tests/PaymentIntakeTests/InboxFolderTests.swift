import DomainKit
import PaymentIntakeDomain
import SimulationKit
import StateFiles
import Synchronization
import Testing

@Suite("The inbox folder")
struct InboxFolderTests {
  @Test("a bank file is taken in, and kept among the imported ones")
  func imported() throws {
    let stage = try InboxStage()
    let file = CamtFile.payments(3)
    try stage.drop("march.xml", file)
    try stage.settle()
    #expect(stage.scenario.pool == [.bank("S1"), .bank("S2"), .bank("S3")])
    #expect(try stage.names() == [])
    #expect(try stage.names(in: "staged") == [])
    #expect(try stage.names(in: "processed") == ["march.xml"])
    let imported = try #require(stage.imports.first)
    #expect(imported.stage == .imported)
    #expect(imported.file == "march.xml")
    #expect(imported.format == "camt.053.001.08")
    #expect((imported.statements, imported.entries, imported.payments) == (1, 3, 3))
    #expect(imported.received.sums == [eur(303)])
    #expect(imported.hash.rawValue.utf8.count == 64)
    #expect(try stage.everything().values.first == file.bytes)
    #expect(try stage.poll() == [])
  }

  @Test("a long file comes in chunks, each behind the one before; the last ends the file")
  func chunks() throws {
    let stage = try InboxStage(rowsPerChunk: 2)
    try stage.drop("a.xml", CamtFile.payments(5))
    try stage.settle()
    let chunks = stage.commands.compactMap { command -> StatementChunk? in
      if case .takeStatement(let chunk) = command { chunk } else { nil }
    }
    #expect(chunks.map(\.lines.count) == [2, 2, 1])
    #expect(chunks.map { $0.summary != nil } == [false, false, true])
    #expect(chunks.map { $0.after?.entry } == [nil, 1, 3])
    #expect(chunks.map { $0.through?.entry } == [1, 3, 4])
    #expect(stage.scenario.pool.count == 5)
  }

  @Test("a file whose rows fill its chunks to the last ends all the same")
  func fullChunks() throws {
    let stage = try InboxStage(rowsPerChunk: 2)
    try stage.drop("a.xml", CamtFile.payments(4))
    try stage.settle()
    #expect(stage.imports.first?.stage == .imported)
    #expect(stage.scenario.pool.count == 4)
  }

  @Test("a statement without entries is imported")
  func noEntries() throws {
    let stage = try InboxStage()
    try stage.drop("a.xml", CamtFile("EMPTY"))
    try stage.settle()
    #expect(stage.imports.first?.stage == .imported)
    #expect(try stage.names(in: "processed") == ["a.xml"])
  }

  @Test("however many chunks, a file is read three times: for its hash, its check and its rows")
  func readOnce() throws {
    let files = WatchedFileSystem(FaultyFileSystem())
    let stage = try InboxStage(rowsPerChunk: 1, disk: files.disk, seeing: files)
    let file = CamtFile.payments(2000)
    try stage.drop("a.xml", file)
    try stage.settle()
    #expect(stage.scenario.pool.count == 2000)
    #expect(files.bytesRead <= 3 * file.bytes.count + 128 * 1024)
  }

  @Test(
    "what is wrong with a file is told whole, and nothing of it is taken",
    arguments: [
      ("text.txt", "no bank file", "unknown-format"),
      ("cut.xml", String(CamtFile.payments(3).text.dropLast(200)), "malformed"),
      ("sum.xml", CamtFile.payments(3).with { $0.error = 1 }.text, "balance-mismatch"),
    ]
  )
  func rejected(name: String, content: String, code: String) throws {
    let stage = try InboxStage()
    try stage.drop(name, Array(content.utf8))
    try stage.settle()
    let refused = try #require(stage.imports.first)
    #expect(refused.stage == .rejected)
    #expect(refused.errors.map(\.code).contains(code))
    #expect(refused.errors.allSatisfy { !$0.text.isEmpty })
    #expect(stage.scenario.pool == [])
    #expect(try stage.names(in: "rejected") == [name, "\(name).reason.txt"])
    #expect(try stage.names(in: "staged") == [])
    let note = try #require(try stage.everything().first { $0.key.hasSuffix(".reason.txt") })
    let reasons = String(decoding: note.value, as: UTF8.self)
    #expect(reasons.contains(name))
    for error in refused.errors {
      #expect(reasons.contains("\(error.text) (\(error.code))"))
    }
  }

  @Test("R20: the same content again, under whatever name, is nothing new, and is counted")
  func again() throws {
    let stage = try InboxStage()
    try stage.drop("a.xml", CamtFile.payments(3))
    try stage.settle()
    let payments = stage.scenario.state.payments
    try stage.drop("a.xml", CamtFile.payments(3))
    try stage.settle()
    try stage.drop("b.xml", CamtFile.payments(3))
    try stage.settle()
    #expect(stage.scenario.state.payments == payments)
    #expect(stage.sightings == [3])
    #expect(try stage.names(in: "processed") == ["a.xml", "a.xml", "b.xml"])
  }

  @Test("two copies at once are one file")
  func twoCopies() throws {
    let stage = try InboxStage()
    try stage.drop("a.xml", CamtFile.payments(3))
    try stage.drop("b.xml", CamtFile.payments(3))
    try stage.settle()
    #expect(stage.scenario.pool.count == 3)
    #expect(stage.sightings == [2])
    #expect(try stage.names(in: "processed") == ["a.xml", "b.xml"])
  }

  @Test("a refused file that comes again is refused again, and told once")
  func refusedAgain() throws {
    let stage = try InboxStage()
    for name in ["a.txt", "b.txt"] {
      try stage.drop(name, Array("no bank file".utf8))
      try stage.settle()
    }
    #expect(stage.sightings == [2])
    #expect(
      try stage.names(in: "rejected") == ["a.txt", "a.txt.reason.txt", "b.txt", "b.txt.reason.txt"]
    )
    let told = stage.scenario.events.filter {
      if case .statementRejected = $0 { true } else { false }
    }
    #expect(told.count == 1)
  }

  @Test("interim report, notification and statement of one payment, through the folder")
  func threeKinds() throws {
    let stage = try InboxStage()
    for kind in [CamtFile.Kind.interimReport, .statement, .notification] {
      let entry = CamtFile.Entry(
        cents: 1000,
        reference: "S1",
        details: "<TxDtls><RmtInf><Ustrd>INV-2026-0042</Ustrd></RmtInf></TxDtls>"
      )
      try stage.drop("\(kind).xml", CamtFile("M-\(kind)", kind: kind, entry))
      try stage.settle()
    }
    #expect(stage.scenario.pool == [.bank("S1")])
    #expect(stage.scenario.poolSum == [eur(1000)])
    #expect(stage.imports.map(\.duplicates) == [0, 1, 1])
    let told = try #require(stage.scenario.state.unidentified.first?.facts)
    #expect(told.text == "INV-2026-0042")
  }

  @Test("R20: a batch and its details, through the folder")
  func batch() throws {
    let stage = try InboxStage(rowsPerChunk: 1)
    let lump = CamtFile.Entry(
      cents: 1000,
      reference: "B1",
      details: "<Btch><NbOfTxs>2</NbOfTxs></Btch>"
    )
    let detail = { (euros: Int) in
      "<TxDtls><Amt Ccy=\"EUR\">\(euros)</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>"
    }
    let details = CamtFile.Entry(
      cents: 1000,
      reference: "B1",
      details: "<Btch><NbOfTxs>2</NbOfTxs></Btch>" + detail(4) + detail(6)
    )
    try stage.drop("053.xml", CamtFile("M-053", kind: .statement, lump))
    try stage.settle()
    #expect(stage.scenario.pool == [PaymentID("\(ownAccount):B1:batch")])
    try stage.drop("054.xml", CamtFile("M-054", kind: .notification, details))
    try stage.settle()
    #expect(stage.scenario.pool == [.bank("B1", 0), .bank("B1", 1)])
    #expect(stage.scenario.poolSum == [eur(1000)])
  }

  @Test("a dropped file is its owner's alone before it is staged")
  func restricted() throws {
    let files = WatchedFileSystem(FaultyFileSystem())
    let stage = try InboxStage(disk: files.disk, seeing: files)
    try stage.drop("a.xml", CamtFile.payments(1))
    try stage.settle()
    #expect(files.restricted == ["/in/a.xml"])
  }

  // MARK: What is left alone

  @Test(
    "files that are being written are left alone",
    arguments: [".a.xml", "a.tmp", "a.xml.part"]
  )
  func unfinished(name: String) throws {
    let stage = try InboxStage()
    try stage.write("/in/\(name)", CamtFile.payments(1).bytes)
    try stage.write("/in/empty.xml", [])
    try stage.settle()
    #expect(try stage.names() == [name, "empty.xml"])
    #expect(stage.commands == [])
  }

  @Test("a file that grows after it was staged is taken whole, under its new hash")
  func growing() throws {
    let whole = CamtFile.payments(3).bytes
    let disk = FaultyFileSystem()
    let hasGrown = Atomic(false)
    // Its writer still has it open, whatever it is called by now.
    let files = WatchedFileSystem(disk) { path in
      guard path.hasPrefix("/in/staged/"), !hasGrown.exchange(true, ordering: .relaxed) else {
        return
      }
      disk.replaceContent(of: path, with: whole)
    }
    let stage = try InboxStage(disk: disk, seeing: files)
    try stage.drop("a.xml", Array(whole.dropLast(100)))
    try stage.settle()
    #expect(stage.scenario.pool.count == 3)
    #expect(stage.imports.map(\.stage) == [.imported])
    #expect(try stage.names(in: "processed") == ["a.xml"])
    #expect(try stage.names(in: "staged") == [])
  }

  @Test("a file that is written to between its chunks is taken as what it has become")
  func growingBetweenChunks() throws {
    let stage = try InboxStage(rowsPerChunk: 500)
    try stage.drop("a.xml", CamtFile.payments(2000))
    try stage.poll()
    #expect(stage.scenario.pool.count == 500)
    let path = "/in/staged/\(try #require(try stage.disk.entries(of: "/in/staged").first).name)"
    stage.disk.replaceContent(of: path, with: CamtFile.payments(2001).bytes)
    try stage.settle()
    #expect(stage.scenario.pool.count == 2001)
    #expect(stage.imports.count { $0.stage == .imported } == 1)
    #expect(try stage.names(in: "processed") == ["a.xml"])
    let kept = try #require(try stage.everything().values.first)
    #expect(kept == CamtFile.payments(2001).bytes)
  }

  @Test("after a crash the file that was being read is read on, whatever came before it by name")
  func readingGoesOn() throws {
    let stage = try InboxStage(rowsPerChunk: 1)
    try stage.drop("b.xml", CamtFile.payments(3, id: "B", first: 11))
    try stage.poll()
    try stage.drop("a.xml", CamtFile.payments(1, id: "A", first: 1))
    stage.disk.processKill()
    stage.restart()
    try stage.settle()
    let files = stage.commands.compactMap { command -> String? in
      if case .takeStatement(let chunk) = command { chunk.file } else { nil }
    }
    #expect(files == ["b.xml", "b.xml", "b.xml", "b.xml", "a.xml", "a.xml"])
  }

  @Test("a file that may not be moved is left, an operator is told once, and the others go on")
  func notPermitted() throws {
    let stage = try InboxStage()
    try stage.drop("a.xml", CamtFile.payments(1))
    try stage.drop("b.xml", CamtFile.payments(1, id: "B", first: 2))
    let notPermitted = [1, 2].map { FaultPlan.Failure(.rename, nth: $0, code: 13) }
    stage.disk.plan = FaultPlan(failures: [notPermitted[0]])
    try stage.poll()
    #expect(stage.scenario.pool == [.bank("S2")])
    stage.disk.plan = FaultPlan(failures: [notPermitted[1]])
    try stage.poll()
    #expect(stage.warnings.count == 1)
    try stage.settle()
    #expect(stage.scenario.pool == [.bank("S1"), .bank("S2")])
  }

  @Test("a file that goes away before it is looked at is no fault")
  func vanishing() throws {
    let disk = FaultyFileSystem()
    let files = WatchedFileSystem(disk) { path in
      if path == "/in/a.xml" { try? disk.remove(path) }
    }
    let stage = try InboxStage(disk: disk, seeing: files)
    try stage.drop("a.xml", CamtFile.payments(1))
    try stage.drop("b.xml", CamtFile.payments(1, id: "B", first: 2))
    try stage.settle()
    #expect(stage.scenario.pool == [.bank("S2")])
    #expect(stage.warnings == [])
  }

  @Test("a failing disk is no file's fault: the service leaves")
  func failingDisk() throws {
    let stage = try InboxStage()
    try stage.drop("a.xml", CamtFile.payments(1))
    stage.disk.plan = .syncFails(nth: 1)
    #expect(throws: FileError.self) { try stage.poll() }
  }

  @Test("what others put among the staged files is none of the feed's business")
  func foreignFiles() throws {
    let stage = try InboxStage()
    try stage.settle()
    try stage.write("/in/staged/README", [1])
    try stage.write("/in/staged/\(String(repeating: "a", count: 64)).0-x", [1])
    try stage.settle()
    #expect(stage.commands == [])
  }

  @Test("long names are cut at their beginning")
  func longName() throws {
    let stage = try InboxStage()
    let name = String(repeating: "é", count: 110) + ".xml"
    try stage.drop(name, CamtFile.payments(1))
    try stage.settle()
    let kept = try #require(try stage.disk.entries(of: "/in/processed").first?.name)
    #expect(kept.utf8.count <= 255)
    #expect(kept.hasSuffix("éé.xml"))
  }

  // MARK: Days

  @Test("before the first day nothing is read, and nothing is lost")
  func beforeTheFirstDay() throws {
    let stage = try InboxStage(scenario: .beforeTheFirstDay(.configure(partitions: 1)))
    try stage.drop("a.xml", CamtFile.payments(1))
    try stage.settle()
    #expect(try stage.names() == ["a.xml"])
    try stage.when(.opened("2026-03-10/1"))
    try stage.settle()
    #expect(stage.scenario.pool == [.bank("S1")])
  }

  @Test("what lay there when a cut became due bears it; what comes meanwhile bears the next")
  func dueCut() throws {
    let stage = try InboxStage(rowsPerChunk: 1)
    try stage.drop("a.xml", CamtFile.payments(2, id: "A", first: 1))
    try stage.drop("b.xml", CamtFile.payments(2, id: "B", first: 11))
    let first = cut("2026-03-10/1")
    try stage.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
    try stage.when(.closeInvoicing(first, partition: partition(0)))
    try stage.when(.closeInvoicing(first, partition: nil))
    try stage.poll()
    try stage.drop("0.xml", CamtFile.payments(1, id: "C", first: 21))
    while stage.scenario.state.openCut == first { #expect(try !stage.poll().isEmpty) }
    #expect(stage.scenario.pool.count == 4)
    #expect(try stage.names() == ["0.xml"])
    try stage.settle()
    #expect(stage.scenario.pool.count == 5)
    #expect(stage.scenario.state.payments[.bank("S21")]?.receipt.cut == cut("2026-03-11/1"))
    #expect(stage.scenario.state.payments[.bank("S12")]?.receipt.cut == first)
  }

  @Test("an empty folder holds up no cut")
  func emptyFolder() throws {
    let stage = try InboxStage()
    try stage.settle()
    let first = cut("2026-03-10/1")
    try stage.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
    try stage.when(.closeInvoicing(first, partition: nil))
    try stage.settle()
    #expect(stage.scenario.state.openCut == first)
    try stage.when(.closeInvoicing(first, partition: partition(0)))
    try stage.settle()
    #expect(stage.scenario.state.openCut == cut("2026-03-11/1"))
  }
}

extension CamtFile {
  func with(_ change: (inout CamtFile) -> Void) -> CamtFile {
    var file = self
    change(&file)
    return file
  }
}

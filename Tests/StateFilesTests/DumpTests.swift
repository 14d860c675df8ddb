import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("What encours state show writes")
struct DumpTests {
  private func dump(_ disk: FaultyFileSystem, canonical: Bool) throws -> String {
    var bytes: [UInt8] = []
    try StateDump.write(
      Ledger.self,
      in: folder,
      fileSystem: disk,
      canonical: canonical,
      replay: Ledger.replay
    ) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("is the same for the same facts, whatever the batches, owners and snapshots were")
  func canonical() throws {
    let one = try writtenDisk(batches: [1, 2, 3, 4, 5])
    let other = try writtenDisk(batches: [7, 1])
    var open = try OpenLedger(on: other)
    try open.append(7)
    try open.files.close()
    #expect(try dump(one, canonical: true) == dump(other, canonical: true))
    #expect(
      try dump(one, canonical: true) == """
        {"sections":{
        "balances":{
        "A \\"two\\"":6,
        "A-1":-12,
        "A-4":-3,
        "A-5":15,
        "É\\\\3\\u0001":7
        },
        "entries":15
        }}

        """
    )
  }

  @Test("leaves out what tells of arrival only when it is canonical")
  func ofArrival() throws {
    let disk = try writtenDisk(batches: [3])
    #expect(try dump(disk, canonical: false).contains("\"lastAccount\":"))
    #expect(try !dump(disk, canonical: true).contains("\"lastAccount\":"))
  }

  @Test("says where in the journal it stands when it is not canonical")
  func plain() throws {
    let disk = try writtenDisk(batches: [3])
    #expect(try dump(disk, canonical: false).hasPrefix(#"{"v":1,"seq":5,"chain":""#))
  }

  @Test("and what the verifier finds, change nothing, also while the owner writes")
  func readOnly() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(9)
    try open.files.offerSnapshot(of: open.ledger)
    try open.append(1)
    let path = "\(folder)/journal-11.jsonl"
    let content = try #require(disk.content(of: path))
    // The owner's next batch is half written.
    disk.replaceContent(of: path, with: content + Array(#"{"crc":"0000"#.utf8))
    let effects = disk.effects
    _ = try dump(disk, canonical: true)
    let report = try StateVerifier.verify(folder, fileSystem: disk)
    #expect(disk.effects == effects)
    #expect(report.isSound)
    #expect(!report.wasClosed)
    let finding = report.files.first { $0.name == "journal-11.jsonl" }?.finding
    #expect(finding == .tornEnd(offset: content.count))
  }

  @Test("an empty folder is an empty state")
  func empty() throws {
    let disk = FaultyFileSystem()
    _ = try disk.createFolder("/encours")
    _ = try disk.createFolder("/encours/state")
    _ = try disk.createFolder(folder)
    #expect(try dump(disk, canonical: true).contains("\"entries\":0"))
    #expect(try StateVerifier.verify(folder, fileSystem: disk).isSound)
  }
}

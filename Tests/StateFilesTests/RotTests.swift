import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

/// What a disk may do to a byte that it was given long ago.
@Suite("A rotten byte")
struct RotTests {
  /// Everything that a service could see of the folder.
  private struct Sight: Equatable {
    var ledger = Ledger()
    var records: [JournalRecord] = []
    var archived: [String: [UInt8]] = [:]
    var lineage = ""
    var epoch = 0
  }

  private let keys = ["K-1", "K-2", "K-3", "K-4", "none"]

  private func disk(isClosed: Bool) throws -> FaultyFileSystem {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    for number in 1...4 {
      try open.append(2)
      try open.files.archive([
        ArchiveRow(key: "K-\(number)", data: Array("[\(number)]".utf8)),
        ArchiveRow(key: "K-1", data: Array("[-\(number)]".utf8)),
      ])
      if number != 2 { try open.files.offerSnapshot(of: open.ledger) }
    }
    if isClosed { try open.files.close() }
    disk.processKill()
    return disk
  }

  private func sight(of disk: FaultyFileSystem) throws -> Sight {
    let open = try OpenLedger(on: disk)
    var sight = Sight(ledger: open.ledger, lineage: open.files.lineage, epoch: open.files.epoch)
    try open.files.forEachRecord {
      sight.records.append($0)
      return true
    }
    for key in keys { sight.archived[key] = try open.files.archived(key) }
    return sight
  }

  @Test("is noticed or harmless, in every byte of every file", arguments: [true, false])
  func everyByte(isClosed: Bool) throws {
    let disk = try disk(isClosed: isClosed)
    let expected = try sight(of: disk.copy())
    #expect(expected.archived.count == 4)
    let names = try disk.entries(of: folder).map(\.name)
    #expect(names.contains { $0.hasPrefix("snapshot") && $0.hasSuffix("json") })
    for name in names where name != "reserve" && name != "lock" {
      let path = "\(folder)/\(name)"
      let content = try #require(disk.content(of: path))
      // Blocks of an index are mostly empty.
      let step = name.hasSuffix("index") ? 5 : 1
      for index in stride(from: 0, to: content.count, by: step) {
        for rotten in [content[index] ^ 0x01, 0] where rotten != content[index] {
          var changed = content
          changed[index] = rotten
          let copy = disk.copy()
          copy.replaceContent(of: path, with: changed)
          do {
            let found = try sight(of: copy)
            // One that was closed may have lost its mark of that: nothing else.
            #expect(found == expected, "\(name), byte \(index), now \(rotten)")
          } catch let damage as StateDamage {
            #expect(damage.file == name, "byte \(index) of \(name) was blamed on \(damage)")
          }
        }
      }
    }
  }

  @Test("is found by the verifier, in every byte of every file")
  func verifier() throws {
    let disk = try disk(isClosed: true)
    #expect(try StateVerifier.verify(folder, fileSystem: disk).isSound)
    for name in try disk.entries(of: folder).map(\.name)
    where name != "reserve" && name != "lock" && !name.hasSuffix("index") {
      let path = "\(folder)/\(name)"
      let content = try #require(disk.content(of: path))
      for index in content.indices {
        var changed = content
        changed[index] ^= 0x20
        disk.replaceContent(of: path, with: changed)
        let report = try StateVerifier.verify(folder, fileSystem: disk)
        let finding = try #require(report.files.first { $0.name == name }).finding
        #expect(finding != .sound, "byte \(index) of \(name)")
      }
      disk.replaceContent(of: path, with: content)
    }
  }
}

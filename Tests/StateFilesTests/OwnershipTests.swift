import Glibc
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("Owning a folder")
struct OwnershipTests {
  @Test("a second owner is refused while the first lives, however it was opened")
  func twoOwners() throws {
    let disk = FaultyFileSystem()
    let first = try OpenLedger(on: disk)
    #expect(throws: StateFolderError.owned(folder: folder)) { try OpenLedger(on: disk) }
    try first.files.close()
    let second = try OpenLedger(on: disk)
    #expect(second.files.epoch == 2)
    #expect(throws: StateFolderError.closed) { try first.files.append([Entry(number: 1).record]) }
    disk.processKill()
    #expect(try OpenLedger(on: disk).files.epoch == 3)
  }

  @Test("an owner that is let go without being closed gives the folder back, abandoned")
  func abandoned() throws {
    let disk = FaultyFileSystem()
    do {
      let open = try OpenLedger(on: disk)
      #expect(!open.files.wasAbandoned)
    }
    let second = try OpenLedger(on: disk)
    #expect(second.files.wasAbandoned)
    try second.files.close()
    try second.files.close()
    #expect(try !OpenLedger(on: disk).files.wasAbandoned)
  }

  @Test("a writer that got past the lock is noticed before the next line")
  func foreignWriter() throws {
    let disk = FaultyFileSystem()
    var open = try OpenLedger(on: disk)
    try open.append(1)
    // As when somebody removes the lock file and starts a second process.
    try disk.remove("\(folder)/lock")
    let size = try #require(try disk.size(of: "\(folder)/journal-1.jsonl"))
    var other = try OpenLedger(on: disk)
    try other.append(1)
    let found = try #require(try disk.size(of: "\(folder)/journal-1.jsonl"))
    let refusal = StateFolderError.foreignWriter(
      file: "journal-1.jsonl",
      expected: size,
      found: found
    )
    #expect(throws: refusal) { try open.append(1) }
    // The loser marks nothing either.
    try open.files.close()
    try other.append(1)
    try other.files.close()
    #expect(try OpenLedger(on: disk).ledger.entries == 3)
  }

  @Test("the lineage is made once, and anew when the file is missing")
  func lineage() throws {
    let disk = FaultyFileSystem()
    let numbers = Recorder<UInt64>()
    var options = StateFolderOptions.forTests
    options.lineageNumber = {
      numbers.add(UInt64(numbers.all.count) + 0xa)
      return numbers.all[numbers.all.count - 1]
    }
    for _ in 1...2 {
      let open = try OpenLedger(on: disk, options: options)
      #expect(open.files.lineage == "000000000000000a")
      try open.files.close()
    }
    // Who restores from a backup leaves the lineage out.
    try disk.remove("\(folder)/lineage")
    let restored = try OpenLedger(on: disk, options: options)
    #expect(restored.files.lineage == "000000000000000b")
    #expect(restored.files.epoch == 3)
  }

  @Test("network file systems whose locks do not hold are refused, others not")
  func networkFileSystems() throws {
    #expect(FileSystemType(magic: 0x6969).networkName == "NFS")
    #expect(FileSystemType(magic: 0xFF53_4D42).networkName == "CIFS")
    #expect(FileSystemType.ext4.networkName == nil)
    let share = NetworkShare()
    #expect(throws: StateFolderError.networkFileSystem(folder: folder, name: "NFS")) {
      try OpenLedger(on: share)
    }
  }

  @Test("a folder is made with the way to it, and files that were never finished are removed")
  func tidying() throws {
    let disk = FaultyFileSystem()
    try OpenLedger(on: disk).files.close()
    #expect(try disk.entries(of: "/encours/state") == [FolderEntry(name: "ledger", kind: .folder)])
    for name in ["snapshot-9.json.tmp", "lineage.tmp", "notes.txt", "journal-01.jsonl"] {
      try disk.open("\(folder)/\(name)", for: .create).close()
    }
    try OpenLedger(on: disk).files.close()
    let names = try disk.entries(of: folder).map(\.name)
    // What is not ours is left alone.
    #expect(
      names == [
        "journal-01.jsonl", "journal-1.jsonl", "lineage", "lock", "notes.txt", "reserve",
      ]
    )
  }
}

/// A disk that says it is NFS.
private final class NetworkShare: FileSystem {
  private let disk = FaultyFileSystem()

  func open(_ path: String, for purpose: OpenPurpose) throws -> any OpenFile {
    try disk.open(path, for: purpose)
  }
  func entries(of folder: String) throws -> [FolderEntry] { try disk.entries(of: folder) }
  func size(of path: String) throws -> Int? { try disk.size(of: path) }
  func createFolder(_ path: String) throws -> Bool { try disk.createFolder(path) }
  func rename(_ path: String, to newPath: String) throws { try disk.rename(path, to: newPath) }
  func remove(_ path: String) throws { try disk.remove(path) }
  func syncFolder(_ path: String) throws { try disk.syncFolder(path) }
  func freeBytes(at path: String) throws -> Int { try disk.freeBytes(at: path) }
  func type(at path: String) throws -> FileSystemType { FileSystemType(magic: 0x6969) }
}

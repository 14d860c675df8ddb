import Foundation
import ServiceKit
import SimulationKit
import Testing

@testable import StateFiles

/// A file system to try, and a folder of it that is gone afterwards.
enum Trial: CaseIterable {
  case real
  case twin

  func run(_ body: (any FileSystem, _ folder: String) throws -> Void) throws {
    switch self {
    case .twin:
      let twin = FaultyFileSystem()
      _ = try twin.createFolder("/trial")
      try body(twin, "/trial")
    case .real:
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "encours-files-\(UUID().uuidString)").path
      let real = PosixFileSystem()
      _ = try real.createFolder(folder)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try body(real, folder)
    }
  }
}

@Suite("File system, the real one and its twin")
struct FileSystemTests {
  @Test("a file that others may read is taken from them")
  func restricted() throws {
    try Trial.real.run { files, folder in
      let path = "\(folder)/file"
      try Data("a".utf8).write(to: URL(filePath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o664], ofItemAtPath: path)
      let file = try files.open(path, for: .read)
      try file.restrictToOwner()
      file.close()
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("appends, reads anywhere, overwrites and truncates", arguments: Trial.allCases)
  func content(trial: Trial) throws {
    try trial.run { files, folder in
      let path = "\(folder)/file"
      let file = try files.open(path, for: .create)
      try file.append(Array("hello ".utf8))
      try file.append([])
      try file.append(Array("world".utf8))
      #expect(try file.size() == 11)
      #expect(try file.read(at: 6, count: 3) == Array("wor".utf8))
      #expect(try file.read(at: 6, count: 100) == Array("world".utf8))
      #expect(try file.read(at: 11, count: 5) == [])
      #expect(try file.read(at: 50, count: 5) == [])
      let over = try files.open(path, for: .overwrite)
      try over.overwrite(Array("HE".utf8), at: 0)
      try over.overwrite(Array("D!".utf8), at: 10)
      try file.truncate(to: 12)
      try file.append(Array("?".utf8))
      try file.syncData()
      try file.sync()
      #expect(try file.read(at: 0, count: 99) == Array("HEllo worlD!?".utf8))
      try file.truncate(to: 2)
      #expect(try files.size(of: path) == 2)
      over.close()
      file.close()
      file.close()
    }
  }

  @Test(
    "names: created once, renamed over another, removed, listed in order",
    arguments: Trial.allCases
  )
  func names(trial: Trial) throws {
    try trial.run { files, folder in
      for name in ["b", "a", "\u{e9}", "Z"] {
        let file = try files.open("\(folder)/\(name)", for: .append)
        try file.append(Array(name.utf8))
        file.close()
      }
      #expect(try files.createFolder("\(folder)/c"))
      #expect(try !files.createFolder("\(folder)/c"))
      #expect(throws: FileError(.open, "\(folder)/a", code: EEXIST)) {
        try files.open("\(folder)/a", for: .create)
      }
      #expect(throws: FileError(.open, "\(folder)/x", code: ENOENT)) {
        try files.open("\(folder)/x", for: .read)
      }
      #expect(throws: FileError(.createFolder, "\(folder)/x/y", code: ENOENT)) {
        try files.createFolder("\(folder)/x/y")
      }
      try files.rename("\(folder)/a", to: "\(folder)/b")
      try files.rename("\(folder)/Z", to: "\(folder)/c/Z")
      try files.remove("\(folder)/nothing")
      try files.syncFolder(folder)
      #expect(try files.size(of: "\(folder)/a") == nil)
      let read = try files.open("\(folder)/b", for: .read)
      #expect(try read.read(at: 0, count: 9) == Array("a".utf8))
      try files.remove("\(folder)/b")
      // Whoever has it open still reads it.
      #expect(try read.read(at: 0, count: 9) == Array("a".utf8))
      read.close()
      #expect(
        try files.entries(of: folder) == [
          FolderEntry(name: "c", kind: .folder), FolderEntry(name: "\u{e9}", kind: .file),
        ]
      )
      #expect(try files.entries(of: "\(folder)/c").map(\.name) == ["Z"])
      #expect(throws: FileError(.list, "\(folder)/x", code: ENOENT)) {
        try files.entries(of: "\(folder)/x")
      }
    }
  }

  @Test("the lock belongs to one open file, until it is closed", arguments: Trial.allCases)
  func lock(trial: Trial) throws {
    try trial.run { files, folder in
      let first = try files.open("\(folder)/lock", for: .append)
      let second = try files.open("\(folder)/lock", for: .append)
      #expect(try first.tryLock())
      #expect(try first.tryLock())
      #expect(try !second.tryLock())
      first.close()
      #expect(try second.tryLock())
      second.close()
    }
  }

  @Test("a reserve takes room until it is truncated", arguments: Trial.allCases)
  func reserve(trial: Trial) throws {
    try trial.run { files, folder in
      let file = try files.open("\(folder)/reserve", for: .append)
      try file.reserve(10_000)
      #expect(try files.size(of: "\(folder)/reserve") == 10_000)
      try file.truncate(to: 0)
      #expect(try files.size(of: "\(folder)/reserve") == 0)
      #expect(try files.freeBytes(at: folder) > 0)
      #expect(try files.type(at: folder).networkName == nil)
      file.close()
    }
  }

  @Test("files and folders are their owner's alone")
  func permissions() throws {
    try Trial.real.run { files, folder in
      try files.open("\(folder)/file", for: .create).close()
      var status = stat()
      #expect(stat("\(folder)/file", &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
      #expect(stat(folder, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o700)
    }
  }

  @Test("a device that is full says so with its own number")
  func deviceFull() throws {
    let device = try PosixFileSystem().open("/dev/full", for: .overwrite)
    #expect(throws: FileError(.write, "/dev/full", code: ENOSPC)) { try device.append([1]) }
    #expect(FileError(.write, "/dev/full", code: ENOSPC).isOutOfSpace)
  }

  @Test("a write that the system does in pieces is done to the end")
  func shortWrites() throws {
    var pieces = [3, 1, 6]
    var asked: [Int] = []
    try Transfer.all(10) { done in
      asked.append(done)
      return pieces.removeFirst()
    }
    #expect(asked == [0, 3, 4])
    pieces = [4, 0, 6]
    #expect(try Transfer.untilEnd(10) { _ in pieces.removeFirst() } == 4)
    #expect(pieces == [6])
  }

  @Test("a folder is held, found and verified on a real disk")
  func realFolder() throws {
    try Trial.real.run { files, folder in
      var options = StateFolderOptions.forTests
      options.worksInline = false
      let path = "\(folder)/state/matching/07"
      for life in 1...3 {
        let store = try StateFolder<Ledger>(at: path, fileSystem: files, options: options)
        #expect(throws: StateFolderError.owned(folder: path)) {
          try StateFolder<Ledger>(at: path, fileSystem: files, options: options)
        }
        var ledger = try store.load(replay: Ledger.replay)
        #expect(ledger == Ledger((0..<(life - 1) * 30).map { Entry(number: $0 + 1) }))
        for _ in 1...30 {
          let entry = Entry(number: ledger.entries + 1)
          try store.append([entry.record])
          ledger.take(entry)
          try store.archive([ArchiveRow(key: "K-\(entry.number)", data: Array("1".utf8))])
          try store.offerSnapshot(of: ledger)
        }
        for number in 1...ledger.entries {
          #expect(try store.archived("K-\(number)") == Array("1".utf8))
        }
        try store.close()
      }
      let report = try StateVerifier.verify(path)
      #expect(report.isSound)
      #expect(report.epoch == 3)
      #expect(
        try StateVerifier.snapshotsThatDiffer(Ledger.self, in: path, from: Ledger.replay) == []
      )
    }
  }
}

@Suite("The twin's own faults")
struct FaultyFileSystemTests {
  private let bytes = [UInt8](repeating: 7, count: 3000)

  @Test("what was not synced is lost with the power, and only then")
  func unsynced() throws {
    let disk = FaultyFileSystem()
    let file = try disk.open("/file", for: .create)
    try disk.syncFolder("/")
    try file.append([1, 2, 3])
    try file.sync()
    try file.append([4, 5])
    disk.processKill()
    #expect(disk.content(of: "/file") == [1, 2, 3, 4, 5])
    disk.powerCut(.nothing)
    #expect(disk.content(of: "/file") == [1, 2, 3])
    #expect(throws: SimulatedCrash.self) { try file.append([6]) }
  }

  @Test("names that were not synced are lost, the synced content of their files with them")
  func unsyncedNames() throws {
    let disk = FaultyFileSystem()
    let file = try disk.open("/new", for: .create)
    try file.append([1])
    try file.sync()
    disk.powerCut(.nothing)
    #expect(disk.content(of: "/new") == nil)

    let tmp = try disk.open("/tmp", for: .create)
    try tmp.append([1])
    try tmp.sync()
    try disk.syncFolder("/")
    try disk.rename("/tmp", to: "/final")
    let both = disk.copy()
    both.powerCut(.nothing)
    #expect(both.content(of: "/tmp") == [1])
    #expect(both.content(of: "/final") == nil)
    disk.powerCut(.everything)
    #expect(disk.content(of: "/tmp") == nil)
    #expect(disk.content(of: "/final") == [1])
  }

  @Test("a failed sync is a wrong yes the next time")
  func failedSync() throws {
    let disk = FaultyFileSystem()
    let file = try disk.open("/file", for: .create)
    try disk.syncFolder("/")
    try file.append([1])
    disk.plan = .syncFails(nth: 1)
    #expect(throws: FileError(.sync, "/file", code: EIO)) { try file.sync() }
    try file.sync()
    #expect(disk.content(of: "/file") == [1])
    disk.powerCut(.everything)
    #expect(disk.content(of: "/file") == [])
  }

  @Test("a power cut tears writes at any byte and loses whole sectors, the same for one seed")
  func torn() throws {
    let disk = FaultyFileSystem()
    let file = try disk.open("/file", for: .create)
    try disk.syncFolder("/")
    try file.append([UInt8](repeating: 9, count: 100))
    try file.sync()
    try file.append(bytes)
    var outcomes: Set<[UInt8]> = []
    for seed in 0..<200 as Range<UInt64> {
      let (one, same) = (disk.copy(), disk.copy())
      one.powerCut(seed: seed)
      same.powerCut(seed: seed)
      let content = try #require(one.content(of: "/file"))
      #expect(content == same.content(of: "/file"))
      #expect(content.prefix(100).allSatisfy { $0 == 9 })
      outcomes.insert(content)
    }
    #expect(outcomes.contains { $0.count > 100 && $0.count < 3100 })
    #expect(outcomes.contains { $0.count == 3100 && $0.contains(0) })
    #expect(outcomes.contains { $0.count == 100 })
    #expect(outcomes.contains { $0.count == 3100 && !$0.contains(0) })
  }

  @Test("a crash stops everything until the next process, and may be planned or thrown in")
  func crash() throws {
    let disk = FaultyFileSystem()
    disk.plan = FaultPlan(crashAt: 2)
    let file = try disk.open("/file", for: .create)
    #expect(throws: SimulatedCrash(effect: 2)) { try file.append([1]) }
    #expect(throws: SimulatedCrash(effect: 2)) { try disk.size(of: "/file") }
    #expect(throws: SimulatedCrash(effect: 2)) { try disk.remove("/file") }
    disk.processKill()
    #expect(try disk.size(of: "/file") == 0)

    struct Stop: Error {}
    let hooked = FaultyFileSystem { if $0.kind == .write { throw Stop() } }
    let other = try hooked.open("/file", for: .create)
    #expect(throws: Stop.self) { try other.append([1]) }
    #expect(throws: SimulatedCrash(effect: 2)) { try hooked.size(of: "/file") }
  }

  @Test("a full disk takes what fits")
  func full() throws {
    let disk = FaultyFileSystem(capacity: 1000)
    let file = try disk.open("/file", for: .create)
    #expect(throws: FileError(.write, "/file", code: ENOSPC)) { try file.append(bytes) }
    #expect(disk.content(of: "/file")?.count == 1000)
    #expect(try disk.freeBytes(at: "/") == 0)
  }
}

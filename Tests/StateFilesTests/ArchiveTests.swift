import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

@Suite("Archive")
struct ArchiveTests {
  private func row(_ key: String, _ text: String) -> ArchiveRow {
    ArchiveRow(key: key, data: Array(text.utf8))
  }

  private func text(_ files: StateFolder<Ledger>, _ key: String) throws -> String? {
    try files.archived(key).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("a row is found under its key, the last of a key wins, over files and owners")
  func lastWins() throws {
    let disk = FaultyFileSystem()
    var files = try OpenLedger(on: disk).files
    try files.archive([row("INV-1", #"{"a":1}"#), row("INV-2", "2"), row("INV-1", #""again""#)])
    #expect(try text(files, "INV-1") == #""again""#)
    for number in 3...40 {
      try files.archive([row("INV-\(number)", "\(number)"), row("INV-2", "[\(number)]")])
    }
    for _ in 1...2 {
      #expect(try text(files, "INV-1") == #""again""#)
      #expect(try text(files, "INV-2") == "[40]")
      for number in 3...40 { #expect(try text(files, "INV-\(number)") == "\(number)") }
      #expect(try text(files, "INV-41") == nil)
      #expect(try text(files, "") == nil)
      try files.close()
      files = try OpenLedger(on: disk).files
    }
  }

  @Test("keys are told apart byte by byte")
  func keys() throws {
    let files = try OpenLedger(on: FaultyFileSystem()).files
    let keys = ["\u{e9}", "e\u{301}", "", "\"", "\\\"", "\n", "\u{0}", "a b"]
    try files.archive(keys.enumerated().map { row($1, "\($0)") })
    for (index, key) in keys.enumerated() { #expect(try text(files, key) == "\(index)") }
  }

  @Test("indexes are few, and made anew from the rows when they are gone or damaged")
  func indexes() throws {
    let disk = FaultyFileSystem()
    var files = try OpenLedger(on: disk).files
    for number in 1...100 {
      try files.archive([row("K-\(number)", "\(number)"), row("L-\(number)", "0")])
    }
    let names = try disk.entries(of: folder).map(\.name).filter { $0.hasSuffix("index") }
    #expect((1...8).contains(names.count))
    #expect(
      try StateVerifier.verify(folder, fileSystem: disk).files.allSatisfy { $0.finding == .sound }
    )

    // A damaged block is met by a look-up.
    for name in names {
      let content = try #require(disk.content(of: "\(folder)/\(name)"))
      disk.replaceContent(
        of: "\(folder)/\(name)",
        with: content[..<4096] + content[4096...].map { $0 ^ 1 }
      )
    }
    for number in 1...100 { #expect(try text(files, "K-\(number)") == "\(number)") }
    try files.close()

    // Gone, cut and foreign ones are met by the next owner.
    try disk.remove("\(folder)/\(names[0])")
    if names.count > 1 {
      disk.replaceContent(of: "\(folder)/\(names[1])", with: [1, 2, 3])
    }
    files = try OpenLedger(on: disk).files
    for number in 1...100 { #expect(try text(files, "K-\(number)") == "\(number)") }
    #expect(try StateVerifier.verify(folder, fileSystem: disk).isSound)
  }

  @Test("a look-up costs a few reads however many rows there are")
  func reads() throws {
    let disk = FaultyFileSystem()
    var options = StateFolderOptions.forTests
    options.archive = ArchiveLimits(rows: 3000, bytes: .max)
    let files = try OpenLedger(on: disk, options: options).files
    let count = 40_000
    for start in stride(from: 0, to: count, by: 1000) {
      try files.archive((start..<start + 1000).map { row("KEY-\($0)", "\($0)") })
    }
    for number in stride(from: 0, to: count, by: 997) {
      let before = disk.reads
      #expect(try text(files, "KEY-\(number)") == "\(number)")
      // Two or three blocks an index, then the row.
      #expect(disk.reads - before <= 16)
    }
    let before = disk.reads
    #expect(try text(files, "none") == nil)
    #expect(disk.reads - before <= 16)
  }

  @Test("a torn end is cut off, and what follows is not glued to it")
  func tornEnd() throws {
    let disk = FaultyFileSystem()
    var files = try OpenLedger(on: disk).files
    try files.archive([row("K-1", "1")])
    let path = "\(folder)/archive-1.jsonl"
    let before = try #require(disk.content(of: path))
    try files.archive([row("K-2", "2")])
    let whole = try #require(disk.content(of: path))
    for length in before.count..<whole.count {
      let copy = disk.copy()
      copy.replaceContent(of: path, with: Array(whole[..<length]))
      files = try OpenLedger(on: copy).files
      #expect(try text(files, "K-1") == "1")
      #expect(try text(files, "K-2") == nil)
      try files.archive([row("K-3", "3")])
      try files.close()
      files = try OpenLedger(on: copy).files
      #expect(try text(files, "K-3") == "3")
    }
  }

  @Test("a missing file is damage")
  func missing() throws {
    let disk = FaultyFileSystem()
    let files = try OpenLedger(on: disk).files
    for number in 1...5 { try files.archive([row("K", "\(number)"), row("L", "1")]) }
    try files.close()
    try disk.remove("\(folder)/archive-2.jsonl")
    let damage = StateDamage(file: "archive-2.jsonl", offset: 0, reason: .missing)
    #expect(throws: damage) { try OpenLedger(on: disk) }
    #expect(try StateVerifier.verify(folder, fileSystem: disk).damages.contains(damage))
  }
}

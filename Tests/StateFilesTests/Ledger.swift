import DomainKit
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Synchronization

/// A state small enough to be written down: what each account has, and how many entries made it so.
struct Ledger: PersistentState {
  var balances: TreeDictionary<String, Int> = [:]
  var entries = 0
  var lastAccount: String?

  static let sections: [Section<Ledger>] = [
    .table("balances", \.balances),
    .value("entries", \.entries),
    .value("lastAccount", \.lastAccount).ofArrival,
  ]

  mutating func take(_ entry: Entry) {
    balances[entry.account, default: 0] += entry.amount
    entries += 1
    lastAccount = entry.account
  }

  /// The entries of all the records, folded.
  init(_ entries: some Sequence<Entry>) { for entry in entries { take(entry) } }

  init() {}

  static func replay(_ ledger: inout Ledger, _ record: JournalRecord) throws {
    ledger.take(try JSONCoding.decodeTrusted(Entry.self, from: record.data))
  }
}

/// One entry of the ledger; `number` counts them from 1.
struct Entry: Codable, Equatable {
  let number: Int
  let account: String
  let amount: Int

  /// Entries that reach few accounts over and over, and now and then need JSON's escapes.
  init(number: Int) {
    self.number = number
    account = ["A-1", "A \"two\"", "É\\3\u{1}", "A-4", "A-5"][number * 7 % 5]
    amount = (number * 31 % 17) - 8
  }

  var record: JournalRecord {
    // A value of strings and numbers has a notation.
    let data = (try? JSONCoding.encode(self)) ?? []
    return JournalRecord(
      kind: "entry",
      time: Timestamp(milliseconds: 1_795_000_000_000 + Int64(number) * 1013),
      data: data
    )
  }
}

/// Where the ledgers of these tests lie on their disks.
let folder = "/encours/state/ledger"

extension StateFolderOptions {
  /// Everything small and at once, so that a short story has snapshots, files and merges.
  static var forTests: StateFolderOptions {
    var options = StateFolderOptions()
    options.worksInline = true
    options.snapshots = SnapshotPolicy(records: 6, bytes: .max)
    options.archive = ArchiveLimits(rows: 2, bytes: .max)
    options.reserveBytes = 4096
    options.now = { Timestamp(milliseconds: 1_795_000_000_000) }
    options.lineageNumber = { 0x0123_4567_89ab_cdef }
    options.onFault = { throw $0 }
    return options
  }
}

/// Collects what a folder says of itself.
final class NoticeBoard: Sendable {
  private let collected = Mutex<[StateNotice]>([])
  var notices: [StateNotice] { collected.withLock { $0 } }
  func post(_ notice: StateNotice) { collected.withLock { $0.append(notice) } }
}

/// A folder with the ledger that it holds.
struct OpenLedger {
  let files: StateFolder<Ledger>
  var ledger: Ledger

  init(on fileSystem: any FileSystem, options: StateFolderOptions = .forTests) throws {
    files = try StateFolder(at: folder, fileSystem: fileSystem, options: options)
    ledger = try files.load(replay: Ledger.replay)
  }

  /// Appends the next `count` entries as one batch.
  mutating func append(_ count: Int) throws {
    let entries = (1...count).map { Entry(number: ledger.entries + $0) }
    try files.append(entries.map(\.record))
    for entry in entries { ledger.take(entry) }
  }
}

/// The disk of a ledger that was written and closed.
func writtenDisk(
  batches: [Int],
  options: StateFolderOptions = .forTests
) throws
  -> FaultyFileSystem
{
  let disk = FaultyFileSystem()
  var open = try OpenLedger(on: disk, options: options)
  for batch in batches {
    try open.append(batch)
    try open.files.offerSnapshot(of: open.ledger)
  }
  try open.files.close()
  return disk
}

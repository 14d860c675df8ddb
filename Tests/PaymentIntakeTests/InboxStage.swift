import BankFormats
import DomainKit
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import SimulationKit
import StateFiles

@testable import ServiceKit

/// An inbox folder on a disk in memory, and the house behind it: polls the feed, decides what it
/// brings, and starts it anew when it dies.
final class InboxStage {
  let disk: FaultyFileSystem
  private(set) var scenario: Scenario
  private(set) var commands: [PaymentIntake.Command] = []
  /// What was decided on them.
  private(set) var events: [PaymentIntake.Event] = []
  private(set) var warnings: [String] = []
  private var feed: InboxFolder?
  private let rowsPerChunk: Int
  private let bytesPerTurn: Int
  private let files: any FileSystem
  /// What the next process reads.
  var formats = BankFormats()

  init(
    rowsPerChunk: Int = 2,
    bytesPerTurn: Int = InboxFolder.Limits.bytesPerTurn,
    scenario: Scenario? = nil,
    disk: FaultyFileSystem = FaultyFileSystem(),
    seeing files: (any FileSystem)? = nil
  ) throws {
    self.rowsPerChunk = rowsPerChunk
    self.bytesPerTurn = bytesPerTurn
    self.disk = disk
    self.files = files ?? disk
    self.scenario = try scenario ?? Scenario()
    _ = try disk.createFolder("/in")
    try disk.syncFolder("/")
  }

  /// Puts a file into the folder as its producers should: written aside, synced, renamed.
  func drop(_ name: String, _ content: [UInt8]) throws {
    try write("/in/.\(name)", content)
    try disk.rename("/in/.\(name)", to: "/in/\(name)")
    try disk.syncFolder("/in")
  }

  func drop(_ name: String, _ file: CamtFile) throws { try drop(name, file.bytes) }

  func write(_ path: String, _ content: [UInt8]) throws {
    let file = try disk.open(path, for: .create)
    try file.append(content)
    try file.sync()
    file.close()
  }

  /// One look of the feed; what it brings is decided, and durable when the next look comes.
  @discardableResult
  func poll() throws -> [PaymentIntake.Command] {
    let feed = feed ?? start()
    let commands = try feed.commands(
      for: scenario.state,
      now: Timestamp(milliseconds: 0)
    )
    for command in commands { events += try scenario.when(command) }
    self.commands += commands
    return commands
  }

  /// Looks until there is nothing to do.
  func settle() throws {
    var looks = 0
    while try !poll().isEmpty || isUnfinished {
      looks += 1
      precondition(looks < 10_000, "the feed never comes to rest")
    }
  }

  var isUnfinished: Bool { feed?.isUnfinished ?? false }

  /// What the feed answers a caller.
  func reply(to call: GetImport) throws -> GetImport.Reply {
    let handler = (feed ?? start()).calls.first { $0.path == GetImport.path }
    guard case .query(let answer)? = handler?.kind else {
      throw CallStatus(.unimplemented, "the feed does not answer")
    }
    let request = CallRequest(
      body: try JSONCoding.encode(call),
      user: "operator",
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    return try JSONCoding.decode(GetImport.Reply.self, from: answer(request, scenario.state))
  }

  /// The process is gone, with what it brought last when that was not durable yet.
  func restart(losing state: Scenario? = nil) {
    feed = nil
    if let state { scenario = state }
  }

  func when(_ command: PaymentIntake.Command) throws { try scenario.when(command) }

  /// Everybody has told everything of the open cut, and the inbox folder is read.
  func cut(opening next: String) throws { events += try scenario.cut(opening: next) }

  /// Names the files of a place, without their hashes.
  func names(in place: String = "") throws -> [String] {
    try disk.entries(of: place.isEmpty ? "/in" : "/in/\(place)")
      .filter { $0.kind == .file }
      .map { entry in
        guard !place.isEmpty, let dash = entry.name.firstIndex(of: "-") else { return entry.name }
        return String(entry.name[entry.name.index(after: dash)...])
      }
      .sorted()
  }

  /// Every file that lies anywhere, by its whole path.
  func everything() throws -> [String: [UInt8]] {
    var found: [String: [UInt8]] = [:]
    for folder in ["/in", "/in/staged", "/in/processed", "/in/rejected"] {
      for entry in (try? disk.entries(of: folder)) ?? [] where entry.kind == .file {
        found["\(folder)/\(entry.name)"] = disk.content(of: "\(folder)/\(entry.name)")
      }
    }
    return found
  }

  var imports: [StatementImport] {
    scenario.state.imports.values.sorted { ($0.file, $0.hash) < ($1.file, $1.hash) }
  }

  /// How often each file came, in the same order.
  var sightings: [Int] { imports.map { scenario.state.sightings(of: $0.hash) } }

  private func start() -> InboxFolder {
    let feed = InboxFolder(
      folder: "/in",
      files: files,
      formats: formats,
      rowsPerChunk: rowsPerChunk,
      bytesPerTurn: bytesPerTurn
    ) { [weak self] in self?.warnings.append($0) }
    self.feed = feed
    return feed
  }
}

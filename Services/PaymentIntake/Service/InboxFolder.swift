package import BankFormats
import DomainKit
import Glibc
package import Messages
package import PaymentIntakeDomain
import ServiceKit
package import StateFiles

/// The feed of bank files: what is put into the inbox folder is taken in once, whole, whatever
/// crashes when.
///
/// A file goes through four places, by renaming, so it is in one of them at any time:
///
///     inbox/NAME ─▶ staged/HASH.N-NAME ─▶ imported/HASH.N-NAME
///                                      └▶ rejected/HASH.N-NAME, HASH.N-NAME.reason.txt
///
/// Staged under the hash of its content, it is checked from beginning to end before anything of it
/// is taken; then it is taken in chunks. The state, not the folder, says what was taken: each step
/// looks at both and does what is missing. So a step that was done and not recorded is done again,
/// and changes nothing.
///
/// Names with a leading dot or ending in `.tmp` or `.part`, and files without content, are still
/// being written, and left alone.
package final class InboxFolder: Feed {
  package typealias Core = PaymentIntake

  private let files: any FileSystem
  private let folder: String
  private let formats: BankFormats
  private let rowsPerChunk: Int
  /// Tells an operator what is wrong with the folder; what is wrong with a file is an event.
  private let warn: (String) -> Void
  private var isPrepared = false
  private var reading: StatementReading?
  /// When a cut is due: what lay in the folder then.
  ///
  /// What comes later belongs to the next cut.
  private var awaited: (cut: DayCut, names: Set<String>)?
  private var warned: Set<String> = []

  /// `folder` is made when it is missing; its parent must be there.
  package init(
    folder: String,
    files: any FileSystem,
    formats: BankFormats = BankFormats(),
    rowsPerChunk: Int = Limits.rowsPerChunk,
    warn: @escaping (String) -> Void = { _ in }
  ) {
    self.folder = folder
    self.files = files
    self.formats = formats
    self.rowsPerChunk = rowsPerChunk
    self.warn = warn
  }

  package enum Limits {
    /// Rows of a file that one journal record takes in.
    package static let rowsPerChunk = 200
  }

  /// The next step; `state` is durable, so what it says was taken needs no file any more.
  package func commands(
    for state: PaymentIntake.State,
    now: Timestamp
  ) throws -> [PaymentIntake.Command] {
    guard state.openCut != nil else { return [] }
    try prepare()
    try noteDueCut(of: state)
    if let command = try nextCommand(state) { return [command] }
    return state.dueCut.map { [.closeCut($0)] } ?? []
  }

  private func prepare() throws {
    guard !isPrepared else { return }
    for path in [folder] + Place.allCases.map({ path($0) }) { _ = try files.createFolder(path) }
    // Found there, a folder may still be on no disk: whoever made it need not have synced it.
    for path in [folder.parent, folder] { try files.syncFolder(path) }
    isPrepared = true
  }

  private func noteDueCut(of state: PaymentIntake.State) throws {
    guard let cut = state.dueCut else {
      awaited = nil
      return
    }
    if awaited?.cut != cut { awaited = (cut, Set(try arrivals())) }
  }

  private func nextCommand(_ state: PaymentIntake.State) throws -> PaymentIntake.Command? {
    while true {
      if let reading {
        if let chunk = try reading.chunk(rows: rowsPerChunk, state) { return .takeStatement(chunk) }
        self.reading = nil
      }
      if let file = try nextStaged(state) {
        if let command = try step(file, state) { return command }
      } else if try !stageNext(state) {
        return nil
      }
    }
  }

  // MARK: Staged files

  /// What the file needs next; nil when it was moved, or is being read now.
  private func step(
    _ file: StagedFile,
    _ state: PaymentIntake.State
  ) throws -> PaymentIntake.Command? {
    let known = state.imports[file.hash]
    switch known?.stage {
    case .imported, .rejected:
      if let known, file.number <= state.sightings(of: file.hash) {
        if known.stage == .rejected { try explain(file, known) }
        try move(file, to: known.stage == .imported ? .imported : .rejected)
        return nil
      }
      // A refused file that comes again may be readable by now.
      if known?.stage == .rejected { return try examine(file, state) }
      return .sightFileAgain(file.hash, number: file.number)
    case .reading, nil:
      return try examine(file, state)
    }
  }

  /// Checks the whole file; what passes is read from where the state says.
  private func examine(
    _ file: StagedFile,
    _ state: PaymentIntake.State
  ) throws -> PaymentIntake.Command? {
    let known = state.imports[file.hash]
    let source = try files.open(path(.staged, file.name), for: .read)
    let check = try StatementCheck(source, formats)
    guard check.hash == file.hash else {
      // It was still being written when it was staged.
      source.close()
      let number = try nextNumber(check.hash, state)
      let changed = StagedFile(check.hash, number: number, file.original)
      try rename(path(.staged, file.name), to: path(.staged, changed.name), in: [.staged])
      return nil
    }
    guard known?.stage == .reading || check.isAccepted else {
      source.close()
      return known == nil
        ? .rejectStatement(check.refusal(of: file))
        : .sightFileAgain(file.hash, number: file.number)
    }
    if let advices = check.adviceFile(file) {
      source.close()
      return .takeAdvices(advices)
    }
    reading = try StatementReading(file, source, check, after: state.position(of: file.hash))
    return nil
  }

  /// Writes the reasons to where the refused file is about to go: it never lies there without.
  private func explain(_ file: StagedFile, _ refused: StatementImport) throws {
    let reasons = path(.rejected, "\(file.name).reason.txt")
    let draft = path(.rejected, ".\(file.name).reason.tmp")
    try files.remove(draft)
    let note = try files.open(draft, for: .create)
    defer { note.close() }
    try note.append(Array(refused.reasons.utf8))
    try note.sync()
    try rename(draft, to: reasons, in: [.rejected])
  }

  private func move(_ file: StagedFile, to place: Place) throws {
    try rename(path(.staged, file.name), to: path(place, file.name), in: [place, .staged])
  }

  /// The file that was being read when the process before ended, or else the first by name.
  private func nextStaged(_ state: PaymentIntake.State) throws -> StagedFile? {
    let files = try staged()
    return files.first { state.imports[$0.hash]?.stage == .reading } ?? files.first
  }

  private func staged() throws -> [StagedFile] {
    try files.entries(of: path(.staged))
      .filter { $0.kind == .file }
      .compactMap { StagedFile(name: $0.name) }
      .sorted()
  }

  // MARK: Arriving files

  /// The files that lie in the folder and are whole.
  private func arrivals() throws -> [String] {
    try files.entries(of: folder)
      .filter { entry in
        entry.kind == .file && !entry.name.hasPrefix(".") && !entry.name.hasSuffix(".tmp")
          && !entry.name.hasSuffix(".part")
      }
      .map(\.name)
  }

  /// Stages one file; false when there is none to stage.
  private func stageNext(_ state: PaymentIntake.State) throws -> Bool {
    for name in try arrivals() where awaited?.names.contains(name) ?? true {
      let path = "\(folder)/\(name)"
      do {
        guard let hash = try contentHash(of: path) else { continue }
        let file = StagedFile(hash, number: try nextNumber(hash, state), name)
        try files.rename(path, to: self.path(.staged, file.name))
      } catch let error as FileError where error.isAboutOneFile {
        if !error.isAbsence, warned.insert(name).inserted {
          warn("\(name) cannot be read and is left in the inbox folder: \(error)")
        }
        continue
      }
      try files.syncFolder(self.path(.staged))
      try files.syncFolder(folder)
      return true
    }
    return false
  }

  /// Nil for a file without content.
  ///
  /// The content is made durable: decisions will rest on it.
  private func contentHash(of path: String) throws -> ContentHash? {
    let file = try files.open(path, for: .read)
    defer { file.close() }
    guard try file.size() > 0 else { return nil }
    try file.sync()
    let bytes = HashedBytes(file)
    while try !bytes.next().isEmpty {}
    return bytes.hash
  }

  /// Counts the copies of one content, so that each is told once.
  private func nextNumber(_ hash: ContentHash, _ state: PaymentIntake.State) throws -> Int {
    let waiting = try staged().filter { $0.hash == hash }.map(\.number)
    return max(waiting.max() ?? 0, state.sightings(of: hash)) + 1
  }

  // MARK: Places

  private enum Place: String, CaseIterable {
    case staged, imported, rejected
  }

  private func path(_ place: Place) -> String { "\(folder)/\(place.rawValue)" }
  private func path(_ place: Place, _ name: String) -> String { "\(path(place))/\(name)" }

  /// The new name is made durable before the old one is gone for good: what a power cut leaves
  /// has at least one of them.
  private func rename(_ path: String, to newPath: String, in places: [Place]) throws {
    try files.rename(path, to: newPath)
    for place in places { try files.syncFolder(self.path(place)) }
  }
}

extension PaymentIntake.State {
  func position(of hash: ContentHash) -> LinePosition? {
    imports[hash].flatMap { $0.stage == .reading ? $0.position : nil }
  }
}

extension StatementImport {
  /// Why the file was refused, for whoever sent it.
  fileprivate var reasons: String {
    let known = format.isEmpty ? "an unknown format" : format
    let list = errors.map { error in
      let place = error.place.isEmpty ? "" : "\(error.place): "
      return "\(place)\(error.text) (\(error.code))\n"
    }
    return "\(file), \(known), was refused. Nothing of it was taken.\n\n\(list.joined())"
  }
}

extension FileError {
  fileprivate var isAbsence: Bool { code == ENOENT }

  /// The file has gone, or may not be read: no reason to stop the service.
  fileprivate var isAboutOneFile: Bool { isAbsence || code == EPERM || code == EACCES }
}

extension String {
  /// The folder that holds the path.
  fileprivate var parent: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}

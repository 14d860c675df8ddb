package import BankFormats
import DomainKit
package import Messages
package import PaymentIntakeDomain
package import ServiceKit
package import StateFiles

/// The feed of bank files: what is put into the inbox folder is taken in once, whole, whatever
/// crashes when.
///
/// A file goes through four places, by renaming, so it is in one of them at any time:
///
///     inbox/NAME ─▶ staged/HASH.N-NAME ─▶ processed/HASH.N-NAME
///                                      └▶ rejected/HASH.N-NAME, HASH.N-NAME.reason.txt
///
/// Staged under the hash of its content, it is checked from beginning to end before anything of it
/// is taken; then it is taken in chunks. The state, not the folder, says what was taken: each step
/// looks at both and does what is missing. So a step that was done and not recorded is done again,
/// and changes nothing.
///
/// A turn reads a bounded number of bytes: what needs more goes on in the next, so a large file
/// keeps nobody waiting who calls meanwhile.
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
  private let budget: ReadBudget
  private let arrivals: Arrivals
  private let progress = ProgressBoard()
  private var isPrepared = false
  /// What is being worked on, over several turns: a staged file, and one whose rows are taken.
  private var checking: StatementCheck?
  private var reading: StatementReading?
  /// Half-read files that cannot be read on, by their staged names.
  private var halted: Set<String> = []
  package private(set) var isUnfinished = false
  /// When a cut is due: what lay in the folder then.
  ///
  /// What comes later belongs to the next cut.
  private var awaited: (cut: DayCut, names: Set<String>)?

  /// `folder` is made when it is missing; its parent must be there.
  package init(
    folder: String,
    files: any FileSystem,
    formats: BankFormats = BankFormats(),
    rowsPerChunk: Int = Limits.rowsPerChunk,
    bytesPerTurn: Int = Limits.bytesPerTurn,
    warn: @escaping (String) -> Void = { _ in }
  ) {
    self.folder = folder
    self.files = files
    self.formats = formats
    self.rowsPerChunk = rowsPerChunk
    budget = ReadBudget(bytesPerTurn: bytesPerTurn)
    arrivals = Arrivals(in: folder, files, budget, warn: warn)
    self.warn = warn
  }

  package enum Limits {
    /// Rows of a file that one journal record takes in.
    package static let rowsPerChunk = 200
    /// Bytes that one turn reads: some 30 milliseconds of camt.
    package static let bytesPerTurn = 1024 * 1024
  }

  package var calls: [CallHandler<PaymentIntake>] {
    [.query(GetImport.self) { [progress] call, _, state in progress.reply(to: call, state) }]
  }

  /// The next step; `state` is durable, so what it says was taken needs no file any more.
  package func commands(
    for state: PaymentIntake.State,
    now: Timestamp
  ) throws -> [PaymentIntake.Command] {
    isUnfinished = false
    guard state.openCut != nil else { return [] }
    budget.refill()
    try prepare()
    try noteDueCut(of: state)
    do {
      if let command = try nextCommand(state) { return [command] }
    } catch is ReadBudget.Spent {
      isUnfinished = true
      progress.show(reading?.progress ?? checking?.progress, of: (reading?.file ?? checking?.file))
      return []
    }
    progress.show(nil, of: nil)
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
    if awaited?.cut != cut { awaited = (cut, Set(try arrivals.names())) }
  }

  private func nextCommand(_ state: PaymentIntake.State) throws -> PaymentIntake.Command? {
    while true {
      if let reading {
        if let command = try nextChunk(reading, state) { return command }
        self.reading = nil
      }
      if let file = try nextStaged(state) {
        if let command = try step(file, state) { return command }
      } else if try !stageNext(state) {
        return nil
      }
    }
  }

  private func nextChunk(
    _ reading: StatementReading,
    _ state: PaymentIntake.State
  ) throws -> PaymentIntake.Command? {
    do {
      guard let chunk = try reading.chunk(rows: rowsPerChunk, state) else { return nil }
      progress.show(reading.progress, of: reading.file)
      return .takeStatement(chunk)
    } catch let finding as BankFinding {
      halt(reading.file, because: "its check was passed, and now \(finding.text)")
      return nil
    }
  }

  /// Leaves a half-read file where it is: what is taken stays, the rest is a person's to decide.
  ///
  /// The next start tries again.
  private func halt(_ file: StagedFile, because reason: String) {
    guard halted.insert(file.name).inserted else { return }
    progress.halt(file.hash, because: reason)
    warn(
      "\(file.original) is half read and halted, its rest in \(Place.staged.rawValue)/: \(reason)"
    )
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
        try move(file, to: known.stage == .imported ? .processed : .rejected)
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
    let check = try checked(file)
    guard check.hash == file.hash else {
      // It was still being written when it was staged.
      let number = try nextNumber(check.hash, state)
      let changed = StagedFile(check.hash, number: number, file.original)
      try rename(path(.staged, file.name), to: path(.staged, changed.name), in: [.staged])
      return nil
    }
    let known = state.imports[file.hash]
    if let known, known.stage == .reading {
      try readOn(check, known, state)
      return nil
    }
    guard check.isAccepted else {
      return known == nil
        ? .rejectStatement(check.refusal) : .sightFileAgain(file.hash, number: file.number)
    }
    if let advices = check.adviceFile { return .takeAdvices(advices) }
    if let reader = check.reader { try read(check, reader, state) }
    return nil
  }

  /// The file's check when it is over, which may take several turns.
  private func checked(_ file: StagedFile) throws -> StatementCheck {
    let check: StatementCheck
    if let checking, checking.file == file {
      check = checking
    } else {
      let source = try files.open(path(.staged, file.name), for: .read)
      check = try StatementCheck(file, source, formats, budget)
    }
    checking = check
    try check.run()
    checking = nil
    return check
  }

  /// Goes on with a file that was half read before: by the same reader, or not at all.
  private func readOn(
    _ check: StatementCheck,
    _ known: StatementImport,
    _ state: PaymentIntake.State
  ) throws {
    guard let reader = check.reader, check.report.format == known.format else {
      let format = check.report.format
      let found = format.isEmpty ? "no reader knows it any more" : "it looks like \(format) now"
      return halt(check.file, because: "it was begun as \(known.format), and \(found)")
    }
    try read(check, reader, state)
  }

  private func read(
    _ check: StatementCheck,
    _ reader: any BankFormatReader,
    _ state: PaymentIntake.State
  ) throws {
    let file = check.file
    reading = try StatementReading(
      check,
      reader,
      try files.open(path(.staged, file.name), for: .read),
      after: state.position(of: file.hash),
      budget
    )
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
    let files = try staged().filter { !halted.contains($0.name) }
    return files.first { state.imports[$0.hash]?.stage == .reading } ?? files.first
  }

  private func staged() throws -> [StagedFile] {
    try files.entries(of: path(.staged))
      .filter { $0.kind == .file }
      .compactMap { StagedFile(name: $0.name) }
      .sorted()
  }

  // MARK: Arriving files

  /// Stages one file; false when there is none to stage.
  ///
  /// What came after a cut was due belongs to the next.
  private func stageNext(_ state: PaymentIntake.State) throws -> Bool {
    let isTaken = try arrivals.take(among: awaited?.names) { path, name, hash in
      let file = StagedFile(hash, number: try nextNumber(hash, state), name)
      try files.rename(path, to: self.path(.staged, file.name))
    }
    guard isTaken else { return false }
    try files.syncFolder(path(.staged))
    try files.syncFolder(folder)
    return true
  }

  /// Counts the copies of one content, so that each is told once.
  private func nextNumber(_ hash: ContentHash, _ state: PaymentIntake.State) throws -> Int {
    let waiting = try staged().filter { $0.hash == hash }.map(\.number)
    return max(waiting.max() ?? 0, state.sightings(of: hash)) + 1
  }

  // MARK: Places

  private enum Place: String, CaseIterable {
    case staged, processed, rejected
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

extension String {
  /// The folder that holds the path.
  fileprivate var parent: String {
    guard let slash = lastIndex(of: "/") else { return "." }
    return slash == startIndex ? "/" : String(self[..<slash])
  }
}

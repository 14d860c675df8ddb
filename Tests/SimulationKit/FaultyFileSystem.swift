import Glibc
import ServiceKit
package import StateFiles
import Synchronization

/// One thing that a process did to the disk, about to happen.
package struct Effect: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case createFolder, createFile, write, reserve, truncate, sync, rename, remove, syncFolder
  }
  package let kind: Kind
  package let path: String
  /// What a write would write.
  package let bytes: Int

  package init(_ kind: Kind, _ path: String, bytes: Int = 0) {
    self.kind = kind
    self.path = path
    self.bytes = bytes
  }
}

/// The process ended here; nothing it would have done afterwards happened.
package struct SimulatedCrash: Error, Equatable, Sendable {
  /// The effect that did not happen, counted from 1.
  package let effect: Int

  package init(effect: Int) { self.effect = effect }
}

/// What goes wrong, and when; counted from 1 since the plan was made the file system's.
package struct FaultPlan: Sendable {
  /// A refusal of the `nth` effect of one kind.
  package struct Failure: Sendable {
    package let kind: Effect.Kind
    package let nth: Int
    package let code: Int32
    /// How much of a write is done before it is refused.
    package let bytesDone: Int

    package init(_ kind: Effect.Kind, nth: Int, code: Int32, bytesDone: Int = 0) {
      self.kind = kind
      self.nth = nth
      self.code = code
      self.bytesDone = bytesDone
    }
  }

  /// The process ends instead of this effect.
  package var crashAt: Int?
  /// A write at which the process ends is done in part.
  package var tearsWrites = false
  package var failures: [Failure] = []

  package init(crashAt: Int? = nil, tearsWrites: Bool = false, failures: [Failure] = []) {
    self.crashAt = crashAt
    self.tearsWrites = tearsWrites
    self.failures = failures
  }

  /// A sync fails, and its changes never reach the disk although programs still see them.
  package static func syncFails(nth: Int) -> FaultPlan {
    FaultPlan(failures: [Failure(.sync, nth: nth, code: EIO)])
  }

  package static func diskFull(atWrite nth: Int, bytesDone: Int = 0) -> FaultPlan {
    FaultPlan(failures: [Failure(.write, nth: nth, code: ENOSPC, bytesDone: bytesDone)])
  }
}

/// The twin in memory of a disk that fails on purpose; the same seed and calls give the same bytes.
///
/// It keeps apart what was written and what was synced, for contents and for names. A process ends
/// by ``SimulatedCrash`` at a planned effect, or when `onEffect` throws; from then on every call
/// throws it again until ``processKill()`` or ``powerCut(_:)`` has made room for the next process.
package final class FaultyFileSystem: FileSystem {
  struct State {
    var disk = FaultyDisk()
    var plan = FaultPlan() {
      didSet {
        plannedEffects = 0
        plannedEffectsByKind = [:]
      }
    }
    var effects = 0
    var reads = 0
    var plannedEffects = 0
    var plannedEffectsByKind: [Effect.Kind: Int] = [:]
    var crash: SimulatedCrash?
    /// Counts processes: files that an earlier one opened are of no use any more.
    var process = 0
    var nextHandle = 1
    var generator: SplitMix64
  }

  fileprivate let state: Mutex<State>
  fileprivate let onEffect: @Sendable (Effect) throws -> Void

  /// `onEffect` is called before each effect; the process ends when it throws.
  package init(
    seed: UInt64 = 0,
    capacity: Int? = nil,
    onEffect: @escaping @Sendable (Effect) throws -> Void = { _ in }
  ) {
    self.onEffect = onEffect
    var state = State(generator: SplitMix64(seed: seed))
    state.disk.capacity = capacity
    self.state = Mutex(state)
  }

  /// Effects so far, over all processes.
  package var effects: Int { state.withLock { $0.effects } }

  /// How often a file was read so far.
  package var reads: Int { state.withLock { $0.reads } }

  package var plan: FaultPlan {
    get { state.withLock { $0.plan } }
    set { state.withLock { $0.plan = newValue } }
  }

  /// What fits on the disk, in bytes; nil for as much as you like.
  package var capacity: Int? {
    get { state.withLock { $0.disk.capacity } }
    set { state.withLock { $0.disk.capacity = newValue } }
  }

  /// The process has ended, by itself or by a signal: what it wrote stays, its locks do not.
  package func processKill() {
    state.withLock { state in
      state.disk.endProcess()
      state.startProcess()
    }
  }

  /// The machine has lost its power: what was not synced is left to chance.
  package func powerCut(_ survival: Survival) {
    state.withLock { state in
      var survivor = Survivor(survival)
      state.disk.endSystem(keeping: &survivor)
      state.startProcess()
    }
  }

  package func powerCut(seed: UInt64) { powerCut(.some(seed: seed)) }

  /// Another disk with the same bytes, as a process finds it that starts now.
  package func copy() -> FaultyFileSystem {
    let copy = FaultyFileSystem()
    state.withLock { state in
      let disk = state.disk
      copy.state.withLock { $0.disk = disk }
    }
    copy.processKill()
    return copy
  }

  /// The content of a file as a program would read it; nil when there is none.
  package func content(of path: String) -> [UInt8]? {
    state.withLock { state in
      guard case .file(let node) = state.disk.names[path] else { return nil }
      return state.disk[node].content
    }
  }

  /// Changes a file behind everybody's back, as a rotten disk does; durable at once.
  package func replaceContent(of path: String, with content: [UInt8]) {
    state.withLock { state in
      guard case .file(let node) = state.disk.names[path] else { return }
      state.disk[node].content = content
      state.disk[node].durable = content
      state.disk[node].pending = []
    }
  }

  // MARK: FileSystem

  package func open(_ path: String, for purpose: OpenPurpose) throws -> any OpenFile {
    let existing = try read { state -> FaultyDisk.NodeID? in
      switch state.disk.names[path] {
      case .file(let node): return node
      case .folder: throw FileError(.open, path, code: EISDIR)
      case nil: return nil
      }
    }
    let node: FaultyDisk.NodeID
    switch (existing, purpose) {
    case (.some, .create): throw FileError(.open, path, code: EEXIST)
    case (let found?, _): node = found
    case (nil, .read), (nil, .overwrite): throw FileError(.open, path, code: ENOENT)
    case (nil, .append), (nil, .create):
      node = try perform(Effect(.createFile, path), failing: .open) { state in
        guard state.disk.isFolder(FaultyDisk.parent(of: path)) else {
          throw FileError(.open, path, code: ENOENT)
        }
        return state.disk.createFile(path)
      }
    }
    let (process, handle) = state.withLock { state in
      defer { state.nextHandle += 1 }
      return (state.process, state.nextHandle)
    }
    return FaultyFile(path: path, node: node, process: process, handle: handle, fileSystem: self)
  }

  package func entries(of folder: String) throws -> [FolderEntry] {
    try read { state in
      guard state.disk.isFolder(folder) else { throw FileError(.list, folder, code: ENOENT) }
      let found = state.disk.names.compactMap { path, entry -> FolderEntry? in
        guard path != "/", path != ".", FaultyDisk.parent(of: path) == folder else { return nil }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return FolderEntry(name: name, kind: entry == .folder ? .folder : .file)
      }
      return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
  }

  package func size(of path: String) throws -> Int? {
    try read { state in
      guard case .file(let node) = state.disk.names[path] else { return nil }
      return state.disk[node].size
    }
  }

  package func createFolder(_ path: String) throws -> Bool {
    guard try read({ $0.disk.names[path] == nil }) else { return false }
    try perform(Effect(.createFolder, path), failing: .createFolder) { state in
      guard state.disk.isFolder(FaultyDisk.parent(of: path)) else {
        throw FileError(.createFolder, path, code: ENOENT)
      }
      state.disk.createFolder(path)
    }
    return true
  }

  package func rename(_ path: String, to newPath: String) throws {
    try perform(Effect(.rename, path), failing: .rename) { state in
      guard state.disk.names[path] != nil else { throw FileError(.rename, path, code: ENOENT) }
      state.disk.rename(path, to: newPath)
    }
  }

  package func remove(_ path: String) throws {
    guard try read({ $0.disk.names[path] != nil }) else { return }
    try perform(Effect(.remove, path), failing: .remove) { $0.disk.remove(path) }
  }

  package func syncFolder(_ path: String) throws {
    try perform(Effect(.syncFolder, path), failing: .syncFolder) { state in
      guard state.disk.isFolder(path) else { throw FileError(.syncFolder, path, code: ENOENT) }
      state.disk.syncFolder(path)
    }
  }

  package func freeBytes(at path: String) throws -> Int { try read { $0.disk.free } }

  package func type(at path: String) throws -> FileSystemType { try read { _ in .ext4 } }
}

extension FaultyFileSystem {
  /// Looks at the disk, for the process that is running or the one named.
  func read<Result>(process: Int? = nil, _ body: (inout State) throws -> Result) throws -> Result {
    try state.withLock { state in
      try state.checkAlive(process)
      return try body(&state)
    }
  }

  /// Changes the disk, unless the plan or the hook has something else in mind.
  ///
  /// `tear` does a part of a write, given in bytes; `refuse` is what a refusal leaves behind.
  func perform<Result>(
    _ effect: Effect,
    failing operation: FileError.Operation,
    process: Int? = nil,
    tear: (inout State, Int) -> Void = { _, _ in },
    refuse: (inout State) -> Void = { _ in },
    _ body: (inout State) throws -> Result
  ) throws -> Result {
    let (number, planned, nth) = try state.withLock { state in
      try state.checkAlive(process)
      return state.count(effect)
    }
    // Outside the lock: the hook may ask this file system something.
    do { try onEffect(effect) } catch {
      _ = state.withLock { $0.end(at: number, effect, tear) }
      throw error
    }
    return try state.withLock { state in
      try state.checkAlive(process)
      if state.plan.crashAt == planned { throw state.end(at: number, effect, tear) }
      if let failure = state.plan.failures.first(where: { $0.kind == effect.kind && $0.nth == nth })
      {
        tear(&state, min(failure.bytesDone, effect.bytes))
        refuse(&state)
        throw FileError(operation, effect.path, code: failure.code)
      }
      return try body(&state)
    }
  }
}

extension FaultyFileSystem.State {
  fileprivate mutating func startProcess() {
    crash = nil
    plan = FaultPlan()
    process += 1
  }

  /// The effect's number of all, since the plan, and among its kind since the plan.
  fileprivate mutating func count(_ effect: Effect) -> (number: Int, planned: Int, nth: Int) {
    effects += 1
    plannedEffects += 1
    plannedEffectsByKind[effect.kind, default: 0] += 1
    return (effects, plannedEffects, plannedEffectsByKind[effect.kind, default: 0])
  }

  /// Ends the process at an effect.
  fileprivate mutating func end(
    at number: Int,
    _ effect: Effect,
    _ tear: (inout Self, Int) -> Void
  ) -> SimulatedCrash {
    if plan.tearsWrites { tear(&self, Int.random(in: 0...effect.bytes, using: &generator)) }
    let crash = SimulatedCrash(effect: number)
    self.crash = crash
    return crash
  }

  fileprivate func checkAlive(_ process: Int?) throws {
    if let crash { throw crash }
    // A file that an earlier process opened.
    if let process, process != self.process { throw SimulatedCrash(effect: effects) }
  }
}

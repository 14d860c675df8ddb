import Glibc
import StateFiles
import Synchronization

/// An open file of a ``FaultyFileSystem``, for the process that opened it.
final class FaultyFile: OpenFile {
  let path: String
  private let node: FaultyDisk.NodeID
  private let process: Int
  private let handle: Int
  private let fileSystem: FaultyFileSystem
  private let isClosed = Atomic(false)

  init(
    path: String,
    node: FaultyDisk.NodeID,
    process: Int,
    handle: Int,
    fileSystem: FaultyFileSystem
  ) {
    self.path = path
    self.node = node
    self.process = process
    self.handle = handle
    self.fileSystem = fileSystem
  }

  deinit { close() }

  func append(_ bytes: [UInt8]) throws {
    try write(bytes) { $0.disk[self.node].content.count }
  }

  func overwrite(_ bytes: [UInt8], at offset: Int) throws { try write(bytes) { _ in offset } }

  func read(at offset: Int, count: Int) throws -> [UInt8] {
    try look { state in
      state.reads += 1
      let content = state.disk[node].content
      guard offset < content.count else { return [] }
      return Array(content[offset..<min(offset + count, content.count)])
    }
  }

  func size() throws -> Int { try look { $0.disk[node].size } }

  func truncate(to size: Int) throws {
    try perform(.truncate, failing: .truncate) { state in
      state.disk[self.node].change(.truncate(size))
      state.disk[self.node].reserved = min(state.disk[self.node].reserved, size)
    }
  }

  func syncData() throws { try sync() }

  func sync() throws {
    checkOpen()
    let sync = { (state: inout FaultyFileSystem.State) in state.disk[self.node].sync() }
    let forget = { (state: inout FaultyFileSystem.State) in
      state.disk.forgetPending(of: self.node)
    }
    try fileSystem.perform(
      Effect(.sync, path),
      failing: .sync,
      process: process,
      refuse: forget,
      sync
    )
  }

  /// The twin has no users.
  func restrictToOwner() throws { checkOpen() }

  func reserve(_ count: Int) throws {
    try perform(.reserve, failing: .reserve) { state in
      guard count - state.disk[self.node].size <= state.disk.free else {
        throw FileError(.reserve, self.path, code: ENOSPC)
      }
      state.disk[self.node].reserved = count
    }
  }

  func tryLock() throws -> Bool {
    try look { state in
      let holder = state.disk[node].lockHolder
      guard holder == nil || holder == handle else { return false }
      state.disk[node].lockHolder = handle
      return true
    }
  }

  func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // A process that has ended took its locks with it.
    try? fileSystem.read(process: process) { state in
      if state.disk[node].lockHolder == handle { state.disk[node].lockHolder = nil }
    }
  }

  private func write(
    _ bytes: [UInt8],
    at offset: (inout FaultyFileSystem.State) -> Int
  ) throws {
    checkOpen()
    func put(_ state: inout FaultyFileSystem.State, _ count: Int) {
      let change = FaultyDisk.Change.write(offset: offset(&state), bytes: Array(bytes[..<count]))
      state.disk[node].change(change)
    }
    try fileSystem.perform(
      Effect(.write, path, bytes: bytes.count),
      failing: .write,
      process: process,
      tear: put
    ) { state in
      let growth = offset(&state) + bytes.count - state.disk[self.node].size
      let missing = max(0, growth - state.disk.free)
      put(&state, bytes.count - min(missing, bytes.count))
      if missing > 0 { throw FileError(.write, self.path, code: ENOSPC) }
    }
  }

  private func perform(
    _ kind: Effect.Kind,
    failing operation: FileError.Operation,
    _ body: (inout FaultyFileSystem.State) throws -> Void
  ) throws {
    checkOpen()
    try fileSystem.perform(Effect(kind, path), failing: operation, process: process, body)
  }

  private func look<Result>(
    _ body: (inout FaultyFileSystem.State) throws -> Result
  ) throws -> Result {
    checkOpen()
    return try fileSystem.read(process: process, body)
  }

  private func checkOpen() {
    precondition(!isClosed.load(ordering: .acquiring), "the file is closed")
  }
}

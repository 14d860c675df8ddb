import Glibc
import Synchronization

/// Does one job at a time beside its owner, on a thread of its own or, for the simulation, at once.
final class BackgroundWorker: Sendable {
  enum Mode: Sendable {
    case thread
    case inline
  }

  /// Thrown by a job's `check` when its owner no longer wants it done.
  struct Cancelled: Error {}

  private struct Status {
    var thread: pthread_t?
    var isRunning = false
    var isCancelled = false
    var failure: (any Error)?
  }

  private let mode: Mode
  private let onFailure: @Sendable (FileError) -> Void
  private let status = Mutex(Status())

  /// `onFailure` is told when a job failed for want of the disk; the job is not done again.
  init(mode: Mode, onFailure: @escaping @Sendable (FileError) -> Void) {
    self.mode = mode
    self.onFailure = onFailure
  }

  // The thread of a job keeps the worker; when nobody else does, nobody will join the thread.
  deinit { if let thread = status.withLock({ $0.thread }) { pthread_detach(thread) } }

  var isBusy: Bool { status.withLock { $0.isRunning } }

  /// Starts the job unless one is running; throws what the job before it threw.
  ///
  /// The job ends early by throwing what `check` throws.
  func start(
    _ job: @escaping @Sendable (_ check: @escaping () throws -> Void) throws -> Void
  ) throws {
    try throwFailure()
    switch mode {
    case .inline: try perform { try job {} }
    case .thread:
      guard !isBusy else { return }
      join()
      status.withLock { $0.isRunning = true }
      let thread = try Self.spawn { [self] in
        do {
          try perform { try job { try self.checkCancelled() } }
        } catch {
          status.withLock { $0.failure = error }
        }
        status.withLock { $0.isRunning = false }
      }
      status.withLock { $0.thread = thread }
    }
  }

  private func perform(_ job: () throws -> Void) throws {
    do {
      try job()
    } catch is Cancelled {
    } catch let error as FileError {
      onFailure(error)
    }
  }

  /// Throws once what a job on its thread has thrown.
  func throwFailure() throws {
    let failure = status.withLock { status in
      defer { status.failure = nil }
      return status.failure
    }
    if let failure { throw failure }
  }

  /// Tells the job to give up, if one is running.
  func cancel() { status.withLock { $0.isCancelled = true } }

  /// Waits until no job is running.
  func join() {
    let thread = status.withLock { status in
      defer { status.thread = nil }
      return status.thread
    }
    if let thread { pthread_join(thread, nil) }
  }

  private func checkCancelled() throws {
    if status.withLock({ $0.isCancelled }) { throw Cancelled() }
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func spawn(_ run: @escaping @Sendable () -> Void) throws -> pthread_t {
    let body = Unmanaged.passRetained(Body(run))
    var thread = pthread_t()
    let code = pthread_create(
      &thread,
      nil,
      { argument in
        if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      },
      body.toOpaque()
    )
    guard code == 0 else {
      body.release()
      throw FileError(.open, "a thread", code: code)
    }
    return thread
  }
}

import Glibc
import Synchronization

/// A file descriptor that is closed once, from whichever thread, and never used afterwards: the
/// system gives its number to the next file that is opened.
final class Descriptor: Sendable {
  private let value: Int32
  private let isClosed = Atomic(false)

  init(_ value: Int32) { self.value = value }

  /// Traps once the file is closed.
  var number: Int32 {
    precondition(!isClosed.load(ordering: .acquiring), "the file is closed")
    return value
  }

  func close() {
    guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
    // Not made again after EINTR: Linux has released the number all the same (close(2)).
    _ = Glibc.close(value)
  }
}

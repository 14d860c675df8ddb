import Glibc

/// Wakes a thread that polls, through a pair of sockets beside its own.
final class SocketWaker: Sendable {
  /// Readable when somebody has called ``wake()`` since ``quiet()``.
  let readEnd: Int32
  private let writeEnd: Int32

  init?() {
    var ends: [Int32] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    guard socketpair(AF_UNIX, Int32(kind), 0, &ends) == 0 else { return nil }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  func wake() {
    // A full buffer is readable already.
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  func quiet() {
    withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { buffer in
      while read(readEnd, buffer.baseAddress, buffer.count) == buffer.count {}
    }
  }
}

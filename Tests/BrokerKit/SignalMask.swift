package import Foundation
import Glibc

extension Process {
  /// Runs it with no signal blocked.
  ///
  /// A test's thread blocks them all, and a child inherits that: what it starts for good (a
  /// supervisor, epmd) could not be told to end.
  package func runUnblocked() throws {
    var none = sigset_t()
    sigemptyset(&none)
    var blocked = sigset_t()
    pthread_sigmask(SIG_SETMASK, &none, &blocked)
    defer { pthread_sigmask(SIG_SETMASK, &blocked, nil) }
    try run()
  }
}

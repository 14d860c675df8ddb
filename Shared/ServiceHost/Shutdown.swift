import Glibc
import Synchronization

/// SIGTERM and SIGINT ask the process to end gracefully: finish the batch, give back the rest.
package enum Shutdown {
  private static let asked = Atomic<Bool>(false)

  package static var isAsked: Bool { asked.load(ordering: .relaxed) }

  package static func ask() { asked.store(true, ordering: .relaxed) }

  /// Installs the handlers; a broken pipe is an error of the call, not the end of the process.
  package static func install() {
    for number in [SIGTERM, SIGINT] { signal(number) { _ in Shutdown.ask() } }
    signal(SIGPIPE, SIG_IGN)
  }
}

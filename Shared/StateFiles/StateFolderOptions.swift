import Glibc
package import Messages
import ServiceKit

/// How a state folder is kept; the defaults are those of a service.
package struct StateFolderOptions: Sendable {
  package var snapshots = SnapshotPolicy()
  package var archive = ArchiveLimits()
  /// Snapshots and indexes are written at once instead of on a thread: for the simulation.
  package var worksInline = false
  /// Kept free on the disk so that a service whose disk is full can end cleanly; 0 for none.
  package var reserveBytes = 64 << 20
  /// When an owner came and went; nothing else here is told by a clock.
  package var now: @Sendable () -> Timestamp = { SystemClock().now }
  /// The number of a new lineage.
  package var lineageNumber: @Sendable () -> UInt64 = { .random(in: .min ... .max) }
  /// What happens when a sync has failed; by default the process ends with status 74.
  package var onFault: FaultHandler = Self.exitProcess
  /// Told what whoever runs the service should know; also called by the background thread.
  package var onNotice: @Sendable (StateNotice) -> Void = { _ in }

  package init() {}

  /// `EX_IOERR` of sysexits.h.
  package static let faultStatus: Int32 = 74

  /// Ends the process at once: no handler runs that could write what memory believes.
  @Sendable private static func exitProcess(_ fault: StateFault) throws -> Never {
    let text = Array("encours: \(fault.error); leaving, the disk cannot be trusted\n".utf8)
    _ = text.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    _exit(faultStatus)
  }
}

/// When a snapshot is due.
package struct SnapshotPolicy: Sendable {
  /// After so many records since the last one.
  package var records: Int
  /// Or after so many bytes of journal since then.
  package var bytes: Int

  package init(records: Int = 100_000, bytes: Int = 64 << 20) {
    self.records = records
    self.bytes = bytes
  }

  /// A large state also waits until the journal has half its size, so that a byte of journal never
  /// costs more than two of snapshot.
  func isDue(records: Int, bytes: Int, lastSnapshotBytes: Int) -> Bool {
    records > 0 && (records >= self.records || bytes >= self.bytes)
      && bytes >= lastSnapshotBytes / 2
  }
}

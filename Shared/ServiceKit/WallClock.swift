import Glibc
package import Messages

/// The clock on the wall, read by the shell alone; virtual in the simulation.
package protocol WallClock: AnyObject, Sendable {
  var now: Timestamp { get }
  /// Time since some moment in the past: for waits, which do not end later because somebody has set
  /// the clock back.
  var elapsed: Duration { get }
  /// Waits; returns at once in the simulation.
  func pause(_ duration: Duration)
}

/// The system's clock.
package final class SystemClock: WallClock {
  package init() {}

  package var now: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }

  package var elapsed: Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  package func pause(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var time = timespec(
      tv_sec: Int(seconds),
      tv_nsec: Int(attoseconds / 1_000_000_000)
    )
    nanosleep(&time, nil)
  }
}

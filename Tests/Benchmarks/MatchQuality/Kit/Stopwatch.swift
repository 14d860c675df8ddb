import Foundation

/// Time that has passed, by the clock and of this process's cores.
package struct Stretch: Sendable {
  package var wall = 0.0
  package var cpu = 0.0
  /// What was done in it.
  package var count = 0

  package init() {}

  /// A second of one core.
  package var rate: Double { cpu > 0 ? Double(count) / cpu : 0 }

  package mutating func measure<Value>(
    _ count: Int,
    _ work: () throws -> Value
  ) rethrows -> Value {
    let (wallBefore, cpuBefore) = (seconds(CLOCK_MONOTONIC), seconds(CLOCK_PROCESS_CPUTIME_ID))
    let value = try work()
    wall += seconds(CLOCK_MONOTONIC) - wallBefore
    cpu += seconds(CLOCK_PROCESS_CPUTIME_ID) - cpuBefore
    self.count += count
    return value
  }
}

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that this process has held, in mebibytes.
package func peakMemory() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss / 1024
}

/// When to try the broker again after a connection was lost or refused.
///
/// Times are those of ``WallClock/elapsed``.
package struct Reconnection: Sendable {
  private var notBefore = Duration.zero
  private var openedAt: Duration?
  private var backoff: Backoff<SplitMix64>

  package init(seed: UInt64) { backoff = Backoff(using: SplitMix64(seed: seed)) }

  package func isDue(at now: Duration) -> Bool { now >= notBefore }

  /// A connection stands; nobody knows yet whether it is good for anything.
  package mutating func opened(at now: Duration) { openedAt = now }

  /// To be said when a connection has done its work, not when it was merely opened.
  package mutating func succeeded() { backoff.reset() }

  package mutating func failed(at now: Duration) {
    // With nothing to do for so long, to stand is all that a connection can do well.
    if let openedAt, now - openedAt >= backoff.longest { backoff.reset() }
    openedAt = nil
    notBefore = now + backoff.next()
  }
}

package import Messages

/// When to try the broker again after a connection was lost or refused.
package struct Reconnection: Sendable {
  private var notBefore = Timestamp(milliseconds: 0)
  private var backoff: Backoff<SplitMix64>

  package init(seed: UInt64) { backoff = Backoff(using: SplitMix64(seed: seed)) }

  package func isDue(at now: Timestamp) -> Bool { now >= notBefore }

  /// To be said when a connection has done its work, not when it was merely opened.
  package mutating func succeeded() { backoff.reset() }

  package mutating func failed(at now: Timestamp) {
    let (seconds, attoseconds) = backoff.next().components
    let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
    notBefore = Timestamp(milliseconds: now.milliseconds + milliseconds)
  }
}

import DequeModule
import Messages

/// The messages of one state folder on their way: a state machine without a connection.
package struct PumpLane: Sendable {
  private var waiting: Deque<OutgoingEntry> = []
  private var flying: [PublishTag: OutgoingEntry] = [:]
  /// Confirmed out of turn: numbers beyond ``confirmedThrough``.
  private var settled: Set<UInt64> = []
  private var hasStarted = false
  /// Everything up to this number is confirmed.
  package private(set) var confirmedThrough: UInt64 = 0

  package init() {}

  package var inFlight: Int { flying.count }
  package var isIdle: Bool { waiting.isEmpty && flying.isEmpty }

  /// Takes entries in the order of their numbers; the first ever says where the numbers begin.
  package mutating func submit(_ entries: [OutgoingEntry]) {
    if !hasStarted, let first = entries.first {
      hasStarted = true
      confirmedThrough = first.number - 1
    }
    waiting += entries
  }

  /// What may be sent now.
  ///
  /// A marker waits until everything before it is confirmed.
  package var next: OutgoingEntry? {
    guard let entry = waiting.first, entry.kind != .marker || flying.isEmpty else { return nil }
    return entry
  }

  /// `next` was handed to the broker under this tag.
  package mutating func wasSent(_ tag: PublishTag) {
    flying[tag] = waiting.removeFirst()
  }

  /// True when the tag was this lane's.
  package mutating func confirm(_ tag: PublishTag) -> Bool {
    guard let entry = flying.removeValue(forKey: tag) else { return false }
    if entry.number > confirmedThrough { settled.insert(entry.number) }
    while settled.remove(confirmedThrough + 1) != nil { confirmedThrough += 1 }
    return true
  }

  /// The broker refused it: it is sent again, before what has not been sent yet.
  package mutating func resend(_ tag: PublishTag) {
    guard let entry = flying.removeValue(forKey: tag) else { return }
    // Another that was refused may have come before it.
    let place = waiting.firstIndex { $0.number > entry.number } ?? waiting.endIndex
    waiting.insert(entry, at: place)
  }

  /// The connection is gone: what was in flight is sent again, in order.
  package mutating func rewind() {
    let again = flying.values.sorted { $0.number < $1.number }
    flying = [:]
    waiting.prepend(contentsOf: again)
  }
}

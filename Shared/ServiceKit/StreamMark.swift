import DomainKit
import Messages

/// How far one stream (a source's messages of one routing key) has been read: a high-water mark and
/// the holes below it.
///
/// There is no time window; memory grows with the holes alone.
package struct StreamMark: Codable, Equatable, Sendable {
  /// The highest sequence seen; 0 before the first.
  package private(set) var highWater: UInt64 = 0
  /// Sequences below the high-water mark that have not come, as ascending disjoint ranges.
  package private(set) var missing: [ClosedRange<UInt64>] = []
  /// Sequences that were parked instead of handled: they count as arrived, and may come again.
  package private(set) var parked: [UInt64] = []
  /// Ids of the latest sequences, so that a number used twice is told from a duplicate.
  private var recent: [RecentID] = []

  private struct RecentID: Codable, Equatable, Sendable {
    var sequence: UInt64
    var hash: UInt64
  }

  package init() {}

  package enum Arrival: Equatable, Sendable {
    case new
    /// Handled before: acknowledge and forget.
    case duplicate
    /// The sequence was used before with another id: a fault of the sender, never dropped.
    case reused
  }

  /// What a message is to this stream; changes nothing.
  package func arrival(of sequence: UInt64, id: String) -> Arrival {
    if isNew(sequence) { return .new }
    let known = recent.first { $0.sequence == sequence }
    return known == nil || known?.hash == FNV1a.hash(id.utf8) ? .duplicate : .reused
  }

  /// Takes a new sequence in as handled.
  package mutating func take(_ sequence: UInt64, id: String) {
    parked.removeAll { $0 == sequence }
    if sequence > highWater {
      if sequence > highWater + 1 { missing.append(highWater + 1...sequence - 1) }
      highWater = sequence
    } else {
      fill(sequence)
    }
    recent.append(RecentID(sequence: sequence, hash: FNV1a.hash(id.utf8)))
    if recent.count > LoopLimits.recentIDs { recent.removeFirst() }
  }

  /// Takes a new sequence in as parked.
  package mutating func park(_ sequence: UInt64, id: String) {
    take(sequence, id: id)
    parked.append(sequence)
    parked.sort()
  }

  /// Nothing up to and including `sequence` is missing.
  package func isComplete(upTo sequence: UInt64) -> Bool {
    highWater >= sequence && (missing.first.map { $0.lowerBound > sequence } ?? true)
  }

  private func isNew(_ sequence: UInt64) -> Bool {
    sequence > highWater || parked.contains(sequence)
      || missing.contains { $0.contains(sequence) }
  }

  private mutating func fill(_ sequence: UInt64) {
    guard let index = missing.firstIndex(where: { $0.contains(sequence) }) else { return }
    let hole = missing.remove(at: index)
    if sequence < hole.upperBound { missing.insert(sequence + 1...hole.upperBound, at: index) }
    if sequence > hole.lowerBound { missing.insert(hole.lowerBound...sequence - 1, at: index) }
  }
}

/// Limits of the loop, each with its reason.
package enum LoopLimits {
  /// Messages decided in one batch: more would make the first wait for the last's decision.
  package static let batch = 256
  /// Unacknowledged messages a subscription may hold (RabbitMQ advises 100 to 300).
  package static let prefetch = 300
  /// Unsent messages at which the loop stops taking new ones.
  package static let outboxDepth = 20_000
  /// Unconfirmed messages in flight; beyond some hundreds only latency grows.
  package static let publishWindow = 256
  /// Free bytes on the disk of a state folder below which a service is not ready: time to make
  /// room before a write fails.
  package static let freeBytes = 256 << 20
  /// Ids remembered a stream, to tell a reused sequence from a duplicate.
  package static let recentIDs = 64
  /// Answers of mutating calls kept for repetitions.
  package static let storedAnswers = 10_000
  /// Messages of outsiders remembered by id and content.
  package static let recentOutsiders = 10_000
  /// Starts of handling a message, each followed by a crash, before it is parked.
  package static let attempts = 5
  /// Held messages that a status lists.
  package static let listed = 100
  /// A reason in the headers of a message that was set aside.
  package static let reasonBytes = 1000
  /// Messages set aside that a marker lists, and the bytes of each one's reason: three services'
  /// lists come together in one message.
  package static let markerExceptions = 400
  package static let markerReasonBytes = 200
  /// Headers that a message which was set aside keeps of its own.
  package static let parkedHeaders = 40
  /// What those measure together: half of what may be sent, the other half is ours.
  package static let parkedHeaderBytes = Limits.headerBytes / 2
}

import DomainKit
package import Messages

/// What may end the process each time it is tried: whatever is decided next, under a name that is
/// the same when it is tried again.
package enum Attempt: Equatable, Sendable {
  /// A message, by its id.
  case message(String)
  /// A held message, by its slot.
  case held(String)
  /// A call, by its idempotency key, or by what tells its reply from others.
  case call(String)
  case feed

  init(_ request: CallEnvelope) {
    self = .call(request.idempotencyKey ?? "\(request.replyTo) \(request.correlationID)")
  }

  package var name: String {
    switch self {
    case .message(let id): "message \(id)"
    case .held(let slot): "held \(slot)"
    case .call(let key): "call \(key)"
    case .feed: "feed"
    }
  }
}

extension ServiceUnit {
  /// Puts a start on record at once; true when too many starts had no end.
  ///
  /// What was decided before is durable then, so that the end of the process is charged to this
  /// alone, not to the message that led to it.
  func isPoison(_ attempt: Attempt, now: Timestamp) throws -> Bool {
    if state.attempts[attempt.name, default: 0] >= LoopLimits.attempts { return true }
    state.attempts[attempt.name, default: 0] += 1
    try record(AttemptRecord(id: attempt.name), now: now)
    try makeDurable()
    return false
  }

  /// What began is over; messages end with their record.
  func end(_ attempt: Attempt, now: Timestamp) throws {
    guard state.attempts[attempt.name] != nil else { return }
    state.attempts[attempt.name] = nil
    try record(AttemptRecord(id: attempt.name, isOver: true), now: now)
  }

  private func record(_ attempt: AttemptRecord, now: Timestamp) throws {
    let data = try JSONCoding.encode(attempt)
    batch.records.append(JournalRecord(kind: AttemptRecord.kind, time: now, data: data))
  }
}

extension Malformed {
  static var poison: Malformed {
    Malformed(.data, "handling it ended \(LoopLimits.attempts) times in a crash")
  }
}

/// What a service does of itself ends the process each time.
///
/// Nothing can be parked: the next step of a feed needs the one before. So a person must mend it.
package struct DeadlyFeed: Error, Equatable, CustomStringConvertible {
  package let service: ServiceName

  package var description: String {
    "the next step of what \(service.rawValue) does of itself (a file in its inbox folder, the "
      + "calendar) ended \(LoopLimits.attempts) times in a crash; what it stumbles over must be "
      + "mended or moved away"
  }
}

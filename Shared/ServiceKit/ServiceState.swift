package import DomainKit
package import Messages

/// Everything that one state folder remembers: the domain's state, and around it what makes the
/// delivery exact: what was read, what must be sent, what is held, what was answered.
package struct ServiceState<Core: Decider>: PersistentState {
  package var domain: Core.State
  /// By stream: how far each sender has been read.
  package var streams: TreeDictionary<String, StreamMark> = [:]
  package var outbox = Outbox()
  /// By slot: messages that are kept until they can be decided.
  package var held: TreeDictionary<String, HeldMessage> = [:]
  package var nextSlot: UInt64 = 1
  /// By message: what was set aside since the last cut.
  package var exceptions: TreeDictionary<String, SetAside> = [:]
  /// By idempotency key: answers of mutating calls.
  package var answers: TreeDictionary<String, StoredAnswer> = [:]
  package var answerKeys = RecentKeys()
  /// Messages of outsiders, who number nothing: a bounded first check before the natural keys of
  /// their facts, so that a refusal is not told twice either.
  package var outsiders = RecentKeys()
  /// By ``Attempt``: starts that no end followed.
  package var attempts: TreeDictionary<String, Int> = [:]

  package init() { domain = Core.State() }

  package static var sections: [Section<Self>] {
    Core.State.sections.map { $0.lifted(to: \.domain, prefix: "domain") }
      + Outbox.sections.map { $0.lifted(to: \.outbox, prefix: "outbox") }
      + RecentKeys.sections.map { $0.lifted(to: \.answerKeys, prefix: "answerKeys") }
      + RecentKeys.sections.map { $0.lifted(to: \.outsiders, prefix: "outsiders") }
      + [
        .table("streams", \.streams), .table("held", \.held), .value("nextSlot", \.nextSlot),
        .table("exceptions", \.exceptions), .table("answers", \.answers),
        .table("attempts", \.attempts),
      ]
  }

  /// Takes a record in whose events were evolved and whose messages are in the outbox.
  package mutating func take(_ record: MessageRecord<Core>) {
    take(origin: record.origin, outcome: record.outcome, reason: record.reason)
    if let slot = record.released { held[HeldMessage.slotName(slot)] = nil }
    if let envelope = record.held {
      held[HeldMessage.slotName(nextSlot)] = HeldMessage(
        envelope: envelope,
        reason: record.reason ?? ""
      )
      nextSlot += 1
    }
    if record.closed != nil || record.outgoing.contains(where: { $0.kind == .marker }) {
      exceptions = [:]
    }
    if let answer = record.answer { remember(answer) }
  }

  /// Takes one line of the journal in.
  package mutating func replay(_ record: JournalRecord) throws {
    switch record.kind {
    case MessageRecord<Core>.kind: replay(try MessageRecord(decoding: record.data))
    case SentRecord.kind:
      outbox.confirm(
        through: try JSONCoding.decodeTrusted(SentRecord.self, from: record.data).through
      )
    case AttemptRecord.kind:
      let attempt = try JSONCoding.decodeTrusted(AttemptRecord.self, from: record.data)
      attempts[attempt.id] = attempt.isOver == true ? nil : attempts[attempt.id, default: 0] + 1
    default: throw UnreadableRecord(reason: "no journal record is of the kind '\(record.kind)'")
    }
  }

  /// Takes a record of the journal in, events and messages included.
  package mutating func replay(_ record: MessageRecord<Core>) {
    for event in record.events { Core.evolve(&domain, event) }
    for entry in record.outgoing { outbox.take(entry) }
    take(record)
  }

  private mutating func take(
    origin: MessageOrigin?,
    outcome: MessageRecord<Core>.Outcome,
    reason: String?
  ) {
    guard let origin else { return }
    attempts[Attempt.message(origin.id).name] = nil
    if let stream = origin.stream, let sequence = origin.sequence {
      if outcome == .parked {
        streams[stream, default: StreamMark()].park(sequence, id: origin.id)
      } else {
        streams[stream, default: StreamMark()].take(sequence, id: origin.id)
      }
    }
    if let key = origin.outsider, outcome != .parked {
      _ = outsiders.insert(key, limit: LoopLimits.recentOutsiders)
    }
    if outcome == .parked || outcome == .malformed {
      exceptions[origin.id] = SetAside(account: origin.account, reason: reason ?? "")
    }
  }

  private mutating func remember(_ answer: StoredAnswer) {
    answers[answer.key] = answer
    if let oldest = answerKeys.insert(answer.key, limit: LoopLimits.storedAnswers) {
      answers[oldest] = nil
    }
  }
}

/// A message that is kept until it can be decided.
package struct HeldMessage: Codable, Equatable, Sendable {
  package var envelope: Envelope
  /// What it waits for.
  package var reason: String

  /// Slots sort as text in the order of arrival.
  package static func slotName(_ slot: UInt64) -> String {
    let digits = String(slot)
    return String(repeating: "0", count: max(0, 20 - digits.count)) + digits
  }
}

/// A message that was set aside instead of being handled.
package struct SetAside: Codable, Equatable, Sendable {
  package var account: AccountID?
  package var reason: String
}

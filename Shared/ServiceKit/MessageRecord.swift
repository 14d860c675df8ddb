package import DomainKit
package import Messages

/// What became of one message: one line of the journal, and the only way in which a state changes.
package struct MessageRecord<Core: Decider>: Sendable {
  package enum Outcome: String, Codable, Sendable {
    /// Decided; perhaps nothing changed.
    case done
    /// A rule said no.
    case rejected
    /// It bears a later cut, or is a marker with gaps before it: kept, and decided when it can be.
    case held
    /// It can never be understood: sent to the invalid bin.
    case malformed
    /// Handling it crashed too often: sent to the dead-letter queue.
    case parked
    /// None of this service's business.
    case ignored
  }

  package var outcome: Outcome
  /// Which message it was; none for a command of a feed or of a call.
  package var origin: MessageOrigin?
  /// The slot of a message that had been held, and no longer is.
  package var released: UInt64?
  /// Why it was rejected, held or set aside.
  package var reason: String?
  package var events: [Core.Event] = []
  package var outgoing: [OutgoingEntry] = []
  /// The message itself, when it is held.
  package var held: Envelope?
  /// The answer of a mutating call, under its idempotency key.
  package var answer: StoredAnswer?
  /// The cut that was open before, and no longer is.
  package var closed: DayCut?

  package init(
    _ outcome: Outcome,
    origin: MessageOrigin? = nil,
    released: UInt64? = nil,
    reason: String? = nil
  ) {
    self.outcome = outcome
    self.origin = origin
    self.released = released
    self.reason = reason
  }
}

/// Which message it was: its place in its sender's stream.
package struct MessageOrigin: Codable, Equatable, Sendable {
  package var source: String
  package var routingKey: String
  package var sequence: UInt64?
  package var id: String
  package var type: String
  package var account: AccountID?
  /// FNV-1a of the body of an outsider's message.
  package var content: UInt64?

  package init(_ envelope: Envelope) {
    source = envelope.source
    routingKey = RoutingKey.event(envelope.type, envelope.partition)
    sequence = envelope.sequence
    id = envelope.id
    type = envelope.type
    account = envelope.subject.flatMap(AccountID.init(rawValue:))
    content = sequence == nil ? FNV1a.hash(envelope.body) : nil
  }

  /// An outsider's message, its type and content included: an id that is used again for other
  /// content is another message, and so is one whose type was mended.
  ///
  /// Nil for the services' own, which have numbers.
  package var outsider: String? {
    content.map { "\(source) \(type) \(id) \(String($0, radix: 16))" }
  }

  /// The key of the sender's stream; nil for outsiders, who number nothing.
  package var stream: String? { sequence == nil ? nil : StreamName.key(source, routingKey) }
}

/// How streams are named.
package enum StreamName {
  /// A source's messages of one routing key.
  package static func key(_ source: String, _ routingKey: String) -> String {
    "\(source) \(routingKey)"
  }
}

/// The stored answer of a mutating call, for its repetitions.
package struct StoredAnswer: Codable, Equatable, Sendable {
  package var key: String
  package var path: String
  /// FNV-1a of the request's body: the same key with another request is an error, not a replay.
  package var request: UInt64
  package var status: CallStatus.Code
  package var text: String
  package var errors: [FieldError]?
  /// The reply's JSON, as text; empty unless the status is ok.
  package var body: String

  package init(key: String, path: String, request: UInt64, answer: CallAnswer) {
    self.key = key
    self.path = path
    self.request = request
    switch answer {
    case .reply(let body):
      status = .ok
      text = ""
      self.body = String(decoding: body, as: UTF8.self)
    case .refused(let refusal):
      status = refusal.code
      text = refusal.text
      errors = refusal.errors.isEmpty ? nil : refusal.errors
      body = ""
    }
  }

  package var answer: CallAnswer {
    status == .ok
      ? .reply(Array(body.utf8))
      : .refused(CallStatus(status, text, errors: errors ?? []))
  }
}

import DomainKit
package import Messages
import Remittance

extension OutgoingEntry {
  /// A message on its way to a bin, as it came, with the reason and its origin in headers.
  ///
  /// `<service>.invalid` takes what can never be understood, `<service>.dlq` what keeps crashing.
  /// Whatever the sender wrote, the result can be sent: what exceeds the limits is cut.
  package init(
    settingAside message: WireMessage,
    from queue: String,
    because reason: Malformed,
    by service: ServiceName,
    isPoison: Bool,
    number: UInt64,
    now: Timestamp
  ) {
    var headers = [
      "x-fail-code": reason.code.rawValue,
      "x-fail-reason": reason.text.beginning(bytes: LoopLimits.reasonBytes),
      "x-fail-service": service.rawValue,
      "x-fail-time": now.description,
      "x-origin-exchange": message.exchange,
      "x-origin-routing-key": message.routingKey,
      "x-origin-queue": queue,
    ]
    if message.body.count > Limits.bodyBytes {
      headers["x-origin-body-bytes"] = String(message.body.count)
    }
    headers.merge(Self.keptHeaders(of: message)) { ours, _ in ours }
    let id = message.properties.messageID ?? message.headers["cloudEvents_id"]?.string ?? ""
    let type = message.properties.type ?? message.headers["cloudEvents_type"]?.string ?? ""
    self.init(
      number: number,
      kind: .parked,
      exchange: ExchangeName.parked,
      routingKey: "\(service.rawValue).\(isPoison ? "dlq" : "invalid")",
      envelope: Envelope(
        id: id.beginning(bytes: Limits.shortStringBytes),
        source: "",
        type: type.beginning(bytes: Limits.shortStringBytes),
        time: now,
        body: Array(message.body.prefix(Limits.bodyBytes))
      ),
      headers: headers,
      contentType: (message.properties.contentType ?? "application/octet-stream")
        .beginning(bytes: Limits.shortStringBytes)
    )
  }

  /// The sender's headers in the order of their names, as many as fit beside ours.
  private static func keptHeaders(of message: WireMessage) -> [String: String] {
    var kept: [String: String] = [:]
    var room = LoopLimits.parkedHeaderBytes
    for (name, value) in message.headers.sorted(by: { $0.key < $1.key }) {
      guard kept.count < LoopLimits.parkedHeaders else { break }
      guard (1...Limits.headerNameBytes).contains(name.utf8.count),
        let text = value.string ?? value.integer.map(String.init)
      else { continue }
      let bytes = name.utf8.count + text.utf8.count
      guard bytes <= room else { continue }
      room -= bytes
      kept[name] = text
    }
    return kept
  }
}

extension Malformed {
  /// The reason as it is journaled, told and logged: code and text, cut where a text quotes what is
  /// long, and without account numbers, whole or cut.
  ///
  /// Who may see them finds them in the bin, with the message.
  var summary: String {
    IBAN.masking("\(code.rawValue): \(text)").beginning(bytes: LoopLimits.reasonBytes)
  }
}

extension ServiceState {
  /// What was set aside since the last cut, as a marker tells it.
  ///
  /// A marker has an end: what names an account comes first, since that account is left out of the
  /// day's dunning; what does not fit is counted.
  func exceptionList(of service: ServiceName) -> [ParkedException] {
    let all = exceptions.sorted {
      ($0.value.account == nil ? 1 : 0, $0.key) < ($1.value.account == nil ? 1 : 0, $1.key)
    }
    let listed = all.prefix(LoopLimits.markerExceptions).map { id, aside in
      ParkedException(
        messageID: id,
        service: service,
        account: aside.account,
        reason: aside.reason.beginning(bytes: LoopLimits.markerReasonBytes)
      )
    }
    let left = all.count - listed.count
    guard left > 0 else { return listed }
    return listed + [
      ParkedException(messageID: "", service: service, account: nil, reason: "\(left) more")
    ]
  }
}

extension ServiceUnit {
  /// Sets a delivery aside as it came; without an envelope it is nobody's message.
  func setAside(
    _ delivery: Delivery,
    _ envelope: Envelope?,
    _ reason: Malformed,
    outcome: MessageRecord<S.Core>.Outcome,
    now: Timestamp
  ) throws {
    try setAside(
      delivery.message,
      from: delivery.queue,
      reason,
      as: MessageRecord(outcome, origin: envelope.map(MessageOrigin.init)),
      because: envelope.map(Cause.init) ?? .itself,
      now: now
    )
  }

  /// Sets a message aside that was held.
  func setAside(
    _ held: Envelope,
    released slot: UInt64?,
    _ reason: Malformed,
    outcome: MessageRecord<S.Core>.Outcome,
    now: Timestamp
  ) throws {
    let message = held.wire(
      exchange: ExchangeName.events,
      routingKey: RoutingKey.event(held.type, held.partition),
      user: nil
    )
    try setAside(
      message,
      from: QueueName.events(S.name, partition),
      reason,
      as: MessageRecord(outcome, origin: MessageOrigin(held), released: slot),
      because: Cause(held),
      now: now
    )
  }

  /// Tells the caller, and whoever repeats the call under its key.
  func refusePoison(_ delivery: Delivery, _ request: CallEnvelope, now: Timestamp) throws {
    let answer = CallAnswer.refused(CallStatus(.internal, Malformed.poison.text))
    var record = MessageRecord<S.Core>(.parked)
    if let key = request.idempotencyKey, state.answers[key] == nil {
      record.answer = StoredAnswer(
        key: key,
        path: request.path,
        request: FNV1a.hash(request.body),
        answer: answer
      )
    }
    try setAside(
      delivery.message,
      from: delivery.queue,
      .poison,
      as: record,
      because: Cause(request),
      now: now
    )
    batch.replies.append(answer.wire(to: request))
  }

  private func setAside(
    _ message: WireMessage,
    from queue: String,
    _ reason: Malformed,
    as unexplained: MessageRecord<S.Core>,
    because cause: Cause,
    now: Timestamp
  ) throws {
    var record = unexplained
    record.reason = reason.summary
    let exception = ParkedException(
      messageID: record.origin?.id ?? message.properties.messageID ?? "",
      service: S.name,
      account: record.origin?.account,
      reason: reason.summary.beginning(bytes: LoopLimits.markerReasonBytes)
    )
    batch.exceptions.append(exception)
    // What has no origin is nobody's message: it is in the bin, and no account's books miss it.
    if record.origin != nil, let command = S.command(settingAside: exception, of: cause.cut) {
      _ = try attempt(command, into: &record, because: cause, now: now)
    }
    let entry = OutgoingEntry(
      settingAside: message,
      from: queue,
      because: reason,
      by: S.name,
      isPoison: record.outcome == .parked,
      number: state.outbox.lastNumber + 1,
      now: now
    )
    state.outbox.take(entry)
    record.outgoing.append(entry)
    try finish(record, now: now)
  }
}

/// A decision would send more than a message may hold.
struct OversizeMessage: Error, CustomStringConvertible {
  let type: String
  let bytes: Int

  var description: String {
    "a message of type \(type) would have \(bytes) bytes, at most \(Limits.bodyBytes) are sent"
  }
}

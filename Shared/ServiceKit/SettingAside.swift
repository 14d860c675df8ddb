package import Messages

extension OutgoingEntry {
  /// A message on its way to a bin, as it came, with the reason and its origin in headers.
  ///
  /// `<service>.invalid` takes what can never be understood, `<service>.dlq` what keeps crashing.
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
      "x-fail-reason": String(reason.text.prefix(LoopLimits.reasonCharacters)),
      "x-fail-service": service.rawValue,
      "x-fail-time": now.description,
      "x-origin-exchange": message.exchange,
      "x-origin-routing-key": message.routingKey,
      "x-origin-queue": queue,
    ]
    for (name, value) in message.headers where headers.count < LoopLimits.parkedHeaders {
      if let text = value.string ?? value.integer.map(String.init) { headers[name] = text }
    }
    let id = message.properties.messageID ?? message.headers["cloudEvents_id"]?.string ?? ""
    let type = message.properties.type ?? message.headers["cloudEvents_type"]?.string ?? ""
    self.init(
      number: number,
      kind: .parked,
      exchange: ExchangeName.parked,
      routingKey: "\(service.rawValue).\(isPoison ? "dlq" : "invalid")",
      envelope: Envelope(
        id: String(id.prefix(LoopLimits.parkedNameCharacters)),
        source: "",
        type: String(type.prefix(LoopLimits.parkedNameCharacters)),
        time: now,
        body: message.body
      ),
      headers: headers,
      contentType: message.properties.contentType ?? "application/octet-stream"
    )
  }
}

/// A request on its way to a service, in gRPC's manner: the deadline is relative, so that clocks
/// need not agree; the broker drops what waited longer.
package struct CallEnvelope: Equatable, Sendable {
  /// ``Call/path``: the AMQP `type`.
  package var path: String
  /// Told again by the reply.
  package var correlationID: String
  /// The routing key of the caller's queue in `encours.replies`.
  package var replyTo: String
  /// The same over repetitions of one call (AMQP `message_id`); a mutating call has one.
  package var idempotencyKey: String?
  /// What is left of the caller's patience.
  package var timeout: Duration?
  package var traceParent: String?
  /// Who calls, validated by the broker.
  package var user: String?
  package var body: [UInt8]

  package init(
    path: String,
    correlationID: String,
    replyTo: String,
    idempotencyKey: String? = nil,
    timeout: Duration? = nil,
    traceParent: String? = nil,
    user: String? = nil,
    body: [UInt8]
  ) {
    self.path = path
    self.correlationID = correlationID
    self.replyTo = replyTo
    self.idempotencyKey = idempotencyKey
    self.timeout = timeout
    self.traceParent = traceParent
    self.user = user
    self.body = body
  }

  package init(_ wire: WireMessage) throws(Malformed) {
    let properties = wire.properties
    guard let path = properties.type, path.hasPrefix("/") else {
      throw Malformed(.attribute, "type is '\(properties.type ?? "")', expected a method's path")
    }
    guard let replyTo = properties.replyTo, !replyTo.isEmpty else {
      throw Malformed(.attribute, "reply_to is missing")
    }
    guard let correlationID = properties.correlationID, !correlationID.isEmpty else {
      throw Malformed(.attribute, "correlation_id is missing")
    }
    var timeout: Duration?
    if let header = wire.headers["grpc-timeout"] {
      timeout = header.string.flatMap(GRPC.timeout)
      guard timeout != nil else {
        throw Malformed(.attribute, "grpc-timeout is not 1 to 8 digits and one of H M S m u n")
      }
    }
    try wire.checkJSONContent()
    self.init(
      path: path,
      correlationID: correlationID,
      replyTo: replyTo,
      idempotencyKey: properties.messageID.flatMap { $0.isEmpty ? nil : $0 },
      timeout: timeout,
      traceParent: TraceParent.valid(wire.headers["traceparent"]?.string),
      user: properties.userID,
      body: wire.body
    )
  }

  /// The request as it is sent; it expires in the queue when `timeout` is over.
  package func wire(exchange: String, routingKey: String) -> WireMessage {
    var headers: [String: HeaderValue] = [:]
    headers["grpc-timeout"] = timeout.map { .string(GRPC.text(of: $0)) }
    headers["traceparent"] = traceParent.map { .string($0) }
    return WireMessage(
      exchange: exchange,
      routingKey: routingKey,
      properties: MessageProperties(
        contentType: "application/json",
        messageID: idempotencyKey,
        correlationID: correlationID,
        replyTo: replyTo,
        expiration: timeout.map { String(GRPC.milliseconds($0)) },
        type: path,
        userID: user
      ),
      headers: headers,
      body: body
    )
  }
}

/// The answer to a request: a status of gRPC's, and the reply or what is wrong with the request.
package struct ReplyEnvelope: Equatable, Sendable {
  package var correlationID: String
  /// gRPC's number; 0 is success.
  package var status: Int
  /// For a person; empty on success.
  package var text: String
  package var body: [UInt8]

  package init(correlationID: String, status: Int = 0, text: String = "", body: [UInt8]) {
    self.correlationID = correlationID
    self.status = status
    self.text = text
    self.body = body
  }

  /// A refusal's body is a ``CallRefusal``.
  package init(
    correlationID: String,
    refusal status: Int,
    text: String,
    errors: [FieldError] = []
  ) {
    // A status is never lost over its errors.
    let body = try? JSONCoding.encode(CallRefusal(errors: errors))
    let isSmall = (body?.count ?? 0) <= Limits.bodyBytes
    self.init(
      correlationID: correlationID,
      status: status,
      text: text,
      body: isSmall ? body ?? Self.empty : Self.empty
    )
  }

  private static let empty = Array("{}".utf8)

  /// The fields of a refused call that something is wrong with, as far as the answer says.
  package var errors: [FieldError] {
    guard status != 0, let refusal = try? JSONCoding.decode(CallRefusal.self, from: body) else {
      return []
    }
    return refusal.errors ?? []
  }

  package init(_ wire: WireMessage) throws(Malformed) {
    guard let correlationID = wire.properties.correlationID, !correlationID.isEmpty else {
      throw Malformed(.attribute, "correlation_id is missing")
    }
    guard let status = wire.headers["grpc-status"]?.integer, (0...16).contains(status) else {
      throw Malformed(.attribute, "grpc-status is missing or not 0 to 16")
    }
    if status == 0 { try wire.checkJSONContent() }
    self.init(
      correlationID: correlationID,
      status: Int(status),
      text: GRPC.decodedMessage(wire.headers["grpc-message"]?.string ?? ""),
      body: wire.body
    )
  }

  /// The reply as it is sent to the caller's queue; nobody misses it when the caller has gone.
  package func wire(exchange: String, replyTo: String, user: String? = nil) -> WireMessage {
    var headers: [String: HeaderValue] = ["grpc-status": .integer(Int64(status))]
    if !text.isEmpty { headers["grpc-message"] = .string(GRPC.encodedMessage(text)) }
    return WireMessage(
      exchange: exchange,
      routingKey: replyTo,
      properties: MessageProperties(
        contentType: "application/json",
        correlationID: correlationID,
        userID: user,
        isPersistent: false
      ),
      headers: headers,
      body: body,
      mandatory: false
    )
  }
}

/// The notations of gRPC over HTTP/2 (`grpc/doc/PROTOCOL-HTTP2.md`), used in headers here.
enum GRPC {
  /// TimeoutValue and TimeoutUnit.
  static func timeout(_ text: String) -> Duration? {
    let digits = text.utf8.dropLast()
    guard (1...8).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int64(String(decoding: digits, as: UTF8.self))
    else { return nil }
    switch text.utf8.last {
    case UInt8(ascii: "H"): return .seconds(value * 3600)
    case UInt8(ascii: "M"): return .seconds(value * 60)
    case UInt8(ascii: "S"): return .seconds(value)
    case UInt8(ascii: "m"): return .milliseconds(value)
    case UInt8(ascii: "u"): return .microseconds(value)
    case UInt8(ascii: "n"): return .nanoseconds(value)
    default: return nil
    }
  }

  /// In milliseconds, or where they need more than eight digits in seconds, then hours.
  static func text(of timeout: Duration) -> String {
    let milliseconds = milliseconds(timeout)
    let limit: Int64 = 99_999_999
    if milliseconds <= limit { return "\(milliseconds)m" }
    if milliseconds / 1000 < limit { return "\((milliseconds + 999) / 1000)S" }
    return "\(min(milliseconds / 3_600_000 + 1, limit))H"
  }

  /// Rounded up, so that no deadline comes early, and at least 1: RabbitMQ takes an expiration of 0
  /// as "now or never".
  static func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    guard seconds < Int64.max / 2000 else { return Int64.max / 2 }
    let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return max(1, seconds * 1000 + fraction)
  }

  /// The text with all but printable ASCII percent-encoded, cut to a header's size.
  static func encodedMessage(_ text: String) -> String {
    var encoded = ""
    for character in text {
      var piece = ""
      for byte in String(character).utf8 {
        if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "%") {
          piece.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
          let digits = String(byte, radix: 16, uppercase: true)
          piece += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }
      }
      guard encoded.utf8.count + piece.utf8.count <= Limits.statusTextBytes else { break }
      encoded += piece
    }
    return encoded
  }

  /// What is no valid encoding stands for itself: a status is never lost over its text.
  static func decodedMessage(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let high = Character(Unicode.Scalar(bytes[index + 1])).hexDigitValue,
        let low = Character(Unicode.Scalar(bytes[index + 2])).hexDigitValue
      {
        decoded.append(UInt8(high << 4 | low))
        index += 3
      } else {
        decoded.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}

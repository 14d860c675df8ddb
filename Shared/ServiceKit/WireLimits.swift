package import Messages

extension WireMessage {
  /// Refuses what must not be sent: an empty body, and what exceeds ``Messages/Limits``.
  ///
  /// The broker's own answer to an oversized body is to close the channel, and to headers that do
  /// not fit a frame to close the connection; neither is a way to tell one message's fault. An
  /// empty body in a stream is mistranslated to AMQP 0-9-1 (rabbitmq-server#6835).
  package func checkLimits() throws(BrokerError) {
    guard !body.isEmpty else { throw BrokerError(.refused, "the body is empty") }
    guard body.count <= Limits.bodyBytes else {
      throw BrokerError(
        .refused,
        "the body has \(body.count) bytes, at most \(Limits.bodyBytes) are allowed"
      )
    }
    for (name, text) in shortStrings where (text?.utf8.count ?? 0) > Limits.shortStringBytes {
      throw BrokerError(
        .refused,
        "\(name) has \(text?.utf8.count ?? 0) bytes, at most \(Limits.shortStringBytes) are allowed"
      )
    }
    if let expiration = properties.expiration {
      guard let milliseconds = UInt32(expiration), String(milliseconds) == expiration else {
        throw BrokerError(.refused, "the expiration '\(expiration)' is no number of milliseconds")
      }
    }
    let headerBytes = try HeaderValue.tableBytes(headers, depth: 0)
    guard headerBytes <= Limits.headerBytes else {
      throw BrokerError(
        .refused,
        "the headers have \(headerBytes) bytes, at most \(Limits.headerBytes) are allowed"
      )
    }
  }

  private var shortStrings: [(String, String?)] {
    [
      ("the exchange", exchange), ("the routing key", routingKey),
      ("content-type", properties.contentType), ("content-encoding", properties.contentEncoding),
      ("message-id", properties.messageID), ("correlation-id", properties.correlationID),
      ("reply-to", properties.replyTo), ("type", properties.type), ("app-id", properties.appID),
      ("user-id", properties.userID),
    ]
  }
}

extension HeaderValue {
  /// Tables and lists within each other: more is no header of ours, and a reader that follows it
  /// recurses.
  package static let maximumDepth = 16

  /// The bytes of a header table as AMQP 0-9-1 writes it.
  static func tableBytes(
    _ table: [String: HeaderValue],
    depth: Int
  ) throws(BrokerError) -> Int {
    // A long unsigned integer with the table's length, then names as short strings.
    var bytes = 4
    for (name, value) in table {
      guard (1...Limits.headerNameBytes).contains(name.utf8.count) else {
        throw BrokerError(
          .refused,
          "a header's name has \(name.utf8.count) bytes, 1 to \(Limits.headerNameBytes) are allowed"
        )
      }
      bytes += 1 + name.utf8.count + (try value.encodedBytes(name, depth: depth + 1))
    }
    return bytes
  }

  /// The bytes of a value with the octet that names its kind.
  private func encodedBytes(_ name: String, depth: Int) throws(BrokerError) -> Int {
    guard depth <= Self.maximumDepth else {
      throw BrokerError(.refused, "the header '\(name)' is nested too deep")
    }
    switch self {
    case .boolean: return 1 + 1
    case .integer: return 1 + 8
    case .string(let text): return 1 + 4 + text.utf8.count
    case .list(let values):
      var bytes = 1 + 4
      for value in values { bytes += try value.encodedBytes(name, depth: depth + 1) }
      return bytes
    case .table(let table): return 1 + (try Self.tableBytes(table, depth: depth))
    case .other(let kind):
      throw BrokerError(.refused, "the header '\(name)' is of a kind that is not sent: \(kind)")
    }
  }
}

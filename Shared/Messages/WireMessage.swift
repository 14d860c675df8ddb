/// A message as the broker carries it: AMQP 0-9-1 properties, a header table and bytes.
package struct WireMessage: Equatable, Sendable {
  package var exchange: String
  package var routingKey: String
  package var properties: MessageProperties
  package var headers: [String: HeaderValue]
  package var body: [UInt8]
  /// Return it when no queue takes it (AMQP `mandatory`).
  package var mandatory: Bool

  package init(
    exchange: String,
    routingKey: String,
    properties: MessageProperties = MessageProperties(),
    headers: [String: HeaderValue] = [:],
    body: [UInt8],
    mandatory: Bool = true
  ) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.properties = properties
    self.headers = headers
    self.body = body
    self.mandatory = mandatory
  }
}

/// The basic properties of AMQP 0-9-1 that Encours uses.
package struct MessageProperties: Equatable, Sendable {
  package var contentType: String?
  package var contentEncoding: String?
  package var messageID: String?
  package var correlationID: String?
  package var replyTo: String?
  /// Milliseconds, as decimal digits.
  package var expiration: String?
  package var type: String?
  package var appID: String?
  /// Validated by the broker against the connection's user.
  package var userID: String?
  /// Seconds since 1970.
  package var timestamp: UInt64?
  package var isPersistent: Bool

  package init(
    contentType: String? = nil,
    contentEncoding: String? = nil,
    messageID: String? = nil,
    correlationID: String? = nil,
    replyTo: String? = nil,
    expiration: String? = nil,
    type: String? = nil,
    appID: String? = nil,
    userID: String? = nil,
    timestamp: UInt64? = nil,
    isPersistent: Bool = true
  ) {
    self.contentType = contentType
    self.contentEncoding = contentEncoding
    self.messageID = messageID
    self.correlationID = correlationID
    self.replyTo = replyTo
    self.expiration = expiration
    self.type = type
    self.appID = appID
    self.userID = userID
    self.timestamp = timestamp
    self.isPersistent = isPersistent
  }
}

/// A value of an AMQP header table, as far as Encours reads them.
package indirect enum HeaderValue: Hashable, Sendable {
  case string(String)
  case integer(Int64)
  case boolean(Bool)
  case list([HeaderValue])
  case table([String: HeaderValue])
  /// A kind of value that nobody here sends: its name, so that a bin can show it.
  case other(String)

  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number, also when it was written as decimal digits.
  package var integer: Int64? {
    switch self {
    case .integer(let value): value
    case .string(let text): Int64(text)
    default: nil
    }
  }
}

package import DomainKit
package import Messages

/// A message that must be sent, as it stands in the journal: its body is encoded once.
package struct OutgoingEntry: Equatable, Sendable {
  package enum Kind: String, Codable, Sendable {
    /// An event of this service.
    case event
    /// An event that leaves only when everything before it is confirmed.
    case marker
    /// A message of somebody else that was set aside, with the reason in its headers.
    case parked
  }

  /// Counts the messages of this state folder in the order of their decisions, from 1.
  package var number: UInt64
  package var kind: Kind
  package var exchange: String
  package var routingKey: String
  package var envelope: Envelope
  /// Of parked messages: why, and where they came from.
  package var headers: [String: String]
  package var contentType: String
  /// What markers add up for this message.
  package var controlAmount: Money?

  package init(
    number: UInt64,
    kind: Kind,
    exchange: String,
    routingKey: String,
    envelope: Envelope,
    headers: [String: String] = [:],
    contentType: String = "application/json",
    controlAmount: Money? = nil
  ) {
    self.number = number
    self.kind = kind
    self.exchange = exchange
    self.routingKey = routingKey
    self.envelope = envelope
    self.headers = headers
    self.contentType = contentType
    self.controlAmount = controlAmount
  }

  /// The message for the broker; the same each time it is sent.
  package func wire(user: String?) -> WireMessage {
    guard kind == .parked else {
      return envelope.wire(exchange: exchange, routingKey: routingKey, user: user)
    }
    return WireMessage(
      exchange: exchange,
      routingKey: routingKey,
      properties: MessageProperties(
        contentType: contentType,
        messageID: envelope.id,
        type: envelope.type,
        userID: user
      ),
      headers: headers.mapValues { .string($0) },
      body: envelope.body.isEmpty ? Array("(empty)".utf8) : envelope.body
    )
  }
}

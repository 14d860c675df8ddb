import DomainKit
package import Messages
package import ServiceKit

/// Publishes facts of billing, order and payment systems, confirmed by the broker.
package final class BillingPublisher {
  private let publisher: any Publisher
  private let user: String
  private var open: Set<PublishTag> = []

  package init(broker: any Broker, user: String) throws(BrokerError) {
    publisher = try broker.makePublisher(name: "billing/publish")
    self.user = user
  }

  /// Hands messages over and waits until the broker has every one on disk.
  package func publish(_ messages: [any Message], from source: String) throws {
    for message in messages {
      let type = Swift.type(of: message).type
      let body = try JSONCoding.encode(message)
      let envelope = Envelope(id: Self.id(type, body), source: source, type: type, body: body)
      open.insert(
        try publisher.publish(
          envelope.wire(exchange: ExchangeName.billing, routingKey: type, user: user)
        )
      )
      while open.count >= LoopLimits.publishWindow { try settle() }
    }
    while !open.isEmpty { try settle() }
  }

  package func close() { publisher.close() }

  private func settle() throws {
    for outcome in try publisher.collect(waiting: .seconds(1)) {
      switch outcome {
      case .confirmed(let tag): open.remove(tag)
      case .refused: throw CallStatus(.resourceExhausted, "the broker refused a message")
      case .returned(_, let reason): throw CallStatus(.unimplemented, "nobody reads it: \(reason)")
      }
    }
  }

  /// The same content has the same id.
  private static func id(_ type: String, _ body: [UInt8]) -> String {
    "\(type)-\(String(FNV1a.hash(body), radix: 16))"
  }
}

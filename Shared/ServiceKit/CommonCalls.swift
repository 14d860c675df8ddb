package import DomainKit
package import Messages

/// A call that every service answers.
package protocol CommonCall: Codable, Equatable, Sendable {
  associatedtype Reply: Codable & Equatable & Sendable
  static var method: String { get }
}

extension CommonCall {
  /// e.g.
  ///
  /// `/encours.matching.v1.Matching/Resend`.
  package static func path(of service: ServiceName) -> String {
    "/encours.\(service.rawValue).v1.\(service.title)/\(method)"
  }
}

/// Send again what a peer lost, from a sequence on.
///
/// The messages keep their numbers and ids, so a peer that has them drops them. An empty reporting
/// service is filled again in this way.
package struct Resend: CommonCall {
  package static let method = "Resend"
  /// The routing key, e.g.
  ///
  /// `invoice.issued.v1.07`; none: every routing key.
  package var routingKey: String?
  package var from: UInt64

  package init(routingKey: String?, from: UInt64) {
    self.routingKey = routingKey
    self.from = from
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// Messages that are sent again.
    package var count: Int

    package init(count: Int) { self.count = count }
  }

  func names(_ entry: OutgoingEntry) -> Bool {
    guard let sequence = entry.envelope.sequence, sequence >= from else { return false }
    return routingKey == nil || routingKey == entry.routingKey
  }
}

/// How a service, or one partition of matching, stands.
package struct GetStatus: CommonCall {
  package static let method = "GetStatus"

  package init() {}

  package struct Reply: Codable, Equatable, Sendable {
    package var source: String
    package var epoch: Int
    /// The cut whose facts are being gathered.
    package var openCut: DayCut?
    /// Messages decided and not known to be confirmed.
    package var outboxDepth: Int
    /// Messages kept until they can be decided, with what they wait for.
    package var held: [String]
    /// Messages set aside since the last cut.
    package var exceptions: [ParkedException]
    /// How far each stream has been read.
    package var readUpTo: [ReadPosition]
  }
}

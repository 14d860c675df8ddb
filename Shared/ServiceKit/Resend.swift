package import Messages

/// A request that every service answers: send again what a peer lost, from a sequence on.
///
/// The messages keep their numbers and ids, so a peer that has them drops them. An empty reporting
/// service is filled again in this way.
package struct Resend: Codable, Equatable, Sendable {
  /// The routing key, e.g. `invoice.issued.v1.07`; none: every routing key.
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

  /// `/encours.matching.v1.Matching/Resend`.
  package static func path(of service: ServiceName) -> String {
    "/encours.\(service.rawValue).v1.\(service.title)/Resend"
  }

  func names(_ routingKey: String, _ sequence: UInt64?) -> Bool {
    guard let sequence, sequence >= from else { return false }
    return self.routingKey == nil || self.routingKey == routingKey
  }
}

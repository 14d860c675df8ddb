/// A message's data: the JSON body of one type.
///
/// Its attributes travel in the ``Envelope``. A field may be added, never changed or removed; an
/// incompatible change is a new type.
package protocol Message: Codable, Equatable, Sendable {
  /// `<noun>.<past participle>.v1`, the CloudEvents `type` and the first words of the routing key.
  static var type: String { get }
  /// One complete example: the golden JSON, the contract's example, and the fuzzers' seed.
  static var example: Self { get }
}

/// What a billing, ordering or payment system tells: each amount is a single one and held to
/// ``DomainKit/Money/limit``, where the services' own messages tell sums too.
package protocol BillingMessage: Message {}

/// A request of one service's method; its reply is a `Reply` or a status.
package protocol Call: Codable, Equatable, Sendable {
  associatedtype Reply: Codable & Equatable & Sendable
  static var service: ServiceName { get }
  /// The method's name in upper camel case, e.g. `CheckOrder`.
  static var method: String { get }
  /// A mutating call goes through the journal and carries an idempotency key.
  static var isMutating: Bool { get }
  static var example: Self { get }
  static var exampleReply: Reply { get }
}

extension Call {
  /// The AMQP `type` of the request, as gRPC writes paths:
  /// `/encours.credit-control.v1.CreditControl/CheckOrder`.
  package static var path: String { "/encours.\(service.rawValue).v1.\(service.title)/\(method)" }
}

/// The five services, as they are named in queues, users, folders and paths.
package enum ServiceName: String, CaseIterable, Codable, Hashable, Sendable {
  case invoicing
  case paymentIntake = "payment-intake"
  case matching
  case creditControl = "credit-control"
  case reporting

  package var title: String {
    switch self {
    case .invoicing: "Invoicing"
    case .paymentIntake: "PaymentIntake"
    case .matching: "Matching"
    case .creditControl: "CreditControl"
    case .reporting: "Reporting"
    }
  }
}

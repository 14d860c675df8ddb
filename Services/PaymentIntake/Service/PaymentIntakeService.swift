package import DomainKit
package import Messages
package import PaymentIntakeDomain
package import ServiceKit

/// Payment intake and its translations: `Inbox`, `Outbox` and `Calls`; bank files come through
/// ``InboxFolder``.
package enum PaymentIntakeService: Service {
  package typealias Core = PaymentIntake

  package static let name = ServiceName.paymentIntake

  /// What comes within a cut decides together, so nothing of a later cut may mix with it.
  package static let holdsLaterCuts = true

  package static func configuration(_ settings: Settings) -> PaymentIntake.Command? {
    .configure(partitions: settings.partitions)
  }

  package static func openCut(_ state: PaymentIntake.State) -> DayCut? { state.openCut }
}

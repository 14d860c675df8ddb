package import CreditControlDomain
package import DomainKit
package import Messages
package import ServiceKit

/// Credit control and its translations: `Inbox`, `Outbox` and `Calls` are the three others.
package enum CreditControlService: Service {
  package typealias Core = CreditControl

  package static let name = ServiceName.creditControl

  package static func configuration(_ settings: Settings) -> CreditControl.Command? {
    .configure(partitionCount: settings.partitions)
  }

  package static func openCut(_ state: CreditControl.State) -> DayCut? { state.calendar.open }
}

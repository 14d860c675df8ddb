package import DomainKit
package import Messages
package import ReportingDomain
package import ServiceKit

/// The projection of the house: reads everything, owns nothing, and publishes the daily proof and
/// the aging.
package enum ReportingService: Service {
  package typealias Core = Reporting

  package static let name = ServiceName.reporting

  package static func configuration(_ settings: Settings) -> Reporting.Command? {
    .configure(partitions: settings.partitions)
  }

  package static func openCut(_ state: Reporting.State) -> DayCut? { state.openCut }
}

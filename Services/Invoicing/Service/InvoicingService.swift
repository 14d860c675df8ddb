package import DomainKit
package import InvoicingDomain
package import Messages
package import ServiceKit
import Terms

/// Invoicing and its translations: `Inbox`, `Outbox` and `Calls` are the three others.
package enum InvoicingService: Service {
  package typealias Core = Invoicing

  package static let name = ServiceName.invoicing

  package static func configuration(_ settings: Settings) -> Invoicing.Command? {
    .configure(
      partitionCount: settings.partitions,
      references: settings.references,
      terms: settings.terms,
      chargesReturns: settings.chargesReturns,
      baseCurrency: settings.baseCurrency,
      issuer: settings.issuer?.mentions ?? IssuerMentions()
    )
  }

  package static func openCut(_ state: Invoicing.State) -> DayCut? { state.openCut }
}

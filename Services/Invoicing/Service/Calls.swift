import DomainKit
package import InvoicingDomain
import Messages
package import ServiceKit

extension InvoicingService {
  package static var calls: [CallHandler<Invoicing>] { [getInvoice, listWaiting] }

  private static var getInvoice: CallHandler<Invoicing> {
    .query(GetInvoice.self) { call, _, state in
      if let invoice = state.invoices[call.invoice] {
        return GetInvoice.Reply(issued: issued(invoice), partition: invoice.partition)
      }
      guard let kept = state.keptInvoices[call.invoice] else {
        throw CallStatus(.notFound, "invoice \(call.invoice) is not known")
      }
      let missing = state.openCut == nil ? "the first day" : "account \(kept.account)"
      throw CallStatus(.notFound, "invoice \(call.invoice) waits for \(missing)")
    }
  }

  private static var listWaiting: CallHandler<Invoicing> {
    .query(ListWaiting.self) { _, _, state in
      let rows = state.keptInvoices.keys.sorted().prefix(Invoicing.Limits.rows)
      return ListWaiting.Reply(
        invoices: rows.compactMap { number in
          state.keptInvoices[number].map {
            WaitingInvoice(invoice: number, account: $0.account)
          }
        },
        count: state.keptInvoices.count
      )
    }
  }
}

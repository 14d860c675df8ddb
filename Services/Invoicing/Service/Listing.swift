import DomainKit
import InvoicingDomain
import Messages
import ServiceKit

/// Calls that list what there is of a kind, bounded.
extension InvoicingService {
  static var listDeviations: CallHandler<Invoicing> {
    .query(ListDeviations.self) { call, _, state in
      try check(limit: call.limit)
      try check(call.account, state)
      let deviations = state.deviations.values.filter {
        call.account == nil || $0.account == call.account
      }
      let newest = deviations.sorted {
        ($0.issueDate, $0.invoice) > ($1.issueDate, $1.invoice)
      }
      return ListDeviations.Reply(
        deviations: newest.prefix(call.limit).map(deviated),
        count: deviations.count
      )
    }
  }

  static var listInvoices: CallHandler<Invoicing> {
    .query(ListInvoices.self) { call, _, state in
      try check(limit: call.limit)
      try check(call.account, state)
      let numbers = state.invoicesByAccount[call.account] ?? []
      let invoices = numbers.compactMap { state.invoices[$0] }
      let newest = invoices.sorted { ($0.issueDate, $0.invoice) > ($1.issueDate, $1.invoice) }
      return ListInvoices.Reply(
        invoices: newest.prefix(call.limit).map(listed),
        count: invoices.count
      )
    }
  }

  static var listRejected: CallHandler<Invoicing> {
    .query(ListRejected.self) { call, _, state in
      try check(limit: call.limit)
      let accounts = state.rejectedAccounts.values.sorted { $0.account < $1.account }
      let invoices = state.rejectedInvoices.values.sorted { $0.invoice < $1.invoice }
      let notes = state.rejectedCreditNotes.values.sorted { $0.creditNote < $1.creditNote }
      return ListRejected.Reply(
        accounts: accounts.prefix(call.limit).map { told($0) },
        invoices: invoices.prefix(call.limit).map { told($0) },
        creditNotes: notes.prefix(call.limit).map { told($0) },
        count: accounts.count + invoices.count + notes.count
      )
    }
  }

  private static func listed(_ invoice: Invoicing.IssuedInvoice) -> ListedInvoice {
    ListedInvoice(
      invoice: invoice.invoice,
      kind: invoice.kind,
      issueDate: invoice.issueDate,
      dueDate: invoice.items.map(\.dueDate).max() ?? invoice.issueDate,
      gross: invoice.gross,
      credited: invoice.credited
    )
  }

  static func check(limit: Int) throws(CallStatus) {
    let rows = 1...Invoicing.Limits.rows
    guard rows.contains(limit) else {
      let text = "limit is \(limit), expected \(rows.lowerBound) to \(rows.upperBound)"
      throw CallStatus(.invalidArgument, text)
    }
  }

  private static func check(
    _ account: AccountID?,
    _ state: Invoicing.State
  ) throws(CallStatus) {
    guard let account, state.accounts[account] == nil else { return }
    throw status(.accountUnknown(account))
  }
}

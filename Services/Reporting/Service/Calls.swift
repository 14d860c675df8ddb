import DomainKit
package import Messages
package import ReportingDomain
package import ServiceKit

extension ReportingService {
  package static var calls: [CallHandler<Reporting>] {
    [
      .query(GetAging.self) { call, _, state in try answer(call, state) },
      .query(GetStatement.self) { call, _, state in try answer(call, state) },
      .query(GetReconciliation.self) { call, _, state in try answer(call, state) },
      .query(GetActivity.self) { _, _, state in activity(state) },
    ]
  }

  // MARK: Aging

  package static func answer(
    _ call: GetAging,
    _ state: Reporting.State
  ) throws(CallStatus) -> GetAging.Reply {
    try check(call.limit, atMost: GetAging.maximumLimit)
    if let account = call.account { try check(account, state) }
    let horizon = Horizon(asOf: call.asOf, knownOn: call.knownOn)
    let rows: [AgingOfAccount]
    var next: AccountID?
    if let account = call.account {
      rows = state.agingRows(of: account, horizon)
    } else {
      (rows, next) = state.aging(horizon, after: call.after, limit: call.limit)
    }
    return GetAging.Reply(
      asOf: call.asOf,
      closed: state.closedCut(asOf: call.asOf),
      accounts: rows.map { row in
        AccountAging(
          account: row.account,
          name: state.name(of: row.account) ?? "",
          row: AgingRow(row.columns)
        )
      },
      totals: totals(call, rows, horizon, state).map(AgingRow.init),
      next: next
    )
  }

  private static func totals(
    _ call: GetAging,
    _ rows: [AgingOfAccount],
    _ horizon: Horizon,
    _ state: Reporting.State
  ) -> [AgingColumns] {
    if call.after != nil { return [] }
    return call.account == nil ? state.agingTotals(horizon) : rows.map(\.columns)
  }

  // MARK: Statement

  package static func answer(
    _ call: GetStatement,
    _ state: Reporting.State
  ) throws(CallStatus) -> GetStatement.Reply {
    try check(call.limit, atMost: GetStatement.maximumLimit)
    try check(call.account, state)
    guard call.from <= call.to else {
      throw CallStatus(.invalidArgument, "\(call.from) is after \(call.to)")
    }
    var page = StatementPage(after: call.after, limit: call.limit)
    let statements = state.statement(of: call.account, from: call.from, to: call.to)
    let currencies = statements.compactMap { page.take($0) }
    return GetStatement.Reply(
      account: call.account,
      name: state.name(of: call.account) ?? "",
      currencies: currencies,
      next: page.next
    )
  }

  // MARK: Reconciliation

  package static func answer(
    _ call: GetReconciliation,
    _ state: Reporting.State
  ) throws(CallStatus) -> GetReconciliation.Reply {
    guard let report = state.report(of: call.cut) else {
      guard let cut = call.cut ?? state.openCut else {
        throw CallStatus(.notFound, "no day has been opened yet")
      }
      let awaited = state.awaitedMarkers(of: cut)
      throw CallStatus(
        .notFound,
        "\(cut) is not closed: \(awaited.count) markers are missing, the first is "
          + (awaited.first ?? "of a cut before it")
      )
    }
    return GetReconciliation.Reply(
      report: ReportReconciliation(report),
      unproven: state.unprovenCuts
    )
  }

  // MARK: Activity

  package static func activity(_ state: Reporting.State) -> GetActivity.Reply {
    let figures = state.activityFigures
    return GetActivity.Reply(
      accounts: figures.accounts,
      invoices: figures.invoices,
      rejectedInvoices: figures.refusedInvoices,
      paymentsReceived: figures.paymentsReceived,
      paymentsIdentified: figures.paymentsIdentified,
      paymentsReturned: figures.paymentsReturned,
      decisionsByRule: figures.decisionsByRule.map { RuleCount(rule: $0.rule, count: $0.count) },
      suggestions: figures.suggested,
      discountsInGrace: figures.discountsInGrace,
      closed: state.closedCut
    )
  }

  private static func check(_ limit: Int, atMost maximum: Int) throws(CallStatus) {
    guard (1...maximum).contains(limit) else {
      throw CallStatus(.invalidArgument, "a page has 1 to \(maximum) rows, not \(limit)")
    }
  }

  private static func check(_ account: AccountID, _ state: Reporting.State) throws(CallStatus) {
    guard state.knows(account) else {
      throw CallStatus(.notFound, "account \(account) is not known")
    }
  }
}

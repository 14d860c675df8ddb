import DomainKit
import Messages
package import ReportingDomain
package import ServiceKit

extension ReportingService {
  /// Each proven cut publishes its proof and the aging of that moment: the totals, then every
  /// account that has one, in the order of their names.
  package static func messages(
    for event: Reporting.Event,
    _ state: Reporting.State
  ) -> [Outgoing] {
    switch event {
    case .configured, .recorded, .counted, .setAside: []
    case .proven(let report, _): messages(for: report, state)
    }
  }

  package static func messages(for rejection: Reporting.Rejection) -> [Outgoing] {}

  private static func messages(for report: CutReport, _ state: Reporting.State) -> [Outgoing] {
    let horizon = Horizon(closing: report.cut)
    let proof = Outgoing(
      id: "\(ReportReconciliation.type)|\(report.cut)",
      ReportReconciliation(report)
    )
    let totals = state.agingTotals(horizon).map { message(report.cut, nil, $0) }
    let accounts = state.aging(horizon, limit: .max).rows.map {
      message(report.cut, $0.account, $0.columns)
    }
    return [proof] + totals + accounts
  }

  private static func message(
    _ cut: DayCut,
    _ account: AccountID?,
    _ columns: AgingColumns
  ) -> Outgoing {
    let scope = account.map { "|\($0)" } ?? ""
    return Outgoing(
      id: "\(ReportAging.type)|\(cut)|\(columns.currency)\(scope)",
      ReportAging(asOf: cut.date, cut: cut, account: account, row: AgingRow(columns)),
      account: account
    )
  }
}

extension AgingRow {
  init(_ columns: AgingColumns) {
    self.init(
      notDue: columns.notDue,
      days1To30: columns.days1To30,
      days31To60: columns.days31To60,
      days61To90: columns.days61To90,
      over90: columns.over90,
      total: columns.total,
      unapplied: columns.unapplied,
      onAccount: columns.onAccount,
      net: columns.net
    )
  }
}

extension ReportReconciliation {
  init(_ report: CutReport) {
    self.init(
      cut: report.cut,
      checks: report.checks.map { check in
        ReconciliationCheck(
          name: check.name,
          stated: check.stated.sums,
          computed: check.computed.sums,
          statedCount: check.statedNumber,
          computedCount: check.computedNumber
        )
      },
      isProven: report.isProven,
      exceptions: report.exceptions.map { exception in
        ParkedException(
          messageID: exception.message,
          service: ServiceName(rawValue: exception.service) ?? .reporting,
          account: exception.account,
          reason: exception.reason
        )
      }
    )
  }
}

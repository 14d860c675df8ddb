import DomainKit
package import Messages

extension Rendering {
  /// Each check with both sides, what was set aside, and the cuts that are not proven.
  package static func reconciliation(
    _ reply: GetReconciliation.Reply,
    style: Style = .plain
  ) -> String {
    let report = reply.report
    let verdict = report.isProven ? "proven" : "NOT PROVEN"
    let title = (report.isProven ? Tint.good : .bad).apply(
      to: "Reconciliation of cut \(report.cut): \(verdict)",
      style
    )
    var table = Table([
      .flexible("Check", atLeast: 20), .amount("Stated"), .amount("Computed"), .text("Currency"),
      .text(""),
    ])
    for check in report.checks { add(check, to: &table) }
    let unproven = reply.unproven.map { "\($0)" }.joined(separator: ", ")
    return page([
      title, table.text(style), setAside(report.exceptions, style),
      reply.unproven.isEmpty
        ? "Every cut is proven."
        : DisplayText.wrapped("Not proven: \(unproven)", style.width).joined(separator: "\n"),
    ])
  }

  /// A line a currency, and one for how many there are.
  private static func add(_ check: ReconciliationCheck, to table: inout Table) {
    var lines: [(stated: String, computed: String, unit: String, agrees: Bool)] = []
    if check.statedCount != nil || check.computedCount != nil {
      lines.append(
        (
          check.statedCount.map { DisplayText.grouped("\($0)") } ?? "-",
          check.computedCount.map { DisplayText.grouped("\($0)") } ?? "-",
          "count", check.statedCount == check.computedCount
        )
      )
    }
    let currencies = Set((check.stated + check.computed).map(\.currency)).sorted()
    for currency in currencies {
      func sum(_ sums: [Money]) -> Money {
        sums.first { $0.currency == currency } ?? .zero(currency)
      }
      let (stated, computed) = (sum(check.stated), sum(check.computed))
      lines.append((stated.grouped, computed.grouped, "\(currency)", stated == computed))
    }
    if lines.isEmpty { lines.append(("-", "-", "", true)) }
    for (index, line) in lines.enumerated() {
      table.add(
        [
          index == 0 ? check.name : "", line.stated, line.computed, line.unit,
          line.agrees ? "ok" : "DIFFERS",
        ],
        tint: line.agrees ? nil : .bad
      )
    }
  }

  /// Messages that somebody did not handle; empty if there are none.
  static func setAside(_ exceptions: [ParkedException], _ style: Style) -> String {
    guard !exceptions.isEmpty else { return "" }
    var table = Table([
      .text("Set aside by"), .flexible("Account", atLeast: 8), .flexible("Reason", atLeast: 20),
      .flexible("Message", atLeast: 12),
    ])
    for exception in exceptions {
      table.add(
        [
          exception.service.rawValue, exception.account?.rawValue ?? "-", exception.reason,
          exception.messageID,
        ],
        tint: .bad
      )
    }
    return table.text(style)
  }
}

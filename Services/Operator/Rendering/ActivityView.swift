package import Messages

extension Rendering {
  /// What has gone through the house, and by which rules cash was applied.
  package static func activity(_ reply: GetActivity.Reply, style: Style = .plain) -> String {
    let closed = reply.closed.map { "closed up to \($0)" } ?? "nothing closed yet"
    var counts = Table([.text("So far"), .amount("Number")])
    var rows = [
      ("accounts", reply.accounts), ("invoices", reply.invoices),
      ("invoices refused", reply.rejectedInvoices), ("payments received", reply.paymentsReceived),
      ("payments identified", reply.paymentsIdentified),
      ("payments returned", reply.paymentsReturned), ("matches suggested", reply.suggestions),
    ]
    if let count = reply.discountsInGrace { rows.append(("discounts in grace", count)) }
    for (name, count) in rows { counts.add([name, DisplayText.grouped(String(count))]) }
    return page(["Activity; \(closed)", counts.text(style), rules(reply.decisionsByRule, style)])
  }

  private static func rules(_ rules: [RuleCount], _ style: Style) -> String {
    guard !rules.isEmpty else { return "" }
    let total = rules.reduce(0) { $0 + $1.count }
    var table = Table([
      .flexible("Cash applied by", atLeast: 20), .amount("Times"), .amount("Share"), .text(""),
    ])
    for rule in rules {
      let (part, whole) = (Int64(rule.count), Int64(total))
      table.add([
        rule.rule, DisplayText.grouped(String(rule.count)), Bar.percent(part, of: whole),
        Bar.text(part, of: whole, columns: style.width - 55),
      ])
    }
    table.add(["decisions", DisplayText.grouped(String(total)), "", ""], isSum: true)
    return table.text(style)
  }
}

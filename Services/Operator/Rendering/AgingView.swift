import DomainKit
package import Messages

extension Rendering {
  /// The buckets of each currency with bars, then the accounts.
  package static func aging(_ reply: GetAging.Reply, style: Style = .plain) -> String {
    let closed = reply.closed.map { "closed up to \($0)" } ?? "nothing closed yet"
    let title = "Aging as of \(reply.asOf), by due date; \(closed)"
    guard !reply.totals.isEmpty || !reply.accounts.isEmpty else {
      return page([title, "Nothing is open."])
    }
    let totals = reply.totals.map { agingTotals($0, style) }
    var currencies: [[AccountAging]] = []
    for account in reply.accounts {
      let currency = account.row.total.currency
      if let index = currencies.firstIndex(where: { $0[0].row.total.currency == currency }) {
        currencies[index].append(account)
      } else {
        currencies.append([account])
      }
    }
    currencies.sort { $0[0].row.total.currency < $1[0].row.total.currency }
    let more = reply.next.map { "More accounts follow after \($0)." } ?? ""
    return page([title] + totals + currencies.map { agingOfAccounts($0, style) } + [more])
  }

  private static func agingTotals(_ row: AgingRow, _ style: Style) -> String {
    var table = Table([
      .text("\(row.total.currency)"), .amount("Amount"), .amount("Share"), .text(""),
    ])
    let buckets = [
      ("not due", row.notDue), ("1-30 days", row.days1To30), ("31-60 days", row.days31To60),
      ("61-90 days", row.days61To90), ("over 90 days", row.over90),
    ]
    let whole = row.total.minorUnits
    for (name, amount) in buckets {
      table.add([
        name, amount.grouped, Bar.percent(amount.minorUnits, of: whole),
        Bar.text(amount.minorUnits, of: whole, columns: style.width - 50),
      ])
    }
    table.add(["open", row.total.grouped, "", ""], isSum: true)
    table.add(["unapplied", (-row.unapplied).grouped, "", ""])
    table.add(["on account", (-row.onAccount).grouped, "", ""])
    table.add(["net", row.net.grouped, "", ""], isSum: true)
    return table.text(style)
  }

  /// With unapplied and on account apart where the page is wide enough, else as one column, else
  /// without the names.
  private static func agingOfAccounts(_ accounts: [AccountAging], _ style: Style) -> String {
    let variants = [
      agingTable(accounts, hasNames: true, hasBothCredits: true),
      agingTable(accounts, hasNames: true, hasBothCredits: false),
      agingTable(accounts, hasNames: false, hasBothCredits: true),
      agingTable(accounts, hasNames: false, hasBothCredits: false),
    ]
    let fitting = variants.first { $0.narrowestWidth <= style.width }
    return (fitting ?? variants[3]).text(style)
  }

  private static func agingTable(
    _ accounts: [AccountAging],
    hasNames: Bool,
    hasBothCredits: Bool
  ) -> Table {
    let currency = accounts.first.map { "\($0.row.total.currency)" } ?? ""
    let titles =
      ["Not due", "1-30", "31-60", "61-90", "Over 90"]
      + (hasBothCredits ? ["Unapplied", "On account"] : ["Credits"]) + ["Net \(currency)"]
    var table = Table(
      [.flexible("Account", atLeast: 10)]
        + (hasNames ? [.flexible("Name", atLeast: 12)] : []) + titles.map { .amount($0) }
    )
    for account in accounts {
      let row = account.row
      let credits =
        hasBothCredits ? [-row.unapplied, -row.onAccount] : [-row.unapplied - row.onAccount]
      let buckets = [row.notDue, row.days1To30, row.days31To60, row.days61To90, row.over90]
      table.add(
        [account.account.rawValue] + (hasNames ? [account.name] : [])
          + (buckets + credits).map { $0.isZero ? "-" : $0.grouped } + [row.net.grouped],
        tint: row.over90.isPositive ? .bad : nil
      )
    }
    return table
  }
}

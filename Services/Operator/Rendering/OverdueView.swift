package import DomainKit
package import Messages

extension Rendering {
  /// The items past their due date, as listed; how many there are in all, and their sums.
  package static func overdue(
    _ reply: ListOverdue.Reply,
    asOf date: CalendarDate,
    style: Style = .plain
  ) -> String {
    guard reply.count > 0 else { return "Nothing is overdue as of \(date)." }
    var table = Table([
      .flexible("Account", atLeast: 8), .flexible("Item", atLeast: 12), .text("Due"),
      .amount("Days"), .amount("Open"), .amount("Not applied"), .text(""),
    ])
    for item in reply.items {
      table.add(
        [
          item.account.rawValue, item.item.rawValue, "\(item.dueDate)", "\(item.daysLate)",
          item.open.grouped,
          item.unappliedOfAccount.isZero ? "-" : item.unappliedOfAccount.grouped,
          "\(item.open.currency)",
        ],
        tint: item.daysLate > 90 ? .bad : nil
      )
    }
    let rest = reply.count - reply.items.count
    let hidden = rest > 0 ? "; \(DisplayText.grouped(String(rest))) of them are not listed" : ""
    return page([
      "Overdue as of \(date)", table.text(style),
      "\(DisplayText.count(reply.count, "item")), \(DisplayText.sums(reply.sums))\(hidden).",
    ])
  }
}

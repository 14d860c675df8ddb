import DomainKit
package import Messages

extension Rendering {
  /// Opening balance, movements and closing balance, currency by currency.
  package static func statement(_ reply: GetStatement.Reply, style: Style = .plain) -> String {
    let name = reply.name.isEmpty ? "" : ", \(DisplayText.safe(reply.name))"
    let title = "Statement of account \(reply.account)\(name)"
    guard !reply.currencies.isEmpty else { return page([title, "No balance and no movements."]) }
    let more = reply.next == nil ? "" : "More movements follow."
    let isLate = reply.currencies.contains { $0.movements.contains(where: \.isLate) }
    let late = isLate ? "late: its month was closed when it came; it counts from then on." : ""
    return page([title] + reply.currencies.map { statement($0, style) } + [late, more])
  }

  private static func statement(_ part: StatementOfCurrency, _ style: Style) -> String {
    var table = Table([
      .text("Booked"), .text("Value"), .text("What"), .flexible("Document", atLeast: 12),
      .amount("Amount \(part.opening.currency)"), .amount("Balance"),
    ])
    table.add(["", "", "opening", "", "", part.opening.grouped])
    for movement in part.movements {
      table.add([
        "\(movement.accountingDate)", "\(movement.valueDate)",
        movement.kind.rawValue + (movement.isLate ? ", late" : ""),
        movement.document, movement.amount.grouped, movement.balance.grouped,
      ])
    }
    table.add(["", "", "closing", "", "", part.closing.grouped], isSum: true)
    return table.text(style)
  }
}

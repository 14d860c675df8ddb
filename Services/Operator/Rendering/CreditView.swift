package import DomainKit
package import Messages

extension Rendering {
  /// What an account owes or may come to owe, by its parts, beside its limit.
  package static func exposure(
    _ reply: GetExposure.Reply,
    of account: AccountID,
    style: Style = .plain
  ) -> String {
    page([
      "Exposure of account \(account)", exposure(reply.exposure, limit: reply.limit, style),
    ])
  }

  /// Whether an order may be delivered on credit, and what it was decided by.
  package static func orderCheck(
    _ reply: CheckOrder.Reply,
    order: OrderID,
    style: Style = .plain
  ) -> String {
    let verdict = reply.isApproved ? "approved" : "HELD"
    let title = "Order \(order): \(verdict), \(DisplayText.safe(reply.reason))"
    return page([
      (reply.isApproved ? Tint.good : .bad).apply(to: title, style),
      exposure(reply.exposure, limit: reply.limit, style),
    ])
  }

  private static func exposure(
    _ exposure: ExposureComposition,
    limit: Money?,
    _ style: Style
  ) -> String {
    var table = Table([.text("Part"), .amount("Amount \(exposure.openItems.currency)")])
    table.add(["open items", exposure.openItems.grouped])
    table.add(["unapplied money", (-exposure.unapplied).grouped])
    table.add(["shipped, not billed", exposure.shippedNotBilled.grouped])
    table.add(["open orders", exposure.openOrders.grouped])
    table.add(["exposure", exposure.total.grouped], isSum: true)
    guard let limit else {
      table.add(["limit", "none"])
      return table.text(style)
    }
    table.add(["limit", limit.grouped])
    guard limit.currency == exposure.total.currency else { return table.text(style) }
    let free = limit - exposure.total
    table.add(["free", free.grouped], tint: free.isNegative ? .bad : nil, isSum: true)
    return table.text(style)
  }
}

import DomainKit
package import Messages

extension Rendering {
  /// An account's open items, its payments that are not applied in full, and its pending money.
  package static func openItems(_ reply: ListOpenItems.Reply, style: Style = .plain) -> String {
    page([
      items(reply.items, style), payments(reply.payments, style), pending(reply.pending, style),
    ])
  }

  private static func items(_ items: [OpenItem], _ style: Style) -> String {
    guard !items.isEmpty else { return "No open items." }
    var table = Table([
      .flexible("Open item", atLeast: 12), .flexible("Invoice", atLeast: 12), .text("Due"),
      .amount("Amount"), .amount("Open"), .text(""),
    ])
    for item in items {
      table.add([
        item.item.rawValue, item.invoice.rawValue, "\(item.dueDate)", item.amount.grouped,
        item.open.grouped, "\(item.open.currency)",
      ])
    }
    return table.text(style)
  }

  private static func payments(_ payments: [OpenPayment], _ style: Style) -> String {
    guard !payments.isEmpty else { return "No payment waits to be applied." }
    var table = Table([
      .flexible("Payment", atLeast: 20), .amount("Amount"), .amount("Unapplied"),
      .amount("On account"), .text(""),
    ])
    for payment in payments {
      table.add([
        payment.payment.rawValue, payment.amount.grouped, payment.unapplied.grouped,
        payment.onAccount.grouped, "\(payment.amount.currency)",
      ])
    }
    return table.text(style)
  }
  private static func pending(_ pending: [PendingMoney], _ style: Style) -> String {
    guard !pending.isEmpty else { return "" }
    var table = Table([
      .flexible("Pending", atLeast: 20), .text("Value"), .amount("Amount"), .text(""),
      .flexible("Would pay", atLeast: 12),
    ])
    for money in pending {
      table.add([
        money.payment.rawValue, "\(money.valueDate)", money.amount.grouped,
        "\(money.amount.currency)", money.items.map(\.rawValue).joined(separator: ", "),
      ])
    }
    return table.text(style)
  }
}

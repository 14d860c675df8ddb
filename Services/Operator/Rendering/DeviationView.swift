import DomainKit
package import Messages
import Terms

extension Rendering {
  /// Invoices whose terms are not those agreed with their account: agreed and invoiced.
  package static func deviations(_ reply: ListDeviations.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "No invoice deviates from the terms agreed on." }
    var table = Table([
      .flexible("Account", atLeast: 8), .flexible("Invoice", atLeast: 12), .text("Issued"),
      .flexible("Agreed", atLeast: 20), .flexible("Invoiced", atLeast: 20),
    ])
    for deviation in reply.deviations {
      table.add([
        deviation.account.rawValue, deviation.invoice.rawValue, "\(deviation.issueDate)",
        text(deviation.agreed), text(deviation.invoiced),
      ])
    }
    let hidden = reply.count - reply.deviations.count
    let rest = hidden > 0 ? "\(DisplayText.grouped(String(hidden))) more are not listed." : ""
    return page([table.text(style), rest])
  }

  /// Dates and discounts, and amounts where there are several: what may differ.
  private static func text(_ instalments: [Instalment]) -> String {
    instalments.map { instalment in
      let amount = instalments.count == 1 ? "" : "\(instalment.amount.grouped) "
      let discounts = instalment.discounts.map {
        ", \($0.amount.grouped) off by \($0.lastGraceDate)"
      }
      return "\(amount)\(instalment.dueDate)\(discounts.joined())"
    }
    .joined(separator: "; ")
  }

  static func instalments(_ instalments: [Instalment], _ style: Style) -> String {
    guard let currency = instalments.first?.amount.currency else { return "" }
    var table = Table([
      .text("Due"), .amount("Amount \(currency)"), .flexible("Discount", atLeast: 20),
    ])
    for instalment in instalments {
      let discounts = instalment.discounts.map { "\($0.amount.grouped) by \($0.lastDate)" }
      table.add([
        "\(instalment.dueDate)", instalment.amount.grouped,
        discounts.isEmpty ? "-" : discounts.joined(separator: ", "),
      ])
    }
    return table.text(style)
  }
}

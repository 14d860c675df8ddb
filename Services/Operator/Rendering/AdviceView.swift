import DomainKit
package import Messages

extension Rendering {
  /// Remittance advices that wait for their payments, and why.
  package static func advices(_ reply: ListAdvices.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "No advice waits for its payment." }
    var table = Table([
      .text("Date"), .flexible("Payer", atLeast: 12), .amount("Amount"), .text(""),
      .flexible("Documents", atLeast: 12), .flexible("Why it waits", atLeast: 16),
    ])
    for advice in reply.advices {
      let payer = advice.payer.name ?? advice.payer.iban ?? "-"
      table.add([
        "\(advice.date)", MaskedText.masked(payer, style), advice.amount.grouped,
        "\(advice.amount.currency)", advice.documents.joined(separator: ", "), advice.reason,
      ])
    }
    let rest = reply.count - reply.advices.count
    let hidden = rest > 0 ? "; \(DisplayText.grouped(String(rest))) of them are not listed" : ""
    let sum = "\(DisplayText.count(reply.count, "advice")), \(DisplayText.sums(reply.sums))"
    return page(["Advices without a payment", table.text(style), "\(sum)\(hidden)."])
  }

  /// Waiting advices in full, which a narrow table has no room for.
  package static func adviceDetails(_ reply: ListAdvices.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "No advice waits for its payment." }
    let advices = reply.advices.map { advice in
      let payer = [advice.payer.name, advice.payer.iban].compactMap { $0 }.joined(separator: ", ")
      return list(
        [
          ("Advice", MaskedText.masked(advice.advice, style)),
          ("Amount", "\(advice.amount.grouped) \(advice.amount.currency), \(advice.date)"),
          ("Payer", MaskedText.masked(payer, style)),
          ("References", advice.references.joined(separator: ", ")),
          ("Documents", advice.documents.joined(separator: ", ")),
          ("Waits", advice.reason),
        ],
        style
      )
    }
    let rest = reply.count - reply.advices.count
    return page(advices + [rest > 0 ? "\(DisplayText.count(rest, "more advice")) not listed." : ""])
  }
}

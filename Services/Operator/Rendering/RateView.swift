import DomainKit
package import Messages

extension Rendering {
  /// The house's table of exchange rates, the newest day first.
  package static func rates(_ reply: ListExchangeRates.Reply, style: Style = .plain) -> String {
    let base = reply.baseCurrency.map { "The books are kept in \($0)." }
    guard reply.count > 0 else {
      return page([base ?? "", "No exchange rate is set."])
    }
    var table = Table([
      .text("Date"), .text("Unit"), .amount("Rate"), .text(""), .amount("Revision"),
      .text("Set by"), .flexible("Note", atLeast: 12),
    ])
    for rate in reply.rates {
      let exchange = rate.exchange
      table.add([
        "\(exchange.date)", "1 \(exchange.from)", "\(exchange.rate)", "\(exchange.to)",
        "\(rate.revision)", rate.setBy, rate.note,
      ])
    }
    let hidden = reply.count - reply.rates.count
    let rest = hidden > 0 ? "\(DisplayText.grouped(String(hidden))) more are not listed." : ""
    return page([base ?? "", table.text(style), rest])
  }

  /// What was set, and how much of it was known before.
  package static func set(_ rates: [ExchangeRateSet], of count: Int) -> String {
    let changed = rates.filter { $0.revision > 1 }
    let known = count - rates.count
    let counts = [
      "\(rates.count - changed.count) new", "\(changed.count) changed", "\(known) known before",
    ]
    let lines = changed.map { "  \($0.exchange): revision \($0.revision)" }
    return ([counts.joined(separator: ", ")] + lines).joined(separator: "\n")
  }
}

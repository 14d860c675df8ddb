import DomainKit
package import Messages

extension Rendering {
  /// What became of a payment, decision by decision, and why.
  package static func explanation(_ reply: ExplainPayment.Reply, style: Style = .plain) -> String {
    let amounts = [
      ("unapplied", reply.unapplied), ("on account", reply.onAccount),
    ]
    let rest = amounts.filter { !$0.1.isZero }.map { "\($0.1.grouped) \($0.0)" }
    return page(
      [
        details(reply.details, account: reply.account, style),
        reply.advice.map { advice($0, style) } ?? "",
        rest.isEmpty ? "" : "Left: " + rest.joined(separator: ", ") + ".",
      ]
        + reply.decisions.map { decision($0, style) }
        + [
          reply.suggestion.map { suggestion($0, style) } ?? "",
          reply.decisions.isEmpty && reply.suggestion == nil ? "Nothing is decided yet." : "",
        ]
    )
  }

  /// Payments of which nobody knows whose they are, and returns of unknown payments.
  package static func unidentified(
    _ reply: ListUnidentified.Reply,
    style: Style = .plain
  ) -> String {
    guard reply.count > 0 || reply.returnCount > 0 || reply.pendingCount > 0 else {
      return "Every payment is identified."
    }
    return page([pool(reply, style), pending(reply, style), returns(reply, style)])
  }

  private static func details(
    _ details: PaymentDetails,
    account: AccountID,
    _ style: Style
  ) -> String {
    let rows: [(String, String?)] = [
      ("Payment", details.payment.rawValue),
      ("Amount", "\(details.amount.grouped) \(details.amount.currency)"),
      ("Ordered", details.instructed.map { "\($0.grouped) \($0.currency)" }),
      ("Exchanged at", details.exchange.map { "\($0)" }),
      ("Account", account.rawValue),
      ("Value date", "\(details.valueDate), booked \(details.bookingDate), by \(details.channel)"),
      (
        "Payer",
        MaskedText.masked(
          [details.payer.name, details.payer.iban].compactMap { $0 }.joined(separator: ", "),
          style
        )
      ),
      (
        "References",
        details.references.map { MaskedText.masked($0, style) }.joined(separator: ", ")
      ),
      ("Text", MaskedText.masked(details.text, style)),
      ("End to end", details.endToEndID.map { MaskedText.masked($0, style) }),
    ]
    return list(rows.map { ($0, $1 ?? "") }, style)
  }

  /// What the payer said of the payment apart from it, document by document.
  private static func advice(_ advice: RemittanceAdvised, _ style: Style) -> String {
    var table = Table([
      .flexible("Advised document", atLeast: 16), .amount("Paid"), .amount("Discount"),
      .amount("Adjusted"), .text(""), .flexible("Because", atLeast: 8),
    ])
    func add(_ name: String, _ document: RemittanceAdvised.Document?) {
      for (index, adjustment) in (document?.adjustments ?? advice.adjustments).enumerated() {
        let isFirst = index == 0
        table.add([
          isFirst ? name : "", isFirst ? document?.paid?.grouped ?? "-" : "",
          isFirst ? document?.discount?.grouped ?? "-" : "", adjustment.amount.grouped,
          "\(adjustment.amount.currency)", adjustment.reason ?? "",
        ])
      }
      guard let document, document.adjustments.isEmpty else { return }
      let currency = (document.paid ?? document.discount ?? document.due)?.currency
      table.add([
        name, document.paid?.grouped ?? "-", document.discount?.grouped ?? "-", "-",
        currency.map { "\($0)" } ?? "", "",
      ])
    }
    for document in advice.documents { add(document.number, document) }
    add("the payment", nil)
    return [
      list([("Advice", MaskedText.masked(advice.advice, style))], style), table.text(style),
    ].joined(separator: "\n")
  }

  private static func decision(_ decision: PaymentApplied, _ style: Style) -> String {
    let explanation = decision.explanation
    var lines = [
      list(
        [
          ("Applied by", "\(explanation.rule), version \(explanation.version)"),
          (
            "Evidence",
            explanation.evidence.map { MaskedText.masked($0, style) }.joined(separator: ", ")
          ),
        ],
        style
      )
    ]
    let table = allocations(of: decision)
    if !table.rows.isEmpty { lines.append(table.text(style)) }
    lines += explanation.rejected.map {
      DisplayText.fitted(DisplayText.safe("Not \($0.item): \($0.reason)"), style.width)
    }
    return lines.joined(separator: "\n")
  }

  /// What was given up has a column where something was.
  private static func allocations(of decision: PaymentApplied) -> Table {
    let givesUp = decision.allocations.contains { $0.writtenOff != nil }
    var table = Table(
      [.flexible("Item", atLeast: 12), .amount("Cash"), .amount("Discount")]
        + (givesUp ? [.amount("Given up")] : []) + [.text(""), .text("")]
    )
    for allocation in decision.allocations {
      let discount = allocation.discount.isZero ? "-" : allocation.discount.grouped
      let state = allocation.isSettled ? "settled" : "partly paid"
      table.add(
        [allocation.item.rawValue, allocation.amount.grouped, discount]
          + (givesUp ? [allocation.writtenOff?.grouped ?? "-"] : [])
          + [
            "\(allocation.amount.currency)",
            allocation.discountInGrace == nil ? state : "\(state), discount in grace",
          ]
      )
    }
    if !decision.onAccount.isZero {
      table.add(
        ["on account", decision.onAccount.grouped, "-"] + (givesUp ? ["-"] : [])
          + ["\(decision.onAccount.currency)", ""]
      )
    }
    return table
  }

  private static func suggestion(_ suggestion: MatchSuggested, _ style: Style) -> String {
    var table = Table([.flexible("Suggested items", atLeast: 20), .text("Rule")])
    for candidate in suggestion.candidates {
      table.add([candidate.items.map(\.rawValue).joined(separator: ", "), candidate.rule])
    }
    let why = DisplayText.wrapped(
      DisplayText.safe("Not booked: \(suggestion.reason)."),
      style.width
    )
    return ([table.text(style)] + why).joined(separator: "\n")
  }

  private static func pool(_ reply: ListUnidentified.Reply, _ style: Style) -> String {
    guard reply.count > 0 else { return "" }
    let table = payments(reply.payments, style)
    let rest = reply.count - reply.payments.count
    let hidden = rest > 0 ? "; \(DisplayText.grouped(String(rest))) of them are not listed" : ""
    let sum = "\(DisplayText.count(reply.count, "payment")), \(DisplayText.sums(reply.sums))"
    return page(["Unidentified payments", table.text(style), "\(sum)\(hidden)."])
  }

  private static func pending(_ reply: ListUnidentified.Reply, _ style: Style) -> String {
    guard reply.pendingCount > 0 else { return "" }
    let rest = reply.pendingCount - reply.pending.count
    let hidden = rest > 0 ? "\(DisplayText.count(rest, "more payment")) not listed." : ""
    return page([
      "Pending, and unidentified", payments(reply.pending, style).text(style), hidden,
    ])
  }

  private static func payments(_ payments: [UnidentifiedPayment], _ style: Style) -> Table {
    var table = Table([
      .text("Value"), .flexible("Payer", atLeast: 12), .flexible("Text", atLeast: 12),
      .amount("Amount"), .text(""), .flexible("Why it is unidentified", atLeast: 16),
    ])
    for payment in payments {
      let details = payment.details
      table.add([
        "\(details.valueDate)",
        MaskedText.masked(details.payer.name ?? details.payer.iban ?? "-", style),
        MaskedText.masked(details.text, style), details.amount.grouped,
        "\(details.amount.currency)", payment.reason,
      ])
    }
    return table
  }

  private static func returns(_ reply: ListUnidentified.Reply, _ style: Style) -> String {
    guard reply.returnCount > 0 else { return "" }
    var table = Table([
      .text("Value"), .flexible("Return", atLeast: 20), .amount("Amount"), .text(""),
      .flexible("Why its payment is unknown", atLeast: 16),
    ])
    for entry in reply.returns {
      table.add([
        "\(entry.valueDate)", entry.reversal.rawValue, entry.amount.grouped,
        "\(entry.amount.currency)", entry.reason,
      ])
    }
    let rest = reply.returnCount - reply.returns.count
    let hidden = rest > 0 ? "\(DisplayText.count(rest, "more return")) not listed." : ""
    return page(["Returns of unknown payments", table.text(style), hidden])
  }

  /// Names and what they stand for; rows that say nothing are left out.
  static func list(_ rows: [(name: String, value: String)], _ style: Style) -> String {
    let rows = rows.filter { !$0.value.isEmpty }
    let indent = (rows.map { DisplayText.width($0.name) }.max() ?? 0) + 2
    return rows.flatMap { row -> [String] in
      let lines = DisplayText.wrapped(DisplayText.safe(row.value), style.width - indent)
      let name = row.name + String(repeating: " ", count: indent - DisplayText.width(row.name))
      let margin = String(repeating: " ", count: indent)
      return lines.enumerated().map { ($0 == 0 ? name : margin) + $1 }
    }
    .joined(separator: "\n")
  }
}

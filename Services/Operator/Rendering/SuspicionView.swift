import DomainKit
package import Messages

extension Rendering {
  /// Payments that may be one, side by side, by the names that a decision takes.
  package static func suspected(_ reply: ListSuspected.Reply, style: Style = .plain) -> String {
    guard reply.count > 0 else { return "No payment is suspected to be another." }
    let pairs = reply.suspicions.map { pair in
      let why = ("May be one", reason(pair.reason))
      return list(
        rows("Payment", pair.payment, style) + rows("Other", pair.other, style) + [why],
        style
      )
    }
    let rest = reply.count - reply.suspicions.count
    return page(pairs + [rest > 0 ? "\(DisplayText.count(rest, "more pair")) not listed." : ""])
  }

  private static func rows(
    _ title: String,
    _ side: SuspectedPair.Side,
    _ style: Style
  ) -> [(name: String, value: String)] {
    let details = side.details
    let amount = "\(details.amount.grouped) \(details.amount.currency), \(details.valueDate)"
    let payer = MaskedText.masked(details.payer.name ?? details.payer.iban ?? "", style)
    let owner = side.account.map { "\($0)'s" } ?? "unidentified"
    let facts = [amount, "by \(details.channel)", payer, owner].filter { !$0.isEmpty }
    return [(title, details.payment.rawValue), ("", facts.joined(separator: ", "))]
  }

  private static func reason(_ reason: PaymentSuspected.Reason) -> String {
    switch reason {
    case .toldTwice: "the bank's files name one booking differently"
    case .providerAndBank: "a provider told it, and the bank"
    case .sameReference: "the bank gave both one reference"
    }
  }
}

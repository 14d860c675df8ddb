import DomainKit
import ReportingDomain

/// Whose message a fact is, of which type, and what markers add up for it.
struct FactStream {
  let sender: Marker.Sender
  let type: String
  let amount: Money?

  init?(of fact: Fact) {
    switch fact {
    case .registered: (sender, type, amount) = (.invoicing, "account.registered.v1", nil)
    case .issued(let invoice):
      let gross = invoice.items.map(\.amount).reduce(.zero(invoice.items[0].amount.currency), +)
      (sender, type, amount) = (.invoicing, "invoice.issued.v1", gross)
    case .refusedInvoice: (sender, type, amount) = (.invoicing, "invoice.rejected.v1", nil)
    case .received(let payment):
      (sender, type, amount) = (.paymentIntake, "payment.received.v1", payment.amount)
    case .identified(let payment):
      (sender, type, amount) = (.paymentIntake, "payment.identified.v1", payment.amount)
    case .returned(let payment):
      (sender, type, amount) = (.paymentIntake, "payment.returned.v1", payment.amount)
    case .withdrawn(let payment):
      (sender, type, amount) = (.paymentIntake, "payment.withdrawn.v1", payment.amount)
    case .uneventful: (sender, type, amount) = (.paymentIntake, "statement.imported.v1", nil)
    case .suggested: (sender, type, amount) = (.matching, "match.suggested.v1", nil)
    case .decided(let decision):
      let cash = decision.clearings.map(\.cash).reduce(.zero(decision.onAccount.currency), +)
      let kind = decision.isReversal ? "unapplied" : "applied"
      (sender, type, amount) = (.matching, "payment.\(kind).v1", cash)
    case .foreign, .opened, .closed, .periodClosed: return nil
    }
  }
}

extension Fact {
  var account: AccountID? {
    switch self {
    case .registered(let registration): registration.account
    case .issued(let invoice): invoice.account
    case .identified(let payment): payment.account
    case .returned(let payment): payment.account
    case .decided(let decision): decision.account
    case .received, .withdrawn, .suggested, .refusedInvoice, .uneventful, .foreign, .opened,
      .closed, .periodClosed:
      nil
    }
  }

  var ownDate: CalendarDate? {
    switch self {
    case .issued(let invoice): invoice.issueDate
    case .identified(let payment): payment.valueDate
    case .returned(let payment): payment.valueDate
    case .decided(let decision): decision.valueDate
    case .registered, .received, .withdrawn, .suggested, .refusedInvoice, .uneventful, .foreign,
      .opened, .closed, .periodClosed:
      nil
    }
  }
}

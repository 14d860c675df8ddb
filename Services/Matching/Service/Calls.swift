import DomainKit
package import MatchingDomain
import Messages
package import ServiceKit

extension MatchingService {
  package static let calls: [CallHandler<Matching>] = [
    .query(ListOpenItems.self) { call, _, state in try openItems(call, state) },
    .query(ExplainPayment.self) { call, _, state in try explanation(call, state) },
  ]

  /// By due date, then name; payments by value date, then name.
  private static func openItems(
    _ call: ListOpenItems,
    _ state: Matching.State
  ) throws -> ListOpenItems.Reply {
    let items = state.openItems(of: call.account)
    let payments = state.openPayments(of: call.account)
    let pending = state.pendingPayments(of: call.account)
    guard
      state.accounts[call.account] != nil || !items.isEmpty || !payments.isEmpty
        || !pending.isEmpty
    else {
      throw CallStatus(.notFound, "account \(call.account) is not known in this partition")
    }
    return ListOpenItems.Reply(
      items: items.map {
        OpenItem(
          item: $0.id,
          invoice: $0.invoice,
          dueDate: $0.dueDate,
          amount: $0.amount,
          open: $0.open
        )
      },
      payments: payments.map {
        OpenPayment(
          payment: $0.id,
          amount: $0.amount,
          unapplied: $0.unapplied,
          onAccount: $0.onAccount
        )
      },
      pending: pending.map {
        PendingMoney(
          payment: $0.id,
          amount: $0.amount,
          valueDate: $0.valueDate,
          items: state.items(awaiting: $0).map(\.id)
        )
      }
    )
  }

  private static func explanation(
    _ call: ExplainPayment,
    _ state: Matching.State
  ) throws -> ExplainPayment.Reply {
    guard let payment = state.payments[call.payment] else {
      throw CallStatus(.notFound, "payment \(call.payment) is not known here, or is archived")
    }
    let suggestion = Matching.suggestion(for: payment, in: state)
    return ExplainPayment.Reply(
      details: PaymentDetails(payment),
      account: payment.account,
      advice: payment.advice.map { RemittanceAdvised($0, of: payment) },
      decisions: payment.decisions.indices.map { decision($0, of: payment) },
      suggestion: suggestion.map { MatchSuggested(payment, $0) },
      unapplied: payment.unapplied,
      onAccount: payment.onAccount
    )
  }

  /// A decision with what stands of it now, and what was left of the payment after it.
  private static func decision(_ index: Int, of payment: Matching.Payment) -> PaymentApplied {
    let decision = payment.decisions[index]
    let later = payment.decisions[(index + 1)...]
    return applied(
      decision,
      to: payment,
      leaving: later.reduce(payment.unapplied) { $0 + $1.cash + $1.onAccount }
    )
  }
}

extension PaymentDetails {
  fileprivate init(_ payment: Matching.Payment) {
    let details = payment.details
    self.init(
      payment: payment.id,
      amount: payment.amount,
      instructed: details.instructed,
      exchange: details.exchange,
      bookingDate: details.bookingDate,
      valueDate: payment.valueDate,
      channel: details.channel,
      payer: Payer(name: details.payerName, iban: details.payerIBAN),
      references: details.references,
      text: details.text,
      endToEndID: details.endToEndID,
      statedAccount: details.statedAccount
    )
  }
}

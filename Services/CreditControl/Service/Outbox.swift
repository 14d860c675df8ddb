package import CreditControlDomain
import DomainKit
import Messages
package import ServiceKit

extension CreditControlService {
  package static func messages(
    for event: CreditControl.Event,
    _ state: CreditControl.State
  ) -> [Outgoing] {
    switch event {
    case .dayOpened(let closes, let opens):
      [Outgoing(id: "day.opened/\(opens)", DayOpened(closes: closes, opens: opens))]
    case .cutCalled(let closes, let opens):
      [Outgoing(id: "cut.called/\(opens)", CutCalled(closes: closes, opens: opens))]
    case .periodClosed(let firstDay, let lastDay, let user):
      [
        Outgoing(
          id: "period.closed/\(lastDay)",
          PeriodClosed(firstDay: firstDay, lastDay: lastDay, closedBy: user.rawValue)
        )
      ]
    case .creditLimitChanged(let change): [message(change, state)]
    case .creditTermsChanged(let change): [message(change, state)]
    case .orderDecided(let decision): [message(decision, state)]
    case .partitionCountSet, .partitionClosed, .cutClosed, .accountRegistered, .invoiceTaken,
      .paymentReceived, .paymentApplied, .paymentUnapplied, .paymentReturned, .orderPlaced,
      .orderShipped, .orderClosed:
      []
    }
  }

  /// None: callers get their refusal as a status, and the facts that can be refused come from
  /// services of this house, whose faults the journal and the counters show.
  package static func messages(for rejection: CreditControl.Rejection) -> [Outgoing] { [] }

  private static func message(
    _ change: CreditControl.CreditLimitChange,
    _ state: CreditControl.State
  ) -> Outgoing {
    Outgoing(
      id: "credit-limit.changed/\(change.account)/\(change.ordinal)",
      CreditLimitChanged(
        account: change.account,
        limit: change.limit,
        changedBy: change.changedBy.rawValue,
        reason: change.reason
      ),
      account: change.account,
      partition: state.partition(of: change.account)
    )
  }

  private static func message(
    _ change: CreditControl.CreditTermsChange,
    _ state: CreditControl.State
  ) -> Outgoing {
    Outgoing(
      id: "credit-terms.changed/\(change.account)/\(change.ordinal)",
      CreditTermsChanged(
        account: change.account,
        from: change.terms.from,
        terms: change.terms.terms,
        lateChargeRate: change.terms.lateChargeRate,
        changedBy: change.changedBy.rawValue,
        reason: change.reason
      ),
      account: change.account,
      partition: state.partition(of: change.account)
    )
  }

  private static func message(
    _ decision: CreditControl.OrderDecision,
    _ state: CreditControl.State
  ) -> Outgoing {
    let (account, order) = (decision.key.account, decision.key.order)
    let content: any Message =
      decision.isApproved
      ? OrderApproved(
        order: order,
        account: account,
        amount: decision.amount,
        exposure: composition(decision.exposure),
        limit: decision.limit
      )
      : OrderHeld(
        order: order,
        account: account,
        amount: decision.amount,
        exposure: composition(decision.exposure),
        limit: decision.limit,
        reason: decision.reason
      )
    return Outgoing(
      id: "order.decided/\(order)/\(digest(account))/\(decision.ordinal)",
      content,
      account: account,
      partition: state.partition(of: account)
    )
  }

  /// Tells accounts apart that use one order number; two identifiers of full length would exceed
  /// what a message's id may measure (an AMQP short string).
  private static func digest(_ account: AccountID) -> String {
    String(FNV1a.hash(account.rawValue.utf8), radix: 16)
  }

  static func composition(_ exposure: CreditControl.Exposure) -> ExposureComposition {
    ExposureComposition(
      openItems: exposure.openItems,
      unapplied: exposure.unapplied,
      shippedNotBilled: exposure.shippedNotBilled,
      openOrders: exposure.openOrders
    )
  }
}

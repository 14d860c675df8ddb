import DomainKit
import Messages
import PaymentIntakeDomain
import ServiceKit

/// Calls about payments that may be one.
extension PaymentIntakeService {
  static var listSuspected: CallHandler<PaymentIntake> {
    .query(ListSuspected.self) { call, _, state in
      guard (1...1000).contains(call.limit) else {
        throw CallStatus(.invalidArgument, "limit is \(call.limit), expected 1 to 1000")
      }
      let open = state.openSuspicions
      return ListSuspected.Reply(
        suspicions: open.prefix(call.limit).compactMap { row in
          guard let suspicion = row.suspicion, let other = state.payments[suspicion.other] else {
            return nil
          }
          return SuspectedPair(
            payment: side(row),
            other: side(other),
            reason: PaymentSuspected.Reason(suspicion.reason)
          )
        },
        count: open.count
      )
    }
  }

  static var settleSuspicion: CallHandler<PaymentIntake> {
    .mutation(
      SettleSuspicion.self,
      command: { call, request in
        .settleSuspicion(
          SuspicionSettlement(
            payment: call.payment,
            other: call.other,
            isCopy: call.verdict == .duplicate,
            record: try ManualRecord(call.note, request)
          )
        )
      },
      reply: { call, _, _, state in
        guard let row = state.payments[call.payment] else {
          throw CallStatus(.internal, "\(call.payment) is gone")
        }
        return SettleSuspicion.Reply(left: row.remaining)
      },
      refusal: status
    )
  }

  private static func side(_ row: PaymentRow) -> SuspectedPair.Side {
    SuspectedPair.Side(details: PaymentDetails(row.facts), account: row.owner?.account)
  }
}

extension PaymentSuspected.Reason {
  init(_ reason: Suspicion.Reason) {
    self =
      switch reason {
      case .toldTwice: .toldTwice
      case .providerAndBank: .providerAndBank
      case .sameReference: .sameReference
      }
  }
}

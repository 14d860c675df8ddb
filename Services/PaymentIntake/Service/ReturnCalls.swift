import DomainKit
import Messages
import PaymentIntakeDomain
import ServiceKit

/// Calls about which payment a return takes back.
extension PaymentIntakeService {
  static var settleReturn: CallHandler<PaymentIntake> {
    .mutation(
      SettleReturn.self,
      command: { call, request in
        .settleReturn(
          ReturnSettlement(
            reversal: call.reversal,
            payment: call.payment,
            record: try ManualRecord(call.note, request)
          )
        )
      },
      reply: { call, _, _, state in
        guard let settled = state.settledReturns[call.reversal] else {
          throw CallStatus(.internal, "\(call.reversal) was not settled")
        }
        return SettleReturn.Reply(
          amount: settled.amount,
          account: state.payments[settled.payment]?.owner?.account
        )
      },
      refusal: status
    )
  }
}

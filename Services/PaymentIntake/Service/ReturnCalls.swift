import DomainKit
import Messages
import PaymentIntakeDomain
import ServiceKit

/// Calls about which payment a return takes back, and what undoes a return.
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
        guard let settled = state.returns[call.reversal]?.settlement else {
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

  static var undoReturn: CallHandler<PaymentIntake> {
    .mutation(
      UndoReturn.self,
      command: { call, request in
        .undoReturn(
          UndoingSettlement(
            credit: call.credit,
            reversal: call.reversal,
            record: try ManualRecord(call.note, request)
          )
        )
      },
      reply: { call, _, _, state in
        guard let row = state.returns[call.reversal], row.undoneBy == call.credit else {
          throw CallStatus(.internal, "\(call.reversal) was not undone")
        }
        return UndoReturn.Reply(
          amount: row.taken?.amount ?? row.telling.amount,
          payment: row.taken?.payment
        )
      },
      refusal: status
    )
  }
}

package import DomainKit

/// A person says which payment a return takes back.
package struct ReturnSettlement: Equatable, Sendable {
  package var reversal: PaymentID
  package var payment: PaymentID
  package var record: ManualRecord

  package init(reversal: PaymentID, payment: PaymentID, record: ManualRecord) {
    self.reversal = reversal
    self.payment = payment
    self.record = record
  }
}

/// A return that a person settled, as the state keeps it.
package struct SettledReturn: Codable, Equatable, Sendable {
  package var payment: PaymentID
  /// What it took of the payment.
  package var amount: Money
  package var record: ManualRecord

  package init(payment: PaymentID, amount: Money, record: ManualRecord) {
    self.payment = payment
    self.amount = amount
    self.record = record
  }
}

// What a person decides about returns.
extension Draft {
  /// Takes the money back from the payment that the person names; the same again changes nothing.
  ///
  /// He may know better than the references, but no more is taken back than came.
  mutating func settle(_ settlement: ReturnSettlement) throws(PaymentIntake.Rejection) {
    if let known = state.returns[settlement.reversal]?.settlement {
      guard known.payment == settlement.payment else {
        throw .returnSettledAlready(settlement.reversal, known.payment)
      }
      return
    }
    guard let telling = state.returns.waiting(settlement.reversal) else {
      throw .returnNotWaiting(settlement.reversal)
    }
    guard let row = state.payments[settlement.payment] else {
      throw .paymentUnknown(settlement.payment)
    }
    guard row.withdrawnBy == nil, row.remaining.isPositive else {
      throw .takenBackAlready(settlement.payment)
    }
    guard let amount = telling.amount(takenFrom: row) else {
      throw .returnDoesNotFit(telling, settlement.payment, remaining: row.remaining)
    }
    emit(
      .returnSettled(
        settlement.reversal,
        SettledReturn(payment: settlement.payment, amount: amount, record: settlement.record)
      )
    )
    settle(telling, with: settlement.payment, amount)
  }
}

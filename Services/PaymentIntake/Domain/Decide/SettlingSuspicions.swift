package import DomainKit

/// A person says whether two payments that may be one are.
package struct SuspicionSettlement: Equatable, Sendable {
  package var payment: PaymentID
  package var other: PaymentID
  /// `payment` is a copy of `other`; otherwise both are payments.
  package var isCopy: Bool
  package var record: ManualRecord

  package init(payment: PaymentID, other: PaymentID, isCopy: Bool, record: ManualRecord) {
    self.payment = payment
    self.other = other
    self.isCopy = isCopy
    self.record = record
  }
}

// What a person decides about suspicions.
extension Draft {
  /// The same again changes nothing.
  mutating func settle(_ settlement: SuspicionSettlement) throws(PaymentIntake.Rejection) {
    let (payment, other) = (settlement.payment, settlement.other)
    guard let suspected = state.suspected(payment, other), let row = state.payments[payment],
      let otherRow = state.payments[other]
    else { throw .notSuspected(payment, other) }
    let copy = settlement.isCopy ? payment : nil
    if let known = state.payments[suspected]?.verdict {
      guard known.copy == copy else { throw .suspicionSettledAlready(suspected) }
      return
    }
    if settlement.isCopy {
      guard row.withdrawnBy == nil, row.remaining.isPositive else {
        throw .takenBackAlready(payment)
      }
      guard !otherRow.isCopy else { throw .isCopyItself(other) }
    }
    emit(
      .suspicionSettled(suspected, SuspicionVerdict(copy: copy, record: settlement.record))
    )
    if settlement.isCopy { withdraw(row, asCopyOf: other) }
  }

  /// What was counted twice leaves from where it is: the pool, or the account that has it, where it
  /// undoes what it did as a return does.
  private mutating func withdraw(_ row: PaymentRow, asCopyOf original: PaymentID) {
    let payment = row.facts.payment
    guard let owner = row.owner else {
      return emit(
        .paymentWithdrawn(
          PaymentWithdrawal(
            payment: payment,
            amount: row.remaining,
            valueDate: row.facts.valueDate,
            cause: .copied(original)
          )
        )
      )
    }
    emit(
      .paymentReturned(
        PaymentReturn(
          reversal: PaymentID(copy: payment),
          payment: payment,
          owner: owner,
          amount: row.remaining,
          charges: .zero(row.facts.amount.currency),
          valueDate: state.openCut?.date ?? row.facts.valueDate,
          reason: PaymentReturn.duplication
        )
      )
    )
  }
}

extension PaymentReturn {
  /// ISO 20022 external return reason code: the payment is a copy of another.
  package static let duplication = "AM05"
}

extension PaymentID {
  /// Names what takes back a copy.
  init(copy payment: PaymentID) {
    self =
      PaymentID(rawValue: "\(payment)~copy")
      ?? PaymentID("\(String(FNV1a.hash(payment.rawValue.utf8), radix: 16))~copy")
  }
}

extension PaymentIntake.State {
  /// The payments that a person has to look at, by name: each may be another.
  package var openSuspicions: [PaymentRow] {
    payments.suspected.sorted().compactMap { payments[$0] }
  }

  /// Which of the two bears the suspicion that they are one.
  fileprivate func suspected(_ payment: PaymentID, _ other: PaymentID) -> PaymentID? {
    if payments[payment]?.suspicion?.other == other { return payment }
    return payments[other]?.suspicion?.other == payment ? other : nil
  }
}

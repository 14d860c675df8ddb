package import DomainKit

/// A person says whose a payment is.
package struct PaymentAssignment: Equatable, Sendable {
  package var payment: PaymentID
  package var account: AccountID
  /// Who said it, and why: kept as the evidence.
  package var user: String
  package var note: String
  /// Whether later payments of this payer are the account's too.
  package var teaches: Bool

  package init(
    payment: PaymentID,
    account: AccountID,
    user: String,
    note: String,
    teaches: Bool
  ) {
    self.payment = payment
    self.account = account
    self.user = user
    self.note = note
    self.teaches = teaches
  }
}

// What a person decides about payers.
extension Draft {
  /// Hands a payment of the pool over; the same again changes nothing.
  ///
  /// A batch whose details are not known may be one account's as a whole: the person says so. It
  /// teaches nothing, since who made it is not who paid; nor does money of our own.
  mutating func assign(_ assignment: PaymentAssignment) throws(PaymentIntake.Rejection) {
    guard let row = state.payments[assignment.payment] else {
      throw .paymentUnknown(assignment.payment)
    }
    if let owner = row.owner {
      guard owner.account == assignment.account else {
        throw .identifiedAlready(assignment.payment, owner.account)
      }
      return
    }
    guard row.isInPool else { throw .takenBackAlready(assignment.payment) }
    guard state.directory.accounts[assignment.account] != nil,
      let partition = state.partition(of: assignment.account)
    else { throw .accountUnknown(assignment.account) }
    emit(
      .paymentIdentified(
        Identification(
          payment: assignment.payment,
          owner: Owner(account: assignment.account, partition: partition),
          evidence: Evidence(.person, "\(assignment.user): \(assignment.note)"),
          teaches: assignment.teaches && row.receipt.batched == nil && row.facts.isCustomers
        )
      )
    )
  }

  /// Forgets what was learnt of a payer; what comes later teaches anew.
  mutating func forget(_ trait: PayerTrait) throws(PaymentIntake.Rejection) {
    guard state.learntPayers.lessons[trait] != nil else { throw .payerUnknown(trait) }
    emit(.payerForgotten(trait))
  }
}

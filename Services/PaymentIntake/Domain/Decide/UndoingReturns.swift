package import DomainKit

/// A return is undone: the bank brings again what it had taken back, and the payment counts as
/// before (rule R8: a reversal may be reversed once, and nothing remains of the two).
package struct ReturnUndoing: Codable, Equatable, Sendable {
  /// The credit that brings the money.
  package var credit: PaymentID
  package var reversal: PaymentID
  /// What of the payment counts again.
  package var amount: Money
  package var valueDate: CalendarDate
  /// None: what the return took back never reached us.
  package var payment: PaymentID?
  /// None: it was taken from the pool.
  package var owner: Owner?

  package init(
    credit: PaymentID,
    reversal: PaymentID,
    amount: Money,
    valueDate: CalendarDate,
    payment: PaymentID? = nil,
    owner: Owner? = nil
  ) {
    self.credit = credit
    self.reversal = reversal
    self.amount = amount
    self.valueDate = valueDate
    self.payment = payment
    self.owner = owner
  }
}

/// A person says which return a credit undoes.
package struct UndoingSettlement: Equatable, Sendable {
  package var credit: PaymentID
  package var reversal: PaymentID
  package var record: ManualRecord

  package init(credit: PaymentID, reversal: PaymentID, record: ManualRecord) {
    self.credit = credit
    self.reversal = reversal
    self.record = record
  }
}

extension PaymentIntake.State {
  /// The one return that the credit undoes, by the surest kind of evidence that names any.
  ///
  /// The payer's IBAN is none: a refund to the same customer may have bounced.
  fileprivate func undone(by credit: PaymentRow) -> ReturnRow? {
    let traces = Traces(of: credit.receipt)
    for keys in [traces.endToEnd, traces.references, traces.servicer] {
      let found = Set(keys.flatMap { returns.byTrace[$0].map(Array.init) ?? [] })
        .compactMap { returns[$0] }
        .filter { fits(credit, $0) && !$0.telling.contradicts(credit.facts) }
      if !found.isEmpty { return found.count == 1 ? found[0] : nil }
    }
    return nil
  }

  /// The credit brings all that the return took, with the bank's charges or without.
  ///
  /// What was taken from the pool is a payment of its own again, and only of its amount.
  fileprivate func fits(_ credit: PaymentRow, _ row: ReturnRow) -> Bool {
    guard !row.telling.isBatch else { return false }
    guard let taken = row.taken else { return credit.facts.amount == row.telling.amount }
    if credit.facts.amount == taken.amount { return true }
    return credit.facts.amount == row.telling.amount && payments[taken.payment]?.owner != nil
  }
}

extension Draft {
  /// Finds what each credit of our own money undoes, in the order of value date and name.
  mutating func undoReturns() {
    for credit in state.unidentified where credit.isOwnMoney {
      if let row = state.undone(by: credit) { undo(row, by: credit) }
    }
  }

  /// A person may know better than the references; the same again changes nothing.
  mutating func undo(_ settlement: UndoingSettlement) throws(PaymentIntake.Rejection) {
    guard let row = state.returns[settlement.reversal] else {
      throw .returnUnknown(settlement.reversal)
    }
    if let credit = row.undoneBy {
      guard credit == settlement.credit else {
        throw .returnUndoneAlready(settlement.reversal, by: credit)
      }
      return
    }
    guard let credit = state.payments[settlement.credit] else {
      throw .paymentUnknown(settlement.credit)
    }
    guard credit.isInPool, credit.isOwnMoney else { throw .notOwnMoney(settlement.credit) }
    guard state.fits(credit, row) else {
      throw .creditDoesNotFit(settlement.credit, amount: credit.facts.amount, row.telling)
    }
    undo(row, by: credit)
  }

  /// The credit leaves the pool for the payment that counts again; where that had no owner, the
  /// credit itself takes its place, and is whose the payment would have been.
  private mutating func undo(_ row: ReturnRow, by credit: PaymentRow) {
    let payment = row.taken.flatMap { state.payments[$0.payment] }
    emit(
      .returnUndone(
        ReturnUndoing(
          credit: credit.facts.payment,
          reversal: row.telling.reversal,
          amount: row.taken?.amount ?? row.telling.amount,
          valueDate: credit.facts.valueDate,
          payment: row.taken?.payment,
          owner: payment?.owner
        )
      )
    )
    guard let payment, payment.owner == nil else { return withdraw(credit, undoing: row) }
    var receipt = credit.receipt
    receipt.facts = credit.facts.merged(with: payment.facts)
    receipt.facts.nature = .cameAgain
    emit(.paymentDetailed(receipt))
    identifyAtCut(credit.facts.payment)
  }

  private mutating func withdraw(_ credit: PaymentRow, undoing row: ReturnRow) {
    emit(
      .paymentWithdrawn(
        PaymentWithdrawal(
          payment: credit.facts.payment,
          amount: credit.facts.amount,
          valueDate: credit.facts.valueDate,
          cause: .returnUndone(reversal: row.telling.reversal)
        )
      )
    )
  }
}

extension PaymentRow {
  fileprivate var isOwnMoney: Bool {
    !facts.isCustomers && receipt.batched == nil
  }
}

import DomainKit

// The payer directory learns when a cut closes, so that it does not matter when within the cut a
// payment was identified, matched or taken back: from the payments that were identified in it by
// certain evidence, and from those that matching has confirmed in the cut before.
//
// Matching has the last word: a payment whose match it took back teaches no longer, nor does one
// whose money is gone. What a person said stays until it is forgotten.
extension PaymentIntake.State {
  mutating func learnPayers(atCloseOf cut: DayCut) {
    let confirmed = takeMatches(before: cut)
    for payment in Set(teachers.keys).union(confirmed.keys).union(takenBack.keys) {
      review(payment, confirmed[payment], at: cut.date)
    }
    teachers = [:]
    takenBack = [:]
    learntPayers.endForgetting()
    learntPayers.settle(at: cut.date)
  }

  /// Learns from the payment, or unlearns what it taught.
  private mutating func review(_ payment: PaymentID, _ told: Money?, at date: CalendarDate) {
    guard let row = payments[payment], let owner = row.owner else { return }
    let known = learntPayers.teachings[payment]
    // Nobody knows any more whether it has taught.
    let isOld = PaymentIntake.isTeachingSettled(of: row.receipt.cut, at: date)
    guard !isOld || known != nil || teachers[payment] != nil else { return }
    let zero = Money.zero(row.facts.amount.currency)
    let confirmed = told.map { max(zero, (known?.confirmed ?? zero) + $0) } ?? known?.confirmed
    let basis = basis(of: row, known?.basis, confirmed)
    guard let basis else {
      if let known { learntPayers.unlearn(payment, for: owner.account, by: known.traits) }
      return learntPayers.remember(nil, of: payment)
    }
    let borne = known?.traits ?? row.facts.payerTraits(besides: invoices)
    guard !borne.isEmpty || known != nil else { return }
    let traits = known?.traits ?? borne.filter { isTaught($0, by: payment) }
    if known == nil {
      let teacher = PayerTeacher(payment: payment, valueDate: row.facts.valueDate, basis: basis)
      learntPayers.learn(teacher, for: owner.account, by: traits)
    }
    learntPayers.remember(
      PayerTeaching(
        account: owner.account,
        basis: basis,
        traits: traits,
        confirmed: confirmed,
        cut: row.receipt.cut
      ),
      of: payment
    )
  }

  /// What makes it certain whose the payment is; nil: nothing does.
  private func basis(
    of row: PaymentRow,
    _ known: PayerTeacher.Basis?,
    _ confirmed: Money?
  ) -> PayerTeacher.Basis? {
    let identified = teachers[row.facts.payment].map { kind -> PayerTeacher.Basis in
      kind == .person ? .person : .evidence
    }
    let basis = known ?? identified
    if basis == .person { return basis }
    guard row.remaining.isPositive, row.canTeach else { return nil }
    guard let confirmed else { return basis }
    return confirmed.isPositive ? basis ?? .match : nil
  }

  /// What was forgotten after a payment was matched is not learnt again from its match.
  private func isTaught(_ trait: PayerTrait, by payment: PaymentID) -> Bool {
    teachers[payment] != nil || learntPayers.forgotten[trait] == nil
  }
}

extension PaymentRow {
  /// Who made a batch is not who paid; money of our own has no payer; and what a person handed over
  /// for this once teaches nothing, whatever it is matched with.
  fileprivate var canTeach: Bool {
    receipt.batched == nil && facts.nature == .payment && !isForOnce
  }
}

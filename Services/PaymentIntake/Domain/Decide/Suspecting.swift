import DomainKit

// Payments that may be another told again.
//
// Nothing is dropped on a guess: both count, and a person is told. They are looked for at the cut,
// when it does not matter any more which of the two came first.
extension PaymentIntake.State {
  /// Of the payments that came in the cut, each at most once, in the order of their names.
  func suspicions(in cut: DayCut) -> [Suspicion] {
    payments.fresh(in: cut).sorted().compactMap { payment in
      guard let row = payments[payment], row.suspicion == nil, row.receipt.batched == nil else {
        return nil
      }
      let sure = Set(likenesses(of: row).flatMap { payments(alike: $0) })
      let others = sure.union(resembling(row))
      let found = others.sorted().compactMap { suspicion(of: row, and: $0, in: cut) }
      return found.first
    }
  }

  /// None of what so many share that it tells nothing.
  private func payments(alike key: TraceKey) -> [PaymentID] {
    guard let found = payments.byTrace[key], found.count <= PaymentIntake.tellingLikeness else {
      return []
    }
    return Array(found)
  }

  /// Under what a payment of the same amount and payer would be found.
  private func likenesses(of row: PaymentRow) -> [TraceKey] {
    let accounts = payments.creditorAccounts.sorted().map(\.rawValue) + [Traces.noAccount]
    return accounts.flatMap { Traces(of: row.facts, in: $0).likenesses }
  }

  /// Payments of the same amount about that day, under the same name or for the same invoice.
  private func resembling(_ row: PaymentRow) -> [PaymentID] {
    let days = -PaymentIntake.providerDays...PaymentIntake.providerDays
    let near = days.flatMap { offset in
      let date = row.facts.valueDate.adding(days: offset)
      return payments(alike: Traces.day(row.facts.amount, date))
    }
    guard near.count > 1 else { return [] }
    let numbers = Claims(of: row).invoiceNumbers(in: invoices)
    return near.filter { name in
      guard let other = payments[name], !row.receipt.isBeside(other.receipt) else { return false }
      return !Set(row.facts.comparableNames).isDisjoint(with: other.facts.comparableNames)
        || !numbers.isDisjoint(with: Claims(of: other).invoiceNumbers(in: invoices))
    }
  }

  private func suspicion(
    of row: PaymentRow,
    and other: PaymentID,
    in cut: DayCut
  ) -> Suspicion? {
    guard other != row.facts.payment, let known = payments[other], known.withdrawnBy == nil,
      known.receipt.batched == nil,
      known.receipt.cut < cut || other < row.facts.payment,
      let reason = row.receipt.suspicion(with: known.receipt)
    else { return nil }
    return Suspicion(payment: row.facts.payment, other: other, reason: reason)
  }
}

extension PaymentReceipt {
  /// Both stand in one statement of the bank, which lists what it has booked once.
  fileprivate func isBeside(_ other: PaymentReceipt) -> Bool {
    guard let statement = place?.entry.statement else { return false }
    return statement == other.place?.entry.statement
  }

  /// The amount is the same already, and one of end-to-end reference, structured reference, IBAN,
  /// name and invoice.
  fileprivate func suspicion(with other: PaymentReceipt) -> Suspicion.Reason? {
    guard let place, let otherPlace = other.place else {
      let days = abs(facts.valueDate.days(until: other.facts.valueDate))
      let isOne = (place == nil) != (other.place == nil)
      return isOne && days <= PaymentIntake.providerDays ? .providerAndBank : nil
    }
    guard place.account.isSame(as: otherPlace.account), place.entry != otherPlace.entry,
      facts.valueDate == other.facts.valueDate
    else { return nil }
    // Two entries that the bank has named in one kind of message are two.
    let isNamed = !place.entry.isPlace && !otherPlace.entry.isPlace
    return isNamed && facts.channel == other.facts.channel ? nil : .toldTwice
  }
}

extension PaymentIntake {
  /// Days that a provider may take to pass money on.
  package static let providerDays = 5
  /// Payments of one amount that may share a reference or an IBAN, and still be told apart by it.
  package static let tellingLikeness = 100
}

extension Draft {
  /// A payment of an entry that bears another's name may be that other one, told wrongly.
  mutating func suspect(_ line: StatementLine, bearing told: StatementLine) {
    let entry = told.place.entry
    guard line.place.entry != entry else { return }
    let others = [told.name, state.entries[entry]?.whole].compactMap(\.self)
    guard let other = others.first(where: { state.payments[$0] != nil }) else { return }
    emit(
      .duplicateSuspected(Suspicion(payment: line.name, other: other, reason: .sameReference))
    )
  }

  mutating func suspectDuplicates(in cut: DayCut) {
    for suspicion in state.suspicions(in: cut) { emit(.duplicateSuspected(suspicion)) }
  }
}

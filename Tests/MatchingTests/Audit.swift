import DomainKit
import MatchingDomain
import Messages
import Terms
import Testing

/// Every cent is somewhere, and whatever is derived says the same as what it is derived from.
func audit(_ state: Matching.State) {
  var cleared: [ItemID: (cash: Int64, discount: Int64, credited: Int64)] = [:]
  for payment in state.payments.values {
    let parts = [payment.applied, payment.unapplied, payment.onAccount, payment.returned]
    #expect(parts.reduce(.zero(payment.amount.currency), +) == payment.amount)
    for part in parts { #expect(!part.isNegative, "\(payment.id)") }
    for allocation in payment.decisions.flatMap(\.allocations) {
      #expect(!allocation.cash.isNegative)
      #expect(allocation.isInGrace == nil || !allocation.discount.isZero)
      #expect(state.items[allocation.item]?.account ?? allocation.account == allocation.account)
      let (amount, discount) = (allocation.cash.minorUnits, allocation.discount.minorUnits)
      if payment.creditNote == nil {
        #expect(discount >= 0)
        cleared[allocation.item, default: (0, 0, 0)].cash += amount
        cleared[allocation.item, default: (0, 0, 0)].discount += discount
      } else {
        // What is given up of a credit clears nothing.
        #expect(discount <= 0 && amount + discount >= 0)
        cleared[allocation.item, default: (0, 0, 0)].credited += amount + discount
      }
    }
    #expect(payment.returns.map(\.reversal) == payment.returns.map(\.reversal).sorted())
  }
  for item in state.items.values {
    let gone = item.cash + item.granted + item.credited + item.writtenOff
    #expect(item.open + gone == item.amount)
    #expect(!item.open.isNegative, "\(item.id) is open by \(item.open)")
    let less = item.creditedLessDiscount
    #expect(less.map { $0.isPositive && $0 <= item.credited } ?? true)
    #expect(item.granted <= (item.discounts.first?.amount ?? .zero(item.amount.currency)))
    // A payment that left for the archive has cleared its items all the same.
    let part = cleared[item.id] ?? (0, 0, 0)
    let whole = (item.cash.minorUnits, item.granted.minorUnits, item.credited.minorUnits)
    #expect(part.cash <= whole.0 && part.discount <= whole.1 && part.credited <= whole.2)
    if state.closedCuts.isEmpty { #expect(part == whole) }
  }
  auditLedgers(state)
  auditBalances(state)
}

private func auditLedgers(_ state: Matching.State) {
  var items: [AccountID: [ItemID]] = [:]
  for item in state.items.values where item.open.isPositive {
    items[item.account, default: []].append(item.id)
  }
  var payments: [AccountID: [PaymentID]] = [:]
  var awaiting: [Matching.EvidenceKey: [PaymentID]] = [:]
  for payment in state.payments.values
  where payment.unapplied.isPositive || payment.onAccount.isPositive {
    payments[payment.account, default: []].append(payment.id)
    for key in payment.awaited { awaiting[key, default: []].append(payment.id) }
  }
  #expect(Set(state.ledgers.keys) == Set(items.keys).union(payments.keys))
  for (account, ledger) in state.ledgers {
    #expect(ledger.items == (items[account] ?? []).sorted())
    #expect(ledger.payments == (payments[account] ?? []).sorted())
  }
  #expect(Set(state.awaiting.keys) == Set(awaiting.keys))
  for (key, ids) in state.awaiting { #expect(ids == awaiting[key]?.sorted()) }
  var named: [Matching.EvidenceKey: [InvoiceNumber]] = [:]
  for invoice in state.invoices.values {
    for key in invoice.keys { named[key, default: []].append(invoice.number) }
  }
  #expect(Set(state.named.keys) == Set(named.keys))
  for (key, numbers) in state.named { #expect(numbers == named[key]?.sorted()) }
  for (key, numbers) in state.hinted {
    #expect(!numbers.isEmpty && numbers == numbers.sorted(), "\(key)")
  }
}

private func auditBalances(_ state: Matching.State) {
  #expect(state.balances.map(\.currency) == state.balances.map(\.currency).sorted())
  for balance in state.balances {
    let open = state.items.values.filter { $0.amount.currency == balance.currency }.map(\.open)
    let payments = state.payments.values.filter { $0.amount.currency == balance.currency }
    for (count, amounts) in [
      (balance.openItems, open), (balance.unapplied, payments.map(\.unapplied)),
      (balance.onAccount, payments.map(\.onAccount)),
    ] {
      #expect(count.count == amounts.filter { !$0.isZero }.count)
      #expect(count.sum == amounts.reduce(.zero(balance.currency), +))
    }
  }
}

/// Another service: it knows only the messages, and counts each decision's name once a payment.
struct World: Equatable, Sendable {
  struct Standing: Equatable, Sendable {
    var cash: Int64 = 0
    var discount: Int64 = 0
    var inGrace: Int64 = 0
    var writtenOff: Int64 = 0
  }
  /// By payment and item; nothing is left out.
  private(set) var cleared: [PaymentID: [ItemID: Standing]] = [:]
  private(set) var onAccount: [PaymentID: Int64] = [:]
  private(set) var unapplied: [PaymentID: Money] = [:]
  private(set) var closings: [DayClosed] = []
  private(set) var names: [PaymentID: Set<String>] = [:]
  /// What is open of each item, as invoicing and the messages say.
  private(set) var open: [ItemID: Int64] = [:]

  mutating func read(_ file: Matching.IssuedInvoice) {
    for item in file.items { open[item.id] = item.amount.minorUnits }
  }

  mutating func read(_ message: any Message) {
    switch message {
    case let applied as PaymentApplied:
      count(applied.decision, of: applied.payment)
      for allocation in applied.allocations { clear(allocation, by: applied.payment, 1) }
      onAccount[applied.payment, default: 0] += applied.onAccount.minorUnits
      self.unapplied[applied.payment] = applied.unapplied
      #expect(!applied.unapplied.isNegative)
    case let unapplied as PaymentUnapplied:
      count(unapplied.decision, of: unapplied.payment)
      for allocation in unapplied.allocations { clear(allocation, by: unapplied.payment, -1) }
      onAccount[unapplied.payment, default: 0] -= unapplied.offAccount.minorUnits
      self.unapplied[unapplied.payment] = unapplied.unapplied
      #expect(!unapplied.unapplied.isNegative)
    case let applied as CreditApplied:
      let note = PaymentID(creditNote: applied.creditNote)
      count(applied.decision, of: note)
      for allocation in applied.allocations { clear(allocation, by: note, 1) }
      onAccount[note, default: 0] += applied.onAccount.minorUnits
      self.unapplied[note] = applied.unapplied
    case let unapplied as CreditUnapplied:
      let note = PaymentID(creditNote: unapplied.creditNote)
      count(unapplied.decision, of: note)
      for allocation in unapplied.allocations { clear(allocation, by: note, -1) }
      onAccount[note, default: 0] -= unapplied.offAccount.minorUnits
      self.unapplied[note] = unapplied.unapplied
    case let closed as DayClosed: closings.append(closed)
    default: break
    }
  }

  private mutating func count(_ name: String, of payment: PaymentID) {
    #expect(names[payment, default: []].insert(name).inserted, "\(name) told twice")
  }

  private mutating func clear(_ allocation: Messages.Allocation, by id: PaymentID, _ sign: Int64) {
    var standing = cleared[id]?[allocation.item] ?? Standing()
    standing.cash += sign * allocation.amount.minorUnits
    standing.discount += sign * allocation.discount.minorUnits
    let writtenOff = allocation.writtenOff?.minorUnits ?? 0
    standing.writtenOff += sign * writtenOff
    standing.inGrace += sign * (allocation.discountInGrace?.minorUnits ?? 0)
    #expect(standing.cash >= 0)
    #expect(id.isCreditNote ? standing.discount <= 0 : standing.discount >= 0)
    #expect(standing.inGrace == 0 || standing.inGrace == standing.discount)
    open[allocation.item, default: 0] -=
      sign * (allocation.amount.minorUnits + allocation.discount.minorUnits + writtenOff)
    let left = open[allocation.item] ?? 0
    #expect(left >= 0)
    #expect(allocation.isSettled == (sign > 0 && left == 0), "\(allocation.item) by \(id)")
    cleared[id, default: [:]][allocation.item] = standing == Standing() ? nil : standing
    if cleared[id]?.isEmpty ?? false { cleared[id] = nil }
  }

  /// What the messages add up to is what the books say of every payment that they still hold.
  func check(against state: Matching.State) {
    for item in state.items.values { #expect(open[item.id] == item.open.minorUnits) }
    for payment in state.payments.values {
      var expected: [ItemID: Standing] = [:]
      for allocation in payment.decisions.flatMap(\.allocations) {
        expected[allocation.item, default: Standing()].cash += allocation.cash.minorUnits
        expected[allocation.item, default: Standing()].discount += allocation.discount.minorUnits
        if allocation.isInGrace == true {
          expected[allocation.item, default: Standing()].inGrace += allocation.discount.minorUnits
        }
        expected[allocation.item, default: Standing()].writtenOff +=
          allocation.writtenOff.minorUnits
      }
      #expect(cleared[payment.id] ?? [:] == expected.filter { $1 != Standing() })
      #expect(onAccount[payment.id] ?? 0 == payment.onAccount.minorUnits)
      if let told = unapplied[payment.id] { #expect(told == payment.unapplied) }
    }
  }

  /// What stands, apart from how it came to stand.
  var standing: [String] {
    let cleared = self.cleared.flatMap { id, items in
      items.map { "\(id) \($0) \($1.cash) \($1.discount) \($1.writtenOff)" }
    }
    let onAccount = self.onAccount.filter { $1 != 0 }.map { "\($0) on account \($1)" }
    return (cleared + onAccount).sorted() + closings.map { "\($0)" }
  }
}

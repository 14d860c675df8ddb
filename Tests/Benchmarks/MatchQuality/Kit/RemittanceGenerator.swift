import DomainKit

/// Makes payments of a ledger up, in the proportions of a mix, each with its truth and its label.
///
/// Each payment is of the ledger as it stands: none sees what another has settled. A payment that
/// looks like certain evidence of something else than its payer meant (a slip that hits another
/// invoice of the same amount) is drawn again, since nobody could find out.
package struct RemittanceGenerator: Sendable {
  private var chance: Chance
  private let mix: Mix
  private var count = 0
  /// Payments that nobody could have read as they were meant.
  package private(set) var redrawn = 0

  let register: Register
  private let clerk: Clerk
  private let pools: Pools

  package init(_ ledger: Ledger, mix: Mix, seed: UInt64) {
    register = Register(ledger)
    clerk = Clerk(register: register)
    pools = Pools(register, ledger)
    self.mix = mix
    chance = Chance(seed: seed &* 31 &+ 7)
  }

  package mutating func next() -> Remittance {
    count += 1
    let kind = mix.draw(&chance)
    // A ledger may lack what a kind needs; then the payment is a clean one.
    for attempt in 0..<400 {
      let wanted = attempt < 300 ? kind : .cleanNumber
      var maker = PaymentMaker(register: register, pools: pools, chance: chance)
      let made = maker.make(wanted)
      chance = maker.chance
      guard let made else { continue }
      let remittance = labelled(made, wanted)
      guard isFindable(remittance, made) else {
        redrawn += 1
        continue
      }
      return remittance
    }
    preconditionFailure("nothing can be paid in this ledger")
  }

  private func labelled(_ made: MadePayment, _ kind: Kind) -> Remittance {
    let (text, mentions) = made.writing.finished()
    let seen = mentions + made.references.map { Mention(.reference, $0) }
    var remittance = Remittance(
      payment: PaymentID("bank:\(count)"),
      kind: kind.rawValue,
      amount: Money(made.amount, .euro),
      valueDate: made.valueDate,
      payerName: made.payerName,
      payerIBAN: made.payerIBAN,
      references: made.references,
      text: text,
      truth: truth(made.bookings, made.credits),
      mentions: seen,
      decidable: nil,
      because: nil
    )
    switch clerk.answer(remittance, seen) {
    case .books: remittance.decidable = true
    case .asks(let reason): (remittance.decidable, remittance.because) = (false, reason)
    }
    return remittance
  }

  private func isFindable(_ remittance: Remittance, _ made: MadePayment) -> Bool {
    guard
      case .books(let bookings, let credits) = clerk.answer(remittance, remittance.mentions ?? [])
    else { return true }
    return credits.count == made.credits.count
      && Set(truth(bookings, made.credits).allocations) == Set(remittance.truth.allocations)
  }

  private func truth(_ bookings: [Clerk.Booking], _ credits: [InvoiceNumber]) -> Truth {
    Truth(
      allocations: bookings.map { booking in
        let item = register.items[booking.item]
        return TrueAllocation(
          item: item.id,
          cash: Money(booking.cash, item.currency),
          discount: Money(booking.discount, item.currency)
        )
      },
      creditNotes: credits
    )
  }
}

/// Where in a register something of a kind is found.
struct Pools: Sendable {
  let discounted: [Int]
  let ordered: [Int]
  let settled: [Int]
  let settledAmounts: [Int: Int64]
  let heads: [Int]
  let withCredit: [Int]
  /// Accounts with two items of one amount and more.
  let repeating: [Int]
  /// Invoices of an account whose numbers follow each other, two and more.
  let rows: [[Int]]
  let printedReference: ReferenceStyle

  init(_ register: Register, _ ledger: Ledger) {
    discounted = register.items.indices.filter { !register.items[$0].discounts.isEmpty }
    ordered = register.invoices.indices.filter {
      register.invoices[$0].isOpen && !register.invoices[$0].order.isEmpty
    }
    settled = ledger.invoices.indices.filter { ledger.invoices[$0].paidBy != nil }
    settledAmounts = Dictionary(
      uniqueKeysWithValues: settled.map { index in
        (index, ledger.invoices[index].items.map(\.amount.minorUnits).reduce(0, +))
      }
    )
    heads = register.accounts.indices.filter { head in
      register.accounts[head].members.contains { !register.accounts[$0].items.isEmpty }
    }
    withCredit = register.accounts.indices.filter { !register.accounts[$0].credits.isEmpty }
    repeating = register.accounts.indices.filter { account in
      let opens = register.accounts[account].items.map { register.items[$0].open }
      return Set(opens).count < opens.count
    }
    rows = Self.rows(register)
    let first = ledger.invoices.first?.reference ?? "RF"
    printedReference =
      first.hasPrefix("RF")
      ? .creditor
      : first.count == 12
        ? .belgian
        : first.count == 27
          ? .swiss : .finnish
  }

  private static func rows(_ register: Register) -> [[Int]] {
    var rows: [[Int]] = []
    var row: [Int] = []
    func close() {
      if row.count > 1 { rows.append(row) }
      row = []
    }
    for index in register.invoices.indices {
      let invoice = register.invoices[index]
      if let last = row.last,
        register.invoices[last].account != invoice.account
          || Likeness.sequence(register, last) + 1 != Likeness.sequence(register, index)
          || !invoice.isOpen || !Likeness.sameHouse(register, last, index)
      {
        close()
      }
      if invoice.isOpen { row.append(index) }
    }
    close()
    return rows
  }
}

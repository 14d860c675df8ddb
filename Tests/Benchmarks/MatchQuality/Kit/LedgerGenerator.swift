package import DomainKit
import Terms

/// Makes a ledger up: many accounts with few open items, a few with thousands.
///
/// Nothing of it is chosen for the sake of matching. Customers of a subscription get the same
/// amount month after month; an account is billed in runs, so that its numbers stand in rows; some
/// pay in instalments, some may deduct a discount, some give orders, some are paid for by the head
/// of their group, some have paid already, and some have credit.
package struct LedgerGenerator: Sendable {
  /// The day on which the ledger is as it is.
  package static let today = CalendarDate(literal: "2026-06-15")

  private var chance: Chance
  private let styles: [Numbering]
  private let reference: ReferenceStyle
  private let wanted: Int
  private var ledger = Ledger()
  private var sequence: Int

  /// `usesOneNumbering`: one way of numbering, or several beside each other, as after a merger.
  package init(openItems: Int, seed: UInt64, usesOneNumbering: Bool = true) {
    chance = Chance(seed: seed)
    wanted = openItems
    let style = chance.pick(Numbering.allCases)
    let other = chance.pick(Numbering.allCases)
    styles = usesOneNumbering ? [style] : [style, other, .plain]
    reference = chance.pick(ReferenceStyle.allCases)
    sequence = chance.int(1...3000)
  }

  package mutating func make() -> Ledger {
    let customers = makeCustomers()
    var queue = customers.flatMap { repeatElement($0, count: $0.runs) }
    queue.shuffle(using: &chance)
    for (place, customer) in queue.enumerated() {
      bill(customer, issued: issueDate(place, of: queue.count))
    }
    credit()
    return ledger
  }

  /// Who is billed, and how.
  private struct Customer {
    let account: Int
    var runs: Int
    let numbering: Numbering
    let subscription: Int64?
    let hasDiscount: Bool
    let givesOrders: Bool
    let paysInInstalments: Bool
  }

  private mutating func makeCustomers() -> [Customer] {
    var customers: [Customer] = []
    var planned = 0
    while planned < wanted {
      let size = min(wanted - planned, accountSize())
      planned += size
      let account = addAccount()
      customers.append(
        Customer(
          account: account,
          runs: max(1, size * 10 / 13),
          numbering: chance.pick(styles),
          subscription: chance.happens(25) ? chance.pick(Self.prices) : nil,
          hasDiscount: chance.happens(18),
          givesOrders: chance.happens(30),
          paysInInstalments: chance.happens(4)
        )
      )
    }
    makeGroups()
    return customers
  }

  private mutating func accountSize() -> Int {
    let largest = max(8, min(4000, wanted / 12))
    switch chance.int(0...999) {
    case 0..<660: return chance.int(1...4)
    case 660..<900: return chance.int(5...15)
    case 900..<985: return min(largest, chance.int(16...80))
    case 985..<998: return min(largest, chance.int(81...400))
    default: return chance.int(max(1, largest / 4)...largest)
    }
  }

  private mutating func addAccount() -> Int {
    let id = AccountID("C\(10_000 + ledger.accounts.count)")
    let ibans = (0..<chance.weighted([22, 66, 12])).map { _ in IBANMaker.make(&chance) }
    ledger.accounts.append(
      LedgerAccount(
        id: id,
        name: Names.company(&chance),
        ibans: ibans,
        head: id,
        paidByHead: []
      )
    )
    return ledger.accounts.count - 1
  }

  /// One account in twelve heads a group of those registered after it; not every head pays.
  private mutating func makeGroups() {
    var next = 0
    while next < ledger.accounts.count {
      let size = chance.happens(8) ? chance.int(1...4) : 0
      let head = ledger.accounts[next].id
      for member in ledger.accounts.indices.dropFirst(next + 1).prefix(size) {
        ledger.accounts[member].head = head
        ledger.accounts[member].paidByHead =
          chance.happens(85)
          ? [PayingPeriod(from: Self.today.adding(days: -chance.int(100...900)))]
          : [PayingPeriod(to: Self.today.adding(days: -chance.int(60...200)))]
      }
      next += 1 + size
    }
  }

  private static let prices: [Int64] = [
    2990, 4990, 7900, 9900, 12_000, 14_900, 19_900, 25_000, 29_900, 45_000, 60_000, 99_000,
  ]

  private mutating func issueDate(_ place: Int, of count: Int) -> CalendarDate {
    Self.today.adding(days: -3 - (count - 1 - place) * 110 / max(1, count))
  }

  /// An invoice, or several in a row.
  private mutating func bill(_ customer: Customer, issued: CalendarDate) {
    guard ledger.invoices.count < wanted * 2 else { return }
    let row = chance.happens(8) ? chance.int(2...6) : 1
    for _ in 0..<row { addInvoice(customer, issued) }
    // One in nine has been paid already.
    if chance.happens(11) {
      addInvoice(customer, issued)
      let last = ledger.invoices.count - 1
      ledger.invoices[last].paidBy = PastPayment(
        payment: PaymentID("past:\(ledger.invoices[last].number)"),
        valueDate: issued.adding(days: 2)
      )
    }
  }

  private mutating func addInvoice(_ customer: Customer, _ issued: CalendarDate) {
    sequence += 1
    let number = customer.numbering.number(sequence, year: issued.year, month: issued.month)
    let amount = Money(self.amount(customer), .euro)
    let due = issued.adding(days: chance.pick([30, 30, 30, 45, 60]))
    let parts = customer.paysInInstalments ? chance.int(2...3) : 1
    let items = (1...parts).map { part in
      LedgerItem(
        id: ItemID(parts == 1 ? number : "\(number)/\(part)"),
        due: due.adding(days: 30 * (part - 1)),
        amount: share(of: amount, part, parts),
        discounts: customer.hasDiscount ? offers(share(of: amount, part, parts), issued) : []
      )
    }
    ledger.invoices.append(
      LedgerInvoice(
        number: InvoiceNumber(number),
        account: ledger.accounts[customer.account].id,
        issued: issued,
        reference: reference.reference(number: number, sequence: sequence),
        purchaseOrder: customer.givesOrders ? order() : nil,
        items: items
      )
    )
  }

  private mutating func amount(_ customer: Customer) -> Int64 {
    if let subscription = customer.subscription, chance.happens(80) { return subscription }
    let scale = chance.pick([100, 500, 500, 2000, 2000, 10_000, 50_000])
    let whole = Int64(chance.int(scale / 10...scale))
    return chance.happens(30) ? whole * 100 : whole * 100 + Int64(chance.int(1...99))
  }

  private func share(of amount: Money, _ part: Int, _ parts: Int) -> Money {
    let each = amount.minorUnits / Int64(parts)
    let last = amount.minorUnits - each * Int64(parts - 1)
    return Money(part == parts ? last : each, amount.currency)
  }

  private func offers(_ amount: Money, _ issued: CalendarDate) -> [DiscountOffer] {
    let percent = Percentage(literal: "2")
    let last = issued.adding(days: 10)
    return [
      DiscountOffer(
        percent: percent,
        base: amount,
        amount: amount.share(percent),
        lastDate: last,
        lastGraceDate: last.adding(days: 3)
      )
    ]
  }

  private mutating func order() -> String {
    switch chance.int(0...2) {
    case 0: "PO-\(chance.int(10_000...99_999))"
    case 1: "45000\(chance.int(10_000...99_999))"
    default: "BC \(chance.int(100...999))/26"
    }
  }

  /// Some invoices are credited in part, and some customers have credit on account.
  private mutating func credit() {
    for index in ledger.invoices.indices where chance.happens(2) {
      let invoice = ledger.invoices[index]
      let isOwn = chance.happens(50)
      let (first, isPlain) = (invoice.items[0], invoice.items.count == 1)
      guard invoice.paidBy == nil, isPlain, first.discounts.isEmpty || !isOwn else { continue }
      let amount = first.amount.minorUnits * Int64(chance.int(5...40)) / 100
      guard amount > 100 else { continue }
      ledger.creditNotes.append(
        LedgerCreditNote(
          number: InvoiceNumber("AV-2026-\(padded(ledger.creditNotes.count + 1, 4))"),
          account: invoice.account,
          issued: invoice.issued.adding(days: 2),
          amount: Money(amount, .euro),
          invoice: isOwn ? invoice.number : nil
        )
      )
    }
  }
}

import DomainKit
import Testing

@testable import MatchQualityKit

@Suite("A careful clerk")
struct ClerkTests {
  private let two = Ledger.of(
    LedgerInvoice("INV-2026-0042", 10_000),
    LedgerInvoice("INV-2026-0043", 25_000),
    LedgerInvoice("INV-2026-0050", 10_000, of: "B")
  )

  @Test("books what is named, in full, in part and with more than is owed")
  func named() {
    #expect(two.booked(payment(10_000), number: "inv 2026 0042") == ["INV-2026-0042 10000 0"])
    #expect(two.booked(payment(4000), number: "INV-2026-0042") == ["INV-2026-0042 4000 0"])
    #expect(two.booked(payment(10_100), number: "INV-2026-0042") == ["INV-2026-0042 10000 0"])
  }

  @Test("asks when the amount is that of another item than the number names")
  func anothersAmount() {
    #expect(two.booked(payment(25_000), number: "INV-2026-0042") == nil)
    let reference = ReferenceStyle.creditor.reference(number: "INV-2026-0042", sequence: 1)
    let mention = Mention(.reference, reference)
    #expect(two.booked(payment(25_000), [mention]) == ["INV-2026-0042 10000 0"])
  }

  @Test("asks when somebody else's invoice is named, and books a stranger's exact amount")
  func payers() {
    #expect(two.booked(payment(10_000), number: "INV-2026-0050") == nil)
    let stranger = payment(10_000, by: "DE-X")
    #expect(two.booked(stranger, number: "INV-2026-0050") == ["INV-2026-0050 10000 0"])
    #expect(two.booked(payment(9999, by: "DE-X"), number: "INV-2026-0050") == nil)
    let named = payment(25_000, by: nil, name: "AA ATELIERS")
    #expect(two.booked(named) == ["INV-2026-0043 25000 0"])
  }

  @Test(
    "reads what is like one open invoice that has the amount",
    arguments: ["42", "0042", "26-0042", "INV-2O26-OO42", "INV-2026-0024", "INV-2026-004"]
  )
  func like(_ word: String) {
    #expect(two.booked(payment(10_000), number: word) == ["INV-2026-0042 10000 0"])
    #expect(two.booked(payment(9000), number: word) == nil)
    #expect(two.booked(payment(10_000, by: "DE-X"), number: word) == nil)
  }

  @Test("asks when two invoices that a word is like have the amount")
  func likeTwo() {
    let equal = Ledger.of(
      LedgerInvoice("INV-2026-0042", 10_000),
      LedgerInvoice("INV-2026-0043", 10_000)
    )
    #expect(equal.booked(payment(10_000), number: "INV-2026-0044") == nil)
    #expect(equal.booked(payment(10_000), number: "INV-2026-00", isCut: true) == nil)
    #expect(two.booked(payment(10_000), number: "INV-2026-00", isCut: true) != nil)
  }

  @Test("by the amount alone only when nothing else has it (rules R22)")
  func amountAlone() {
    let three = Ledger.of(
      LedgerInvoice("X-1", 10_000),
      LedgerInvoice("X-2", 15_000),
      LedgerInvoice("X-3", 25_000)
    )
    #expect(three.booked(payment(25_000)) == nil)
    #expect(three.booked(payment(15_000)) == ["X-2 15000 0"])
    #expect(three.booked(payment(35_000)) == ["X-1 10000 0", "X-3 25000 0"])
    #expect(three.booked(payment(50_000)) == ["X-1 10000 0", "X-2 15000 0", "X-3 25000 0"])
    #expect(three.booked(payment(1)) == nil)
    #expect(three.booked(payment(15_000, by: "DE-X")) == nil)
  }

  @Test("takes a discount until the last day of grace, and none after it (rules R3, R4)")
  func discount() {
    let ledger = Ledger.of(LedgerInvoice("X-1", 100_000, discount: 2000))
    #expect(ledger.booked(payment(98_000), number: "X-1") == ["X-1 98000 2000"])
    let late = payment(98_000, on: today.adding(days: 1))
    #expect(ledger.booked(late, number: "X-1") == ["X-1 98000 0"])
    #expect(ledger.booked(payment(98_000)) == ["X-1 98000 2000"])
    #expect(ledger.booked(late) == nil)
    let equal = Ledger.of(
      LedgerInvoice("X-1", 100_000, discount: 2000),
      LedgerInvoice("X-2", 98_000)
    )
    #expect(equal.booked(late, number: "X-1") == ["X-1 98000 0"])
    let short = payment(50_000, on: today)
    #expect(equal.booked(short, number: "X-1") == nil)
  }

  @Test("a head pays for its members on the days that are agreed (rules R21)")
  func heads() {
    let ledger = Ledger.of(LedgerInvoice("X-1", 10_000, of: "M"))
    #expect(ledger.booked(payment(10_000, by: "FR-H"), number: "X-1") == ["X-1 10000 0"])
    #expect(ledger.booked(payment(10_000, by: "FR-H")) == ["X-1 10000 0"])
    let early = payment(10_000, by: "FR-H", on: today.adding(days: -40))
    #expect(ledger.booked(early, number: "X-1") == nil)
  }

  @Test("what is paid twice stays on account")
  func twice() {
    let ledger = Ledger.of(LedgerInvoice("X-1", 10_000, isPaid: true), LedgerInvoice("X-2", 500))
    #expect(ledger.booked(payment(10_000), number: "X-1")?.isEmpty == true)
    let both = [Mention(.number, "X-1"), Mention(.number, "X-2")]
    #expect(ledger.booked(payment(10_500), both) == nil)
  }

  @Test("ranges, orders, balances and credit notes, when they have the amount")
  func others() {
    let note = LedgerCreditNote(
      number: "AV-1",
      account: "A",
      issued: today,
      amount: eur(1000),
      invoice: nil
    )
    let ledger = Ledger.of(
      LedgerInvoice("2026/101", 10_000),
      LedgerInvoice("2026/102", 20_000, order: "PO 77"),
      LedgerInvoice("2026/103", 30_000),
      notes: [note]
    )
    let range = [Mention(.rangeFirst, "2026/101"), Mention(.rangeLast, "103")]
    #expect(ledger.booked(payment(60_000), range)?.count == 3)
    #expect(ledger.booked(payment(59_999), range) == nil)
    let order = Mention(.purchaseOrder, "po77")
    #expect(ledger.booked(payment(20_000), [order]) == ["2026/102 20000 0"])
    let balance = Mention(.balance, "solde")
    #expect(ledger.booked(payment(59_000), [balance])?.last == "credit 0")
    #expect(ledger.booked(payment(58_000), [balance]) == nil)
    #expect(ledger.booked(payment(9000), number: "2026/101") == ["2026/101 10000 0", "credit 0"])
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Early-payment discount")
struct DiscountTests {
  private func books(
    _ amount: Int64 = 1000_00,
    _ percent: String = "2",
    until: String = "2026-03-11"
  ) throws -> Books {
    var books = Books()
    try books.issue("INV-1", eur(amount), discount: (percent, until))
    return books
  }

  @Test(
    "cash less exactly the discount settles the item, whatever the rounding",
    arguments: [
      (1234_55, "2", 24_69), (1000_25, "2", 20_01), (1000_00, "2", 20_00), (99, "3", 3),
      (1000_00, "0.25", 2_50), (33_33, "1.5", 50),
    ] as [(Int64, String, Int64)]
  )
  func exactDiscount(amount: Int64, percent: String, discount: Int64) throws {
    var books = try books(amount, percent)
    try books.pay("P-1", eur(amount - discount), text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(discount))
    #expect(books.applied.last?.allocations.first?.isSettled == true)
    #expect(books["P-1"]?.unapplied == eur(0))
    #expect(books["P-1"]?.onAccount == eur(0))
  }

  @Test(
    "a partial payment earns discount on the gross that it closes",
    arguments: [
      ("2", 500_00, 10_20, 489_80), ("1", 297_00, 3_00, 700_00), ("2", 1, 0, 999_99),
      ("2", 979_99, 20_00, 1), ("2", 490_00, 10_00, 500_00),
      ("60", 100_00, 150_00, 750_00), ("99.9", 50, 499_50, 500_00),
    ] as [(String, Int64, Int64, Int64)]
  )
  func partial(percent: String, cash: Int64, discount: Int64, open: Int64) throws {
    var books = try books(1000_00, percent)
    try books.pay("P-1", eur(cash), text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(discount))
    #expect(books.open("INV-1") == eur(open))
  }

  @Test("what a partial payment left costs its full amount after the last date")
  func restAfterLastDate() throws {
    var books = try books(1000_00, "1")
    try books.pay("P-1", eur(297_00), on: "2026-03-05", text: "INV-1")
    try books.pay("P-2", eur(693_00), on: "2026-03-12", text: "INV-1")
    #expect(books.open("INV-1") == eur(7_00))
    try books.pay("P-3", eur(7_00), on: "2026-03-13", text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(3_00))
  }

  @Test("the rest earns the rest of the discount, and never more than the whole of it")
  func cap() throws {
    var books = try books()
    try books.pay("P-1", eur(500_00), text: "INV-1")
    try books.pay("P-2", eur(480_00), text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
    #expect(books.open("INV-1") == eur(0))
    try books.pay("P-3", eur(100_00), text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
    #expect(books["P-3"]?.onAccount == eur(100_00))
  }

  @Test(
    "the value date counts, the last date inclusive",
    arguments: [
      ("2026-03-01", 0), ("2026-03-10", 0), ("2026-03-11", 0), ("2026-03-12", 20_00),
      ("2026-04-11", 20_00),
    ] as [(String, Int64)]
  )
  func valueDate(valueDate: String, open: Int64) throws {
    var books = try books()
    try books.pay("P-1", eur(980_00), on: valueDate, text: "INV-1")
    #expect(books.open("INV-1") == eur(open))
    #expect(books.state.items["INV-1"]?.granted == eur(20_00 - open))
  }

  @Test("a payment that arrives in a later cut with an early value date has earned it")
  func lateArrival() throws {
    var books = try books()
    for _ in 1...8 { try books.cut() }
    #expect(books.state.openCut?.date == day("2026-03-18"))
    try books.pay("P-1", eur(980_00), on: "2026-03-11", text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("who pays in full in time has the discount on account")
  func paidInFull() throws {
    var books = try books()
    try books.pay("P-1", eur(1000_00), text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-1"]?.applied == eur(980_00))
    #expect(books["P-1"]?.onAccount == eur(20_00))
  }

  @Test("an unearned discount stays open")
  func unearned() throws {
    var books = try books()
    try books.pay("P-1", eur(980_00), on: "2026-03-16", text: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(20_00))
    #expect(books["P-1"]?.unapplied == eur(0))
  }

  @Test("currencies without decimals round to their own unit")
  func yen() throws {
    let yen = Currency(literal: "JPY")
    var books = Books()
    try books.issue("INV-1", Money(1025, yen), discount: ("2", "2026-03-11"))
    try books.pay("P-1", Money(1004, yen), text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == Money(21, yen))
    #expect(books.open("INV-1") == Money(0, yen))
  }

  @Test("one payment earns the discount of each invoice that it names")
  func severalInvoices() throws {
    var books = try books()
    try books.issue("INV-2", eur(500_00))
    try books.issue("INV-3", eur(200_00), discount: ("3", "2026-03-10"))
    try books.pay("P-1", eur(980_00 + 500_00 + 194_00), text: "INV-1 INV-2 INV-3")
    for item: ItemID in ["INV-1", "INV-2", "INV-3"] { #expect(books.open(item) == eur(0)) }
    #expect(books["P-1"]?.onAccount == eur(0))
  }
}

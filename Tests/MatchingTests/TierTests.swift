import DomainKit
import MatchingDomain
import Terms
import Testing

@Suite("Several discounts on one item")
struct TierTests {
  /// 2 % to 6 March, 1 % to 15 March, of an invoice of 1 March.
  private func books(_ amount: Int64 = 1000_00, grace: Int = 0) throws -> Books {
    var books = Books()
    let amount = eur(amount)
    try books.issue(
      "INV-1",
      amount,
      discounts: [
        DiscountOffer("2", of: amount, until: "2026-03-06", grace: grace),
        DiscountOffer("1", of: amount, until: "2026-03-15", grace: grace),
      ]
    )
    return books
  }

  @Test("294.00 on day 3 earns 6.00, 693.00 on day 13 the 7.00 of what was left (rules R1)")
  func twoTiers() throws {
    var books = try books()
    try books.pay("P-1", eur(294_00), on: "2026-03-04", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(6_00))
    #expect(books.open("INV-1") == eur(700_00))
    try books.pay("P-2", eur(693_00), on: "2026-03-14", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(13_00))
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-2"]?.onAccount == eur(0))
  }

  @Test(
    "the value date chooses the discount; the last date and the days of grace are part of it",
    arguments: [
      ("2026-03-06", 0, 20_00), ("2026-03-07", 0, 10_00), ("2026-03-15", 0, 10_00),
      ("2026-03-16", 0, 0), ("2026-03-09", 3, 20_00), ("2026-03-10", 3, 10_00),
      ("2026-03-18", 3, 10_00), ("2026-03-19", 3, 0),
    ] as [(String, Int, Int64)]
  )
  func valueDate(valueDate: String, grace: Int, discount: Int64) throws {
    var books = try books(grace: grace)
    try books.pay("P-1", eur(1000_00 - discount), on: valueDate, text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(discount))
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("what was paid too late for it earns the better discount for nobody")
  func lateFirst() throws {
    var books = try books()
    try books.pay("P-1", eur(500_00), on: "2026-03-16", text: "INV-1")
    #expect(books.open("INV-1") == eur(500_00))
    try books.pay("P-2", eur(490_00), on: "2026-03-06", text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(10_00))
  }

  @Test("two payments in time earn together what was rounded once (rules R1)")
  func roundedOnce() throws {
    var books = try books(1000_25)
    try books.pay("P-1", eur(500_00), on: "2026-03-04", text: "INV-1")
    try books.pay("P-2", eur(480_24), on: "2026-03-05", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(20_01))
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("where only the whole earns it, a part earns nothing, and the rest in time all (rules R1)")
  func wholeOnly() throws {
    var books = try wholeOnlyBooks()
    try books.pay("P-1", eur(500_00), on: "2026-03-04", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(0))
    #expect(books.open("INV-1") == eur(500_00))
    try books.pay("P-2", eur(479_99), on: "2026-03-05", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(0), "a cent is missing")
    try books.pay("P-3", eur(1), on: "2026-03-06", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("the last payment's date chooses the discount of the whole")
  func wholeOnlyTiers() throws {
    var books = try wholeOnlyBooks()
    try books.pay("P-1", eur(500_00), on: "2026-03-04", text: "INV-1")
    try books.pay("P-2", eur(490_00), on: "2026-03-15", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(10_00))
    #expect(books.open("INV-1") == eur(0))
    var late = try wholeOnlyBooks()
    try late.pay("P-1", eur(500_00), on: "2026-03-16", text: "INV-1")
    try late.pay("P-2", eur(490_00), on: "2026-03-06", text: "INV-1")
    #expect(late.state.items["INV-1"]?.granted == eur(0), "half was too late")
    #expect(late.open("INV-1") == eur(10_00))
  }

  @Test("one payment of the whole earns it; credit lowers the whole (rules R9)")
  func wholeAtOnce() throws {
    var books = try wholeOnlyBooks()
    try books.credit("CN-1", eur(300_00), on: "INV-1")
    try books.pay("P-1", eur(686_00), on: "2026-03-06", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(14_00))
    #expect(books.open("INV-1") == eur(0))
  }

  private func wholeOnlyBooks() throws -> Books {
    var books = Books()
    var offers = [
      DiscountOffer("2", of: eur(1000_00), until: "2026-03-06"),
      DiscountOffer("1", of: eur(1000_00), until: "2026-03-15"),
    ]
    for index in offers.indices { offers[index].isForPartialPayments = false }
    try books.issue("INV-1", eur(1000_00), discounts: offers)
    return books
  }

  @Test("a discount of the amount before tax is earned in that proportion (rules R2)")
  func taxExcluded() throws {
    var books = Books()
    let offer = DiscountOffer(
      percent: percent("2"),
      base: eur(100_00),
      amount: eur(2_00),
      lastDate: day("2026-03-11"),
      lastGraceDate: day("2026-03-11")
    )
    try books.issue("INV-1", eur(121_00), discounts: [offer])
    try books.pay("P-1", eur(59_50), on: "2026-03-04", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(1_00))
    #expect(books.open("INV-1") == eur(60_50))
    try books.pay("P-2", eur(59_50), on: "2026-03-04", text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(2_00))
  }

  @Test("a returned payment gives back the discount of its own date only")
  func returned() throws {
    var books = try books()
    try books.pay("P-1", eur(294_00), on: "2026-03-04", text: "INV-1")
    try books.pay("P-2", eur(297_00), on: "2026-03-14", text: "INV-1")
    #expect(books.state.items["INV-1"]?.uses.map(\.granted) == [eur(6_00), eur(3_00)])
    try books.giveBack(eur(297_00), of: "P-2")
    #expect(books.state.items["INV-1"]?.uses.map(\.granted) == [eur(6_00), eur(0)])
    #expect(books.state.items["INV-1"]?.uses.map(\.cash) == [eur(294_00), eur(0)])
    #expect(books.open("INV-1") == eur(700_00))
  }
}

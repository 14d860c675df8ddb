import DomainKit
import MatchingDomain
import Messages
import Terms
import Testing

/// Invoice of 1 March over 1,000.00, 2 % until 11 March, three days of grace (rules R3).
@Suite("Discounts that are earned in the days of grace")
struct GraceTests {
  private func books(_ policy: Matching.Policy = Matching.Policy()) throws -> Books {
    var books = try Books(policy)
    let offer = DiscountOffer("2", of: eur(1000_00), until: "2026-03-11", grace: 3)
    try books.issue("INV-1", eur(1000_00), discounts: [offer])
    return books
  }

  private func inGrace(_ books: Books) -> [Money?] {
    books.applied.flatMap(\.allocations).map(\.discountInGrace)
  }

  @Test(
    "R3: 980.00 earn 20.00, in grace from 12 to 14 March, and nothing on the 15th",
    arguments: [
      ("2026-03-01", 20_00, nil), ("2026-03-11", 20_00, nil), ("2026-03-12", 20_00, 20_00),
      ("2026-03-14", 20_00, 20_00), ("2026-03-15", 0, nil),
    ] as [(String, Int64, Int64?)]
  )
  func table(valueDate: String, earned: Int64, grace: Int64?) throws {
    var books = try books()
    try books.pay("P-1", eur(980_00), on: valueDate, text: "INV-1")
    try books.cut()
    #expect(books.state.items["INV-1"]?.granted == eur(earned))
    #expect(books.open("INV-1") == eur(20_00 - earned))
    #expect(inGrace(books) == [grace.map(eur)])
    let totals = try #require(books.closings.last).totals
    let sums = totals.first { $0.name == .discount }?.sums
    #expect(sums == (earned > 0 ? [eur(earned)] : []))
  }

  @Test(
    "a bank file of 18 March with a value date in time has earned it, and not in grace",
    arguments: [("2026-03-11", nil), ("2026-03-13", 20_00)] as [(String, Int64?)]
  )
  func lateFile(valueDate: String, grace: Int64?) throws {
    var books = try books()
    for _ in 1...8 { try books.cut() }
    #expect(books.state.openCut?.date == day("2026-03-18"))
    try books.pay("P-1", eur(980_00), on: valueDate, text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(inGrace(books) == [grace.map(eur)])
  }

  @Test("each payment by its own date: half in time, half in grace")
  func halves() throws {
    var books = try books()
    try books.pay("P-1", eur(490_00), on: "2026-03-11", text: "INV-1")
    try books.pay("P-2", eur(490_00), on: "2026-03-13", text: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(inGrace(books) == [nil, eur(10_00)])
  }

  @Test("of two discounts the one that is granted says whether it is in grace")
  func tiers() throws {
    for (date, discount, grace) in [
      ("2026-03-06", 20_00, nil), ("2026-03-08", 20_00, 20_00), ("2026-03-10", 10_00, nil),
      ("2026-03-17", 10_00, 10_00),
    ] as [(String, Int64, Int64?)] {
      var books = Books()
      let offers = [
        DiscountOffer("2", of: eur(1000_00), until: "2026-03-06", grace: 3),
        DiscountOffer("1", of: eur(1000_00), until: "2026-03-15", grace: 3),
      ]
      try books.issue("INV-1", eur(1000_00), discounts: offers)
      try books.pay("P-1", eur(1000_00 - discount), on: date, text: "INV-1")
      #expect(books.open("INV-1") == eur(0))
      #expect(inGrace(books) == [grace.map(eur)], "\(date)")
    }
  }

  @Test("taken back, the mark goes with the discount; a part that keeps it keeps the mark")
  func returned() throws {
    var books = try books()
    try books.pay("P-1", eur(980_00), on: "2026-03-13", text: "INV-1")
    try books.cut()
    try books.giveBack(eur(300_00), of: "P-1")
    #expect(books.unapplied.flatMap(\.allocations).map(\.discountInGrace) == [nil])
    #expect(books["P-1"]?.decisions.flatMap(\.allocations).map(\.isInGrace) == [true])
    try books.giveBack(eur(680_00), of: "P-1", as: "R-2")
    #expect(
      books.unapplied.flatMap(\.allocations).map(\.discountInGrace) == [nil, eur(20_00)]
    )
    #expect(books["P-1"]?.decisions.flatMap(\.allocations).map(\.isInGrace) == [nil])
    #expect(books.open("INV-1") == eur(1000_00))
  }

  @Test("what the tolerance closes earns its last cents in grace too")
  func tolerance() throws {
    let tolerance = Matching.Tolerance(amounts: [eur(5_00)])
    var books = try books(Matching.Policy(tolerances: [tolerance]))
    try books.pay("P-1", eur(976_00), on: "2026-03-13", text: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(inGrace(books) == [eur(19_92), eur(8)])
    #expect(books.state.items["INV-1"]?.writtenOff == eur(4_00))
  }
}

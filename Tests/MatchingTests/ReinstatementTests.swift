import DomainKit
import MatchingDomain
import Messages
import Testing

/// Rule R8: a reversal may be reversed once, and nothing remains of the two.
@Suite("Returns that are undone")
struct ReinstatementTests {
  /// INV-1 of 1,000.00 due 31 March, paid on 10 March with 980.00 and a discount of 20.00, which
  /// came back on 25 March.
  private func returned(cutsBetween: Int = 0) throws -> Books {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    for _ in 0..<cutsBetween { try books.cut() }
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.open("INV-1") == eur(1000_00))
    return books
  }

  @Test("cash and discount clear the item again: net 0", arguments: [0, 1, 5], [0, 1])
  func netZero(cutsBefore: Int, cutsAfter: Int) throws {
    var books = try returned(cutsBetween: cutsBefore)
    for _ in 0..<cutsAfter { try books.cut() }
    try books.bringAgain(of: "P-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
    #expect(books.state.items["INV-1"]?.lost == eur(0))
    #expect(books["P-1"]?.returned == eur(0))
    #expect(books["P-1"]?.unapplied == eur(0))
    let told = try #require(books.applied.last)
    #expect(told.allocations.map(\.amount) == [eur(980_00)])
    #expect(told.allocations.map(\.discount) == [eur(20_00)])
    #expect(told.allocations.map(\.isSettled) == [true])
    #expect(told.valueDate == day("2026-03-27"))
    #expect(told.explanation.rule == "structured-reference")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.unapplied.count == 1, "the cut decides nothing else")
  }

  @Test("it is undone once, however often it is told")
  func once() throws {
    var books = try returned()
    try books.bringAgain(of: "P-1")
    try books.bringAgain(of: "P-1")
    #expect(books.events.isEmpty)
    try books.bringAgain(of: "P-1", as: "C-2")
    #expect(books.events.isEmpty)
    #expect(books["P-1"]?.returned == eur(0))
  }

  @Test("the payment can be returned again, and that return be undone")
  func again() throws {
    var books = try returned()
    try books.bringAgain(of: "P-1")
    try books.giveBack(eur(980_00), of: "P-1", as: "R-2", on: "2026-03-28")
    #expect(books.open("INV-1") == eur(1000_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(1000_00))
    try books.bringAgain(of: "P-1", undoing: "R-2", as: "C-2", on: "2026-03-29")
    #expect(books.open("INV-1") == eur(0))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
  }

  @Test("of two part returns the one that is undone counts again; the discount went with the last")
  func partReturns() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    try books.giveBack(eur(300_00), of: "P-1", as: "R-1")
    try books.giveBack(eur(680_00), of: "P-1", as: "R-2", on: "2026-03-26")
    #expect(books.open("INV-1") == eur(1000_00))
    try books.bringAgain(of: "P-1", undoing: "R-1")
    #expect(books.open("INV-1") == eur(700_00))
    #expect(books.state.items["INV-1"]?.granted == eur(0))
    try books.bringAgain(of: "P-1", undoing: "R-2", as: "C-2")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("what was paid otherwise meanwhile stays paid; the money is the customer's credit")
  func paidMeanwhile() throws {
    var books = try returned()
    try books.pay("P-2", eur(1000_00), on: "2026-03-26", references: [reference(to: "INV-1")])
    #expect(books.open("INV-1") == eur(0))
    try books.bringAgain(of: "P-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-1"]?.unapplied == eur(980_00))
    let told = try #require(books.unapplied.last)
    #expect(told.allocations.isEmpty)
    #expect(told.unapplied == eur(980_00))
    #expect(told.reason == "its return is undone")
    try books.cut()
    #expect(books["P-1"].map { $0.unapplied + $0.onAccount } == eur(980_00))
  }

  @Test("what was on account is on account again")
  func onAccount() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    try books.pay("P-1", eur(700_00), text: "INV-1")
    #expect(books["P-1"]?.onAccount == eur(200_00))
    try books.giveBack(eur(700_00), of: "P-1")
    try books.bringAgain(of: "P-1")
    #expect(books["P-1"]?.onAccount == eur(200_00))
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("it may come before the return, and both before the payment", arguments: [0, 2])
  func waits(cutsBetween: Int) throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.bringAgain(of: "P-1")
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.state.awaitedReinstatements["R-1"] != nil)
    for _ in 0..<cutsBetween { try books.cut() }
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    #expect(books.state.awaitedReinstatements["R-1"] == nil)
    #expect(books.open("INV-1") == eur(0))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(20_00))
  }

  @Test("a return that was refused took nothing, and nothing comes again")
  func refused() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    try books.giveBack(eur(981_00), of: "P-1")
    try books.bringAgain(of: "P-1")
    #expect(books["P-1"]?.returned == eur(0))
    #expect(books.open("INV-1") == eur(20_00))
    #expect(books.unapplied.isEmpty)
  }

  @Test("of a payment that has left for the archive, too")
  func archived() throws {
    var books = try Books(Matching.Policy(cutsUntilArchived: 1))
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    try books.giveBack(eur(980_00), of: "P-1")
    for _ in 0..<3 { try books.cut() }
    #expect(books["P-1"] == nil)
    try books.bringAgain(of: "P-1")
    #expect(books.open("INV-1") == eur(0))
  }
}

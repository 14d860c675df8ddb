import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Returned payments")
struct ReturnTests {
  /// INV-1 of 1,000.00 due 31 March, paid on 10 March with 980.00 and a discount of 20.00.
  private func paid() throws -> Books {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    #expect(books.open("INV-1") == eur(0))
    return books
  }

  @Test("the item is open again in full, as old as it was", arguments: [0, 1, 5])
  func fullReturn(cutsBetween: Int) throws {
    var books = try paid()
    for _ in 0..<cutsBetween { try books.cut() }
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.open("INV-1") == eur(1000_00))
    #expect(books.state.items["INV-1"]?.dueDate == day("2026-03-31"))
    #expect(books["P-1"]?.returned == eur(980_00))
    #expect(books["P-1"]?.unapplied == eur(0))
    let told = try #require(books.unapplied.first)
    #expect(told.allocations.map(\.amount) == [eur(980_00)])
    #expect(told.allocations.map(\.discount) == [eur(20_00)])
    #expect(told.allocations.map(\.isSettled) == [false])
    #expect(told.valueDate == day("2026-03-25"))
    #expect(told.reason == "returned: MS03")
    #expect(told.unapplied == eur(0))
    try books.cut()
    #expect(books.open("INV-1") == eur(1000_00))
  }

  @Test("a discount that a return reversed cannot be earned again, even in time")
  func discountIsLost() throws {
    var books = try paid()
    try books.giveBack(eur(980_00), of: "P-1", on: "2026-03-11")
    try books.pay("P-2", eur(980_00), on: "2026-03-11", references: [reference(to: "INV-1")])
    #expect(books.open("INV-1") == eur(20_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(20_00))
    #expect(books.state.items["INV-1"]?.granted == eur(0))
  }

  @Test("another payment's discount on the item stays")
  func otherDiscountStays() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(500_00), text: "INV-1")
    try books.pay("P-2", eur(480_00), text: "INV-1")
    try books.giveBack(eur(480_00), of: "P-2")
    #expect(books.open("INV-1") == eur(489_80))
    #expect(books.state.items["INV-1"]?.granted == eur(10_20))
  }

  @Test("a return that comes before its payment waits for it, across cuts too", arguments: [0, 2])
  func returnComesFirst(cutsBetween: Int) throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.state.awaitedReturns["P-1"]?.count == 1)
    for _ in 0..<cutsBetween { try books.cut() }
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    #expect(books.state.awaitedReturns["P-1"] == nil)
    #expect(books.open("INV-1") == eur(1000_00))
    #expect(books["P-1"]?.returned == eur(980_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(1000_00))
  }

  @Test("a return told twice is one return, before and after its payment")
  func returnToldTwice() throws {
    var books = try paid()
    try books.giveBack(eur(980_00), of: "P-1")
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.events.isEmpty)
    try books.giveBack(eur(100_00), of: "P-2", as: "R-2")
    try books.giveBack(eur(100_00), of: "P-2", as: "R-2")
    #expect(books.events.isEmpty)
    try books.pay("P-2", eur(300_00))
    #expect(books["P-2"]?.returned == eur(100_00))
    #expect(books["P-2"]?.unapplied == eur(200_00))
  }

  @Test(
    "a partial return opens the item by its amount; the discount goes with the last of the cash",
    arguments: [
      ([300_00], 300_00, 20_00), ([300_00, 680_00], 1000_00, 0), ([1], 1, 20_00),
      ([979_99], 979_99, 20_00), ([100_00, 200_00, 300_00], 600_00, 20_00),
    ] as [([Int64], Int64, Int64)]
  )
  func partialReturns(amounts: [Int64], open: Int64, granted: Int64) throws {
    var books = try paid()
    for (index, amount) in amounts.enumerated() {
      try books.giveBack(eur(amount), of: "P-1", as: PaymentID("R-\(index)"))
    }
    #expect(books.open("INV-1") == eur(open))
    #expect(books.state.items["INV-1"]?.granted == eur(granted))
    try books.cut()
    #expect(books.open("INV-1") == eur(open))
  }

  @Test(
    "what is unapplied goes first, then what is on account, then the last item that was paid",
    arguments: [
      (100_00, [1000_00, 500_00, 100_00]), (200_00, [1000_00, 500_00, 0]),
      (300_00, [1000_00, 400_00, 0]), (900_00, [800_00, 0, 0]), (1700_00, [0, 0, 0]),
    ] as [(Int64, [Int64])]
  )
  func orderOfTaking(amount: Int64, left: [Int64]) throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.issue("INV-2", eur(500_00))
    try books.pay("P-1", eur(1700_00), text: "INV-1 INV-2")
    #expect(books["P-1"]?.onAccount == eur(200_00))
    try books.giveBack(eur(amount), of: "P-1")
    let payment = try #require(books["P-1"])
    let cleared = payment.decisions.flatMap(\.allocations).map(\.cash)
    #expect(cleared + [payment.onAccount] == left.map { eur($0) })
    #expect(payment.unapplied == eur(0))
  }

  @Test("a return of money that was not applied is told as well")
  func unappliedMoney() throws {
    var books = Books()
    try books.pay("P-1", eur(500_00))
    try books.giveBack(eur(200_00), of: "P-1")
    #expect(books["P-1"]?.unapplied == eur(300_00))
    #expect(books.unapplied.map(\.unapplied) == [eur(300_00)])
    #expect(books.unapplied.map(\.allocations) == [[]])
  }

  @Test("a return that exceeds what is left of the payment is refused whole, and a person told")
  func tooMuch() throws {
    var books = try paid()
    try books.giveBack(eur(500_00), of: "P-1", as: "R-1")
    try books.giveBack(eur(480_01), of: "P-1", as: "R-2")
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books["P-1"]?.returned == eur(500_00))
    #expect(books.suggested.isEmpty)
    try books.cut()
    #expect(
      books.suggested.map(\.reason) == [
        "the return R-2 of 480.01 EUR is refused, 480.00 EUR is left"
      ]
    )
    try books.giveBack(eur(480_01), of: "P-1", as: "R-2")
    #expect(books.events.isEmpty)
    try books.cut()
    #expect(books.suggested.count == 1)
  }

  @Test("a return in another currency is refused")
  func otherCurrency() throws {
    var books = try paid()
    try books.giveBack(usd(980_00), of: "P-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.suggested.count == 1)
  }

  @Test("the messages date what a past day needs: paid on the 5th, returned on the 20th")
  func datesOfMessages() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), due: "2026-02-09")
    try books.pay("P-1", eur(1000_00), on: "2026-03-05", text: "INV-1")
    try books.giveBack(eur(1000_00), of: "P-1", on: "2026-03-20")
    #expect(books.applied.map(\.valueDate) == [day("2026-03-05")])
    #expect(books.unapplied.map(\.valueDate) == [day("2026-03-20")])
    #expect(books.state.items["INV-1"]?.dueDate == day("2026-02-09"))
  }

  @Test("what an amount rule booked is undone like what evidence booked")
  func leftoverReturned() throws {
    var books = Books()
    try books.issue("INV-1", eur(250_00))
    try books.pay("P-1", eur(250_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    try books.giveBack(eur(250_00), of: "P-1")
    #expect(books.open("INV-1") == eur(250_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(250_00))
    #expect(books["P-1"]?.returned == eur(250_00))
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Money without evidence is decided at the cut")
struct LeftoverTests {
  private func books(_ open: [Int64], _ policy: Matching.Policy = .init()) throws -> Books {
    var books = try Books(policy)
    for (index, amount) in open.enumerated() {
      try books.issue(InvoiceNumber("INV-\(index + 1)"), eur(amount), due: "2026-0\(index + 3)-01")
    }
    return books
  }

  private func left(_ books: Books, _ count: Int) -> [Int64] {
    (1...count).map { books.open(ItemID("INV-\($0)"))?.minorUnits ?? -1 }
  }

  @Test("the one item of exactly the payment's amount, and not before the cut")
  func exactAmount() throws {
    var books = try books([100_00, 150_00, 260_00])
    try books.pay("P-1", eur(150_00))
    #expect(left(books, 3) == [100_00, 150_00, 260_00])
    #expect(
      Matching.suggestion(for: try #require(books["P-1"]), in: books.state)?.reason
        == "it is booked when the cut closes"
    )
    try books.cut()
    #expect(left(books, 3) == [100_00, 0, 260_00])
    let explanation = try #require(books.applied.first).explanation
    #expect(explanation.rule == "exact-amount")
    #expect(explanation.evidence == ["150.00 EUR of 2026-03-10"])
    #expect(explanation.rejected.map(\.reason) == ["has 100.00 EUR open", "has 260.00 EUR open"])
    #expect(books.suggested.isEmpty)
  }

  @Test("an amount that an item and a combination both explain is suggested, not booked")
  func ambiguity() throws {
    var books = try books([100_00, 150_00, 250_00])
    try books.pay("P-1", eur(250_00))
    try books.cut()
    #expect(left(books, 3) == [100_00, 150_00, 250_00])
    let suggestion = try #require(books.suggested.first)
    #expect(suggestion.amount == eur(250_00))
    #expect(suggestion.reason == "2 different readings have this amount")
    #expect(
      suggestion.candidates == [
        SuggestedMatch(items: ["INV-3"], rule: "exact-amount"),
        SuggestedMatch(items: ["INV-1", "INV-2"], rule: "combination"),
      ]
    )
  }

  @Test("one cent less and nothing fits")
  func oneCentLess() throws {
    var books = try books([100_00, 150_00, 250_00])
    try books.pay("P-1", eur(249_99))
    try books.cut()
    #expect(left(books, 3) == [100_00, 150_00, 250_00])
    let suggestion = try #require(books.suggested.first)
    #expect(suggestion.reason == "no open item, nor the total, has this amount")
    #expect(
      suggestion.candidates == [SuggestedMatch(items: ["INV-1", "INV-2"], rule: "oldest-first")]
    )
  }

  @Test("two items of the same amount are a tie, unless the policy breaks it by due date")
  func tie() throws {
    var books = try books([250_00, 250_00])
    try books.pay("P-1", eur(250_00))
    try books.cut()
    #expect(left(books, 2) == [250_00, 250_00])
    #expect(books.suggested.map(\.reason) == ["2 open items have this amount"])

    var other = try self.books([250_00, 250_00], Matching.Policy(breaksTiesByDueDate: true))
    try other.pay("P-1", eur(250_00))
    try other.cut()
    #expect(left(other, 2) == [0, 250_00])
  }

  @Test("of two items due on the same day the policy takes the lower name")
  func tieOnOneDay() throws {
    var books = try Books(Matching.Policy(breaksTiesByDueDate: true))
    try books.issue("INV-9", eur(250_00))
    try books.issue("INV-10", eur(250_00))
    try books.pay("P-1", eur(250_00))
    try books.cut()
    #expect(books.open("INV-10") == eur(0))
    #expect(books.open("INV-9") == eur(250_00))
  }

  @Test("the amount less an earned discount fits, by value date")
  func discountedAmount() throws {
    for (valueDate, open) in [("2026-03-11", 0), ("2026-03-12", 1000_00)] as [(String, Int64)] {
      var books = Books()
      try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
      try books.issue("INV-2", eur(300_00))
      try books.pay("P-1", eur(980_00), on: valueDate)
      try books.cut()
      #expect(books.open("INV-1") == eur(open))
      #expect(books.suggested.count == (open == 0 ? 0 : 1))
    }
  }

  @Test("one item that fits in full and another that fits less its discount are a tie")
  func discountTie() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.issue("INV-2", eur(980_00))
    try books.pay("P-1", eur(980_00))
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(980_00))
    #expect(books.suggested.map(\.reason) == ["2 open items have this amount"])
  }

  @Test("the total of all open items settles the account")
  func accountTotal() throws {
    var books = try books([100_00, 150_00, 251_00])
    try books.pay("P-1", eur(501_00))
    try books.cut()
    #expect(left(books, 3) == [0, 0, 0])
    #expect(books.rules(of: "P-1") == ["account-total"])
  }

  @Test("the total less the earned discounts settles the account")
  func accountTotalWithDiscounts() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.issue("INV-2", eur(300_00))
    try books.issue("INV-3", eur(500_00), discount: ("3", "2026-03-11"))
    try books.pay("P-1", eur(980_00 + 300_00 + 485_00))
    try books.cut()
    #expect(books.rules(of: "P-1") == ["account-total"])
    #expect(books.state.ledgers["A"] == nil)
  }

  @Test("a combination that is not the total is only suggested")
  func combination() throws {
    var books = try books([100_00, 150_00, 260_00])
    try books.pay("P-1", eur(360_00))
    try books.cut()
    #expect(left(books, 3) == [100_00, 150_00, 260_00])
    #expect(
      books.suggested.first?.candidates == [
        SuggestedMatch(items: ["INV-1", "INV-3"], rule: "combination")
      ]
    )
  }

  @Test("oldest first takes 10, 50 and 30 of 100, and nothing else")
  func oldestFirst() throws {
    var books = try books(
      [10_00, 50_00, 100_00, 500_00, 100_00],
      Matching.Policy(allowsOldestFirst: true)
    )
    try books.pay("P-1", eur(90_00))
    try books.cut()
    #expect(left(books, 5) == [0, 0, 70_00, 500_00, 100_00])
    #expect(books.rules(of: "P-1") == ["oldest-first"])
    #expect(books.suggested.isEmpty)
  }

  @Test("what oldest first leaves over is on account; with nothing open it stays unapplied")
  func oldestFirstSurplus() throws {
    var books = try books([10_00, 50_00], Matching.Policy(allowsOldestFirst: true))
    try books.pay("P-1", eur(90_00), on: "2026-03-09")
    try books.pay("P-2", eur(20_00), on: "2026-03-10")
    try books.cut()
    #expect(books["P-1"]?.onAccount == eur(30_00))
    #expect(books["P-2"]?.unapplied == eur(20_00))
    #expect(books.suggested.map(\.reason) == ["nothing is open in EUR"])
  }

  @Test("a policy that changes looks at old leftovers too")
  func policyChanges() throws {
    var books = try books([10_00, 50_00])
    try books.pay("P-1", eur(15_00))
    try books.cut()
    try books.cut()
    #expect(left(books, 2) == [10_00, 50_00])
    try books.take(.adopt(Matching.Policy(allowsOldestFirst: true)))
    try books.cut()
    #expect(left(books, 2) == [0, 45_00])
  }

  @Test("other accounts' and other currencies' items are not looked at")
  func otherItems() throws {
    var books = Books()
    try books.issue("INV-1", eur(250_00), to: "B")
    try books.issue("INV-2", usd(250_00), to: "A")
    try books.issue("INV-3", eur(250_00), to: "A")
    try books.pay("P-1", eur(250_00), of: "A")
    try books.cut()
    #expect(books.open("INV-3") == eur(0))
    let rejected = try #require(books.applied.first).explanation.rejected
    #expect(rejected.map(\.item) == ["INV-2"])
  }

  @Test("payments go by value date, then name; each may leave the next one reading")
  func chain() throws {
    var books = try books([250_00, 150_00, 100_00])
    // Ambiguous until INV-2 is settled by the other payment.
    try books.pay("P-1", eur(250_00), on: "2026-03-09")
    try books.pay("P-2", eur(150_00), on: "2026-03-10")
    try books.cut()
    #expect(left(books, 3) == [0, 0, 100_00])
    #expect(books.suggested.isEmpty)
  }

  @Test("a suggestion is told once, and again only when it changes")
  func suggestionsOnce() throws {
    var books = try books([250_00, 250_00])
    try books.pay("P-1", eur(250_00))
    try books.cut()
    try books.cut()
    #expect(books.suggested.count == 1)
    try books.issue("INV-3", eur(250_00))
    try books.cut()
    #expect(
      books.suggested.map(\.reason) == [
        "2 open items have this amount", "3 open items have this amount",
      ]
    )
    try books.pay("P-2", eur(250_00), text: "INV-1")
    try books.pay("P-3", eur(250_00), text: "INV-2")
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(0))
    #expect(books["P-1"]?.suggestion == nil)
    #expect(books.suggested.count == 2)
  }

  @Test("an explanation and a suggestion name only so many items")
  func bounded() throws {
    var books = Books()
    for number in 100..<160 {
      try books.issue(InvoiceNumber("INV-\(number)"), eur(Int64(number) * 100 + 1))
    }
    try books.pay("P-1", eur(100_01), on: "2026-03-09")
    try books.pay("P-2", eur(6000_00), on: "2026-03-10")
    try books.cut()
    #expect(books.applied.first?.explanation.rejected.count == Matching.Limits.rejectedCandidates)
    let suggestion = try #require(books.suggested.first)
    #expect(suggestion.candidates.allSatisfy { $0.items.count <= Matching.Limits.suggestedItems })
    #expect(suggestion.candidates.count <= Matching.Limits.suggestedMatches)
  }
}

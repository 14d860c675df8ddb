import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Items that have the payment's amount together")
struct CombinationTests {
  /// INV-1, INV-2, … over these amounts, a payment without a word, and the cut.
  private func books(_ open: [Int64], paid amount: Int64) throws -> Books {
    var books = Books()
    for (index, amount) in open.enumerated() {
      try books.issue(InvoiceNumber("INV-\(index + 1)"), eur(amount))
    }
    try books.pay("P-1", eur(amount))
    try books.cut()
    return books
  }

  private func paid(_ books: Books) -> Set<String> {
    Set(books.applied.flatMap(\.allocations).map(\.item.rawValue))
  }

  /// Amounts as invoices have them: nothing round, nothing alike.
  private static let odd: [Int64] = [
    1_234_57, 982_11, 2_310_40, 77_93, 1_811_06, 645_28, 3_402_99, 158_37, 912_84, 2_004_61,
  ]

  @Test("the only pair of ten odd amounts is booked, and says why")
  func pair() throws {
    let books = try books(Self.odd, paid: 982_11 + 645_28)
    #expect(paid(books) == ["INV-2", "INV-6"])
    let explanation = try #require(books.applied.first).explanation
    #expect(explanation.rule == "combination")
    #expect(explanation.rejected.count == 8)
    #expect(books.suggested.isEmpty)
  }

  @Test("five of ten are found too, but one cent less is none")
  func five() throws {
    let five = Self.odd[0] + Self.odd[3] + Self.odd[4] + Self.odd[6] + Self.odd[9]
    #expect(paid(try books(Self.odd, paid: five)).count == 5)
    let less = try books(Self.odd, paid: five - 1)
    #expect(paid(less).isEmpty)
    #expect(less.suggested.map(\.reason) == ["no open item, nor the total, has this amount"])
  }

  @Test("of round amounts a combination may be chance: it is suggested")
  func chance() throws {
    let books = try books([100_00, 300_00, 700_00, 1_500_00], paid: 1_000_00)
    #expect(paid(books).isEmpty)
    #expect(
      books.suggested.map(\.reason) == [
        "only a combination of open items has this amount, which may be chance"
      ]
    )
    #expect(books.suggested.first?.candidates.first?.items == ["INV-2", "INV-3"])
  }

  @Test("two combinations are none, the smaller is suggested first")
  func two() throws {
    let books = try books([10_13, 20_29, 30_42, 41_07], paid: 71_49)
    #expect(paid(books).isEmpty)
    #expect(
      books.suggested.first?.candidates.map(\.items) == [
        ["INV-3", "INV-4"], ["INV-1", "INV-2", "INV-4"],
      ]
    )
  }

  @Test("an amount less the earned discounts is found among items with and without")
  func discounts() throws {
    var books = Books()
    try books.issue("INV-1", eur(1_234_57), discount: ("2", "2026-03-11"))
    try books.issue("INV-2", eur(977_31))
    try books.issue("INV-3", eur(3_310_18), discount: ("3", "2026-03-11"))
    try books.pay("P-1", eur(1_234_57 - 24_69 + 977_31))
    try books.cut()
    #expect(paid(books) == ["INV-1", "INV-2"])
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("among many items pairs and triples are found; a set of four among them may be chance")
  func many() throws {
    var random = SplitMix(seed: 4)
    let open = (0..<60).map { _ in Int64.random(in: 100_00...9_999_99, using: &random) }
    #expect(paid(try books(open, paid: open[11] + open[47])) == ["INV-12", "INV-48"])
    let four = try books(open, paid: open[3] + open[11] + open[29] + open[47])
    #expect(paid(four).isEmpty)
    #expect(four.suggested.count == 1)
  }

  @Test("a thousand items are searched for pairs, and none is taken for the only one twice")
  func bounded() throws {
    var random = SplitMix(seed: 5)
    var open = (0..<1_000).map { _ in Int64.random(in: 100_00...9_999_99, using: &random) }
    open[700] = open[20]
    let books = try books(open, paid: open[20] + open[900])
    #expect(paid(books).isEmpty)
  }
}

@Suite("Money for several items that a payment names")
struct DistributionTests {
  private func books(_ open: [Int64], discount: Bool = false) throws -> Books {
    var books = Books()
    for (index, amount) in open.enumerated() {
      try books.issue(
        InvoiceNumber("INV-\(index + 101)"),
        eur(amount),
        discount: discount ? ("2", "2026-03-05") : nil
      )
    }
    return books
  }

  private func left(_ books: Books, _ count: Int) -> [Int64] {
    (0..<count).map { books.open(ItemID("INV-\($0 + 101)"))?.minorUnits ?? -1 }
  }

  @Test("enough for all pays all; what is over is on account")
  func enough() throws {
    var books = try books([100_00, 250_00])
    try books.pay("P-1", eur(360_00), text: "INV-101 INV-102")
    #expect(left(books, 2) == [0, 0])
    #expect(books["P-1"]?.onAccount == eur(10_00))
  }

  @Test("the one that has the amount is meant, wherever it is named; a cent less pays in order")
  func some() throws {
    var books = try books([100_00, 250_00, 80_00])
    try books.pay("P-1", eur(250_00), text: "INV-101 is disputed, INV-102, INV-103")
    #expect(left(books, 3) == [100_00, 0, 80_00])
    var less = try self.books([100_00, 250_00, 80_00])
    try less.pay("P-1", eur(249_99), text: "INV-101 is disputed, INV-102, INV-103")
    #expect(left(less, 3) == [0, 100_01, 80_00])
  }

  @Test("two that could be meant are paid in order")
  func tie() throws {
    var books = try books([100_00, 250_00, 250_00])
    try books.pay("P-1", eur(250_00), text: "INV-101, INV-102, INV-103")
    #expect(left(books, 3) == [0, 100_00, 250_00])
  }

  @Test("discounts that are late are left open on each item, to the cent")
  func late() throws {
    var books = try books([1_234_55, 1_000_25], discount: true)
    try books.pay("P-1", eur(1_234_55 - 24_69 + 1_000_25 - 20_01), text: "INV-101 INV-102")
    #expect(left(books, 2) == [24_69, 20_01])
    var less = try self.books([1_234_55, 1_000_25], discount: true)
    try less.pay("P-1", eur(1_234_55 - 24_69 + 1_000_25 - 20_02), text: "INV-101 INV-102")
    #expect(left(less, 2) == [0, 24_69 + 20_02])
  }

  @Test("an instalment alone is the one that has the amount")
  func instalment() throws {
    var books = Books()
    try books.issue("INV-1", instalments: [eur(400_00), eur(198_00), eur(204_00)])
    try books.pay("P-1", eur(204_00), text: "INV-1")
    #expect(books.open("INV-1/1") == eur(400_00))
    #expect(books.open("INV-1/3") == eur(0))
  }
}

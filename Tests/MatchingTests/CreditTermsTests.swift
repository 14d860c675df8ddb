import DomainKit
import MatchingDomain
import Messages
import Terms
import Testing

@Suite("Credit notes with terms of their own")
struct CreditTermsTests {
  private static let note = PaymentID(creditNote: "CN-1")

  /// 1 % of 200.00 until 19 March, of a credit note of 5 March.
  private static let own = DiscountOffer("1", of: eur(200_00), until: "2026-03-19")

  /// An invoice, and a credit note of 5 March on it.
  private func books(
    _ amount: Int64 = 1000_00,
    discount: (percent: String, until: String)? = nil,
    credit: Int64 = 200_00,
    _ own: DiscountOffer = own
  ) throws -> Books {
    var books = Books()
    try books.issue("INV-1", eur(amount), discount: discount)
    try books.credit("CN-1", eur(credit), on: "INV-1", date: "2026-03-05", discounts: [own])
    return books
  }

  private func given(_ books: Books) -> [Money] {
    books.credits.flatMap(\.allocations).map(\.discount)
  }

  @Test("R9: 200.00 at 1 % netted in the discount period count 198.00")
  func netted() throws {
    var books = try books()
    #expect(books.open("INV-1") == eur(802_00))
    #expect(books.state.items["INV-1"]?.credited == eur(198_00))
    #expect(books.state.items["INV-1"]?.granted == eur(0), "the invoice's discount is another")
    #expect(books[Self.note]?.applied == eur(200_00))
    #expect(books[Self.note]?.onAccount == eur(0))
    try books.cut()
    #expect(books.open("INV-1") == eur(802_00))
    let told = try #require(books.credits.first?.allocations.first)
    #expect((told.amount, told.discount) == (eur(200_00), eur(-2_00)))
    #expect(told.discountInGrace == nil && !told.isSettled)
    let totals = try #require(books.closings.last).totals
    #expect(totals.first { $0.name == .openItems }?.sums == [eur(802_00)])
    #expect(totals.first { $0.name == .credited }?.sums == [eur(200_00)])
    #expect(totals.first { $0.name == .discount }?.sums == [eur(-2_00)])
  }

  @Test(
    "what is given up is rounded once",
    arguments: [
      (200_00, "3", 194_00), (33_33, "1.5", 32_83), (1, "1", 1), (200_00, "0.25", 199_50),
    ] as [(Int64, String, Int64)]
  )
  func rounding(credit: Int64, percent: String, counted: Int64) throws {
    let own = DiscountOffer(percent, of: eur(credit), until: "2026-03-19")
    let books = try books(credit: credit, own)
    #expect(books.open("INV-1") == eur(1000_00 - counted))
  }

  @Test("a discount that leaves nothing is none; without terms it counts in full")
  func none() throws {
    var whole = Self.own
    whole.amount = eur(200_00)
    #expect(try books(1000_00, whole).open("INV-1") == eur(800_00))
    var plain = Books()
    try plain.issue("INV-1", eur(1000_00))
    try plain.credit("CN-1", eur(200_00), on: "INV-1")
    #expect(plain.open("INV-1") == eur(800_00))
    #expect(given(plain) == [eur(0)])
  }

  @Test("currencies without decimals round to their own unit")
  func yen() throws {
    let yen = Currency(literal: "JPY")
    var books = Books()
    try books.issue("INV-1", Money(10_000, yen))
    let own = DiscountOffer("2", of: Money(1025, yen), until: "2026-03-19")
    try books.credit("CN-1", Money(1025, yen), on: "INV-1", discounts: [own])
    #expect(books.open("INV-1") == Money(10_000 - 1004, yen))
  }

  @Test(
    "the invoice keeps its own discount: 792.00 in time, 802.00 a day later, and no cent twice",
    arguments: [("2026-03-15", 792_00, 10_00), ("2026-03-16", 802_00, 0)]
      as [(String, Int64, Int64)]
  )
  func discountOfInvoice(valueDate: String, cash: Int64, granted: Int64) throws {
    var books = try books(discount: ("1", "2026-03-15"))
    try books.pay("P-1", eur(cash), on: valueDate, text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(granted))
    #expect(books["P-1"]?.onAccount == eur(0))
  }

  @Test("so do two payments in time, and one where only the whole earns it")
  func partialPayments() throws {
    var books = try books(discount: ("1", "2026-03-15"))
    try books.pay("P-1", eur(396_00), on: "2026-03-10", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(4_00))
    #expect(books.open("INV-1") == eur(402_00))
    try books.pay("P-2", eur(396_00), on: "2026-03-15", text: "INV-1")
    #expect(books.state.items["INV-1"]?.granted == eur(10_00))
    #expect(books.open("INV-1") == eur(0))
    var offer = DiscountOffer("1", of: eur(1000_00), until: "2026-03-15")
    offer.isForPartialPayments = false
    var whole = Books()
    try whole.issue("INV-1", eur(1000_00), discounts: [offer])
    try whole.credit("CN-1", eur(200_00), on: "INV-1", date: "2026-03-05", discounts: [Self.own])
    try whole.pay("P-1", eur(792_00), on: "2026-03-15", text: "INV-1")
    #expect(whole.open("INV-1") == eur(0))
  }

  @Test("without terms of its own the credit lowers what the discount is on: 792.00 as well")
  func discountBase() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("1", "2026-03-15"))
    try books.credit("CN-1", eur(200_00), on: "INV-1", date: "2026-03-05")
    try books.pay("P-1", eur(792_00), on: "2026-03-15", text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(8_00))
  }

  @Test(
    "a part gives up its part; the surplus stands on account in full",
    arguments: [
      (99_00, 100_00, 100_00), (198_00, 200_00, 0), (197_99, 199_99, 1), (1, 1, 199_99),
    ] as [(Int64, Int64, Int64)]
  )
  func surplus(open: Int64, used: Int64, onAccount: Int64) throws {
    var books = try books(open)
    #expect(books.open("INV-1") == eur(0))
    #expect(books[Self.note]?.applied == eur(used))
    #expect(books[Self.note]?.onAccount == eur(onAccount))
    #expect(given(books) == [eur(open - used)])
    #expect(books.credits.first?.allocations.first?.isSettled == true)
    try books.cut()
    #expect(books[Self.note]?.onAccount == eur(onAccount))
  }

  @Test("a cent more than what it counts stays open")
  func centMore() throws {
    let books = try books(198_01)
    #expect(books.open("INV-1") == eur(1))
    #expect(books[Self.note]?.onAccount == eur(0))
  }

  @Test("where only the whole has the discount, a part counts in full")
  func wholeOnly() throws {
    var own = Self.own
    own.isForPartialPayments = false
    let part = try books(197_00, own)
    #expect(given(part) == [eur(0)])
    #expect(part[Self.note]?.onAccount == eur(3_00))
    let whole = try books(1000_00, own)
    #expect(whole.open("INV-1") == eur(802_00))
  }

  private func books(_ amount: Int64, _ own: DiscountOffer) throws -> Books {
    try books(amount, discount: nil, credit: 200_00, own)
  }

  @Test(
    "297.00 of 300.00 at 1 % clear instalments from the end, the beginning, or each its share",
    arguments: [
      (.lastFirst, [400_00, 400_00, 103_00], [-3_00]),
      (.firstFirst, [103_00, 400_00, 400_00], [-3_00]),
      (.proRata, [301_00, 301_00, 301_00], [-1_00, -1_00, -1_00]),
    ] as [(CreditSpread, [Int64], [Int64])]
  )
  func spread(spread: CreditSpread, left: [Int64], givenUp: [Int64]) throws {
    var books = Books()
    try books.issue("INV-1", instalments: [eur(400_00), eur(400_00), eur(400_00)])
    let own = DiscountOffer("1", of: eur(300_00), until: "2026-03-19")
    try books.credit("CN-1", eur(300_00), on: "INV-1", spread, discounts: [own])
    try books.cut()
    #expect((1...3).map { books.open(ItemID("INV-1/\($0)")) } == left.map(eur))
    #expect(given(books) == givenUp.map(eur))
  }

  @Test("shares of a few cents lose none of what is given up")
  func cents() throws {
    var books = Books()
    try books.issue("INV-1", instalments: [eur(400_00), eur(400_00), eur(400_00)])
    let own = DiscountOffer("1", of: eur(100_00), until: "2026-03-19")
    try books.credit("CN-1", eur(100_00), on: "INV-1", .proRata, discounts: [own])
    #expect((1...3).map { books.open(ItemID("INV-1/\($0)")) } == [367_00, 367_00, 367_00].map(eur))
    #expect(given(books) == [-33, -34, -33].map(eur))
  }

  @Test("taken back at the cut, what was given up comes back with it")
  func takenBack() throws {
    var books = try books(198_00)
    #expect(books.open("INV-1") == eur(0))
    try books.pay("P-1", eur(198_00), on: "2026-03-04", text: "INV-1")
    try books.cut()
    #expect(books.state.items["INV-1"]?.cash == eur(198_00))
    #expect(books.state.items["INV-1"]?.credited == eur(0))
    #expect(books.state.items["INV-1"]?.creditedLessDiscount == nil)
    #expect(books[Self.note]?.onAccount == eur(200_00))
    let undone = books.sent.compactMap { $0 as? CreditUnapplied }.flatMap(\.allocations)
    #expect(undone.map(\.amount) == [eur(200_00)])
    #expect(undone.map(\.discount) == [eur(-2_00)])
    let totals = try #require(books.closings.last).totals
    #expect(totals.first { $0.name == .discount }?.sums == [])
  }
}

@Suite("Credit on account that a payer takes off within its discount period")
struct CreditTermsOnAccountTests {
  private static let note = PaymentID(creditNote: "CN-1")

  /// INV-101 over 500.00, INV-102 over 300.00; a credit of 5 March over 80.00, 1 % until 10 March
  /// with two days of grace.
  private func house() throws -> Books {
    var books = Books()
    try books.issue("INV-101", eur(500_00))
    try books.issue("INV-102", eur(300_00))
    let own = DiscountOffer("1", of: eur(80_00), until: "2026-03-10", grace: 2)
    try books.credit("CN-1", eur(80_00), on: nil, date: "2026-03-05", discounts: [own])
    return books
  }

  private func left(_ books: Books) -> [Money] {
    [books.open("INV-101"), books.open("INV-102")].map { $0 ?? eur(-1) }
  }

  @Test("on account it stands in full")
  func onAccount() throws {
    var books = try house()
    try books.cut()
    #expect(books[Self.note]?.onAccount == eur(80_00))
    #expect(left(books) == [eur(500_00), eur(300_00)])
  }

  @Test(
    "it counts by the payment's value date, grace included (rules R14)",
    arguments: [
      ("2026-03-10", 720_80, [-50, -30], false), ("2026-03-11", 720_80, [-50, -30], true),
      ("2026-03-12", 720_80, [-50, -30], true), ("2026-03-13", 720_00, [0, 0], false),
    ] as [(String, Int64, [Int64], Bool)]
  )
  func valueDate(date: String, cash: Int64, givenUp: [Int64], isInGrace: Bool) throws {
    var books = try house()
    try books.pay("P-1", eur(cash), on: date, text: "INV-101 INV-102")
    try books.cut()
    #expect(left(books) == [eur(0), eur(0)])
    #expect(books[Self.note]?.applied == eur(80_00))
    #expect(books[Self.note]?.onAccount == eur(0))
    let allocations = try #require(books.credits.last).allocations
    #expect(allocations.map(\.amount) == [eur(50_00), eur(30_00)])
    #expect(allocations.map(\.discount) == givenUp.map(eur))
    #expect(
      allocations.map(\.discountInGrace) == givenUp.map { isInGrace ? eur($0) : nil }
    )
  }

  @Test("who paid the day before knew of no credit: facts count by their dates")
  func paidBefore() throws {
    var books = try house()
    try books.pay("P-1", eur(720_80), on: "2026-03-04", text: "INV-101 INV-102")
    try books.cut()
    #expect(left(books) == [eur(0), eur(79_20)])
    #expect(books[Self.note]?.onAccount == eur(80_00))
  }

  @Test(
    "who takes off all of it in the period, or less of it later, is explained by no credit",
    arguments: [("2026-03-10", 720_00, 80_00), ("2026-03-13", 720_80, 79_20)]
      as [(String, Int64, Int64)]
  )
  func unexplained(date: String, cash: Int64, open: Int64) throws {
    var books = try house()
    try books.pay("P-1", eur(cash), on: date, text: "INV-101 INV-102")
    try books.cut()
    #expect(left(books) == [eur(0), eur(open)])
    #expect(books[Self.note]?.onAccount == eur(80_00))
  }

  @Test("what two uses give up is the whole discount, whatever the rounding")
  func twoUses() throws {
    var books = Books()
    try books.issue("INV-1", eur(33_33))
    let own = DiscountOffer("1", of: eur(100_01), until: "2026-03-19")
    try books.credit("CN-1", eur(100_01), on: "INV-1", date: "2026-03-05", discounts: [own])
    #expect(books[Self.note]?.onAccount == eur(66_34), "33.67 less 0.34 cleared 33.33")
    try books.issue("INV-101", eur(500_00))
    try books.issue("INV-102", eur(300_00))
    try books.pay("P-1", eur(734_32), text: "INV-101 INV-102")
    try books.cut()
    #expect(left(books) == [eur(0), eur(0)])
    let given = books[Self.note]?.decisions.flatMap(\.allocations).map(\.discount) ?? []
    #expect(given.reduce(eur(0), +) == eur(-1_00))
  }
}

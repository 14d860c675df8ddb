import DomainKit
import MatchingDomain
import Messages
import Terms
import Testing

@Suite("Small differences are given up or kept, within the tolerance")
struct ToleranceTests {
  private static func policy(_ amounts: Money..., percent rate: String? = nil) -> Matching.Policy {
    Matching.Policy(
      tolerances: [Matching.Tolerance(amounts: amounts, percent: rate.map { percent($0) })]
    )
  }

  /// One invoice paid by its number, and the cut: what is open, what was given up, on account.
  private func paid(
    _ amount: Int64,
    of invoice: Int64,
    _ policy: Matching.Policy
  ) throws -> [Int64] {
    var books = try Books(policy)
    try books.issue("INV-1", eur(invoice))
    try books.pay("P-1", eur(amount), text: "INV-1")
    try books.cut()
    let item = try #require(books.state.items["INV-1"])
    let payment = try #require(books["P-1"])
    return [item.open, item.writtenOff, payment.onAccount].map(\.minorUnits)
  }

  @Test("the lower of amount and percent counts, to the cent (R5)")
  func limits() throws {
    let policy = Self.policy(eur(5_00), percent: "1")
    #expect(try paid(118_90, of: 120_00, policy) == [0, 1_10, 0])
    #expect(try paid(118_80, of: 120_00, policy) == [0, 1_20, 0])
    #expect(try paid(118_79, of: 120_00, policy) == [1_21, 0, 0])
    #expect(try paid(118_70, of: 120_00, policy) == [1_30, 0, 0])
    #expect(try paid(995_00, of: 1000_00, policy) == [0, 5_00, 0])
    #expect(try paid(994_99, of: 1000_00, policy) == [5_01, 0, 0])
    #expect(try paid(118_90, of: 120_00, Matching.Policy()) == [1_10, 0, 0])
  }

  @Test("the strictest of several tolerances counts, and one that says nothing of the currency")
  func strictest() throws {
    let customers = Matching.Tolerance(amounts: [eur(5_00)], percent: percent("1"))
    let users = Matching.Tolerance(amounts: [eur(1_00)])
    let foreign = Matching.Tolerance(amounts: [usd(5_00)])
    #expect(
      try paid(118_90, of: 120_00, Matching.Policy(tolerances: [customers, users])) == [1_10, 0, 0]
    )
    #expect(
      try paid(119_00, of: 120_00, Matching.Policy(tolerances: [users, customers])) == [0, 1_00, 0]
    )
    #expect(try paid(119_99, of: 120_00, Matching.Policy(tolerances: [foreign])) == [1, 0, 0])
  }

  @Test("what is paid too much within the tolerance is kept, and beyond it is on account (R6)")
  func surplus() throws {
    let policy = Self.policy(eur(5_00), percent: "1")
    #expect(try paid(1_000_04, of: 1_000_00, policy) == [0, -4, 0])
    #expect(try paid(1_005_00, of: 1_000_00, policy) == [0, -5_00, 0])
    #expect(try paid(1_005_01, of: 1_000_00, policy) == [0, 0, 5_01])
    #expect(try paid(1_050_00, of: 1_000_00, policy) == [0, 0, 50_00])
  }

  /// Invoice 1,000.00 with a discount of 20.00 until the 11th and five days of grace; a tolerance
  /// of 5.00; how each amount of each day is closed or left (Business Central's worked examples).
  @Test(
    "discount, grace and tolerance together (R3)",
    arguments: [
      // day, paid; open, discount, given up, on account
      ("2026-03-11", 985_00, [0, 20_00, -5_00, 0]), ("2026-03-11", 980_00, [0, 20_00, 0, 0]),
      ("2026-03-11", 975_00, [0, 20_00, 5_00, 0]), ("2026-03-12", 985_00, [0, 20_00, -5_00, 0]),
      ("2026-03-16", 980_00, [0, 20_00, 0, 0]), ("2026-03-16", 975_00, [0, 20_00, 5_00, 0]),
      ("2026-03-16", 1_000_00, [0, 20_00, 0, 20_00]),
      ("2026-03-17", 1_005_00, [0, 0, -5_00, 0]), ("2026-03-17", 1_000_00, [0, 0, 0, 0]),
      ("2026-03-17", 995_00, [0, 0, 5_00, 0]), ("2026-03-17", 985_00, [15_00, 0, 0, 0]),
      ("2026-03-17", 980_00, [20_00, 0, 0, 0]), ("2026-03-17", 975_00, [25_00, 0, 0, 0]),
    ] as [(String, Int64, [Int64])]
  )
  func discountAndTolerance(valueDate: String, amount: Int64, expected: [Int64]) throws {
    var books = try Books(Self.policy(eur(5_00)))
    let offer = DiscountOffer("2", of: eur(1_000_00), until: "2026-03-11", grace: 5)
    try books.issue("INV-1", eur(1_000_00), discounts: [offer])
    try books.pay("P-1", eur(amount), on: valueDate, text: "INV-1")
    try books.cut()
    let item = try #require(books.state.items["INV-1"])
    let payment = try #require(books["P-1"])
    let figures = [item.open, item.granted, item.writtenOff, payment.onAccount]
    #expect(figures.map(\.minorUnits) == expected)
  }

  @Test("of several invoices each gives up its own part")
  func several() throws {
    let policy = Self.policy(eur(5_00), percent: "1")
    var books = try Books(policy)
    for (number, amount) in [("INV-101", 120_00), ("INV-102", 300_00)] as [(InvoiceNumber, Int64)] {
      try books.issue(number, eur(amount))
    }
    try books.pay("P-1", eur(420_00 - 4_20), text: "INV-101 INV-102")
    try books.cut()
    #expect(books.state.items["INV-101"]?.writtenOff == eur(1_20))
    #expect(books.state.items["INV-102"]?.writtenOff == eur(3_00))
    #expect(books.state.ledgers["A"] == nil)
    var less = try Books(policy)
    try less.issue("INV-101", eur(120_00))
    try less.issue("INV-102", eur(300_00))
    try less.pay("P-1", eur(420_00 - 4_21), text: "INV-101 INV-102")
    try less.cut()
    #expect(less.open("INV-101") == eur(0))
    #expect(less.open("INV-102") == eur(4_21))
  }

  @Test("what came back can be given up anew, but nothing of what the oldest are paid off with")
  func anew() throws {
    var books = try Books(Self.policy(eur(5_00)))
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(97_00), text: "INV-1")
    try books.cut()
    try books.giveBack(eur(97_00), of: "P-1")
    #expect(books.open("INV-1") == eur(100_00))
    try books.pay("P-2", eur(103_00), on: "2026-03-26", text: "INV-1")
    try books.cut()
    #expect(books.state.items["INV-1"]?.writtenOff == eur(-3_00))

    var policy = Self.policy(eur(5_00))
    policy.allowsOldestFirst = true
    var oldest = try Books(policy)
    try oldest.issue("INV-1", eur(100_00))
    try oldest.pay("P-1", eur(97_00))
    try oldest.cut()
    #expect(oldest.rules(of: "P-1") == ["oldest-first"])
    #expect(oldest.open("INV-1") == eur(3_00))
  }

  @Test("a part that is taken back takes what was given up, and as much of what was kept")
  func takenBack() throws {
    var books = try Books(Self.policy(eur(5_00)))
    try books.issue("INV-1", eur(1_000_00))
    try books.issue("INV-2", eur(1_000_00))
    try books.pay("P-1", eur(996_00), text: "INV-1")
    try books.pay("P-2", eur(1_004_00), text: "INV-2")
    try books.cut()
    #expect(books.state.ledgers["A"] == nil)
    try books.giveBack(eur(1_00), of: "P-1", as: "R-1")
    #expect(books.open("INV-1") == eur(5_00))
    try books.giveBack(eur(3_00), of: "P-2", as: "R-2")
    #expect(books.open("INV-2") == eur(0))
    #expect(books.state.items["INV-2"]?.writtenOff == eur(-1_00))
    try books.giveBack(eur(1_001_00), of: "P-2", as: "R-3")
    #expect(books.open("INV-2") == eur(1_000_00))
    try books.cut()
  }
}

@Suite("What is left open of a paid item has a cause")
struct DeductionTests {
  private func books(_ paid: Int64, on valueDate: String, text: String = "INV-1") throws -> Books {
    let tolerance = Matching.Tolerance(amounts: [eur(5_00)])
    var books = try Books(Matching.Policy(tolerances: [tolerance]))
    let offer = DiscountOffer("2", of: eur(1_000_00), until: "2026-03-11", grace: 3)
    try books.issue("INV-1", eur(1_000_00), discounts: [offer])
    try books.pay("P-1", eur(paid), on: valueDate, text: text)
    try books.cut()
    return books
  }

  private func opened(_ books: Books) -> [String] {
    books.sent.compactMap { $0 as? DeductionOpened }
      .map { "\($0.deduction.amount) \($0.deduction.cause.rawValue)" }
  }

  @Test("an unearned discount is a deduction, not a write-off (R4)")
  func unearned() throws {
    let books = try books(980_00, on: "2026-03-16")
    #expect(books.open("INV-1") == eur(20_00))
    #expect(opened(books) == ["20.00 EUR unearned-discount"])
    #expect(books.state.items["INV-1"]?.writtenOff == eur(0))
    #expect(
      books["P-1"]?.deductions.map(\.evidence) == ["2 % until 2026-03-14, paid on 2026-03-16"]
    )
    #expect(opened(try self.books(980_00, on: "2026-03-14")).isEmpty, "in grace it is earned")
    let given = try self.books(996_00, on: "2026-03-16")
    #expect(opened(given).isEmpty)
    #expect(given.state.items["INV-1"]?.writtenOff == eur(4_00))
    #expect(given.open("INV-1") == eur(0))
    #expect(opened(try self.books(979_99, on: "2026-03-16")) == ["20.01 EUR unexplained"])
  }

  @Test("tax that was left out, and a credit that was taken off")
  func taxAndCredit() throws {
    var books = Books()
    let item = Matching.Item(
      id: "INV-1",
      invoice: "INV-1",
      account: "A",
      dueDate: day("2026-03-31"),
      amount: eur(1_200_00)
    )
    let invoice = Matching.IssuedInvoice(
      number: "INV-1",
      account: "A",
      issueDate: day("2026-03-01"),
      tax: eur(200_00),
      reference: reference(to: "INV-1"),
      items: [item]
    )
    try books.take(.open(invoice, partition))
    try books.pay("P-1", eur(1_000_00), text: "INV-1")
    try books.issue("INV-2", eur(500_00))
    try books.issue("INV-3", eur(100_00))
    try books.pay("P-3", eur(100_00 + 73_20), text: "INV-3")
    try books.pay("P-2", eur(500_00 - 73_20), text: "INV-2")
    try books.cut()
    #expect(opened(books) == ["200.00 EUR tax-not-paid", "73.20 EUR credit-taken"])
    #expect(books["P-2"]?.deductions.map(\.evidence) == ["P-3"])
  }

  @Test("a part payment has nothing to explain; a rest of a fifth has, a cent more has not")
  func partPayment() throws {
    #expect(opened(try books(800_00, on: "2026-03-20")) == ["200.00 EUR unexplained"])
    #expect(opened(try books(799_99, on: "2026-03-20")).isEmpty)
    #expect(opened(try books(500_00, on: "2026-03-20")).isEmpty)
  }

  @Test("it is told once, and withdrawn when its payment is returned")
  func withdrawn() throws {
    var books = try books(980_00, on: "2026-03-16")
    try books.cut()
    #expect(opened(books).count == 1)
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.sent.contains { $0 is DeductionWithdrawn })
    #expect(books["P-1"]?.deductions.isEmpty == true)
    try books.cut()
    #expect(opened(books).count == 1)
  }
}

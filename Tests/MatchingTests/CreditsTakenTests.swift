import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Credits that a payer takes off, and ranges")
struct CreditsTakenTests {
  /// INV-101 over 500.00, INV-102 over 300.00, and credit notes on account.
  private func house(_ credits: Int64...) throws -> Books {
    var books = Books()
    try books.issue("INV-101", eur(500_00))
    try books.issue("INV-102", eur(300_00))
    for (index, amount) in credits.enumerated() {
      try books.credit(Self.notes[index], eur(amount), on: nil)
    }
    return books
  }

  private static let notes: [InvoiceNumber] = ["CN-1", "CN-2", "CN-3"]

  /// What is left of the first credit notes.
  private func credits(_ books: Books, _ count: Int) -> [Money] {
    Self.notes.prefix(count).map { books[PaymentID(creditNote: $0)]?.onAccount ?? eur(0) }
  }

  private func left(_ books: Books) -> [Money] {
    [books.open("INV-101"), books.open("INV-102")].map { $0 ?? eur(-1) }
  }

  @Test("R9: the credit that just explains what is missing is set off, each item bears its part")
  func explained() throws {
    var books = try house(80_00)
    try books.pay("P-1", eur(720_00), text: "INV-101 INV-102 less credit")
    #expect(left(books) == [eur(500_00), eur(300_00)], "the cut decides")
    try books.cut()
    #expect(left(books) == [eur(0), eur(0)])
    #expect(credits(books, 1) == [eur(0)])
    let paid = books.applied.flatMap(\.allocations).map(\.amount)
    #expect(paid == [eur(450_00), eur(270_00)])
    #expect(books["P-1"]?.deductions == [])
  }

  @Test("a cent more or less is explained by no credit")
  func unexplained() throws {
    for cents in [-1, 1] as [Int64] {
      var books = try house(80_00)
      try books.pay("P-1", eur(720_00 + cents), text: "INV-101 INV-102")
      try books.cut()
      #expect(left(books) == [eur(0), eur(80_00 - cents)])
    }
  }

  @Test("of several credits those that are named count, else the only one that fits, else all")
  func several() throws {
    var named = try house(80_00, 80_00, 30_00)
    try named.pay("P-1", eur(690_00), text: "INV-101 INV-102 less CN-2, CN-3")
    try named.cut()
    #expect(left(named) == [eur(0), eur(0)])
    #expect(credits(named, 3) == [eur(80_00), eur(0), eur(0)])
    var equal = try house(80_00, 80_00)
    try equal.pay("P-1", eur(720_00), text: "INV-101 INV-102")
    try equal.cut()
    #expect(credits(equal, 2) == [eur(80_00), eur(80_00)], "either may be meant")
    var all = try house(80_00, 50_00)
    try all.pay("P-1", eur(670_00), text: "INV-101 INV-102")
    try all.cut()
    #expect(credits(all, 2) == [eur(0), eur(0)])
  }

  @Test("the first and the last of a range, when all between them have the amount")
  func range() throws {
    for (amount, isRange) in [(1_000_00, true), (999_99, false), (1_000_01, false)] {
      var books = try house()
      try books.issue("INV-103", eur(200_00))
      try books.issue("INV-104", eur(10_00))
      try books.pay("P-1", eur(Int64(amount)), text: "INV-101 / INV-103")
      try books.cut()
      #expect(books.open("INV-102") == (isRange ? eur(0) : eur(300_00)))
      #expect(books.open("INV-104") == eur(10_00))
    }
  }

  @Test("a number and the amount of another item: a person says which is meant")
  func amountOfAnother() throws {
    var books = try house()
    try books.pay("P-1", eur(300_00), text: "INV-101")
    try books.cut()
    #expect(left(books) == [eur(500_00), eur(300_00)])
    #expect(
      books.suggested.map(\.reason) == ["it names INV-101, and has the amount of INV-102"]
    )
    var reference = try house()
    try reference.pay("P-1", eur(300_00), references: [MatchingTests.reference(to: "INV-101")])
    #expect(left(reference) == [eur(200_00), eur(300_00)], "a reference has check digits")
  }

  @Test("the first instalment of a mistyped number has the amount")
  func instalment() throws {
    var books = Books()
    try books.issue("INV-20260042", instalments: [eur(100_00), eur(90_00)])
    try books.pay("P-1", eur(100_00), text: "INV-20260024")
    try books.cut()
    #expect(books.open("INV-20260042/1") == eur(0))
    #expect(books.open("INV-20260042/2") == eur(90_00))
    #expect(books.rules(of: "P-1") == ["likely-number"])
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Credit notes")
struct CreditNoteTests {
  private func books(_ instalments: [Money]) throws -> Books {
    var books = Books()
    try books.issue("INV-1", instalments: instalments)
    return books
  }

  private func open(_ books: Books) -> [Money] {
    (1...3).compactMap { books.open(ItemID("INV-1/\($0)")) }
  }

  @Test(
    "300.00 on 3 x 400.00 clears from the end, from the beginning, or of each its share (rules R9)",
    arguments: [
      (.lastFirst, [400_00, 400_00, 100_00]), (.firstFirst, [100_00, 400_00, 400_00]),
      (.proRata, [300_00, 300_00, 300_00]),
    ] as [(CreditSpread, [Int64])]
  )
  func spread(spread: CreditSpread, left: [Int64]) throws {
    var books = try books([eur(400_00), eur(400_00), eur(400_00)])
    try books.credit("CN-1", eur(300_00), on: "INV-1", spread)
    #expect(open(books) == left.map(eur))
    #expect(books.credits.map(\.onAccount) == [eur(0)])
    try books.cut()
    #expect(open(books) == left.map(eur))
  }

  @Test("shares of a few cents are never more than their items, and none is lost")
  func cents() throws {
    for credit in 1...5 as ClosedRange<Int64> {
      var books = try books([eur(1), eur(2), eur(2)])
      try books.credit("CN-1", eur(credit), on: "INV-1", .proRata)
      #expect(open(books).reduce(eur(0), +) == eur(5 - credit))
      #expect(books.credits.map(\.onAccount) == [eur(0)])
    }
  }

  @Test("a paid invoice stays at zero, the credit goes on account (rules R9)")
  func paid() throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00))
    try books.pay("P-1", eur(1200_00), on: "2026-03-05", text: "INV-1")
    try books.cut()
    try books.credit("CN-1", eur(300_00), on: "INV-1", date: "2026-03-08")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books[PaymentID(creditNote: "CN-1")]?.onAccount == eur(300_00))
  }

  @Test("within a cut the earlier date goes first, whatever came first")
  func dates() throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00))
    try books.pay("P-1", eur(1200_00), on: "2026-03-10", text: "INV-1")
    try books.credit("CN-1", eur(300_00), on: "INV-1", date: "2026-03-10")
    #expect(books[PaymentID(creditNote: "CN-1")]?.onAccount == eur(300_00))
    try books.cut()
    #expect(books[PaymentID(creditNote: "CN-1")]?.applied == eur(300_00))
    #expect(books["P-1"]?.applied == eur(900_00))
    #expect(books["P-1"]?.onAccount == eur(300_00))
  }

  @Test(
    "the discount is on what is still owed: 2 % of 900.00 is 18.00, not 24.00 (rules R9)",
    arguments: [(300_00, 882_00, 18_00), (200_10, 979_90, 20_00), (1, 1175_99, 24_00)]
      as [(Int64, Int64, Int64)]
  )
  func discount(credit: Int64, cash: Int64, discount: Int64) throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00), discount: ("2", "2026-03-11"))
    try books.credit("CN-1", eur(credit), on: "INV-1", date: "2026-03-05")
    try books.pay("P-1", eur(cash), on: "2026-03-11", text: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.items["INV-1"]?.granted == eur(discount))
    #expect(books["P-1"]?.onAccount == eur(0))
  }

  @Test("without an invoice it stands on account, and pays nothing by itself")
  func onAccount() throws {
    var books = Books()
    try books.issue("INV-1", eur(300_00))
    try books.credit("CN-1", eur(300_00), on: nil)
    try books.cut()
    #expect(books.open("INV-1") == eur(300_00))
    #expect(books[PaymentID(creditNote: "CN-1")]?.onAccount == eur(300_00))
    #expect(books.suggested.isEmpty)
  }

  @Test("it clears its invoice only, although another has its amount")
  func ownInvoice() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.issue("INV-2", eur(50_00))
    try books.credit("CN-1", eur(150_00), on: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.open("INV-2") == eur(50_00))
    #expect(books[PaymentID(creditNote: "CN-1")]?.onAccount == eur(50_00))
  }

  @Test("credit is told apart from cash, in messages and in control totals")
  func totals() throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00))
    try books.credit("CN-1", eur(300_00), on: "INV-1", date: "2026-03-05")
    try books.pay("P-1", eur(900_00), text: "INV-1")
    try books.cut()
    let totals = try #require(books.closings.last).totals
    #expect(totals.first { $0.name == .credited }?.sums == [eur(300_00)])
    #expect(totals.first { $0.name == .applied }?.sums == [eur(900_00)])
    #expect(books.credits.map(\.creditNote) == ["CN-1"])
    #expect(books.applied.map(\.payment) == ["P-1"])
  }

  @Test("a payment that is returned leaves what was credited (rules R8)")
  func returned() throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00))
    try books.credit("CN-1", eur(300_00), on: "INV-1", date: "2026-03-05")
    try books.pay("P-1", eur(900_00), text: "INV-1")
    try books.cut()
    try books.giveBack(eur(900_00), of: "P-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(900_00))
  }

  @Test("names of credit notes are nobody else's, however long or odd the number is")
  func names() {
    let long = String(repeating: "9", count: 120)
    let numbers: [InvoiceNumber] = ["CN-1", "CN:1", "CN%3A1", InvoiceNumber(long)]
    let names = numbers.map { PaymentID(creditNote: $0) }
    #expect(Set(names).count == 4)
    #expect(names.allSatisfy { $0.isCreditNote })
    #expect(!PaymentID("credit-note CN:1").isCreditNote)
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Settled things leave the state, and come back when a late fact names them")
struct ArchiveTests {
  /// INV-1 settled by P-1 in the first cut; archived when `cuts` more are closed.
  private func books(_ cuts: Int = 2) throws -> Books {
    var books = try Books(Matching.Policy(cutsUntilArchived: cuts))
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.pay("P-1", eur(980_00), references: [reference(to: "INV-1")])
    try books.cut()
    return books
  }

  @Test("they stay for as many cuts as the policy says", arguments: [1, 2, 5])
  func retention(cuts: Int) throws {
    var books = try books(cuts)
    for _ in 1..<cuts { try books.cut() }
    #expect(books.state.invoices["INV-1"] != nil)
    #expect(books["P-1"] != nil)
    #expect(books.archive.isEmpty)
    try books.cut()
    #expect(books.state.invoices.isEmpty && books.state.items.isEmpty)
    #expect(books.state.payments.isEmpty)
    #expect(books.state.named.isEmpty && books.state.settled.isEmpty)
    #expect(
      books.archive.keys.sorted() == [
        "invoice:INV-1", "number:INV1", "payment:P-1", "reference:\(reference(to: "INV-1"))",
      ]
    )
    #expect(books.closings.last?.totals.map(\.count) == [0, 0, 0, 0, 0, 0, 0])
  }

  @Test("a return after months opens the item again, with its discount lost")
  func lateReturn() throws {
    var books = try books()
    for _ in 1...9 { try books.cut() }
    #expect(books["P-1"] == nil)
    try books.giveBack(eur(980_00), of: "P-1")
    #expect(books.open("INV-1") == eur(1000_00))
    #expect(books["P-1"]?.returned == eur(980_00))
    #expect(books.unapplied.first?.allocations.map(\.amount) == [eur(980_00)])
    try books.cut()
    #expect(books.closings.last?.totals[3].sums == [eur(-980_00)])
    for _ in 1...9 { try books.cut() }
    #expect(books.state.invoices["INV-1"] != nil)
    #expect(books["P-1"] == nil)
    try books.pay("P-2", eur(1000_00), on: "2026-03-11", references: [reference(to: "INV-1")])
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-2"]?.applied == eur(1000_00))
  }

  @Test("a second payment of an archived invoice is on account, and the invoice goes back")
  func latePayment() throws {
    for (references, text) in [([reference(to: "INV-1")], ""), ([], "INV-1")] {
      var books = try books()
      for _ in 1...9 { try books.cut() }
      try books.issue("INV-2", eur(980_00))
      try books.pay("P-2", eur(980_00), references: references, text: text)
      #expect(books["P-2"]?.onAccount == eur(980_00))
      #expect(books.state.invoices["INV-1"] != nil)
      try books.cut()
      #expect(books.state.invoices["INV-1"] == nil)
      #expect(books.open("INV-2") == eur(980_00))
    }
  }

  @Test("what is not settled stays, however old")
  func openThings() throws {
    var books = try books(1)
    try books.issue("INV-2", eur(100_00))
    try books.issue("INV-3", instalments: [eur(10_00), eur(20_00)])
    try books.pay("P-2", eur(70_00), text: "INV-2")
    try books.pay("P-3", eur(15_00), text: "INV-3")
    try books.pay("P-4", eur(3_33))
    try books.pay("P-5", eur(990_00), text: "INV-1")
    for _ in 1...5 { try books.cut() }
    #expect(books.state.invoices.keys.sorted() == ["INV-2", "INV-3"])
    #expect(books.state.payments.keys.sorted() == ["P-4", "P-5"])
    // A payment that is all applied is archived before its invoice, and comes back for its return.
    try books.giveBack(eur(15_00), of: "P-3")
    #expect(books.open("INV-3/1") == eur(10_00))
    #expect(books.open("INV-3/2") == eur(20_00))
  }

  @Test("an item that was opened and settled again waits anew")
  func settledAgain() throws {
    var books = try books(3)
    try books.cut()
    try books.giveBack(eur(980_00), of: "P-1")
    try books.pay("P-2", eur(1000_00), on: "2026-04-01", text: "INV-1")
    try books.cut()
    try books.cut()
    try books.cut()
    #expect(books.state.invoices["INV-1"] != nil)
    try books.cut()
    #expect(books.state.invoices["INV-1"] == nil)
  }

  @Test("without the archived items a return is refused instead of booked in part")
  func itemsMissing() throws {
    var books = try books(1)
    try books.cut()
    let archived = try #require(books.archive["payment:P-1"])
    let payment = try JSONCoding.decodeTrusted(Matching.Payment.self, from: archived)
    let entry = Matching.Return(
      reversal: "R-1",
      payment: "P-1",
      amount: eur(980_00),
      valueDate: day("2026-03-25")
    )
    #expect(throws: Matching.Rejection.itemsMissing(of: "P-1")) {
      _ = try Matching.decide(
        .takeBack(entry, partition, supplied: Matching.Archived(payments: [payment])),
        books.state
      )
    }
  }

  @Test("what a payment names comes back whether its reference was known before it or not")
  func sameInAnyOrder() throws {
    /// INV-1 and B's INV-9 in the archive; P-W has money and names INV-9, INV-1 and INV-2.
    func waiting() throws -> Books {
      var books = try books(1)
      try books.issue("INV-9", eur(90_00), to: "B")
      try books.pay("P-W", eur(150_00), references: [reference(to: "INV-9")], text: "INV-1 INV-2")
      try books.pay("P-9", eur(90_00), of: "B", references: [reference(to: "INV-9")])
      for _ in 1...3 { try books.cut() }
      #expect(books.state.invoices.isEmpty && books["P-W"]?.unapplied == eur(150_00))
      return books
    }
    func pay(_ books: inout Books) throws {
      try books.pay("P-3", eur(30_00), references: [reference(to: "INV-3")], text: "INV-1")
    }
    var (early, late) = (try waiting(), try waiting())
    try pay(&early)
    for number: InvoiceNumber in ["INV-3", "INV-2"] {
      try early.issue(number, eur(30_00))
      try late.issue(number, eur(30_00))
    }
    try pay(&late)
    for _ in 1...3 {
      try early.cut()
      try late.cut()
      #expect(early.state == late.state)
    }
    #expect(early.world.standing == late.world.standing)
    #expect(early.archive == late.archive)
  }

  @Test("an archived invoice is found whether another's of the same name came before or after")
  func sameName() throws {
    func run(_ isFirst: Bool) throws -> Books {
      var books = try books(1)
      for _ in 1...3 { try books.cut() }
      if isFirst { try books.issue("INV.1", eur(30_00), to: "B") }
      try books.pay("P-3", eur(30_00), text: "INV-1")
      if !isFirst { try books.issue("INV.1", eur(30_00), to: "B") }
      try books.cut()
      return books
    }
    let (first, last) = (try run(true), try run(false))
    #expect(first.state == last.state)
    #expect(first["P-3"]?.onAccount == eur(30_00))
  }
}

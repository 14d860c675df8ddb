import DomainKit
import MatchingDomain
import MatchingService
import Messages
import Testing

@Suite("What a payer advises counts like what his payment says")
struct AdviceTests {
  /// Two invoices of 1,000.00 of which 500.00 and 800.00 are advised, whichever is mentioned first.
  private func house() throws -> Books {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.issue("INV-2", eur(1000_00))
    return books
  }

  private let divided = advice(("INV-1", 500_00), ("INV-2", 800_00))

  @Test("the advised amounts say how much goes to which invoice, whichever comes first")
  func eitherFirst() throws {
    for order in 0..<4 {
      var books = try house()
      switch order {
      case 0: try books.pay("P-1", eur(1300_00), advice: divided)
      case 1:
        try books.pay("P-1", eur(1300_00))
        try books.advise("P-1", divided)
      case 2:
        try books.advise("P-1", divided)
        try books.pay("P-1", eur(1300_00))
      default:
        // Told in the order of mention first, which gives 1,000.00 and 300.00.
        try books.pay("P-1", eur(1300_00), text: "INV-1 INV-2")
        #expect(books.open("INV-1") == eur(0))
        try books.advise("P-1", divided)
      }
      #expect(books.open("INV-1") == eur(500_00), "order \(order)")
      #expect(books.open("INV-2") == eur(200_00), "order \(order)")
      #expect(books["P-1"]?.unapplied == eur(0))
      #expect(books["P-1"]?.decisions.last?.rule == .remittanceAdvice)
      #expect(
        books["P-1"]?.decisions.last?.evidence == ["INV-1: 500.00 EUR", "INV-2: 800.00 EUR"]
      )
      try books.cut()
      #expect(books["P-1"]?.decisions.map(\.rule) == [.remittanceAdvice], "order \(order)")
      #expect(books.open("INV-2") == eur(200_00))
    }
  }

  @Test("an advice that comes days later is decided at once, and what it names is told once")
  func daysLater() throws {
    var books = try house()
    try books.pay("P-1", eur(1300_00))
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(1300_00))
    try books.advise("P-1", divided)
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.applied.count == 1)
    try books.cut()
    #expect(books.open("INV-2") == eur(200_00))
    #expect(books.applied.count == 1)
    #expect(books["P-1"]?.suggestion == nil)
  }

  @Test("what was guessed from the amount alone gives way to the payer's word")
  func guessed() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    try books.pay("P-1", eur(500_00))
    try books.cut()
    #expect(books.rules(of: "P-1") == ["exact-amount"])
    try books.issue("INV-2", eur(500_00))
    try books.advise("P-1", advice(("INV-2", 500_00)))
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.open("INV-2") == eur(0))
    #expect(books.unapplied.map(\.reason) == ["its advice has come"])
    try books.cut()
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.open("INV-2") == eur(0))
  }

  @Test("an advice of numbers alone frees no money that it does not place")
  func numbersAlone() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    try books.issue("INV-2", eur(300_00))
    try books.pay("P-1", eur(800_00))
    try books.cut()
    #expect(books.rules(of: "P-1") == ["account-total"])
    try books.advise("P-1", advice(("INV-1", nil)))
    #expect(books.open("INV-2") == eur(0))
    #expect(books.unapplied.isEmpty)
  }

  @Test(
    "amounts that are not the whole payment leave the order of mention",
    arguments: [
      advice(("INV-2", 500_00), ("INV-1", 800_01)), advice(("INV-2", 500_00), ("INV-1", 799_99)),
      advice(("INV-2", 500_00), ("INV-1", nil)),
      advice(("INV-2", 1500_00), ("INV-1", -200_00)),
    ]
  )
  func notTheWhole(advice: Matching.Advice) throws {
    var books = try house()
    try books.pay("P-1", eur(1300_00), advice: advice)
    #expect(books.open("INV-2") == eur(0))
    #expect(books.open("INV-1") == eur(700_00))
    #expect(books.rules(of: "P-1") == ["invoice-number"])
  }

  @Test("more than is open on its invoice goes on account, not on another invoice")
  func moreThanOpen() throws {
    var books = try house()
    try books.pay("P-0", eur(700_00), text: "INV-1")
    try books.pay("P-1", eur(1300_00), advice: divided)
    #expect(books.open("INV-1") == eur(0))
    #expect(books.open("INV-2") == eur(200_00))
    #expect(books["P-1"]?.onAccount == eur(200_00))
  }

  @Test("what is advised on an invoice to come waits for it")
  func invoiceToCome() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(1300_00), advice: divided)
    #expect(books.open("INV-1") == eur(500_00))
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(800_00))
    try books.issue("INV-2", eur(1000_00))
    #expect(books.open("INV-2") == eur(200_00))
    #expect(books.open("INV-1") == eur(500_00), "its share is paid already")
    try books.cut()
    #expect(books["P-1"]?.onAccount == eur(0))
  }

  @Test("an advice of which nothing is known keeps the amount from being guessed")
  func unknownDocument() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    try books.pay("P-1", eur(500_00), advice: advice(("INV-9", 500_00)))
    try books.cut()
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books["P-1"]?.suggestion?.reason == "its advice names INV-9, which is not known")
    try books.issue("INV-9", eur(500_00))
    #expect(books.open("INV-9") == eur(0))
  }

  @Test("another customer's document is for a person")
  func anothersDocument() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    try books.issue("INV-2", eur(500_00), to: "B")
    try books.pay("P-1", eur(900_00), advice: advice(("INV-1", 400_00), ("INV-2", 500_00)))
    try books.cut()
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.open("INV-2") == eur(500_00))
    #expect(books["P-1"]?.unapplied == eur(900_00))
    #expect(books["P-1"]?.suggestion?.reason.contains("belongs to another account") == true)
  }

  @Test("a reference of the payment's own that the advice leaves out goes first")
  func ownReference() throws {
    var books = try house()
    try books.issue("INV-3", eur(400_00))
    try books.pay("P-1", eur(1300_00), references: [reference(to: "INV-3")], advice: divided)
    #expect(books.open("INV-3") == eur(0))
    #expect(books.rules(of: "P-1") == ["structured-reference"])
  }

  @Test("cash advised in time earns its discount; late it does not")
  func discount() throws {
    for (date, open) in [("2026-03-10", 0), ("2026-03-12", 24_00)] {
      var books = Books()
      try books.issue("INV-1", eur(1200_00), discount: ("2", "2026-03-11"))
      try books.issue("INV-2", eur(100_00))
      let advised = advice(("INV-1", 1176_00), ("INV-2", 60_00))
      try books.pay("P-1", eur(1236_00), on: date, advice: advised)
      #expect(books.open("INV-1") == eur(Int64(open)))
      #expect(books.open("INV-2") == eur(40_00))
    }
  }

  @Test("the same advice again changes nothing; another one of the payment is refused")
  func again() throws {
    var books = try house()
    try books.pay("P-1", eur(1300_00), advice: divided)
    try books.advise("P-1", divided)
    #expect(books.events.isEmpty)
    #expect(throws: Matching.Rejection.advisedOtherwise("P-1")) {
      try books.advise("P-1", advice(("INV-2", 1300_00)))
    }
    try books.pay("P-1", eur(1300_00))
    #expect(books.events.isEmpty, "the payment told again without it")
  }

  @Test("after a return the advice speaks of what is left, and frees nothing")
  func afterReturn() throws {
    var books = try house()
    try books.pay("P-1", eur(1300_00), text: "INV-1 INV-2")
    try books.cut()
    try books.giveBack(eur(300_00), of: "P-1")
    try books.cut()
    try books.advise("P-1", divided)
    #expect(books.open("INV-1") == eur(0))
    #expect(books.open("INV-2") == eur(1000_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
  }

  @Test(
    "a return and an advice of one cut: the advice comes first, in whatever order they are told"
  )
  func withReturn() throws {
    for isAdviceFirst in [true, false] {
      var books = try house()
      try books.pay("P-1", eur(1300_00), text: "INV-1 INV-2")
      try books.cut()
      if isAdviceFirst { try books.advise("P-1", divided) }
      try books.giveBack(eur(300_00), of: "P-1")
      if !isAdviceFirst { try books.advise("P-1", divided) }
      try books.cut()
      #expect(books.open("INV-1") == eur(500_00))
      #expect(books.open("INV-2") == eur(500_00))
    }
  }

  @Test("what was settled long ago is reopened from the archive when the advice says otherwise")
  func archived() throws {
    var books = try Books(Matching.Policy(cutsUntilArchived: 1))
    try books.issue("INV-1", eur(500_00))
    try books.pay("P-1", eur(500_00))
    for _ in 0..<3 { try books.cut() }
    #expect(books["P-1"] == nil)
    try books.issue("INV-2", eur(500_00))
    try books.advise("P-1", advice(("INV-2", 500_00)))
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.open("INV-2") == eur(0))
    try books.cut()
    #expect(books.open("INV-1") == eur(500_00))
  }

  @Test("what the contract's example advises is kept, and shown with the payment")
  func wire() throws {
    var books = Books()
    for message: any Message in [InvoiceIssued.example, PaymentIdentified.example] {
      try books.take(try #require(try command(message)))
    }
    try books.take(try #require(try command(RemittanceAdvised.example)))
    let kept = try #require(books[RemittanceAdvised.example.payment]?.advice)
    #expect(kept.documents.map(\.number) == ["INV-2026-0042", "CN-2026-0007"])
    #expect(kept.documents.map(\.discount) == [eur(24_00), nil])
    #expect(kept.documents.last?.adjustments.map(\.reason) == ["damaged goods"])
    var together = PaymentIdentified.example
    together.advice = .example
    var others = Books()
    try others.take(try #require(try command(InvoiceIssued.example)))
    try others.take(try #require(try command(together)))
    #expect(others[RemittanceAdvised.example.payment]?.advice == kept)
  }

  private func command<Body: Message>(_ body: Body) throws -> Matching.Command? {
    let envelope = Envelope(
      id: "m-1",
      source: "/encours/payment-intake/l-1",
      type: Body.type,
      partition: partition,
      body: try JSONCoding.encode(body)
    )
    return try MatchingService.command(for: envelope)
  }
}

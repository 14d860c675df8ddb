import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("A payment's own evidence is booked at once")
struct EvidenceTests {
  @Test(
    "a structured reference with valid check digits settles its item, however it is spaced",
    arguments: ["RF73INV20260042", "RF73 INV2 0260 042", "rf73inv20260042"]
  )
  func structuredReference(reference: String) throws {
    var books = Books()
    try books.issue("INV-2026-0042", eur(1200_00))
    try books.pay("P-1", eur(1200_00), references: [reference])
    #expect(books.open("INV-2026-0042") == eur(0))
    let applied = try #require(books.applied.first)
    #expect(applied.explanation.rule == "structured-reference")
    #expect(applied.explanation.version == 1)
    #expect(applied.explanation.evidence == ["RF73INV20260042"])
    #expect(applied.unapplied == eur(0))
  }

  @Test("a reference settles its item although a bank padded it with zeros")
  func paddedReference() throws {
    var books = Books()
    try books.issue("2348236", eur(900_00))
    try books.pay("P-1", eur(900_00), references: ["RF33 0000 0000 0000 0234 8236"])
    #expect(books.open("2348236") == eur(0))
  }

  @Test("a reference whose check digits are wrong is no evidence")
  func invalidReference() throws {
    var books = Books()
    try books.issue("INV-2026-0042", eur(1200_00))
    try books.pay("P-1", eur(900_00), references: ["RF74INV20260042"])
    #expect(books["P-1"]?.unapplied == eur(900_00))
    #expect(books.applied.isEmpty)
  }

  @Test(
    "a full invoice number in the text settles its item, however it is written",
    arguments: ["INV-2026-0042", "Rechnung INV-2026-0042 vom 1. Maerz", "inv 2026-0042 thank you"]
  )
  func invoiceNumber(text: String) throws {
    var books = Books()
    try books.issue("INV-2026-0042", eur(1200_00))
    try books.pay("P-1", eur(1200_00), text: text)
    #expect(books.open("INV-2026-0042") == eur(0))
    #expect(books.rules(of: "P-1") == ["invoice-number"])
  }

  @Test("several invoices are paid in the order in which they are named")
  func orderOfMention() throws {
    var books = Books()
    for number in 1...3 { try books.issue(InvoiceNumber("INV-\(number)"), eur(1000_00)) }
    try books.pay("P-1", eur(1500_00), text: "INV-3 INV-1 INV-2")
    #expect(books.open("INV-3") == eur(0))
    #expect(books.open("INV-1") == eur(500_00))
    #expect(books.open("INV-2") == eur(1000_00))
    let allocations = try #require(books.applied.first).allocations
    #expect(allocations.map(\.item) == ["INV-3", "INV-1"])
    #expect(allocations.map(\.isSettled) == [true, false])
  }

  @Test("the text adds the invoices that it names beside a reference")
  func referenceAndText() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.issue("INV-2", eur(500_00))
    try books.pay("P-1", eur(1500_00), references: [reference(to: "INV-1")], text: "INV-2")
    #expect(books.open("INV-1") == eur(0))
    #expect(books.open("INV-2") == eur(0))
    #expect(books.rules(of: "P-1") == ["structured-reference"])
  }

  @Test("an invoice in instalments is paid by due date")
  func instalments() throws {
    var books = Books()
    try books.issue("INV-1", instalments: [eur(333_33), eur(333_33), eur(333_34)])
    try books.pay("P-1", eur(400_00), references: [reference(to: "INV-1")])
    #expect(books.open("INV-1/1") == eur(0))
    #expect(books.open("INV-1/2") == eur(266_66))
    #expect(books.open("INV-1/3") == eur(333_34))
  }

  @Test("a short payment leaves the rest open", arguments: [1, 400_00, 999_99])
  func shortPayment(cash: Int64) throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(cash), text: "INV-1")
    #expect(books.open("INV-1") == eur(1000_00 - cash))
    #expect(books["P-1"]?.applied == eur(cash))
  }

  @Test(
    "an overpayment goes on account, and no item is below zero",
    arguments: [1000_00, 1000_01, 1050_00, 9000_00]
  )
  func overpayment(cash: Int64) throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(cash), text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-1"]?.applied == eur(1000_00))
    #expect(books["P-1"]?.onAccount == eur(cash - 1000_00))
    #expect(books.applied.map(\.onAccount) == [eur(cash - 1000_00)])
  }

  @Test("ten payments of one invoice settle it once; nine are on account")
  func tenPayments() throws {
    var books = Books()
    try books.issue("INV-1", eur(500_00))
    for number in 0..<10 {
      try books.pay(PaymentID("P-\(number)"), eur(500_00), references: [reference(to: "INV-1")])
    }
    try books.cut()
    let payments = books.state.payments.values
    #expect(payments.reduce(eur(0)) { $0 + $1.applied } == eur(500_00))
    #expect(payments.reduce(eur(0)) { $0 + $1.onAccount } == eur(4500_00))
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-0"]?.applied == eur(500_00))
  }

  @Test("unapplied and on account are different balances, and the account's net tells all of it")
  func balances() throws {
    var books = Books()
    try books.issue("INV-1", eur(1200_00))
    func columns() -> [Money] {
      let items = books.state.openItems(of: "A").reduce(eur(0)) { $0 + $1.open }
      let payments = books.state.openPayments(of: "A")
      let unapplied = payments.reduce(eur(0)) { $0 + $1.unapplied }
      let onAccount = payments.reduce(eur(0)) { $0 + $1.onAccount }
      return [items, unapplied, onAccount, items - unapplied - onAccount]
    }
    #expect(columns() == [eur(1200_00), eur(0), eur(0), eur(1200_00)])
    try books.pay("P-1", eur(500_00))
    #expect(columns() == [eur(1200_00), eur(500_00), eur(0), eur(700_00)])
    try books.pay("P-2", eur(500_00), text: "INV-1")
    #expect(columns() == [eur(700_00), eur(500_00), eur(0), eur(200_00)])
    try books.pay("P-3", eur(800_00), text: "INV-1")
    #expect(columns() == [eur(0), eur(500_00), eur(100_00), eur(-600_00)])
  }

  @Test("a payment waits for the invoice that it names")
  func invoiceComesLater() throws {
    var books = Books()
    try books.pay("P-1", eur(1050_00), references: [reference(to: "INV-1")])
    #expect(books["P-1"]?.unapplied == eur(1050_00))
    try books.cut()
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(1050_00))
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-10"))
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-1"]?.applied == eur(980_00))
    #expect(books["P-1"]?.onAccount == eur(70_00))
  }

  @Test("money waits for the second invoice that its payment names")
  func secondInvoiceComesLater() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(1600_00), text: "INV-1 INV-2")
    try books.cut()
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books["P-1"]?.unapplied == eur(600_00))
    #expect(books.suggested.last?.reason == "it names 'INV-2', which is not known")
    try books.issue("INV-2", eur(500_00))
    #expect(books.open("INV-2") == eur(0))
    #expect(books["P-1"]?.onAccount == eur(100_00))
    #expect(books.unapplied.isEmpty)
  }

  @Test("money on account is used when the invoice comes that its payment has named")
  func invoiceComesAfterTheSurplus() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(1600_00), text: "INV-1, customer 4711")
    #expect(books["P-1"]?.onAccount == eur(600_00))
    try books.cut()
    try books.issue("4711", eur(500_00))
    #expect(books.open("4711") == eur(0))
    #expect(books["P-1"]?.onAccount == eur(100_00))
    #expect(books.unapplied.map(\.offAccount) == [eur(500_00)])
    #expect(books.unapplied.map(\.allocations) == [[]])
    #expect(books.unapplied.map(\.unapplied) == [eur(500_00)])
    #expect(books.applied.last?.unapplied == eur(0))
    try books.cut()
    #expect(books.unapplied.count == 1)
  }

  @Test("what is more than it names goes on account at once where it can name no more")
  func surplus() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    for (name, text) in [("P-1", "INV-1 thanks"), ("P-2", "cust no 4711, INV-1 of 12.03.2026")] {
      try books.pay(PaymentID(name), eur(150_00), text: text)
      #expect(books[PaymentID(name)]?.unapplied == eur(0))
    }
    try books.issue("INV-2", eur(100_00))
    try books.pay("P-3", eur(150_00), references: ["2026/45", "INV-2"])
    #expect(books["P-3"]?.unapplied == eur(150_00))
    try books.cut()
    #expect(books["P-3"]?.unapplied == eur(150_00))
    #expect(books.suggested.map(\.reason) == ["it may name '2026/45', which is not known"])
    #expect(books.suggested.first?.candidates.first?.items == ["INV-2"])
  }

  @Test("of a text that was cut the rest is no surplus, unless what is open explains it")
  func cutText() throws {
    let text = "INV-1 \(String(repeating: "a", count: 22)) 2026-1"
    #expect(text.count == 35)
    for open in [eur(600_00), eur(500_00)] {
      var books = Books()
      try books.issue("INV-1", eur(1000_00))
      try books.issue("INV-7", open)
      try books.pay("P-1", eur(1600_00), text: text)
      try books.cut()
      let isExplained = open == eur(600_00)
      #expect(books.open("INV-1") == (isExplained ? eur(0) : eur(1000_00)))
      #expect(books.open("INV-7") == (isExplained ? eur(0) : open))
      #expect(books["P-1"]?.unapplied == (isExplained ? eur(0) : eur(1600_00)))
    }
  }

  @Test("a reference to another account's invoice is a suggestion, even if an own amount fits")
  func otherAccount() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), to: "B")
    try books.issue("INV-2", eur(1000_00), to: "A")
    try books.pay("P-1", eur(1000_00), of: "A", references: [reference(to: "INV-1")])
    try books.cut()
    #expect(books.open("INV-1") == eur(1000_00))
    #expect(books.open("INV-2") == eur(1000_00))
    let suggestion = try #require(books.suggested.first)
    #expect(
      suggestion.reason == "it names INV-1, which belongs to another account than the payment"
    )
    #expect(
      suggestion.candidates == [
        SuggestedMatch(items: ["INV-1"], rule: "structured-reference"),
        SuggestedMatch(items: ["INV-2"], rule: "exact-amount"),
      ]
    )
  }

  @Test("a payment that names another's invoice beside its own is a person's as a whole")
  func otherAccountBesideOwn() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), to: "A")
    try books.issue("INV-2", eur(500_00), to: "B")
    try books.pay("P-1", eur(1500_00), of: "A", text: "INV-1 INV-2")
    try books.cut()
    #expect(books.open("INV-1") == eur(1000_00))
    #expect(books["P-1"]?.unapplied == eur(1500_00))
    let suggestion = try #require(books.suggested.first)
    #expect(suggestion.candidates.first?.items == ["INV-1", "INV-2"])
    #expect(suggestion.reason.hasPrefix("it names INV-2, which belongs to another account"))
  }

  @Test("an item in another currency is never paid here, and the explanation says so")
  func otherCurrency() throws {
    var books = Books()
    try books.issue("INV-1", usd(1000_00))
    try books.issue("INV-2", eur(500_00))
    try books.pay("P-1", eur(1000_00), text: "INV-1 INV-2")
    try books.cut()
    #expect(books.open("INV-1") == usd(1000_00))
    #expect(books.open("INV-2") == eur(500_00))
    #expect(books["P-1"]?.unapplied == eur(1000_00))
    #expect(
      books.suggested.map(\.reason) == ["it names INV-1, which is in USD, the payment in EUR"]
    )
  }

  @Test("a name that two open invoices share is no evidence for either")
  func sharedName() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.issue("INV1", eur(200_00))
    try books.pay("P-1", eur(100_00), text: "INV-1")
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(100_00))
    #expect(books.suggested.count == 1)
  }

  @Test("of two invoices that share a name the open one is meant")
  func sharedNameOneOpen() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(100_00), text: "INV-1")
    try books.cut()
    try books.issue("INV1", eur(200_00))
    try books.pay("P-2", eur(200_00), text: "INV-1")
    #expect(books.open("INV1") == eur(0))
    #expect(books["P-2"]?.decisions.first?.rejected.isEmpty == true)
  }

  @Test("a second payment of a settled invoice is on account, although another amount fits")
  func settledInvoice() throws {
    var books = Books()
    try books.issue("INV-1", eur(250_00))
    try books.issue("INV-2", eur(250_00))
    try books.pay("P-1", eur(250_00), text: "INV-1")
    try books.pay("P-2", eur(250_00), text: "INV-1")
    try books.cut()
    #expect(books.open("INV-2") == eur(250_00))
    #expect(books["P-2"]?.onAccount == eur(250_00))
    #expect(books["P-2"]?.decisions.first?.rejected.map(\.reason) == ["is settled already"])
  }

  @Test("a valid reference to what is not known holds the payment back from the amount rules")
  func unknownReference() throws {
    var books = Books()
    try books.issue("INV-1", eur(250_00))
    try books.pay("P-1", eur(250_00), references: [reference(to: "INV-9")])
    try books.cut()
    #expect(books.open("INV-1") == eur(250_00))
    #expect(
      books.suggested.first?.reason == "it refers to \(reference(to: "INV-9")), which is not known"
    )
    try books.issue("INV-9", eur(250_00))
    #expect(books.open("INV-9") == eur(0))
  }

  @Test("what is told again changes nothing")
  func repetition() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(980_00), text: "INV-1")
    let before = books.state
    for _ in 1...5 {
      try books.issue("INV-1", eur(1000_00))
      #expect(books.events.isEmpty)
      try books.pay("P-1", eur(980_00), text: "INV-1")
      #expect(books.events.isEmpty)
    }
    #expect(books.state == before)
  }

  @Test("the same name for something else is refused")
  func nameTaken() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00))
    try books.pay("P-1", eur(980_00), text: "INV-1")
    #expect(throws: Matching.Rejection.invoiceNumberTaken("INV-1")) {
      try books.issue("INV-1", eur(1000_01))
    }
    #expect(throws: Matching.Rejection.paymentNameTaken("P-1")) {
      try books.pay("P-1", eur(980_01), text: "INV-1")
    }
  }

  @Test("impossible amounts are refused, and so is what no balance can hold")
  func impossible() throws {
    var books = Books()
    #expect(throws: Matching.Rejection.amountNotPositive("P-1")) {
      try books.pay("P-1", eur(0))
    }
    #expect(throws: Matching.Rejection.itemImpossible("INV-1")) {
      try books.issue("INV-1", eur(-1))
    }
    #expect(throws: Matching.Rejection.itemImpossible("INV-1")) {
      try books.issue("INV-1", eur(100), discount: ("100", "2026-03-11"))
    }
    try books.issue("INV-1", eur(Money.limit))
    #expect(throws: Matching.Rejection.totalOutOfRange(.euro)) {
      try books.issue("INV-2", eur(1))
    }
    try books.pay("P-1", eur(Money.limit - 1))
    #expect(throws: Matching.Rejection.totalOutOfRange(.euro)) { try books.pay("P-2", eur(2)) }
  }

  @Test("what belongs to another partition does not enter these books")
  func otherPartition() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    let other = Partition(literal: 8)
    #expect(throws: Matching.Rejection.otherPartition(other, expected: partition)) {
      try books.take(.open(invoice("INV-2", eur(100_00)), other))
    }
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("The head of a paying group pays for its members (rules R21)")
struct PayingGroupTests {
  /// P heads the group of C1 and C2, and pays for them in March.
  private static func group(
    paying period: PayingPeriod? = PayingPeriod(
      from: CalendarDate(literal: "2026-03-01"),
      to: CalendarDate(literal: "2026-03-31")
    )
  ) throws -> Books {
    var books = Books()
    try books.register("P", head: "P")
    try books.register("C1", head: "P", paying: period)
    try books.register("C2", head: "P", paying: period)
    return books
  }

  private static func invoiced() throws -> Books {
    var books = try group()
    try books.issue("INV-1", eur(900_00), to: "C1")
    try books.issue("INV-2", eur(500_00), to: "C2")
    return books
  }

  @Test("what it names is paid; what is left over is on its own account")
  func named() throws {
    var books = try Self.invoiced()
    try books.pay("P-1", eur(1_500_00), of: "P", text: "INV-1 INV-2")
    let applied = try #require(books.applied.first)
    #expect(applied.account == "P")
    #expect(applied.allocations.map(\.account) == ["C1", "C2"])
    #expect(applied.allocations.map(\.amount) == [eur(900_00), eur(500_00)])
    #expect(applied.onAccount == eur(100_00))
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.openPayments(of: "P").map(\.onAccount) == [eur(100_00)])
    try books.cut()
    #expect(books.unapplied.isEmpty)
  }

  @Test("a return gives everything back to the head")
  func returned() throws {
    var books = try Self.invoiced()
    try books.pay("P-1", eur(1_500_00), of: "P", text: "INV-1 INV-2")
    try books.giveBack(eur(1_500_00), of: "P-1")
    #expect(books.open("INV-1") == eur(900_00))
    #expect(books.open("INV-2") == eur(500_00))
    #expect(books.state.openPayments(of: "P").isEmpty)
    try books.cut()
  }

  @Test("a discount follows the member's invoice, by the value date")
  func discount() throws {
    for (valueDate, cash, discount) in [("2026-03-11", 882_00, 18_00), ("2026-03-12", 900_00, 0)] {
      var books = try Self.group()
      try books.issue("INV-1", eur(900_00), to: "C1", discount: ("2", "2026-03-11"))
      try books.pay("P-1", eur(900_00), of: "P", on: valueDate, text: "INV-1")
      #expect(books.applied.first?.allocations.map(\.amount) == [eur(Int64(cash))])
      #expect(books.applied.first?.allocations.map(\.discount) == [eur(Int64(discount))])
    }
  }

  @Test(
    "only on the days on which it pays for them, the first and the last included",
    arguments: [
      ("2026-02-28", false), ("2026-03-01", true), ("2026-03-31", true), ("2026-04-01", false),
    ]
  )
  func period(valueDate: String, pays: Bool) throws {
    var books = try Self.invoiced()
    try books.pay("P-1", eur(900_00), of: "P", on: valueDate, text: "INV-1")
    try books.cut()
    #expect(books.open("INV-1") == eur(pays ? 0 : 900_00))
    guard !pays else { return }
    let suggestion = try #require(books["P-1"]?.suggestion)
    #expect(suggestion.candidates.map(\.items) == [["INV-1"]])
    #expect(
      suggestion.reason
        == "it names INV-1, which belongs to C1, for which P does not pay on \(valueDate)"
    )
  }

  @Test("without such days its money is only proposed, and a member pays for nobody")
  func proposal() throws {
    var books = try Self.group(paying: nil)
    try books.issue("INV-1", eur(900_00), to: "C1")
    try books.issue("INV-3", eur(70_00), to: "P")
    try books.pay("P-1", eur(900_00), of: "P", text: "INV-1")
    try books.cut()
    #expect(books.applied.isEmpty)
    #expect(books["P-1"]?.suggestion?.candidates.map(\.items) == [["INV-1"]])

    books = try Self.invoiced()
    try books.issue("INV-3", eur(70_00), to: "P")
    try books.pay("P-1", eur(70_00), of: "C1", text: "INV-3")
    try books.pay("P-2", eur(500_00), of: "C1", text: "INV-2")
    try books.cut()
    #expect(books.applied.isEmpty)
  }

  @Test("the whole group's total, or one item of it, is explained at the cut")
  func byAmount() throws {
    var books = try Self.invoiced()
    try books.pay("P-1", eur(1_400_00), of: "P")
    try books.cut()
    #expect(books.rules(of: "P-1") == ["account-total"])
    books = try Self.invoiced()
    try books.pay("P-1", eur(500_00), of: "P")
    try books.cut()
    #expect(books.open("INV-2") == eur(0))
    #expect(books.rules(of: "P-1") == ["exact-amount"])
  }

  @Test("its own item of the same amount makes it a question")
  func ambiguous() throws {
    var books = try Self.invoiced()
    try books.issue("INV-3", eur(500_00), to: "P")
    try books.pay("P-1", eur(500_00), of: "P")
    try books.cut()
    #expect(books.applied.isEmpty)
    #expect(books["P-1"]?.suggestion?.reason == "2 open items have this amount")
  }

  @Test("a member's own money comes first, and is looked at again after the head's")
  func membersFirst() throws {
    var books = try Self.invoiced()
    try books.issue("INV-4", eur(500_00), to: "C2")
    // C2's 500.00 could be either; the head names one of them at the cut's end.
    try books.pay("P-2", eur(500_00), of: "C2", on: "2026-03-09")
    try books.pay("P-1", eur(1_900_00), of: "P")
    try books.cut()
    #expect(books.rules(of: "P-1") == ["account-total"], "all that is open")
    #expect(books["P-2"]?.suggestion?.reason == "nothing is open in EUR")

    books = try Self.invoiced()
    try books.issue("INV-4", eur(500_00), to: "C2")
    try books.issue("INV-5", eur(25_00), to: "C1")
    try books.pay("P-2", eur(500_00), of: "C2", on: "2026-03-09")
    try books.pay("P-1", eur(900_00), of: "P")
    try books.pay("P-3", eur(25_00), of: "C1")
    try books.cut()
    #expect(books.rules(of: "P-3") == ["exact-amount"])
    #expect(books.rules(of: "P-1") == ["exact-amount"])
    #expect(books.applied.count == 2)
  }

  @Test("when it begins to pay for them, what it has left is looked at again")
  func laterRelationship() throws {
    for order in [[0, 1], [1, 0]] {
      var books = try Self.group(paying: nil)
      try books.issue("INV-1", eur(900_00), to: "C1")
      try books.pay("P-1", eur(900_00), of: "P", text: "INV-1")
      try books.pay("P-2", eur(33_00), of: "P")
      try books.cut()
      #expect(books.applied.isEmpty)
      for step in order {
        if step == 0 {
          try books.register("C1", revision: 2, head: "P", paying: PayingPeriod())
        } else {
          try books.issue("INV-5", eur(33_00), to: "C1")
        }
      }
      #expect(books.applied.isEmpty)
      try books.cut()
      #expect(books.rules(of: "P-1") == ["invoice-number"])
      #expect(books.rules(of: "P-2") == ["exact-amount"])
    }
  }

  @Test("a relationship that is told in the same cut counts, whichever comes first")
  func sameCut() throws {
    for isEarly in [true, false] {
      var books = try Self.group(paying: nil)
      try books.issue("INV-1", eur(900_00), to: "C1")
      if isEarly { try books.register("C1", revision: 2, head: "P", paying: PayingPeriod()) }
      try books.pay("P-1", eur(900_00), of: "P", text: "INV-1")
      if !isEarly { try books.register("C1", revision: 2, head: "P", paying: PayingPeriod()) }
      try books.cut()
      #expect(books.open("INV-1") == eur(0))
    }
  }

  @Test("what was paid stays paid when the relationship ends")
  func ended() throws {
    var books = try Self.invoiced()
    try books.pay("P-1", eur(900_00), of: "P", text: "INV-1")
    try books.cut()
    try books.register("C1", revision: 2, head: "P")
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
    #expect(books.unapplied.isEmpty)
  }
}

extension Books {
  fileprivate mutating func register(
    _ account: AccountID,
    revision: Int = 1,
    head: AccountID,
    paying period: PayingPeriod? = nil
  ) throws {
    let account = Matching.Account(
      id: account,
      revision: revision,
      partition: partition,
      currency: .euro,
      head: head,
      paidByHead: period.map { [$0] } ?? []
    )
    try take(.register(account, partition))
  }
}

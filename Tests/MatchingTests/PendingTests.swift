import DomainKit
import MatchingDomain
import MatchingService
import Messages
import Testing

@testable import ServiceKit

@Suite("Pending money pauses what it would pay, and reduces nothing")
struct PendingTests {
  private func announced(
    _ id: PaymentID = "N-1",
    _ amount: Money = eur(100_00),
    of account: AccountID = "A",
    _ text: String = ""
  ) -> Matching.Command {
    .announce(payment(id, amount, of: account, [], text), partition)
  }

  private func ended(_ id: PaymentID = "N-1", of account: AccountID = "A") -> Matching.Command {
    .endPending(Matching.PendingEnd(payment: id, account: account), partition)
  }

  @Test(
    "R20: pending 100.00 on an invoice of 100.00, and a credit of 100.00 stays until it settles"
  )
  func creditIsNotUsed() throws {
    for settles in [true, false] {
      var books = Books()
      try books.issue("INV-1", eur(100_00))
      try books.take(announced())
      try books.pay("P-1", eur(100_00))
      try books.cut()
      #expect(books.open("INV-1") == eur(100_00))
      #expect(books["P-1"]?.unapplied == eur(100_00))
      #expect(books.suggested.map(\.reason) == ["N-1 is pending, which would pay INV-1"])
      #expect(books.suggested.first?.candidates.first?.items == ["INV-1"])

      try books.take(ended())
      if settles { try books.pay("B-1", eur(100_00), text: "INV-1") }
      try books.cut()
      #expect(books.open("INV-1") == eur(0))
      #expect(books["P-1"]?.unapplied == (settles ? eur(100_00) : eur(0)), "settled: \(settles)")
    }
  }

  @Test("money that names the item pays it all the same: evidence is not a leftover")
  func evidence() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.take(announced())
    try books.pay("P-1", eur(100_00), text: "INV-1")
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("what it names is paused, whatever its amount; an equal amount of another item is not")
  func named() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.issue("INV-2", eur(40_00))
    try books.take(announced("N-1", eur(40_00), "INV-1"))
    try books.pay("P-1", eur(40_00))
    try books.pay("P-2", eur(100_00))
    try books.cut()
    #expect(books.rules(of: "P-1") == ["exact-amount"])
    #expect(books.open("INV-2") == eur(0))
    #expect(books.open("INV-1") == eur(100_00))
    #expect(books["P-2"]?.unapplied == eur(100_00))
  }

  @Test("one cent more pauses nothing")
  func otherAmount() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.take(announced("N-1", eur(100_01)))
    try books.pay("P-1", eur(100_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(0))
  }

  @Test("a total is not given away when pending money would pay one of its items")
  func total() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.issue("INV-2", eur(40_00))
    try books.take(announced())
    try books.pay("P-1", eur(140_00))
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(140_00))
    try books.take(ended())
    try books.cut()
    #expect(books.rules(of: "P-1") == ["account-total"])
  }

  @Test("oldest first passes over it, and the rest waits unapplied rather than on account")
  func oldestFirst() throws {
    var books = try Books(Matching.Policy(allowsOldestFirst: true))
    try books.issue("INV-1", eur(100_00), due: "2026-03-01")
    try books.issue("INV-2", eur(40_00), due: "2026-04-01")
    try books.take(announced())
    try books.pay("P-1", eur(70_00))
    try books.cut()
    #expect(books.open("INV-1") == eur(100_00))
    #expect(books.open("INV-2") == eur(0))
    #expect(books["P-1"]?.unapplied == eur(30_00))
    try books.take(ended())
    try books.cut()
    #expect(books.open("INV-1") == eur(70_00))
    #expect(books["P-1"]?.unapplied == eur(0))
  }

  @Test("the head's pending money pauses what it would pay for a member")
  func group() throws {
    var books = Books()
    let member = Matching.Account(
      id: "B",
      revision: 1,
      partition: partition,
      currency: .euro,
      head: "A",
      paidByHead: [PayingPeriod(from: nil, to: nil)]
    )
    try books.take(.register(member, partition))
    try books.issue("INV-1", eur(100_00), to: "B")
    try books.take(announced("N-1", of: "A"))
    try books.pay("P-1", eur(100_00), of: "B")
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(100_00))
    try books.take(ended())
    try books.cut()
    #expect(books["P-1"]?.unapplied == eur(0))
  }

  @Test("told twice, or ended before it was announced, leaves the same")
  func anyOrder() throws {
    var states: [Matching.State] = []
    for order in [[announced(), ended()], [ended(), announced(), ended()]] {
      var books = Books()
      try books.issue("INV-1", eur(100_00))
      try books.pay("P-1", eur(100_00))
      for command in order { try books.take(command) }
      try books.cut()
      #expect(books.open("INV-1") == eur(0))
      states.append(books.state)
    }
    #expect(states[0] == states[1])
    var books = Books()
    try books.take(announced())
    try books.take(announced())
    #expect(books.state.pendingPayments(of: "A").map(\.id) == ["N-1"])
  }

  @Test("totals of the cut know nothing of it, and the list of open items shows it")
  func shown() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.take(announced())
    try books.cut()
    let totals = try #require(books.closings.first?.totals)
    #expect(totals.first { $0.name == .openItems }?.sums == [eur(100_00)])
    #expect(totals.filter { $0.name != .openItems }.allSatisfy { $0.sums.isEmpty })
    let handler = try #require(MatchingService.calls.first { $0.path == ListOpenItems.path })
    guard case .query(let answer) = handler.kind else {
      Issue.record("no query")
      return
    }
    let request = CallRequest(
      body: try JSONCoding.encode(ListOpenItems(account: "A")),
      user: "operator",
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    let reply = try JSONCoding.decode(ListOpenItems.Reply.self, from: answer(request, books.state))
    #expect(reply.items.map(\.open) == [eur(100_00)])
    #expect(
      reply.pending == [
        PendingMoney(
          payment: "N-1",
          amount: eur(100_00),
          valueDate: day("2026-03-10"),
          items: ["INV-1"]
        )
      ]
    )
  }
}

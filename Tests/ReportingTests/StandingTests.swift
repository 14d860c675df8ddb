import DomainKit
import ReportingDomain
import Testing

@Suite("A fact that is told again")
struct StandingTests {
  private static let facts: [Fact] = [
    .registered("A", "Ateliers", revision: 2),
    .invoice("INV-1", eur(100_00), due: "2026-03-31"),
    .received("PAY-1", eur(100_00)),
    .identified("PAY-1", eur(100_00)),
    .applied("D-1", "PAY-1", [.of("INV-1", eur(60_00))]),
    .unapplied("U-1", "PAY-1", [.of("INV-1", eur(60_00))]),
    .returned("PAY-1", eur(100_00), as: "RET-1"),
    .suggested(payment: "PAY-1"),
    .withdrawn(payment: ReceivedPayment(payment: "PAY-2", amount: eur(1))),
  ]

  private static var story: Scenario {
    var story = Scenario()
    story.during("2026-03-10/1", facts)
    return story
  }

  @Test("changes nothing and only counts, as after a restored backup", arguments: facts.indices)
  func repeated(index: Int) {
    var story = Self.story
    let figures = (story.state.activityFigures, story.aging("2026-03-10"))
    let events = story.record(Self.facts[index], cut: cut("2026-03-10/1"), message: "again")
    #expect(events.count == 1)
    guard case .counted = events.first else {
      Issue.record("\(events) does more than count")
      return
    }
    #expect(story.state.activityFigures == figures.0)
    #expect(story.aging("2026-03-10") == figures.1)
  }

  @Test(
    "with other content is set aside, and the first stays",
    arguments: [
      .registered("A", "Atelier", revision: 2),
      .invoice("INV-1", eur(100_01), due: "2026-03-31"),
      .invoice("INV-1", eur(100_00), due: "2026-04-01"),
      .invoice("INV-1", eur(100_00), of: "B", due: "2026-03-31"),
      .received("PAY-1", usd(100_00)),
      .identified("PAY-1", eur(100_00), of: "B"),
      .identified("PAY-1", eur(99_00)),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(61_00))]),
      .unapplied("U-1", "PAY-1", [.of("INV-1", eur(60_00))], offAccount: eur(1)),
      .returned("PAY-1", eur(99_00), as: "RET-1"),
      .withdrawn(payment: ReceivedPayment(payment: "PAY-2", amount: eur(2))),
    ] as [Fact]
  )
  func contradictory(fact: Fact) {
    var story = Self.story
    let before = story.aging("2026-03-10")
    let events = story.record(fact, cut: cut("2026-03-10/1"), message: "other")
    #expect(events.count == 2)
    guard case .setAside(let exception, _) = events.last else {
      Issue.record("\(events) sets nothing aside")
      return
    }
    #expect(exception.message == "other")
    #expect(story.aging("2026-03-10") == before)
    #expect(story.state.name(of: "A") == "Ateliers")
  }

  @Test("an older revision of an account changes nothing, a newer one holds")
  func revisions() {
    var story = Self.story
    story.during("2026-03-10/1", .registered("A", "Old", revision: 1))
    #expect(story.state.name(of: "A") == "Ateliers")
    story.during("2026-03-10/1", .registered("A", "New", revision: 3))
    #expect(story.state.name(of: "A") == "New")
    #expect(story.state.activityFigures.accounts == 1)
  }

  @Test("what has gone through the house is counted")
  func activity() {
    var story = Self.story
    story.during("2026-03-10/1", .refusedInvoice, .refusedInvoice, .uneventful, .foreign)
    story.during(
      "2026-03-10/1",
      .applied("D-2", "PAY-1", [.of("INV-1", eur(1))], rule: "exact-amount"),
      .applied("D-3", "PAY-1", [.of("INV-1", eur(1))], rule: "manual"),
      .applied("D-4", "PAY-1", [.of("INV-1", eur(1))], rule: "advice")
    )
    let figures = story.state.activityFigures
    #expect(figures.invoices == 1)
    #expect(figures.refusedInvoices == 2)
    #expect(figures.paymentsReceived == 1)
    #expect(figures.paymentsIdentified == 1)
    #expect(figures.paymentsReturned == 1)
    #expect(figures.suggested == 1)
    #expect(figures.decisionsByRule.map(\.rule) == ["manual", "advice", "exact-amount"])
    #expect(figures.decisionsByRule.map(\.count) == [2, 1, 1])
  }

  @Test("what is no part of the books leaves no trace")
  func foreign() {
    var story = Self.story
    let before = story.state
    #expect(story.record(.foreign, cut: cut("2026-03-10/1")).isEmpty)
    #expect(story.state == before)
  }
}

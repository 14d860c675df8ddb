import CreditControlDomain
import DomainKit
import Testing

@Suite("Overdue items")
struct OverdueTests {
  static func items(_ rows: [CreditControl.OverdueRow]) -> [ItemID] { rows.map(\.item) }

  @Test("an item is late from the day after its due date (rules R12)")
  func boundary() throws {
    let scenario = try Scenario(.account(), .invoice("INV-1", eur(100_00), due: "2026-04-30"))
    #expect(scenario.state.overdue(asOf: day("2026-04-30")).isEmpty)
    let rows = scenario.state.overdue(asOf: day("2026-05-01"))
    #expect(
      rows == [
        CreditControl.OverdueRow(
          account: "C-1",
          item: "INV-1",
          dueDate: day("2026-04-30"),
          daysLate: 1,
          open: eur(100_00),
          unappliedOfAccount: eur(0)
        )
      ]
    )
  }

  @Test("the longest overdue comes first, then by account and item")
  func sorted() throws {
    let scenario = try Scenario(
      .account("C-1"),
      .account("C-2"),
      .invoice("INV-3", eur(3), of: "C-1", due: "2026-04-01"),
      .invoice("INV-2", eur(2), of: "C-1", due: "2026-04-01"),
      .invoice("INV-1", eur(1), of: "C-2", due: "2026-04-01"),
      .invoice("INV-9", eur(9), of: "C-2", due: "2026-03-01")
    )
    #expect(
      Self.items(scenario.state.overdue(asOf: day("2026-04-30")))
        == ["INV-9", "INV-2", "INV-3", "INV-1"]
    )
    #expect(
      Self.items(scenario.state.overdue(asOf: day("2026-04-30"), account: "C-2"))
        == ["INV-9", "INV-1"]
    )
    #expect(scenario.state.overdue(asOf: day("2026-04-30"), account: "C-3").isEmpty)
  }

  @Test("shows what is open, beside the money that is in the house")
  func openAmount() throws {
    var scenario = try Scenario(
      .account(),
      .invoice("INV-1", eur(100_00)),
      .received("P-1", eur(80_00)),
      .applied("P-1", eur(30_00), to: "INV-1")
    )
    let row = try #require(scenario.state.overdue(asOf: day("2026-04-30")).first)
    #expect(row.open == eur(70_00))
    #expect(row.unappliedOfAccount == eur(50_00))
    try scenario.when(.received("P-2", eur(20_00)))
    try scenario.when(.applied("P-2", eur(70_00), to: "INV-1"))
    #expect(scenario.state.overdue(asOf: day("2026-04-30")).isEmpty)
  }

  @Test("a returned payment's item counts its days from its own due date (rules R8)")
  func reopened() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("INV-1", eur(1_000_00), due: "2026-03-31"),
      .received("P-1", eur(1_000_00)),
      .applied("P-1", eur(1_000_00), to: "INV-1"),
      .returned("P-1", eur(1_000_00)),
      .unapplied("P-1", eur(1_000_00), from: "INV-1")
    )
    #expect(scenario.state.overdue(asOf: day("2026-04-10")).map(\.daysLate) == [10])
  }

  @Test("between a return and its undoing there is no money rather than less than none")
  func clamped() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("INV-1", eur(10_00)),
      .invoice("INV-2", eur(10_00)),
      .received("P-1", eur(10_00)),
      .applied("P-1", eur(10_00), to: "INV-1"),
      .returned("P-1", eur(10_00))
    )
    #expect(
      scenario.state.overdue(asOf: day("2026-04-30")).map(\.unappliedOfAccount) == [eur(0)]
    )
  }

  @Test("what was cleared before its invoice came is not late, and settles it when it comes")
  func clearedFirst() throws {
    var scenario = try Scenario(
      .account(),
      .received("P-1", eur(10_00)),
      .applied("P-1", eur(10_00), to: "INV-1")
    )
    #expect(scenario.state.overdue(asOf: day("2026-04-30")).isEmpty)
    try scenario.when(.invoice("INV-1", eur(10_00)))
    #expect(scenario.state.overdue(asOf: day("2026-04-30")).isEmpty)
    #expect(scenario.state.openItems.isEmpty)
  }

  @Test("an item that was cleared by more than it was for is not late")
  func overcleared() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("INV-1", eur(10_00)),
      .applied("P-1", eur(10_01), to: "INV-1")
    )
    #expect(scenario.exposure().openItems == eur(-1))
    #expect(scenario.state.overdue(asOf: day("2026-04-30")).isEmpty)
  }

  @Test("sums are kept apart by currency, in the currencies' order")
  func sums() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("INV-1", usd(5_00)),
      .invoice("INV-2", eur(1_00)),
      .invoice("INV-3", eur(2_00))
    )
    let rows = scenario.state.overdue(asOf: day("2026-04-30"))
    #expect(CreditControl.State.sums(of: rows) == [eur(3_00), usd(5_00)])
  }
}

import CreditControlDomain
import CreditControlService
import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("The automatic calendar")
struct MidnightFeedTests {
  private func commands(
    _ state: CreditControl.State,
    at time: String,
    zone: String = "Europe/Paris"
  ) throws -> [CreditControl.Command] {
    try MidnightFeed(zone: zone).commands(for: state, now: #require(Timestamp(time)))
  }

  @Test("the first day is the zone's, not Greenwich's")
  func firstDay() throws {
    let state = CreditControl.State()
    #expect(try commands(state, at: "2026-03-09T22:59:59Z") == [.openDay(day("2026-03-09"))])
    #expect(try commands(state, at: "2026-03-09T23:00:00Z") == [.openDay(day("2026-03-10"))])
    #expect(
      try commands(state, at: "2026-03-09T23:00:00Z", zone: "America/New_York")
        == [.openDay(day("2026-03-09"))]
    )
  }

  @Test("summer time moves midnight by an hour")
  func summerTime() throws {
    let open = try CalendarTests.open("2026-03-28").state
    let feed = try MidnightFeed(zone: "Europe/Paris")
    let times = ["2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"]
    let dates = try times.map { try feed.commands(for: open, now: #require(Timestamp($0))) }
    #expect(dates == [[], [.openDay(day("2026-03-29"))], [.openDay(day("2026-03-29"))]])
    #expect(try commands(open, at: "2026-03-29T22:00:00Z") == [.openDay(day("2026-03-30"))])
  }

  @Test("while a partition has not closed the cut before, the next day waits")
  func awaited() throws {
    var scenario = try CalendarTests.open("2026-03-10")
    try scenario.when(.openDay(day("2026-03-11")))
    #expect(try commands(scenario.state, at: "2026-03-12T12:00:00Z").isEmpty)
    try CalendarTests.close("2026-03-10/1", in: &scenario)
    #expect(
      try commands(scenario.state, at: "2026-03-12T12:00:00Z") == [.openDay(day("2026-03-12"))]
    )
  }

  @Test("a day that an operator opened ahead stays open until it has passed")
  func ahead() throws {
    let state = try CalendarTests.open("2026-03-12").state
    #expect(try commands(state, at: "2026-03-11T12:00:00Z").isEmpty)
    #expect(try commands(state, at: "2026-03-12T12:00:00Z").isEmpty)
  }

  @Test("a zone that does not exist is refused by name")
  func unknownZone() {
    #expect(throws: SettingsError.self) { try MidnightFeed(zone: "Europe/Atlantis") }
  }
}

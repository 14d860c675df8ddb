import CreditControlDomain
import DomainKit
import Testing

@Suite("The business calendar")
struct CalendarTests {
  /// Two partitions, and the first day open.
  static func open(_ date: String = "2026-03-10") throws -> Scenario {
    try Scenario(.configure(partitionCount: 2), .openDay(day(date)))
  }

  static func close(_ text: String, in scenario: inout Scenario) throws {
    for number in 0..<2 {
      try scenario.when(.closePartition(partition(number), of: cut(text)))
    }
  }

  @Test("the first day closes nothing")
  func firstDay() throws {
    var scenario = try Scenario()
    #expect(
      try scenario.when(.openDay(day("2026-03-10")))
        == [.dayOpened(closes: nil, opens: cut("2026-03-10/1"))]
    )
    #expect(scenario.state.calendar.awaited.isEmpty)
  }

  @Test("the next day closes the open cut and awaits every partition")
  func nextDay() throws {
    var scenario = try Self.open()
    #expect(
      try scenario.when(.openDay(day("2026-03-11")))
        == [.dayOpened(closes: cut("2026-03-10/1"), opens: cut("2026-03-11/1"))]
    )
    #expect(scenario.state.calendar.awaited == [partition(0), partition(1)])
    #expect(scenario.state.calendar.closed == nil)
  }

  @Test("a cut within the day opens the next number")
  func cutWithinDay() throws {
    var scenario = try Self.open()
    #expect(
      try scenario.when(.callCut)
        == [.cutCalled(closes: cut("2026-03-10/1"), opens: cut("2026-03-10/2"))]
    )
    try Self.close("2026-03-10/1", in: &scenario)
    #expect(
      try scenario.when(.openDay(day("2026-03-11")))
        == [.dayOpened(closes: cut("2026-03-10/2"), opens: cut("2026-03-11/1"))]
    )
  }

  @Test("a cut is closed when the last partition says so, in whatever order")
  func closing() throws {
    var scenario = try Self.open()
    try scenario.when(.openDay(day("2026-03-11")))
    let (first, second) = (partition(1), partition(0))
    #expect(
      try scenario.when(.closePartition(first, of: cut("2026-03-10/1")))
        == [.partitionClosed(first, of: cut("2026-03-10/1"))]
    )
    #expect(scenario.state.calendar.awaited == [second])
    #expect(try scenario.when(.closePartition(first, of: cut("2026-03-10/1"))).isEmpty)
    #expect(
      try scenario.when(.closePartition(second, of: cut("2026-03-10/1")))
        == [
          .partitionClosed(second, of: cut("2026-03-10/1")), .cutClosed(cut("2026-03-10/1")),
        ]
    )
    #expect(scenario.state.calendar.closed == cut("2026-03-10/1"))
    #expect(try scenario.when(.closePartition(first, of: cut("2026-03-10/1"))).isEmpty)
  }

  @Test("a partition cannot close what is not closing")
  func unexpected() throws {
    var scenario = try Self.open()
    let partition = partition(0)
    #expect(
      throws: CreditControl.Rejection.closingUnexpected(cut("2026-03-10/1"), partition)
    ) { try scenario.when(.closePartition(partition, of: cut("2026-03-10/1"))) }
    try scenario.when(.callCut)
    #expect(
      throws: CreditControl.Rejection.closingUnexpected(cut("2026-03-10/2"), partition)
    ) { try scenario.when(.closePartition(partition, of: cut("2026-03-10/2"))) }
  }

  @Test("nothing is announced while partitions are awaited")
  func oneAtATime() throws {
    var scenario = try Self.open()
    try scenario.when(.openDay(day("2026-03-11")))
    try scenario.when(.closePartition(partition(1), of: cut("2026-03-10/1")))
    let awaited = CreditControl.Rejection.cutAwaited(cut("2026-03-10/1"), [partition(0)])
    #expect(throws: awaited) { try scenario.when(.openDay(day("2026-03-12"))) }
    #expect(throws: awaited) { try scenario.when(.callCut) }
  }

  @Test("days go forward", arguments: ["2026-03-10", "2026-03-09", "2025-12-31"])
  func forward(date: String) throws {
    var scenario = try Self.open()
    #expect(
      throws: CreditControl.Rejection.dayNotLater(day(date), open: cut("2026-03-10/1"))
    ) { try scenario.when(.openDay(day(date))) }
  }

  @Test("no cut before the first day")
  func noDay() throws {
    var scenario = try Scenario()
    #expect(throws: CreditControl.Rejection.noDayOpen) { try scenario.when(.callCut) }
  }

  @Test("the partition count is set before the first day and fixed from then on")
  func partitionCount() throws {
    var scenario = try Scenario(.configure(partitionCount: 4))
    #expect(try scenario.when(.configure(partitionCount: 4)).isEmpty)
    try scenario.when(.configure(partitionCount: 2))
    for count in [0, 101, -1] {
      #expect(throws: CreditControl.Rejection.partitionCountOutOfRange(count)) {
        try scenario.when(.configure(partitionCount: count))
      }
    }
    try scenario.when(.openDay(day("2026-03-10")))
    #expect(try scenario.when(.configure(partitionCount: 2)).isEmpty)
    #expect(throws: CreditControl.Rejection.partitionCountFixed(2, asked: 3)) {
      try scenario.when(.configure(partitionCount: 3))
    }
  }
}

@Suite("Closing months")
struct PeriodTests {
  static func close(_ lastDay: String) -> CreditControl.Command {
    .closePeriod(lastDay: day(lastDay), by: "a.martin")
  }

  /// Opened on 10 March, now in April with March's last cut closed.
  static func april() throws -> Scenario {
    var scenario = try CalendarTests.open()
    try scenario.when(.openDay(day("2026-04-01")))
    try CalendarTests.close("2026-03-10/1", in: &scenario)
    return scenario
  }

  @Test("a month whose cuts are all closed is closed")
  func closes() throws {
    var scenario = try Self.april()
    #expect(
      try scenario.when(Self.close("2026-03-31"))
        == [
          .periodClosed(firstDay: day("2026-03-01"), lastDay: day("2026-03-31"), by: "a.martin")
        ]
    )
    #expect(try scenario.when(Self.close("2026-03-31")).isEmpty, "it is closed already")
  }

  @Test("not while its last cut is being closed")
  func awaited() throws {
    var scenario = try CalendarTests.open()
    try scenario.when(.openDay(day("2026-04-01")))
    try scenario.when(.closePartition(partition(0), of: cut("2026-03-10/1")))
    #expect(
      throws: CreditControl.Rejection.cutAwaited(cut("2026-03-10/1"), [partition(1)])
    ) { try scenario.when(Self.close("2026-03-31")) }
  }

  @Test("not while a cut of its very last day is being closed")
  func awaitedOnTheLastDay() throws {
    var scenario = try CalendarTests.open("2026-03-31")
    try scenario.when(.openDay(day("2026-04-01")))
    #expect(
      throws: CreditControl.Rejection.cutAwaited(
        cut("2026-03-31/1"),
        [partition(0), partition(1)]
      )
    ) { try scenario.when(Self.close("2026-03-31")) }
    try CalendarTests.close("2026-03-31/1", in: &scenario)
    #expect(try scenario.when(Self.close("2026-03-31")).count == 1)
  }

  @Test("not while a cut of April is being closed, in which somebody may tell of March")
  func laterCut() throws {
    var scenario = try Self.april()
    try scenario.when(.callCut)
    #expect(
      throws: CreditControl.Rejection.cutAwaited(
        cut("2026-04-01/1"),
        [partition(0), partition(1)]
      )
    ) { try scenario.when(Self.close("2026-03-31")) }
    try CalendarTests.close("2026-04-01/1", in: &scenario)
    #expect(try scenario.when(Self.close("2026-03-31")).count == 1)
  }

  @Test("not before it has ended")
  func notEnded() throws {
    var scenario = try CalendarTests.open("2026-03-31")
    #expect(
      throws: CreditControl.Rejection.periodNotEnded(day("2026-03-31"), open: cut("2026-03-31/1"))
    ) { try scenario.when(Self.close("2026-03-31")) }
  }

  @Test("whole months only", arguments: ["2026-03-30", "2026-04-01"])
  func wholeMonths(date: String) throws {
    var scenario = try Self.april()
    #expect(throws: CreditControl.Rejection.notEndOfMonth(day(date))) {
      try scenario.when(Self.close(date))
    }
  }

  @Test("one after the other, from the month of the first day on")
  func inSequence() throws {
    var scenario = try Self.april()
    try scenario.when(.openDay(day("2026-06-01")))
    try CalendarTests.close("2026-04-01/1", in: &scenario)
    for lastDay in ["2026-02-28", "2026-04-30"] {
      #expect(
        throws: CreditControl.Rejection.periodOutOfSequence(
          day(lastDay),
          next: day("2026-03-31")
        )
      ) { try scenario.when(Self.close(lastDay)) }
    }
    for lastDay in ["2026-03-31", "2026-04-30", "2026-05-31"] {
      #expect(try scenario.when(Self.close(lastDay)).count == 1)
    }
    #expect(
      throws: CreditControl.Rejection.periodNotEnded(day("2026-06-30"), open: cut("2026-06-01/1"))
    ) { try scenario.when(Self.close("2026-06-30")) }
  }

  @Test("nothing to close before the first day")
  func noDay() throws {
    var scenario = try Scenario()
    #expect(throws: CreditControl.Rejection.noDayOpen) {
      try scenario.when(Self.close("2026-03-31"))
    }
  }
}

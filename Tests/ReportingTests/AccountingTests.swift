import DomainKit
import Messages
import ReportingDomain
import ServiceKit
import Testing

@testable import ReportingService

@Suite("Closed months keep their figures (R14)")
struct AccountingTests {
  /// R14's invoice; March is closed on 5 April.
  private static let invoice = Fact.invoice(
    "INV-1",
    eur(1000_00),
    issued: "2026-03-01",
    due: "2026-03-31"
  )
  private static let closing = Fact.periodClosed("2026-03-31", in: "2026-04-05/1")
  private static let clearing = [Clearing.of("INV-1", eur(980_00), discount: eur(20_00))]

  private static var march: Scenario {
    Scenario("2026-03-01/1", invoice)
  }

  private static var closed: Scenario {
    var story = march
    story.during("2026-04-05/1", closing)
    return story
  }

  /// A bank line of 980.00 that pays the invoice less its discount.
  private static func pay(_ story: inout Scenario, _ cutText: String, value: String) {
    story.during(
      cutText,
      .identified("PAY-1", eur(980_00), value: value),
      .applied("D-1", "PAY-1", clearing, value: value)
    )
  }

  private static func lines(_ story: Scenario, _ from: String, _ to: String) -> [String] {
    story.statement(from, to).flatMap(\.movements).map {
      "\($0.accountingDate) \($0.kind) \($0.amount.decimal) of \($0.valueDate)"
        + ($0.isLate ? ", late" : "")
    }
  }

  private static func bytes(_ story: Scenario, _ asOf: String) throws -> [UInt8] {
    Array(try JSONCoding.encode(ReportingService.answer(GetAging(asOf: day(asOf)), story.state)))
  }

  @Test("a bank line of March that comes on 7 April stands on 1 April, with its discount")
  func figures() throws {
    var story = Self.closed
    let atClose = try Self.bytes(story, "2026-03-31")
    #expect(story.aging("2026-03-31").net == eur(1000_00))

    Self.pay(&story, "2026-04-07/1", value: "2026-03-30")

    #expect(
      Self.lines(story, "2026-04-01", "2026-04-30") == [
        "2026-04-01 payment -980.00 of 2026-03-30, late",
        "2026-04-01 discount -20.00 of 2026-03-30, late",
      ]
    )
    let april = try #require(story.statement("2026-04-01", "2026-04-30").first)
    #expect(april.opening == eur(1000_00))
    #expect(april.movements.map(\.amount).reduce(eur(0), +) == eur(-1000_00))
    #expect(april.movements.map(\.businessDate) == [day("2026-04-07"), day("2026-04-07")])
    #expect(story.aging("2026-04-01").buckets == [0, 0, 0, 0, 0])
    #expect(story.aging("2026-04-01").unapplied == eur(0))
    // Paid on its value date, a day before it was due.
    #expect(april.movements.allSatisfy { $0.valueDate.days(until: day("2026-03-31")) == 1 })
    #expect(try Self.bytes(story, "2026-03-31") == atClose)
  }

  @Test(
    "the later of its own date and the first open day, never after the day on which it came",
    arguments: [
      ("2026-02-28", "2026-04-01", true), ("2026-03-29", "2026-04-01", true),
      ("2026-03-31", "2026-04-01", true), ("2026-04-01", "2026-04-01", false),
      ("2026-04-02", "2026-04-02", false), ("2026-04-07", "2026-04-07", false),
      ("2026-04-08", "2026-04-07", false),
    ]
  )
  func valueDates(value: String, accounted: String, isLate: Bool) throws {
    var story = Self.closed
    Self.pay(&story, "2026-04-07/1", value: value)
    let movements = story.statement("2026-04-01", "2026-04-30").flatMap(\.movements)
    #expect(movements.map(\.accountingDate) == [day(accounted), day(accounted)])
    #expect(movements.map(\.isLate) == [isLate, isLate])
    let before = day(accounted).adding(days: -1).description
    #expect(story.aging(before).total == eur(1000_00))
    #expect(story.aging(before).unapplied == eur(0))
    #expect(story.aging(accounted).net == eur(0))
  }

  @Test(
    "what comes before the close is of March; from the cut of the close on, of April",
    arguments: [
      ("2026-04-03/1", "2026-03-30"), ("2026-04-04/9", "2026-03-30"),
      ("2026-04-05/1", "2026-04-01"), ("2026-04-05/2", "2026-04-01"),
    ]
  )
  func arrival(cutText: String, accounted: String) {
    let isOfMarch = accounted < "2026-04"
    // Facts of one cut come in any order.
    for isClosedFirst in [true, false] {
      var story = Self.march
      if isClosedFirst { story.during("2026-04-05/1", Self.closing) }
      Self.pay(&story, cutText, value: "2026-03-30")
      if !isClosedFirst { story.during("2026-04-05/1", Self.closing) }
      #expect(story.aging("2026-03-31").net == eur(isOfMarch ? 0 : 1000_00))
      #expect(
        Self.lines(story, "2026-03-02", "2026-04-30").first
          == "\(accounted) payment -980.00 of 2026-03-30" + (isOfMarch ? "" : ", late")
      )
    }
  }

  @Test("a return after the close reopens the invoice on the first open day, by its old due date")
  func returned() throws {
    var story = Self.march
    Self.pay(&story, "2026-03-10/1", value: "2026-03-10")
    story.during("2026-04-05/1", Self.closing)
    let atClose = try Self.bytes(story, "2026-03-31")
    story.during(
      "2026-04-07/1",
      .unapplied("U-1", "PAY-1", Self.clearing, value: "2026-03-25"),
      .returned("PAY-1", eur(980_00), as: "RET-1", value: "2026-03-25")
    )
    #expect(story.aging("2026-03-31").net == eur(0))
    #expect(try Self.bytes(story, "2026-03-31") == atClose)
    #expect(story.aging("2026-04-01").buckets == [0, 1000_00, 0, 0, 0])
    #expect(story.aging("2026-04-01").unapplied == eur(0))
    #expect(
      Self.lines(story, "2026-04-01", "2026-04-30") == [
        "2026-04-01 discount 20.00 of 2026-03-25, late",
        "2026-04-01 return 980.00 of 2026-03-25, late",
      ]
    )
  }

  @Test("a return is dated by its own value date, but not before what it undoes")
  func returnedInTime() {
    var story = Self.march
    story.during("2026-03-10/1", .identified("PAY-1", eur(980_00), value: "2026-03-10"))
    story.during("2026-03-12/1", .applied("D-1", "PAY-1", Self.clearing, value: "2026-03-10"))
    story.during(
      "2026-03-16/1",
      .unapplied("U-1", "PAY-1", Self.clearing, value: "2026-03-11"),
      .returned("PAY-1", eur(980_00), as: "RET-1", value: "2026-03-11")
    )
    for date in ["2026-03-11", "2026-03-12", "2026-03-16"] {
      #expect(story.aging(date).buckets == [1000_00, 0, 0, 0, 0], "\(date)")
    }
    #expect(story.aging("2026-03-11", knownOn: "2026-03-15").unapplied == eur(980_00))
    #expect(story.aging("2026-03-12", knownOn: "2026-03-15").net == eur(0))
  }

  @Test("a return that is undone leaves nothing of the two (rules R8)")
  func undone() {
    var story = Self.march
    Self.pay(&story, "2026-03-10/1", value: "2026-03-10")
    story.during(
      "2026-03-25/1",
      .unapplied("U-1", "PAY-1", Self.clearing, value: "2026-03-25"),
      .returned("PAY-1", eur(980_00), as: "RET-1", value: "2026-03-25")
    )
    #expect(story.aging("2026-03-26").net == eur(1000_00))
    story.during(
      "2026-03-27/1",
      .returned("PAY-1", eur(-980_00), as: "UND-1", value: "2026-03-26"),
      .applied("D-2", "PAY-1", Self.clearing, value: "2026-03-26")
    )
    #expect(story.aging("2026-03-27").net == eur(0))
    #expect(story.aging("2026-03-26").net == eur(0), "of its own value date")
    #expect(story.aging("2026-03-26", knownOn: "2026-03-26").net == eur(1000_00))
  }

  @Test("a credit note and an invoice of a closed month stand on the first open day")
  func documents() {
    var story = Self.closed
    let note = PaymentID(creditNote: "CN-1")
    story.during(
      "2026-04-07/1",
      .identified(note, eur(300_00), value: "2026-03-20"),
      .applied("D-1", note, [.of("INV-1", eur(300_00))], value: "2026-03-20"),
      .invoice("INV-2", eur(50_00), issued: "2026-03-28", due: "2026-04-27")
    )
    #expect(story.aging("2026-03-31").net == eur(1000_00))
    #expect(story.aging("2026-04-01").buckets == [50_00, 700_00, 0, 0, 0])
    #expect(
      Self.lines(story, "2026-04-01", "2026-04-30") == [
        "2026-04-01 invoice 50.00 of 2026-03-28, late",
        "2026-04-01 creditNote -300.00 of 2026-03-20, late",
      ]
    )
  }

  @Test("money stands on its value date, and is applied on the day of a decision that came later")
  func appliedLater() {
    var story = Self.closed
    story.during("2026-04-07/1", .identified("PAY-1", eur(980_00), value: "2026-03-30"))
    story.during("2026-04-09/1", .applied("D-1", "PAY-1", Self.clearing, value: "2026-03-30"))
    #expect(story.aging("2026-04-01").unapplied == eur(980_00))
    #expect(story.aging("2026-04-08").buckets == [0, 1000_00, 0, 0, 0])
    #expect(story.aging("2026-04-09").buckets == [0, 0, 0, 0, 0])
    #expect(
      Self.lines(story, "2026-04-02", "2026-04-30")
        == ["2026-04-09 discount -20.00 of 2026-03-30"]
    )
  }

  @Test("money that waited for its invoice is applied by the invoice's date")
  func invoiceLater() {
    var story = Scenario()
    story.during("2026-03-05/1", .identified("PAY-1", eur(980_00), value: "2026-03-04"))
    story.during(
      "2026-03-10/1",
      .invoice("INV-1", eur(1000_00), issued: "2026-03-08", due: "2026-03-31"),
      .applied("D-1", "PAY-1", [.of("INV-1", eur(980_00))], value: "2026-03-04")
    )
    #expect(story.aging("2026-03-07").unapplied == eur(980_00))
    #expect(story.aging("2026-03-08").unapplied == eur(0))
    #expect(story.aging("2026-03-08").total == eur(20_00))
  }

  @Test("a bank file that is late within an open month counts from its value date (R3)")
  func openMonth() {
    var story = Self.march
    Self.pay(&story, "2026-03-18/1", value: "2026-03-11")
    #expect(story.aging("2026-03-10").net == eur(1000_00))
    #expect(story.aging("2026-03-11").net == eur(0))
    #expect(story.aging("2026-03-11", knownOn: "2026-03-17").net == eur(1000_00))
  }

  @Test("each month keeps what it held when it was closed")
  func twoMonths() throws {
    var story = Self.closed
    Self.pay(&story, "2026-04-07/1", value: "2026-03-30")
    story.during("2026-05-04/1", .periodClosed("2026-04-30", in: "2026-05-04/1"))
    let atClose = try ["2026-03-31", "2026-04-30"].map { try Self.bytes(story, $0) }
    story.during(
      "2026-05-06/1",
      .invoice("INV-3", eur(70_00), issued: "2026-03-15", due: "2026-04-14"),
      .identified("PAY-3", eur(10_00), value: "2026-04-29")
    )
    #expect(try ["2026-03-31", "2026-04-30"].map { try Self.bytes(story, $0) } == atClose)
    #expect(
      Self.lines(story, "2026-05-01", "2026-05-31") == [
        "2026-05-01 invoice 70.00 of 2026-03-15, late",
        "2026-05-01 payment -10.00 of 2026-04-29, late",
      ]
    )
  }

  @Test("a month that is said to be closed once more is known, in another cut it is an exception")
  func closedTwice() {
    var story = Self.closed
    #expect(story.record(Self.closing, cut: cut("2026-04-05/1")).isEmpty)
    let other = Fact.periodClosed("2026-03-31", in: "2026-04-06/1")
    let events = story.record(other, cut: cut("2026-04-06/1"))
    guard case .setAside(let exception, _)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(
      exception.reason == "the closing of the month to 2026-03-31 is known with other content"
    )
  }
}

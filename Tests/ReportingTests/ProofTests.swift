import DomainKit
import ReportingDomain
import Testing

/// One day of one partition, told in full, and the markers that close it.
private struct Day {
  static let partition = Partition(literal: 0)
  var scenario = Scenario()
  var events: [Reporting.Event] = []
  /// What matching states.
  var openItems = Count(1, Amounts([eur(1000_00)]))
  var unapplied = Amounts([eur(30_00)])
  /// What intake states.
  var received = Count(2, Amounts([eur(150_00)]))
  var unidentified = Count(1, Amounts([eur(70_00)]))
  var matchingExceptions: [SetAside] = []

  init() {
    scenario.run(.configure(partitions: 1))
    scenario.record(.opened(cut: cut("2026-03-10/1"), closes: nil), cut: nil)
  }

  mutating func tell(_ fact: Fact, _ type: String, _ amount: Money?, all: Bool = false) {
    events += scenario.record(
      fact,
      cut: cut("2026-03-10/1"),
      message: type,
      type: type,
      partition: all ? nil : Self.partition,
      amount: amount
    )
  }

  mutating func tellFacts() {
    tell(.registered("A", "Ateliers"), "account.registered.v1", nil)
    tell(.invoice("INV-1", eur(1050_00), due: "2026-03-31"), "invoice.issued.v1", eur(1050_00))
    tell(.received("PAY-1", eur(80_00)), "payment.received.v1", eur(80_00), all: true)
    tell(.received("PAY-2", eur(70_00)), "payment.received.v1", eur(70_00), all: true)
    tell(.identified("PAY-1", eur(80_00)), "payment.identified.v1", eur(80_00))
    tell(.applied("D-1", "PAY-1", [.of("INV-1", eur(50_00))]), "payment.applied.v1", eur(50_00))
  }

  func markers() -> [Marker] {
    func marker(
      _ sender: Marker.Sender,
      _ partition: Partition?,
      _ streams: [(String, Count)] = [],
      _ totals: [(ControlCount.Figure, Count)] = [],
      _ exceptions: [SetAside] = []
    ) -> Marker {
      Marker(
        sender: sender,
        closes: cut("2026-03-10/1"),
        opens: cut("2026-03-11/1"),
        partition: partition,
        streams: streams.map { StreamCount(type: $0.0, partition: partition, count: $0.1) },
        totals: totals.map { ControlCount(figure: $0.0, count: $0.1) },
        exceptions: exceptions
      )
    }
    return [
      marker(
        .invoicing,
        Self.partition,
        [
          ("account.registered.v1", Count(1)),
          ("invoice.issued.v1", Count(1, Amounts([eur(1050_00)]))),
        ]
      ),
      marker(.invoicing, nil),
      marker(
        .paymentIntake,
        Self.partition,
        [("payment.identified.v1", Count(1, Amounts([eur(80_00)])))]
      ),
      marker(
        .paymentIntake,
        nil,
        [("payment.received.v1", Count(2, Amounts([eur(150_00)])))],
        [
          (.received, received), (.handedOver, Count(1, Amounts([eur(80_00)]))),
          (.returned, Count()), (.unidentified, unidentified),
        ]
      ),
      marker(
        .matching,
        Self.partition,
        [("payment.applied.v1", Count(1, Amounts([eur(50_00)])))],
        [
          (.openItems, openItems), (.unapplied, Count(1, unapplied)), (.onAccount, Count()),
          (.applied, Count(1, Amounts([eur(50_00)]))), (.discount, Count()),
        ],
        matchingExceptions
      ),
    ]
  }

  mutating func close(_ markers: [Marker]? = nil) {
    for marker in markers ?? self.markers() {
      events += scenario.record(.closed(marker: marker), cut: cut("2026-03-10/1"))
    }
  }

  var report: CutReport? { scenario.state.report() }
  var disagreeing: [String] { report?.checks.filter { !$0.agrees }.map(\.name) ?? [] }
}

@Suite("Daily proof")
struct ProofTests {
  @Test("a day on which all is told, and agrees, is proven")
  func proven() throws {
    var day = Day()
    day.tellFacts()
    day.close()
    let report = try #require(day.report)
    #expect(report.isProven)
    #expect(
      report.checks.map(\.name) == [
        "stream account.registered.v1", "stream invoice.issued.v1", "stream payment.applied.v1",
        "stream payment.identified.v1", "stream payment.received.v1", "received", "handed-over",
        "returned", "unidentified", "intake", "open-items", "unapplied", "on-account", "applied",
        "discount", "credited", "written-off", "statement",
      ]
    )
    #expect(day.scenario.state.openCut == cut("2026-03-11/1"))
    #expect(day.scenario.state.closedCut == cut("2026-03-10/1"))
    #expect(day.scenario.state.unprovenCuts == [])
  }

  @Test("the report comes with the last marker, whichever it is, and once", arguments: 0..<5)
  func lastMarker(last: Int) {
    var day = Day()
    day.tellFacts()
    var markers = day.markers()
    markers.append(markers.remove(at: last))
    day.close(Array(markers.dropLast()))
    #expect(day.report == nil)
    #expect(day.scenario.state.unprovenCuts == [cut("2026-03-10/1")])
    let missing = ["invoicing 00", "invoicing all", "payment-intake 00", "payment-intake all"]
    #expect(
      day.scenario.state.awaitedMarkers(of: cut("2026-03-10/1"))
        == [(missing + ["matching 00"])[last]]
    )
    day.close([markers[4]])
    #expect(day.report?.isProven == true)
    day.close()
    let reports = day.events.filter { if case .proven = $0 { true } else { false } }
    #expect(reports.count == 1)
  }

  @Test("with two partitions, two are awaited")
  func partitions() {
    var day = Day()
    day.scenario.run(.configure(partitions: 2))
    day.tellFacts()
    day.close()
    #expect(day.report == nil)
    #expect(
      day.scenario.state.awaitedMarkers(of: cut("2026-03-10/1"))
        == ["invoicing 01", "payment-intake 01", "matching 01"]
    )
    // A configuration that fits what has come completes the cut.
    day.scenario.run(.configure(partitions: 1))
    #expect(day.report?.isProven == true)
  }

  @Test("a figure that matching states otherwise is shown, with its partition")
  func openItems() {
    var day = Day()
    day.openItems = Count(1, Amounts([eur(1000_01)]))
    day.tellFacts()
    day.close()
    #expect(day.disagreeing == ["open-items", "open-items.00"])
    #expect(day.scenario.state.unprovenCuts == [cut("2026-03-10/1")])
  }

  @Test("the same sum of another number of items does not agree")
  func itemCount() {
    var day = Day()
    day.openItems = Count(2, Amounts([eur(1000_00)]))
    day.tellFacts()
    day.close()
    #expect(day.disagreeing == ["open-items"])
  }

  @Test("money that intake neither handed over nor holds is missed")
  func intake() {
    var day = Day()
    day.unidentified = Count(1, Amounts([eur(69_99)]))
    day.tellFacts()
    day.close()
    #expect(day.disagreeing == ["unidentified", "intake"])
  }

  @Test("a message that came once more than it was sent is found in its stream")
  func doubled() {
    var day = Day()
    day.tellFacts()
    day.tell(.identified("PAY-1", eur(80_00)), "payment.identified.v1", eur(80_00))
    day.close()
    #expect(
      day.disagreeing == ["stream payment.identified.v1", "stream payment.identified.v1.00"]
    )
    #expect(day.scenario.aging("2026-03-10").unapplied == eur(30_00))
  }

  @Test("a decision on an item that is not there breaks the statement, and names the account")
  func unknownItem() {
    var day = Day()
    day.tellFacts()
    day.tell(.applied("D-2", "PAY-1", [.of("INV-9", eur(5_00))]), "payment.applied.v1", eur(5_00))
    day.close()
    #expect(day.disagreeing.contains("statement"))
    #expect(day.disagreeing.contains("statement A"))
  }

  @Test("a parked message is shown, and nothing is proven while one is")
  func parked() {
    var day = Day()
    day.matchingExceptions = [
      SetAside(message: "3f1", service: "matching", account: "A", reason: "parked")
    ]
    day.tellFacts()
    day.close()
    #expect(day.disagreeing == [])
    #expect(day.report?.exceptions == day.matchingExceptions)
    #expect(day.report?.isProven == false)
  }

  @Test("what reporting itself could not take in is shown with its cut, accounts first")
  func ownParked() throws {
    var day = Day()
    day.tellFacts()
    func exception(_ message: String, _ account: AccountID? = nil) -> SetAside {
      SetAside(message: message, service: "reporting", account: account, reason: "parked")
    }
    for number in 1000..<1400 {
      day.scenario.run(.setAside(exception("m\(number)"), cut: cut("2026-03-10/1")))
    }
    day.scenario.run(.setAside(exception("z", "A"), cut: cut("2026-03-10/1")))
    day.scenario.run(.setAside(exception("later", "A"), cut: cut("2026-03-11/1")))
    day.close()
    let report = try #require(day.report)
    #expect(day.disagreeing == [])
    #expect(!report.isProven)
    #expect(report.exceptions.contains(exception("z", "A")))
    #expect(!report.exceptions.contains(exception("later", "A")))
    // Four hundred are listed, and how many are not.
    #expect(report.exceptions.count == 401)
    #expect(report.exceptions.first?.reason == "1 more")
  }

  @Test("a fact with other content under a known name is set aside and shown")
  func contradiction() {
    var day = Day()
    day.tellFacts()
    day.tell(.identified("PAY-1", eur(81_00)), "payment.identified.v1", eur(81_00))
    #expect(day.scenario.aging("2026-03-10").unapplied == eur(30_00))
    day.close()
    #expect(
      day.report?.exceptions == [
        SetAside(
          message: "payment.identified.v1",
          service: "reporting",
          account: "A",
          reason: "the account of payment PAY-1 is known with other content"
        )
      ]
    )
  }

  @Test("facts of the next cut that came before the last marker are no part of the proof")
  func nextCut() {
    var day = Day()
    day.tellFacts()
    let markers = day.markers()
    day.close(Array(markers.dropLast()))
    day.scenario.record(
      .applied("D-2", "PAY-1", [.of("INV-1", eur(30_00))]),
      cut: cut("2026-03-11/1"),
      type: "payment.applied.v1",
      partition: Day.partition,
      amount: eur(30_00)
    )
    day.close([markers[4]])
    #expect(day.report?.isProven == true)
    #expect(day.scenario.aging("2026-03-11").total == eur(970_00))
  }

  @Test("a fact of a cut that is closed is booked, and shown with the next proof")
  func late() throws {
    var day = Day()
    day.tellFacts()
    day.close()
    day.tell(.received("PAY-3", eur(1)), "payment.received.v1", eur(1), all: true)
    guard case .setAside(let exception, _) = day.events.last else {
      Issue.record("the late fact was not set aside")
      return
    }
    #expect(exception.reason == "bears cut 2026-03-10/1, which was closed before it came")
    #expect(day.scenario.state.activityFigures.paymentsReceived == 3)
  }

  @Test("a cut waits for the cut before it")
  func inOrder() {
    var day = Day()
    day.tellFacts()
    // The next day's markers all come first.
    let next = day.markers().map { marker in
      var marker = marker
      marker.closes = cut("2026-03-11/1")
      marker.opens = cut("2026-03-12/1")
      marker.streams = []
      return marker
    }
    for marker in next { day.scenario.record(.closed(marker: marker), cut: cut("2026-03-11/1")) }
    #expect(day.report == nil)
    day.close()
    #expect(day.scenario.state.report(of: cut("2026-03-10/1"))?.isProven == true)
    #expect(day.scenario.state.closedCut == cut("2026-03-11/1"))
  }
}

import DomainKit
import MatchingDomain
import Messages
import Testing

@Suite("Cuts")
struct CutTests {
  private let first = DayCut(date: day("2026-03-10"))
  private let second = DayCut(date: day("2026-03-11"))
  private let third = DayCut(date: day("2026-03-12"))

  private func marker(
    _ source: Matching.Marker.Source,
    _ closes: DayCut,
    _ opens: DayCut,
    _ exceptions: [Matching.ParkedMessage] = []
  ) -> Matching.Command {
    .close(
      Matching.Marker(source: source, closes: closes, opens: opens, exceptions: exceptions),
      partition
    )
  }

  @Test("the first marker tells which cut is open; the second closes it", arguments: [true, false])
  func bothMarkers(invoicingFirst: Bool) throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    #expect(books.state.openCut == nil)
    let sources: [Matching.Marker.Source] = [.invoicing, .paymentIntake]
    let order = invoicingFirst ? sources : sources.reversed()
    try books.take(marker(order[0], first, second))
    #expect(books.state.openCut == first)
    #expect(books.closings.isEmpty)
    try books.take(marker(order[0], first, second))
    #expect(books.events.isEmpty)
    try books.take(marker(order[1], first, second))
    #expect(books.state.openCut == second)
    #expect(books.closings.map(\.closes) == [first])
    #expect(books.closings.map(\.opens) == [second])
    #expect(books.closings.map(\.partition) == [partition])
    #expect(books.state.markers.isEmpty)
  }

  @Test("a marker of a closed cut changes nothing; one of a later cut is refused")
  func otherMarkers() throws {
    var books = Books()
    try books.cut()
    try books.take(marker(.invoicing, first, second))
    #expect(books.events.isEmpty)
    #expect(throws: Matching.Rejection.markerEarly(third, open: second)) {
      try books.take(
        marker(.invoicing, third, DayCut(date: day("2026-03-13")))
      )
    }
    #expect(throws: Matching.Rejection.markerReversed(second, opens: second)) {
      try books.take(marker(.invoicing, second, second))
    }
  }

  @Test("a day may have several cuts")
  func cutsWithinDay() throws {
    var books = Books()
    let next = first.nextWithinDay
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(100_00))
    for source in Matching.Marker.Source.allCases { try books.take(marker(source, first, next)) }
    #expect(books.open("INV-1") == eur(0))
    #expect(books.state.openCut == next)
    for source in Matching.Marker.Source.allCases { try books.take(marker(source, next, second)) }
    #expect(books.closings.map(\.closes) == [first, next])
  }

  @Test("day.closed carries balances, movements and the exceptions of both markers")
  func totals() throws {
    var books = Books()
    try books.issue("INV-1", eur(1000_00), discount: ("2", "2026-03-11"))
    try books.issue("INV-2", eur(300_00))
    try books.issue("INV-3", usd(50_00))
    try books.pay("P-1", eur(1000_00), text: "INV-1")
    try books.pay("P-2", eur(111_11))
    try books.pay("P-3", usd(70_00), text: "INV-3")
    let parked = ["m-2", "m-1", "m-2"].map {
      Matching.ParkedMessage(message: $0, service: "invoicing", account: "A", reason: "parked")
    }
    try books.take(marker(.paymentIntake, first, second, Array(parked[0...1])))
    try books.take(marker(.invoicing, first, second, [parked[2]]))
    let closed = try #require(books.closings.first)
    #expect(closed.exceptions.map(\.messageID) == ["m-1", "m-2"])
    #expect(
      closed.totals == [
        ControlTotal(name: .openItems, count: 1, sums: [eur(300_00)]),
        ControlTotal(name: .unapplied, count: 1, sums: [eur(111_11)]),
        ControlTotal(name: .onAccount, count: 2, sums: [eur(20_00), usd(20_00)]),
        ControlTotal(name: .applied, count: 2, sums: [eur(980_00), usd(50_00)]),
        ControlTotal(name: .discount, count: 1, sums: [eur(20_00)]),
        ControlTotal(name: .credited, count: 0, sums: []),
        ControlTotal(name: .writtenOff, count: 0, sums: []),
      ]
    )
    try books.giveBack(eur(1000_00), of: "P-1")
    try books.cut()
    #expect(
      books.closings.last?.totals == [
        ControlTotal(name: .openItems, count: 2, sums: [eur(1300_00)]),
        ControlTotal(name: .unapplied, count: 1, sums: [eur(111_11)]),
        ControlTotal(name: .onAccount, count: 1, sums: [usd(20_00)]),
        ControlTotal(name: .applied, count: -1, sums: [eur(-980_00)]),
        ControlTotal(name: .discount, count: -1, sums: [eur(-20_00)]),
        ControlTotal(name: .credited, count: 0, sums: []),
        ControlTotal(name: .writtenOff, count: 0, sums: []),
      ]
    )
    try books.cut()
    #expect(books.closings.last?.totals.map(\.count).suffix(3) == [0, 0, 0])
  }

  @Test("what the cut decides otherwise is taken back first, then applied; the rest is not told")
  func corrections() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.issue("INV-2", eur(50_00))
    try books.pay("P-2", eur(100_00), on: "2026-03-10", text: "INV-1")
    try books.pay("P-3", eur(50_00), on: "2026-03-10", text: "INV-2")
    try books.pay("P-9", eur(60_00), on: "2026-03-09", text: "INV-1")
    #expect(books["P-2"]?.applied == eur(100_00))
    #expect(books["P-9"]?.onAccount == eur(60_00))
    let told = books.sent.count
    try books.cut()
    #expect(books["P-9"]?.applied == eur(60_00))
    #expect(books["P-2"]?.applied == eur(40_00))
    #expect(books["P-2"]?.onAccount == eur(60_00))
    let corrections = books.sent[told...].dropLast()
    #expect(corrections.map { $0 is PaymentUnapplied } == [true, true, false, false])
    #expect(books.unapplied.map(\.payment) == ["P-9", "P-2"])
    #expect(books.unapplied.map(\.unapplied) == [eur(60_00), eur(100_00)])
    #expect(books.unapplied.map(\.reason) == Array(repeating: "decided anew at the cut", count: 2))
    let again = books.applied.suffix(2)
    #expect(again.map(\.payment) == ["P-9", "P-2"])
    #expect(again.map(\.unapplied) == [eur(0), eur(0)])
    // As told one after the other, the second settles the item.
    #expect(again.flatMap(\.allocations).map(\.isSettled) == [false, true])
    #expect(Set(books.sent.compactMap { ($0 as? PaymentApplied)?.decision }).count == 5)
  }

  @Test("a correction says that it settles its item when it does so as the messages go")
  func settlingCorrection() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-2", eur(40_00), on: "2026-03-10", text: "INV-1")
    try books.pay("P-3", eur(30_00), on: "2026-03-11", text: "INV-1")
    try books.pay("P-1", eur(60_00), on: "2026-03-09", text: "INV-1")
    try books.cut()
    // In order of value date P-2 settles it; to the world, which knows P-2 already, P-1 does.
    #expect(books["P-2"]?.decisions.flatMap(\.allocations).map(\.settles) == [true])
    let corrected = books.applied.dropFirst(3)
    #expect(corrected.map(\.payment) == ["P-1", "P-3"])
    #expect(corrected.first?.allocations.map(\.isSettled) == [true])
  }

  @Test("a cut whose facts came in order corrects nothing")
  func nothingToCorrect() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(60_00), on: "2026-03-09", text: "INV-1")
    try books.pay("P-2", eur(100_00), on: "2026-03-10", text: "INV-1")
    try books.cut()
    #expect(books.unapplied.isEmpty)
    #expect(books.applied.count == 2)
    #expect(
      !books.events.contains {
        if case .restated = $0 { true } else { false }
      }
    )
  }

  @Test("accounts are kept in their latest revision, in whatever order they come")
  func accounts() throws {
    for revisions in [[1, 2, 3], [3, 1, 2], [2, 3, 1]] {
      var books = Books()
      for revision in revisions {
        let account = Matching.Account(
          id: "A",
          revision: revision,
          partition: partition,
          currency: revision == 3 ? .euro : Currency(literal: "USD"),
          head: "A"
        )
        try books.take(.register(account, partition))
      }
      #expect(books.state.accounts["A"]?.revision == 3)
      #expect(books.state.accounts["A"]?.currency == .euro)
    }
  }
}

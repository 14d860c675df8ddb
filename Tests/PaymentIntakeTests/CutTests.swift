import DomainKit
import PaymentIntakeDomain
import Testing

@Suite("Days and cuts")
struct CutTests {
  @Test("the first day opens, and nothing else")
  func firstDay() throws {
    var scenario = try Scenario.beforeTheFirstDay()
    #expect(try scenario.when(.opened("2026-03-10/1")) == [.cutOpened(cut("2026-03-10/1"))])
    #expect(try scenario.when(.opened("2026-03-10/1")) == [])
    #expect(scenario.state.openCut == cut("2026-03-10/1"))
  }

  @Test("a service that begins late opens the cut that is being closed: its marker is waited for")
  func lateBeginning() throws {
    var scenario = try Scenario.beforeTheFirstDay(.configure(partitions: 1))
    try scenario.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
    #expect(scenario.state.openCut == cut("2026-03-10/1"))
    try scenario.when(.closeInvoicing(cut("2026-03-10/1"), partition: partition(0)))
    try scenario.when(.closeInvoicing(cut("2026-03-10/1"), partition: nil))
    // What matching told of the days before, which nobody waits for.
    #expect(
      try scenario.when(.closeMatching(cut("2026-03-09/1"), partition: partition(0))) == []
    )
    try scenario.when(.closeCut(cut("2026-03-10/1")))
    #expect(scenario.state.openCut == cut("2026-03-11/1"))
  }

  @Test("a cut is due when it is announced and every marker of invoicing has come, in any order")
  func due() throws {
    let first = cut("2026-03-10/1")
    let told: [PaymentIntake.Command] = [
      .opened("2026-03-11/1", closes: "2026-03-10/1"),
      .closeInvoicing(first, partition: partition(0)),
      .closeInvoicing(first, partition: partition(1)),
      .closeInvoicing(first, partition: nil),
    ]
    for order in told.permutations {
      var scenario = try Scenario(.configure(partitions: 2))
      for command in order {
        #expect(scenario.state.dueCut == nil)
        #expect(try scenario.when(.closeCut(first)) == [])
        #expect(try scenario.when(command).count == 1)
        #expect(try scenario.when(command) == [])
      }
      #expect(scenario.state.dueCut == first)
      let events = try scenario.when(.closeCut(first))
      #expect(events.closing?.partitions == 2)
      #expect(scenario.state.openCut == cut("2026-03-11/1"))
      #expect(try scenario.when(.closeCut(first)) == [])
      #expect(scenario.state.announcements.isEmpty && scenario.state.invoicing.isEmpty)
    }
  }

  @Test("the next is due when matching has decided the one before, in any order; the first is not")
  func matchingIsAwaited() throws {
    let (first, second) = (cut("2026-03-10/1"), cut("2026-03-11/1"))
    let told: [PaymentIntake.Command] = [
      .opened("2026-03-12/1", closes: "2026-03-11/1"),
      .closeInvoicing(second, partition: partition(0)),
      .closeInvoicing(second, partition: partition(1)),
      .closeInvoicing(second, partition: nil),
      .closeMatching(first, partition: partition(0)),
      .closeMatching(first, partition: partition(1)),
    ]
    for last in told.indices {
      var scenario = try Scenario(.configure(partitions: 2))
      try scenario.cut(opening: "2026-03-11/1")
      #expect(scenario.state.precedingCut == first)
      var order = told
      order.append(order.remove(at: last))
      // Partitions that the house does not have, and cuts before the one awaited, do not count.
      try scenario.when(.closeMatching(first, partition: partition(2)))
      #expect(
        try scenario.when(.closeMatching(cut("2026-03-09/1"), partition: partition(1))) == []
      )
      for command in order {
        #expect(scenario.state.dueCut == nil)
        #expect(try scenario.when(.closeCut(second)) == [])
        #expect(try scenario.when(command).count == 1)
        #expect(try scenario.when(command) == [])
      }
      #expect(scenario.state.dueCut == second)
      try scenario.when(.closeCut(second))
      #expect(scenario.state.openCut == cut("2026-03-12/1"))
      #expect(scenario.state.matching.isEmpty, "its markers have served")
      #expect(try scenario.when(.closeMatching(first, partition: partition(0))) == [])
    }
  }

  @Test("a cut is not due before the number of partitions is known")
  func unconfigured() throws {
    var scenario = try Scenario.beforeTheFirstDay(.opened("2026-03-10/1"))
    try scenario.when(.opened("2026-03-11/1", closes: "2026-03-10/1"))
    try scenario.when(.closeInvoicing(cut("2026-03-10/1"), partition: nil))
    #expect(scenario.state.dueCut == nil)
    try scenario.when(.configure(partitions: 1))
    #expect(scenario.state.dueCut == nil)
    try scenario.when(.closeInvoicing(cut("2026-03-10/1"), partition: partition(0)))
    #expect(scenario.state.dueCut == cut("2026-03-10/1"))
  }

  @Test("cuts that were announced ahead are closed one after the other")
  func queue() throws {
    var scenario = try Scenario()
    try scenario.when(.opened("2026-03-10/2", closes: "2026-03-10/1"))
    try scenario.when(.opened("2026-03-11/1", closes: "2026-03-10/2"))
    for open in [cut("2026-03-10/1"), cut("2026-03-10/2")] {
      try scenario.when(.closeInvoicing(open, partition: partition(0)))
      try scenario.when(.closeInvoicing(open, partition: nil))
      try scenario.closeMatching()
      #expect(scenario.state.dueCut == open)
      try scenario.when(.closeCut(open))
    }
    #expect(scenario.state.openCut == cut("2026-03-11/1"))
    #expect(try scenario.when(.opened("2026-03-10/2", closes: "2026-03-10/1")) == [])
    #expect(try scenario.when(.closeInvoicing(cut("2026-03-10/1"), partition: nil)) == [])
  }

  @Test("leftovers are handed over in the order of value date and name")
  func canonicalOrder() throws {
    var scenario = try Scenario(.account("C-1", ibans: ["DE89370400440532013000"]))
    for (name, date) in [("b", "2026-03-09"), ("a", "2026-03-10"), ("c", "2026-03-08")] {
      try scenario.when(
        .captured(PaymentID("p:\(name)")) {
          $0.valueDate = day(date)
          $0.payerIBAN = "DE89370400440532013000"
        }
      )
    }
    let identified = try scenario.cut().compactMap { event -> PaymentID? in
      if case .paymentIdentified(let identification) = event { identification.payment } else { nil }
    }
    #expect(identified == ["p:c", "p:b", "p:a"])
  }

  @Test("the totals say what moved since the cut before, by currency")
  func totals() throws {
    var scenario = try Scenario(.account("C-1"))
    try scenario.when(.captured("p:1", eur(100)) { $0.statedAccount = "C-1" })
    try scenario.when(.captured("p:2", usd(7)))
    try scenario.when(.captured("p:3", eur(5)))
    let first = try #require(try scenario.cut().closing)
    #expect(first.totals.received.count == 3)
    #expect(first.totals.received.sums == [eur(105), usd(7)])
    #expect(first.totals.handedOver.sums == [eur(100)])
    #expect(first.unidentified.count == 2)
    #expect(first.unidentified.sums == [eur(5), usd(7)])
    let second = try #require(try scenario.cut(opening: "2026-03-12/1").closing)
    #expect(second.totals == CutTotals())
    #expect(second.unidentified == first.unidentified)
  }

  @Test("an account or invoice told again changes nothing")
  func repeatedFacts() throws {
    var scenario = try Scenario(.account("C-1", revision: 2), .invoice("INV-1"))
    let state = scenario.state
    #expect(try scenario.when(.account("C-1", revision: 2, name: "OTHER")) == [])
    #expect(try scenario.when(.account("C-1", revision: 1, name: "OTHER")) == [])
    #expect(try scenario.when(.invoice("INV-1", of: "C-2")) == [])
    #expect(try scenario.when(.configure(partitions: 1)) == [])
    #expect(scenario.state == state)
  }
}

import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("The loop")
struct LoopTests {
  // MARK: Poison

  @Test("a message that ends the process each time is parked alone; its neighbours are decided")
  func poison() throws {
    let stage = try LoopStage()
    for invoice in ["A", "B", NotebookService.deadly, "C", "D"] as [InvoiceNumber] {
      try stage.send(invoice)
    }
    try stage.settle()
    #expect(stage.lines == ["A", "B", "C", "D"])
    let parked = try #require(stage.deadLetters.first)
    #expect(stage.deadLetters.count == 1)
    #expect(parked.headers["x-fail-reason"]?.string?.contains("5 times in a crash") == true)
    #expect(parked.headers["x-origin-queue"]?.string == QueueName.events(.paymentIntake))
    #expect(parked.properties.messageID == "invoice.issued.v1.00/3")
    #expect(stage.state.exceptions.keys.sorted() == ["invoice.issued.v1.00/3"])
    #expect(stage.crashes >= LoopLimits.attempts)
    #expect(stage.broker.messages(in: QueueName.events(.paymentIntake)).isEmpty)
    #expect(stage.broker.unacknowledged(in: QueueName.events(.paymentIntake)) == 0)

    let crashes = stage.crashes
    try stage.send("E")
    try stage.settle()
    #expect(stage.lines.last == "E")
    #expect(stage.crashes == crashes)
    #expect(!(stage.state.attempts.contains { $0.value > 0 }))
  }

  @Test("far behind others in the queue it is parked alone too, before the broker parks them")
  func poisonBehindOthers() throws {
    let stage = try LoopStage()
    let innocent = (1...100).map { InvoiceNumber("I-\($0)") }
    for invoice in innocent.prefix(80) + [NotebookService.deadly] + innocent.suffix(20) {
      try stage.send(invoice)
    }
    try stage.settle()
    #expect(stage.deadLetters.map(\.properties.messageID) == ["invoice.issued.v1.00/81"])
    #expect(stage.lines == innocent.map(\.rawValue))
    #expect(stage.crashes < Topology.deliveryLimit)
  }

  @Test("what was parked and is handed back is decided then, not dropped as known")
  func redriven() throws {
    let stage = try LoopStage()
    try stage.send(NotebookService.deadly)
    try stage.settle()
    #expect(stage.deadLetters.count == 1)
    // Somebody has mended what killed it: the same message, its content now harmless.
    try stage.send("MENDED", sequence: 1)
    try stage.settle()
    #expect(stage.lines == ["MENDED"])
  }

  @Test("an end without guilt parks nothing")
  func innocent() throws {
    let stage = try LoopStage()
    for round in 1...10 {
      try stage.send(InvoiceNumber("R-\(round)"))
      try stage.restart()
      try stage.settle()
    }
    #expect(stage.lines == (1...10).map { "R-\($0)" })
    #expect(stage.deadLetters.isEmpty)
  }

  // MARK: Held facts

  @Test("facts of a later cut wait for it and are decided in the order in which they came")
  func laterCuts() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("far", cut: "2026-03-12/1")
    try stage.send("later-1", cut: "2026-03-11/1")
    try stage.send("now", cut: "2026-03-10/1")
    try stage.send("later-2", cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["now"])
    #expect(stage.state.held.count == 3)

    try stage.restart()
    try stage.settle()
    #expect(stage.lines == ["now"])
    try stage.open("2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["now", "later-1", "later-2"])
    try stage.open("2026-03-12/1")
    try stage.settle()
    #expect(stage.lines == ["now", "later-1", "later-2", "far"])
    #expect(stage.state.held.isEmpty)
  }

  @Test("a held fact that comes again is not decided twice")
  func heldTwice() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("later", sequence: 1, cut: "2026-03-11/1")
    try stage.send("later", sequence: 1, cut: "2026-03-11/1")
    try stage.settle()
    try stage.open("2026-03-11/1")
    try stage.send("later", sequence: 1, cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["later"])
  }

  @Test("a marker waits until nothing before it is missing, whatever comes when")
  func markerWithGap() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("one", sequence: 1)
    try stage.send("three", sequence: 3)
    try stage.sendMarker(lastSequence: 3)
    try stage.settle()
    #expect(stage.lines == ["one", "three"])
    #expect(
      stage.state.held.values.map(\.reason) == ["invoice.issued.v1.00 is not complete up to 3"]
    )
    try stage.restart()
    try stage.send("three", sequence: 3)
    try stage.settle()
    #expect(stage.lines.count == 2)

    try stage.send("two", sequence: 2)
    try stage.settle()
    #expect(stage.lines == ["one", "three", "two", "marker of 2026-03-10/1"])
    #expect(stage.state.held.isEmpty)
  }

  @Test("a parked message is no gap: one bad message does not stop the day")
  func markerBehindPoison() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("one")
    try stage.send(NotebookService.deadly)
    try stage.sendMarker(lastSequence: 2)
    try stage.settle()
    #expect(stage.lines == ["one", "marker of 2026-03-10/1"])
    #expect(stage.deadLetters.count == 1)
  }

  // MARK: Calls

  @Test("a call that is repeated under its key is done once and answered alike, also after a crash")
  func repeatedCall() throws {
    let stage = try LoopStage()
    let first = try stage.call(Remark(text: "hello"), key: "k")
    #expect((first.status, first.body) == (0, Array(#"{"lines":1}"#.utf8)))
    try stage.send("A")
    let again = try stage.call(Remark(text: "hello"), key: "k")
    #expect(again.body == first.body)
    try stage.restart()
    let later = try stage.call(Remark(text: "hello"), key: "k")
    #expect(later.body == first.body)
    #expect(stage.lines == ["hello", "A"])
    let other = try stage.call(Remark(text: "hello"), key: "k2")
    #expect(other.body == Array(#"{"lines":3}"#.utf8))
  }

  @Test("another request under a key that was used is refused and changes nothing")
  func usedKey() throws {
    let stage = try LoopStage()
    _ = try stage.call(Remark(text: "hello"), key: "k")
    for _ in 1...2 {
      let refused = try stage.call(Remark(text: "good-bye"), key: "k")
      #expect(refused.status == CallStatus.Code.invalidArgument.rawValue)
      #expect(refused.text == "the idempotency key was used for another request")
      try stage.restart()
    }
    #expect(stage.lines == ["hello"])
  }

  @Test("a refusal is an answer too, and stays one under its key")
  func refusedCall() throws {
    let stage = try LoopStage()
    for _ in 1...2 {
      let refused = try stage.call(Remark(text: ""), key: "k")
      #expect(refused.status == CallStatus.Code.failedPrecondition.rawValue)
      #expect(refused.text == "a remark has a text")
      try stage.restart()
    }
    #expect(stage.lines.isEmpty)
  }

  // MARK: Sending again

  @Test("what a peer lost is sent again, the same bytes under the same numbers")
  func resent() throws {
    let stage = try LoopStage()
    for invoice in ["A", "B", "C"] as [InvoiceNumber] { try stage.send(invoice) }
    try stage.settle()
    let first = stage.told
    #expect(first.count == 3)
    try stage.restart()
    let reply = try stage.resend(from: 2)
    #expect(reply.body == Array(#"{"count":2}"#.utf8))
    #expect(Array(stage.told.dropFirst(3)) == Array(first.dropFirst()))
    #expect(stage.lines == ["A", "B", "C"])
  }
}

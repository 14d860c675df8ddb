import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("Messages that end the process")
struct PoisonTests {
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
    #expect(stage.isAllAcknowledged)

    let crashes = stage.crashes
    try stage.send("E")
    try stage.settle()
    #expect(stage.lines.last == "E")
    #expect(stage.crashes == crashes)
    #expect(stage.state.attempts.isEmpty)
  }

  @Test("far behind others in the queue it is parked alone too, and they keep their order")
  func behindOthers() throws {
    let stage = try LoopStage()
    let innocent = (1...100).map { InvoiceNumber("I-\($0)") }
    for invoice in innocent.prefix(80) + [NotebookService.deadly] + innocent.suffix(20) {
      try stage.send(invoice)
    }
    try stage.settle()
    #expect(stage.deadLetters.map(\.properties.messageID) == ["invoice.issued.v1.00/81"])
    #expect(stage.lines == innocent.map(\.rawValue))
  }

  @Test("what was parked and is handed back is decided then, not dropped as known")
  func handedBack() throws {
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

  @Test("a held message that ends the process is parked, not the marker that releases it")
  func held() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send(NotebookService.deadly, cut: "2026-03-11/1")
    try stage.send("tomorrow", cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.crashes == 0)
    try stage.sendMarker(lastSequence: 0)
    try stage.settle()
    #expect(stage.lines == ["closed 2026-03-10/1", "tomorrow"])
    #expect(stage.state.held.isEmpty)
    #expect(stage.deadLetters.map(\.properties.messageID) == ["invoice.issued.v1.00/1"])
    #expect(stage.state.exceptions.keys.sorted() == ["invoice.issued.v1.00/1"])
    #expect(stage.state.attempts.isEmpty)
    #expect(stage.isAllAcknowledged)

    try stage.send("MENDED", sequence: 1, cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.lines.last == "MENDED")
  }

  @Test("what was released before the process ended is released by the next without a message")
  func heldAtTheStart() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send(NotebookService.deadly, cut: "2026-03-11/1")
    try stage.settle()
    try stage.open("2026-03-11/1")
    try stage.send("after", cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.deadLetters.count == 1)
    #expect(stage.lines == ["after"])
    #expect(stage.state.domain.openCut == DayCut("2026-03-11/1"))
  }

  @Test("a call that ends the process is refused, also when it is repeated, and no message for it")
  func call() throws {
    let stage = try LoopStage()
    for invoice in ["A", "B", "C"] as [InvoiceNumber] { try stage.send(invoice) }
    let deadly = Remark(text: NotebookService.deadly.rawValue)
    let refused = try stage.call(deadly, key: "k")
    #expect(refused.status == CallStatus.Code.internal.rawValue)
    #expect(refused.text == "handling it ended 5 times in a crash")
    #expect(stage.lines == ["A", "B", "C"])
    #expect(stage.deadLetters.count == 1)
    #expect(stage.state.exceptions.isEmpty)
    #expect(stage.state.attempts.isEmpty)

    let crashes = stage.crashes
    try stage.restart()
    #expect(try stage.call(deadly, key: "k").text == refused.text)
    #expect(stage.crashes == crashes)
    #expect(try stage.call(Remark(text: "hello"), key: "k2").status == 0)
  }

  @Test(
    "a feed whose step ends the process asks for a person, and goes on when it is mended",
    arguments: [0, 1, 2]
  )
  func feed(turns: Int) throws {
    let feed = NotebookFeed()
    feed.turns = turns
    feed.lines = ["first", NotebookService.deadly.rawValue, "last"]
    let stage = try LoopStage(feed: feed)
    #expect(throws: DeadlyFeed.self) { try stage.settle() }
    #expect(stage.lines == ["first"])
    #expect(stage.crashes == LoopLimits.attempts + 1)
    #expect(stage.deadLetters.isEmpty)

    feed.lines[1] = "mended"
    try stage.restart()
    try stage.send("A")
    try stage.settle()
    #expect(stage.lines.filter { $0 != "A" } == ["first", "mended", "last"])
    #expect(stage.lines.contains("A"))
    #expect(stage.state.attempts.isEmpty)
  }
}

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
    #expect(!(stage.state.attempts.contains { $0.value > 0 }))
  }

  @Test("far behind others in the queue it is parked alone too, before the broker parks them")
  func behindOthers() throws {
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
}

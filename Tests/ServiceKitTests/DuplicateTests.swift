import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("What comes more than once")
struct DuplicateTests {
  @Test("a numbered message counts once: in one batch, in several, and in several processes")
  func numbered() throws {
    let stage = try LoopStage()
    for _ in 1...2 { try stage.send("A", sequence: 1) }
    try stage.decide()
    #expect(stage.counters.batches == 1)
    #expect(stage.counters.duplicates == 1)
    try stage.send("A", sequence: 1)
    try stage.settle()
    #expect(stage.counters.duplicates == 2)

    try stage.restart()
    try stage.send("A", sequence: 1)
    try stage.settle()
    #expect(stage.counters.duplicates == 1)
    #expect(stage.lines == ["A"])
    #expect(stage.told.count == 1)
    #expect(stage.isAllAcknowledged)
  }

  @Test("a number that was used with another id is set aside, never dropped")
  func reusedSequence() throws {
    let stage = try LoopStage()
    try stage.send("A", sequence: 1)
    try stage.send("B", id: "another", sequence: 1)
    try stage.settle()
    #expect(stage.lines == ["A"])
    #expect(stage.counters.outcomes == ["done": 1, "malformed": 1])
    #expect(stage.invalid.map(\.properties.messageID) == ["another"])
    #expect(stage.invalid.first?.headers["x-fail-code"]?.string == "sequence-reused")
  }

  @Test("an outsider's message counts once; the same id for other content is another message")
  func outsiders() throws {
    let stage = try LoopStage()
    for _ in 1...2 { try stage.capture("P-1", id: "m") }
    try stage.capture("P-2", id: "m")
    try stage.settle()
    #expect(stage.counters.duplicates == 1)

    try stage.restart()
    try stage.capture("P-1", id: "m")
    try stage.settle()
    #expect(stage.counters.duplicates == 1)
    #expect(stage.lines == ["P-1", "P-2"])
    #expect(stage.told.count == 2)
    #expect(stage.isAllAcknowledged)
  }
}

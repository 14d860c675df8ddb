import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("Messages that wait")
struct HeldMessageTests {
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
    #expect(stage.counters.outcomes["held"] == 3)
    #expect(stage.isAllAcknowledged)

    try stage.restart()
    try stage.settle()
    #expect(stage.lines == ["now"])
    #expect(stage.state.held.count == 3)
    try stage.open("2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["now", "later-1", "later-2"])
    try stage.open("2026-03-12/1")
    try stage.settle()
    #expect(stage.lines == ["now", "later-1", "later-2", "far"])
    #expect(stage.state.held.isEmpty)
    // What is told of a fact bears the cut in which it was decided.
    #expect(
      try stage.told.map { try Envelope($0).cut?.description } == [
        "2026-03-10/1", "2026-03-11/1", "2026-03-11/1", "2026-03-12/1",
      ]
    )
  }

  @Test("a held fact that comes again is not decided twice")
  func heldTwice() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    for _ in 1...2 { try stage.send("later", sequence: 1, cut: "2026-03-11/1") }
    try stage.settle()
    try stage.open("2026-03-11/1")
    try stage.send("later", sequence: 1, cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["later"])
  }

  @Test("a marker waits until nothing before it is missing, and the next cut waits for the marker")
  func markerWithGap() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("one", sequence: 1)
    try stage.send("three", sequence: 3)
    try stage.sendMarker(lastSequence: 3)
    try stage.send("tomorrow", sequence: 4, cut: "2026-03-11/1")
    try stage.settle()
    #expect(stage.lines == ["one", "three"])
    #expect(
      stage.state.held.sorted { $0.key < $1.key }.map(\.value.reason) == [
        "invoice.issued.v1.00 is not complete up to 3",
        "it bears cut 2026-03-11/1, open is 2026-03-10/1",
      ]
    )
    try stage.restart()
    try stage.send("three", sequence: 3)
    try stage.settle()
    #expect(stage.lines.count == 2)

    try stage.send("two", sequence: 2)
    try stage.settle()
    #expect(stage.lines == ["one", "three", "two", "closed 2026-03-10/1", "tomorrow"])
    #expect(stage.state.held.isEmpty)
    // What a decision tells bears the cut that it closes, not the one that it opens.
    #expect(
      try stage.told.suffix(2).map { try Envelope($0).cut?.description } == [
        "2026-03-10/1", "2026-03-11/1",
      ]
    )
  }

  @Test("a parked message is no gap: one bad message does not stop the day")
  func markerBehindPoison() throws {
    let stage = try LoopStage()
    try stage.open("2026-03-10/1")
    try stage.send("one")
    try stage.send(NotebookService.deadly)
    try stage.sendMarker(lastSequence: 2)
    try stage.settle()
    #expect(stage.lines == ["one", "closed 2026-03-10/1"])
    #expect(stage.deadLetters.count == 1)
    // The notebook sends no marker: what it set aside is over with the cut all the same.
    #expect(stage.state.exceptions.isEmpty)
    try stage.restart()
    #expect(stage.state.exceptions.isEmpty)
  }
}

import DomainKit
import Messages
import ServiceKit
import Testing

@Suite("Calls")
struct CallTests {
  @Test("a call that is repeated under its key is done once and answered alike, also after a crash")
  func repeated() throws {
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

  @Test("a call that changes something is refused without a key")
  func noKey() throws {
    let stage = try LoopStage()
    let refused = try stage.call(Remark(text: "hello"), key: nil)
    #expect(refused.status == CallStatus.Code.invalidArgument.rawValue)
    #expect(refused.text == "\(Remark.path) needs an idempotency key")
    #expect(stage.lines.isEmpty)
  }

  @Test("a refusal is an answer too, and stays one under its key")
  func refused() throws {
    let stage = try LoopStage()
    for _ in 1...2 {
      let refused = try stage.call(Remark(text: ""), key: "k")
      #expect(refused.status == CallStatus.Code.failedPrecondition.rawValue)
      #expect(refused.text == "a remark has a text")
      try stage.restart()
    }
    #expect(stage.lines.isEmpty)
  }
}

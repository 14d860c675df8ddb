import Messages
import ServiceKit
import Testing

@testable import AMQP

/// What becomes of frames, confirms and acknowledgements before a broker is involved.
@Suite("Frames") struct FrameTests {
  private let delivery = ContentAssembler.Start.delivery(
    .init(number: 7, isRedelivered: true, exchange: "events", routingKey: "a.b")
  )

  private func header(_ bytes: UInt64) -> ContentAssembler.Header {
    .init(
      bodyBytes: bytes,
      properties: MessageProperties(messageID: "m"),
      headers: ["h": .integer(1)]
    )
  }

  @Test(
    "a content is whole when its last fragment has come",
    arguments: [[5], [2, 3], [1, 1, 1, 1, 1]]
  )
  func fragments(_ lengths: [Int]) throws {
    var assembler = ContentAssembler()
    try assembler.begin(delivery)
    #expect(try assembler.take(header(5)) == nil)
    var bytes = Array("hello".utf8)[...]
    var content: ContentAssembler.Content?
    for length in lengths {
      #expect(content == nil && !assembler.isIdle)
      content = try Array(bytes.prefix(length)).withUnsafeBytes { fragment throws in
        try assembler.take(body: fragment)
      }
      bytes = bytes.dropFirst(length)
    }
    #expect(content?.start == delivery)
    #expect(content?.message.body == Array("hello".utf8))
    #expect(content?.message.exchange == "events")
    #expect(content?.message.routingKey == "a.b")
    #expect(content?.message.properties.messageID == "m")
    #expect(content?.message.headers == ["h": .integer(1)])
    #expect(assembler.isIdle)
  }

  @Test("a content without a body is whole with its header")
  func empty() throws {
    var assembler = ContentAssembler()
    try assembler.begin(
      .returned(.init(code: 312, text: "NO_ROUTE", exchange: "e", routingKey: "k"))
    )
    #expect(try assembler.take(header(0))?.message.body == [])
    #expect(assembler.isIdle)
  }

  @Test("a frame that cannot follow is no content")
  func outOfOrder() throws {
    var assembler = ContentAssembler()
    #expect(throws: ContentAssembler.UnexpectedFrame.self) { try assembler.take(header(1)) }
    #expect(throws: ContentAssembler.UnexpectedFrame.self) {
      try [1].withUnsafeBytes { fragment throws in try assembler.take(body: fragment) }
    }
    try assembler.begin(delivery)
    #expect(throws: ContentAssembler.UnexpectedFrame.self) { try assembler.begin(delivery) }
    _ = try assembler.take(header(1))
    #expect(throws: ContentAssembler.UnexpectedFrame.self) { try assembler.take(header(1)) }
    #expect(throws: ContentAssembler.UnexpectedFrame.self) {
      try [UInt8]([1, 2]).withUnsafeBytes { fragment throws in try assembler.take(body: fragment) }
    }
  }

  // MARK: Confirmations

  private func confirmations(_ keys: String...) -> Confirmations {
    var confirmations = Confirmations()
    for (index, key) in keys.enumerated() {
      let tag = confirmations.expect(message(index, to: "exchange", key: key))
      #expect(tag == UInt64(index + 1))
    }
    return confirmations
  }

  @Test("one answer for many answers for all before it that were not answered")
  func multiple() {
    var confirmations = confirmations("a", "a", "a", "a", "a")
    #expect(confirmations.answer(3, multiple: false) == [3])
    #expect(confirmations.answer(4, multiple: true) == [1, 2, 4])
    #expect(confirmations.answer(4, multiple: true) == [])
    #expect(confirmations.answer(3, multiple: false) == [])
    #expect(confirmations.count == 1)
    #expect(confirmations.answer(5, multiple: false) == [5])
    #expect(confirmations.count == 0)
  }

  @Test("the number nought answers for all")
  func all() {
    var confirmations = confirmations("a", "a")
    #expect(confirmations.answer(0, multiple: true) == [1, 2])
  }

  @Test("a number that was never published answers for nothing")
  func unknown() {
    var confirmations = confirmations("a")
    #expect(confirmations.answer(9, multiple: false) == [])
    #expect(confirmations.answer(9, multiple: true) == [1])
    #expect(confirmations.expect(message(2, to: "exchange")) == 2)
    #expect(confirmations.answer(2, multiple: false) == [2])
  }

  @Test("a returned message is the oldest unanswered one that looks the same")
  func returned() {
    var confirmations = confirmations("a", "b", "a", "a")
    #expect(confirmations.answer(1, multiple: false) == [1])
    #expect(confirmations.returned(message(0, to: "exchange", key: "a")) == 3)
    #expect(confirmations.returned(message(0, to: "exchange", key: "a")) == 4)
    #expect(confirmations.returned(message(0, to: "exchange", key: "a")) == nil)
    #expect(confirmations.returned(message(0, to: "elsewhere", key: "b")) == nil)
    #expect(confirmations.returned(message(0, to: "exchange", key: "b")) == 2)
  }

  // MARK: Acknowledgements

  private func unacknowledged(_ numbers: ClosedRange<UInt64>) -> Unacknowledged {
    var unacknowledged = Unacknowledged()
    for number in numbers { unacknowledged.received(number) }
    return unacknowledged
  }

  @Test("what is contiguous from the oldest on is answered at once, the rest one by one")
  func contiguous() {
    var unacknowledged = unacknowledged(1...10)
    #expect(
      unacknowledged.answers(for: [3, 1, 2, 7, 5]) == [
        .init(number: 3, multiple: true), .init(number: 5, multiple: false),
        .init(number: 7, multiple: false),
      ]
    )
    // 4 is the oldest now, and what 4 to 8 lack has been answered.
    #expect(unacknowledged.answers(for: [8, 6, 4]) == [.init(number: 8, multiple: true)])
    #expect(unacknowledged.answers(for: [10]) == [.init(number: 10, multiple: false)])
    #expect(unacknowledged.answers(for: [9]) == [.init(number: 9, multiple: false)])
    #expect(unacknowledged.answers(for: []) == [])
    #expect(unacknowledged.count == 0)
  }

  @Test("an answer never covers what was not asked for", arguments: 0..<200)
  func coversNothingElse(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var unacknowledged = unacknowledged(1...12)
    var left = Set<UInt64>(1...12)
    while !left.isEmpty {
      let wanted = left.filter { _ in Bool.random(using: &generator) }
      var covered: Set<UInt64> = []
      for answer in unacknowledged.answers(for: Array(wanted)) {
        covered.formUnion(
          left.filter { answer.multiple ? $0 <= answer.number : $0 == answer.number }
        )
      }
      #expect(covered == wanted)
      left.subtract(wanted)
    }
  }

  @Test("an answer given twice stops the process")
  func twice() async {
    await #expect(processExitsWith: .failure) {
      var unacknowledged = Unacknowledged()
      unacknowledged.received(1)
      _ = unacknowledged.answers(for: [1])
      _ = unacknowledged.answers(for: [1])
    }
  }
}

import DomainKit
import Messages
import Testing

@testable import ServiceKit

@Suite("What is set aside")
struct SettingAsideTests {
  private func entry(_ message: WireMessage, _ reason: String = "why") -> OutgoingEntry {
    OutgoingEntry(
      settingAside: message,
      from: "encours.invoicing",
      because: Malformed(.data, reason),
      by: .invoicing,
      isPoison: false,
      number: 1,
      now: Timestamp(milliseconds: 0)
    )
  }

  private func message(
    _ headers: [String: HeaderValue] = [:],
    _ properties: MessageProperties = MessageProperties(),
    body: [UInt8] = [1]
  ) -> WireMessage {
    WireMessage(
      exchange: "x",
      routingKey: "k",
      properties: properties,
      headers: headers,
      body: body
    )
  }

  /// A letter of many bytes: an e under a hundred accents.
  private static let tall = "e" + String(repeating: "\u{0301}", count: 100)

  @Test("it can be sent, whatever its sender wrote")
  func canBeSent() throws {
    let long = String(repeating: Self.tall, count: 500)
    let replaced = String(repeating: "\u{FFFD}", count: 255)
    let many = Dictionary(
      uniqueKeysWithValues: (0..<500).map { ("h\($0)", HeaderValue.string("value \($0)")) }
    )
    let rubbish: [WireMessage] = [
      message(["x": .string(long)]), message([long: .string("x")]), message(["": .integer(1)]),
      message(many), message(["cloudEvents_id": .string(long), "cloudEvents_type": .string(long)]),
      message([:], MessageProperties(contentType: replaced, messageID: replaced, type: replaced)),
      message(body: []), message(body: Array(repeating: 0, count: Limits.bodyBytes + 1)),
      message(["x": .other("void"), "y": .list([.table(["z": .boolean(true)])])]),
    ]
    for rubbish in rubbish {
      try entry(rubbish).wire(user: nil).checkLimits()
      try entry(rubbish, long).wire(user: nil).checkLimits()
    }
  }

  @Test("what is told of it bears no account number, whole or cut; its bin says all")
  func accountNumbers() {
    let iban = "DE89370400440532013000"
    let short = Malformed(.data, "$.issueDate: '\(iban)' is not a day of the calendar")
    #expect(short.summary == "data: $.issueDate: 'DE…3000' is not a day of the calendar")
    let binned = entry(message(), short.text).wire(user: nil)
    #expect(binned.headers["x-fail-reason"]?.string == short.text)
    // Cut first, it would end in "DE89", which nothing tells from a word.
    let start = LoopLimits.reasonBytes - "data: ".utf8.count - 5
    let long = Malformed(.data, String(repeating: "x", count: start) + " \(iban)")
    #expect(long.summary.hasSuffix("x DE"), "\(long.summary.suffix(9))")
  }

  @Test("the sender's headers are kept as far as they fit, and never say why")
  func headers() {
    let kept = entry(
      message([
        "a": .string("1"), "b": .integer(2), "long": .string(String(repeating: "x", count: 9000)),
        "x-fail-reason": .string("a lie"),
      ])
    )
    .headers
    #expect((kept["a"], kept["b"], kept["long"]) == ("1", "2", nil))
    #expect(kept["x-fail-reason"] == "why")
  }

  @Test("a long body is kept from its beginning, with its whole length beside it")
  func longBody() {
    let bytes = Limits.bodyBytes + 7
    let kept = entry(message(body: Array(repeating: 9, count: bytes)))
    #expect(kept.envelope.body.count == Limits.bodyBytes)
    #expect(kept.headers["x-origin-body-bytes"] == String(bytes))
    #expect(entry(message()).headers["x-origin-body-bytes"] == nil)
  }

  @Test("a text is cut between its letters' encodings")
  func beginnings() {
    #expect("abc".beginning(bytes: 3) == "abc")
    #expect("abcd".beginning(bytes: 3) == "abc")
    #expect("aé".beginning(bytes: 2) == "a")
    #expect("a€".beginning(bytes: 3) == "a")
    #expect("a€".beginning(bytes: 4) == "a€")
    #expect(Self.tall.beginning(bytes: 5) == "e\u{0301}\u{0301}")
    #expect("x".beginning(bytes: 0) == "")
  }

  @Test("a marker lists so many exceptions and no more: those of accounts first, the rest counted")
  func exceptionList() throws {
    var state = ServiceState<Notebook>()
    let limit = LoopLimits.markerExceptions
    for number in 0..<limit {
      state.exceptions["m\(number)"] = SetAside(
        account: nil,
        reason: String(repeating: Self.tall, count: 10)
      )
    }
    state.exceptions["z"] = SetAside(account: "C-1", reason: "why")
    let list = state.exceptionList(of: .invoicing)
    #expect(list.count == limit + 1)
    #expect(list.first?.account == "C-1")
    #expect(list.last?.reason == "1 more")
    // Three services' lists come together in one marker.
    #expect(try JSONCoding.encode(list).count * 3 < Limits.bodyBytes)
  }
}

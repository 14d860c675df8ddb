import Messages
import Testing

private let request = CallEnvelope(
  path: CheckOrder.path,
  correlationID: "call-1",
  replyTo: "encours.reply.operator.1",
  idempotencyKey: "key-1",
  timeout: .milliseconds(2500),
  traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  user: "operator",
  body: Array(#"{"order":"SO-1"}"#.utf8)
)

private func timeoutHeader(_ timeout: Duration) -> String? {
  var call = request
  call.timeout = timeout
  return call.wire(exchange: "", routingKey: "").headers["grpc-timeout"]?.string
}

private func timeout(_ header: String) throws -> Duration? {
  var wire = request.wire(exchange: "", routingKey: "")
  wire.headers["grpc-timeout"] = .string(header)
  return try CallEnvelope(wire).timeout
}

@Suite("Calls in gRPC's manner")
struct CallEnvelopeTests {
  @Test("a request comes back as it went, and expires with its deadline")
  func requestRoundTrip() throws {
    let wire = request.wire(exchange: "encours.rpc", routingKey: "credit-control")
    #expect(try CallEnvelope(wire) == request)
    #expect(wire.properties.type == "/encours.credit-control.v1.CreditControl/CheckOrder")
    #expect(wire.properties.messageID == "key-1")
    #expect(wire.properties.expiration == "2500")
    #expect(wire.headers["grpc-timeout"] == .string("2500m"))
    #expect(wire.mandatory)
  }

  @Test("a request without a method, a way back, a name, or JSON is refused")
  func incomplete() {
    let properties: [(WritableKeyPath<WireMessage, String?>, Malformed.Code)] = [
      (\.properties.type, .attribute), (\.properties.replyTo, .attribute),
      (\.properties.correlationID, .attribute), (\.properties.contentType, .contentType),
    ]
    for (property, code) in properties {
      for value in [nil, ""] {
        var wire = request.wire(exchange: "", routingKey: "")
        wire[keyPath: property] = value
        #expect {
          try CallEnvelope(wire)
        } throws: {
          ($0 as? Malformed)?.code == code
        }
      }
    }
  }

  @Test(
    "a timeout is written in milliseconds, rounded up, in at most eight digits",
    arguments: [
      (Duration.milliseconds(250), "250m"), (.seconds(60), "60000m"), (.nanoseconds(1), "1m"),
      (.microseconds(1_000_001), "1001m"), (.milliseconds(99_999_999), "99999999m"),
      (.milliseconds(100_000_000), "100000S"), (.milliseconds(100_000_001), "100001S"),
      (.seconds(100_000_000), "27778H"), (.zero, "1m"), (.seconds(Int64.max), "99999999H"),
    ]
  )
  func timeoutNotation(_ duration: Duration, _ text: String) throws {
    #expect(timeoutHeader(duration) == text)
    let read = try #require(try timeout(text))
    #expect(read >= min(duration, .seconds(99_999_999 * 3600)))
  }

  @Test(
    "every unit of gRPC is read",
    arguments: [
      ("1H", Duration.seconds(3600)), ("2M", .seconds(120)), ("3S", .seconds(3)),
      ("4m", .milliseconds(4)), ("5u", .microseconds(5)), ("6n", .nanoseconds(6)),
      ("00000001S", .seconds(1)),
    ]
  )
  func timeoutUnits(_ text: String, _ duration: Duration) throws {
    #expect(try timeout(text) == duration)
  }

  @Test(
    "other timeouts are refused",
    arguments: ["", "S", "1", "1s", "-1S", "+1S", "1.5S", "123456789S", "1 S", "1SS", "٤S"]
  )
  func brokenTimeouts(_ text: String) {
    #expect(throws: Malformed.self) { try timeout(text) }
  }

  @Test("a reply comes back as it went")
  func replyRoundTrip() throws {
    let reply = ReplyEnvelope(correlationID: "call-1", body: Array("{}".utf8))
    let wire = reply.wire(exchange: "encours.replies", replyTo: "encours.reply.operator.1")
    #expect(wire.routingKey == "encours.reply.operator.1")
    #expect(wire.headers == ["grpc-status": .integer(0)])
    #expect(try ReplyEnvelope(wire) == reply)
  }

  @Test(
    "a status text survives whatever it holds",
    arguments: ["100 %", "é€😀", "line\nbreak", "%41", "", "~ !\"", "%", "a%zz%4"]
  )
  func statusTexts(_ text: String) throws {
    let refusal = ReplyEnvelope(correlationID: "call-1", refusal: 5, text: text)
    let wire = refusal.wire(exchange: "", replyTo: "")
    let header = wire.headers["grpc-message"]?.string ?? ""
    #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(try ReplyEnvelope(wire) == refusal)
  }

  @Test("the encoding is gRPC's, byte by byte")
  func percentEncoding() {
    let refusal = ReplyEnvelope(correlationID: "1", refusal: 9, text: "5 % über\n")
    let wire = refusal.wire(exchange: "", replyTo: "")
    #expect(wire.headers["grpc-message"] == .string("5 %25 %C3%BCber%0A"))
  }

  @Test("a text that is no valid encoding is shown as it is")
  func lenientDecoding() throws {
    var wire = ReplyEnvelope(correlationID: "1", refusal: 2, text: "").wire(
      exchange: "",
      replyTo: ""
    )
    for (header, text) in [("50%", "50%"), ("%", "%"), ("%4", "%4"), ("%G1%41", "%G1A")] {
      wire.headers["grpc-message"] = .string(header)
      #expect(try ReplyEnvelope(wire).text == text)
    }
  }

  @Test("a long text is cut at a character, within a header's limit")
  func longText() throws {
    let refusal = ReplyEnvelope(
      correlationID: "1",
      refusal: 2,
      text: String(repeating: "é", count: 10_000)
    )
    let wire = refusal.wire(exchange: "", replyTo: "")
    #expect(wire.headers["grpc-message"]?.string?.utf8.count ?? 0 <= Limits.statusTextBytes)
    #expect(try ReplyEnvelope(wire).text.allSatisfy { $0 == "é" })
  }

  @Test("a reply without a status that gRPC knows, or without its call's name, is refused")
  func brokenReplies() {
    let wire = ReplyEnvelope(correlationID: "1", body: Array("{}".utf8))
      .wire(exchange: "", replyTo: "")
    for status in [nil, HeaderValue.integer(17), .integer(-1), .string("ok"), .boolean(true)] {
      var changed = wire
      changed.headers["grpc-status"] = status
      #expect(throws: Malformed.self) { try ReplyEnvelope(changed) }
    }
    var nameless = wire
    nameless.properties.correlationID = nil
    #expect(throws: Malformed.self) { try ReplyEnvelope(nameless) }
  }
}

import DomainKit
import Foundation
import Messages
import Testing

extension Envelope {
  /// A message with every attribute.
  fileprivate static var complete: Envelope {
    Envelope(
      id: "applied:P-1:INV-1",
      source: "/encours/matching/07/8f2c",
      type: "payment.applied.v1",
      subject: "C-1001",
      time: Timestamp("2026-03-10T18:43:50.123Z"),
      partition: Partition(7),
      sequence: 42,
      cut: DayCut("2026-03-10/2"),
      traceParent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      body: Array(#"{"amount":{"amount":"1.00","currency":"EUR"}}"#.utf8)
    )
  }

  fileprivate var sent: WireMessage {
    wire(exchange: "encours.events", routingKey: "payment.applied.v1.07", user: "matching")
  }
}

private func structured(_ json: String) -> WireMessage {
  WireMessage(
    exchange: "",
    routingKey: "",
    properties: MessageProperties(contentType: "application/cloudevents+json; charset=UTF-8"),
    body: Array(json.utf8)
  )
}

private func changed(_ change: (inout WireMessage) -> Void) -> WireMessage {
  var wire = Envelope.complete.sent
  change(&wire)
  return wire
}

private func refusal(_ wire: WireMessage) -> Malformed? {
  do {
    _ = try Envelope(wire)
    return nil
  } catch {
    return error
  }
}

@Suite("CloudEvents over AMQP, binary mode")
struct BinaryEnvelopeTests {
  @Test("a message with every attribute comes back as it went")
  func roundTrip() throws {
    #expect(try Envelope(Envelope.complete.sent) == .complete)
  }

  @Test("a message with the required attributes only comes back as it went")
  func minimalRoundTrip() throws {
    let minimal = Envelope(id: "1", source: "/shop", type: "a.b.v1", body: Array("{}".utf8))
    #expect(try Envelope(minimal.sent) == minimal)
    #expect(minimal.sent.headers.count == 4)
  }

  @Test("it is persistent, says what it is in AMQP's own words, and pads the sequence")
  func properties() {
    let wire = Envelope.complete.sent
    #expect(wire.properties.isPersistent && wire.mandatory)
    #expect(wire.properties.contentType == "application/json")
    #expect(wire.properties.messageID == "applied:P-1:INV-1")
    #expect(wire.properties.type == "payment.applied.v1")
    #expect(wire.properties.appID == "/encours/matching/07/8f2c")
    #expect(wire.properties.userID == "matching")
    #expect(wire.properties.timestamp == 1_773_168_230)
    #expect(wire.headers["cloudEvents_sequence"] == .string("00000000000000000042"))
    #expect(wire.headers["cloudEvents_partitionkey"] == .string("07"))
    #expect(wire.headers["cloudEvents_businessdate"] == .string("2026-03-10"))
    #expect(wire.headers["cloudEvents_businesscut"] == .string("2"))
  }

  @Test("the largest sequence keeps its twenty digits")
  func largestSequence() throws {
    var envelope = Envelope.complete
    envelope.sequence = .max
    #expect(envelope.sent.headers["cloudEvents_sequence"] == .string("18446744073709551615"))
    #expect(try Envelope(envelope.sent).sequence == .max)
  }

  @Test("headers with a colon are read as well")
  func colon() throws {
    let wire = changed { wire in
      wire.headers = Dictionary(
        uniqueKeysWithValues: wire.headers.map {
          ($0.key.replacing("cloudEvents_", with: "cloudEvents:"), $0.value)
        }
      )
    }
    #expect(try Envelope(wire) == .complete)
  }

  @Test("unknown attributes and headers of the broker are ignored")
  func unknownAttributes() throws {
    let wire = changed {
      $0.headers["cloudEvents_colour"] = .integer(1)
      $0.headers["x-death"] = .list([.table(["count": .integer(1)])])
    }
    #expect(try Envelope(wire) == .complete)
  }

  @Test(
    "an attribute that is missing, empty, long, no string, or has a control character is refused",
    arguments: ["specversion", "id", "source", "type"]
  )
  func requiredAttributes(_ name: String) {
    let values: [HeaderValue?] = [
      nil, .string(""), .integer(1), .string("a\u{7}b"),
      .string(String(repeating: "x", count: Limits.shortStringBytes + 1)),
    ]
    for value in values {
      let found = refusal(changed { $0.headers["cloudEvents_\(name)"] = value })
      #expect(found?.code == .attribute)
      #expect(found?.text.contains(name) == true)
    }
  }

  @Test(
    "an attribute of the wrong form is refused by name",
    arguments: [
      ("time", "yesterday"), ("partitionkey", "C-1001"), ("partitionkey", "100"),
      ("partitionkey", "-1"), ("partitionkey", "+7"), ("sequence", "0"), ("sequence", "-1"),
      ("sequence", "1.0"), ("sequence", "18446744073709551616"),
      ("sequence", "000000000000000000001"), ("sequence", "٤٢"), ("businessdate", "2026-02-31"),
      ("businessdate", "10.03.2026"), ("businesscut", "0"), ("businesscut", "one"),
    ]
  )
  func wrongForm(_ name: String, _ value: String) {
    let found = refusal(changed { $0.headers["cloudEvents_\(name)"] = .string(value) })
    #expect(found?.code == .attribute)
    #expect(found?.text.hasPrefix(name) == true)
  }

  @Test("another version of CloudEvents is refused as a version")
  func version() {
    let wire = changed { $0.headers["cloudEvents_specversion"] = .string("0.3") }
    #expect(refusal(wire)?.code == .unknownVersion)
  }

  @Test("a business date without a cut is that day's first cut; a cut without a date is refused")
  func cuts() throws {
    let first = changed { $0.headers["cloudEvents_businesscut"] = nil }
    #expect(try Envelope(first).cut == DayCut("2026-03-10/1"))
    let dateless = changed { $0.headers["cloudEvents_businessdate"] = nil }
    #expect(refusal(dateless)?.code == .attribute)
  }

  @Test("a broken trace is left out, and never costs the message")
  func traces() throws {
    for broken in [
      "", "x", "00-4bf9-00f0-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
      "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
    ] {
      let wire = changed {
        $0.headers["cloudEvents_traceparent"] = nil
        $0.headers["traceparent"] = .string(broken)
      }
      #expect(try Envelope(wire).traceParent == nil)
    }
    let plain = changed {
      $0.headers["traceparent"] = $0.headers.removeValue(forKey: "cloudEvents_traceparent")
    }
    #expect(try Envelope(plain).traceParent == Envelope.complete.traceParent)
  }

  @Test(
    "content types other than JSON in UTF-8 are refused",
    arguments: [
      nil, "", "text/plain", "application/xml", "application/json; charset=latin-1",
      "application/jsonx", "application/cloudevents-batch+json",
    ]
  )
  func contentTypes(_ type: String?) {
    #expect(refusal(changed { $0.properties.contentType = type })?.code == .contentType)
  }

  @Test(
    "parameters and letter case of the content type do not matter",
    arguments: [
      "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"",
      "application/json ; profile=x",
    ]
  )
  func contentTypeParameters(_ type: String) {
    #expect(refusal(changed { $0.properties.contentType = type }) == nil)
  }

  @Test("a compressed body is refused; the name of a character set is not an encoding")
  func contentEncodings() {
    for encoding in ["gzip", "deflate", "base64"] {
      let wire = changed { $0.properties.contentEncoding = encoding }
      #expect(refusal(wire)?.code == .contentEncoding)
    }
    for encoding in [nil, "", "identity", "UTF-8"] {
      #expect(refusal(changed { $0.properties.contentEncoding = encoding }) == nil)
    }
  }

  @Test("a body of the largest size is taken, one byte more is not")
  func sizes() {
    func text(_ size: Int) -> [UInt8] {
      Array("\"".utf8) + Array(repeating: 0x61, count: size - 2) + Array("\"".utf8)
    }
    #expect(refusal(changed { $0.body = text(Limits.bodyBytes) }) == nil)
    #expect(refusal(changed { $0.body = text(Limits.bodyBytes + 1) })?.code == .oversize)
  }

  @Test("a body that is no JSON is refused with the scanner's reason")
  func bodies() {
    #expect(refusal(changed { $0.body = [] })?.code == .notJSON)
    #expect(refusal(changed { $0.body = Array("{".utf8) })?.code == .notJSON)
    #expect(refusal(changed { $0.body = [0x22, 0xFF, 0x22] })?.code == .notUTF8)
    #expect(refusal(changed { $0.body = Array("{\"a\":1,\"a\":1}".utf8) })?.code == .duplicateKey)
  }

  @Test("line breaks between tokens go, those that are escaped in a string stay")
  func lineBreaks() throws {
    let wire = changed { $0.body = Array("{\r\n  \"a\": \"x\\ny\"\n}\n".utf8) }
    #expect(String(decoding: try Envelope(wire).body, as: UTF8.self) == #"{  "a": "x\ny"}"#)
  }
}

@Suite("CloudEvents over AMQP, structured mode")
struct StructuredEnvelopeTests {
  @Test("attributes and data are read from one JSON object")
  func data() throws {
    let wire = structured(
      #"""
      {"specversion":"1.0","id":"applied:P-1:INV-1","source":"/encours/matching/07/8f2c",
       "type":"payment.applied.v1","subject":"C-1001","time":"2026-03-10T19:43:50.123+01:00",
       "partitionkey":"07","sequence":"00000000000000000042","businessdate":"2026-03-10",
       "businesscut":"2","colour":3,"dataschema":null,"datacontenttype":"application/json",
       "traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
       "data":{"amount":{"amount":"1.00","currency":"EUR"}}}
      """#
    )
    #expect(try Envelope(wire) == .complete)
  }

  @Test("data in base64 is decoded and checked like any body")
  func base64() throws {
    func event(_ body: String) -> WireMessage {
      let data = Data(body.utf8).base64EncodedString()
      return structured(
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"\#(data)"}"#
      )
    }
    #expect(try Envelope(event(#"{"a":1}"#)).body == Array(#"{"a":1}"#.utf8))
    #expect(refusal(event("{"))?.code == .notJSON)
  }

  @Test(
    "what is missing, doubled or of another kind is refused",
    arguments: [
      (#"{"specversion":"1.0","id":"1","source":"/s","type":"t"}"#, Malformed.Code.data),
      (#"{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":"%"}"#, .data),
      (#"{"specversion":"1.0","id":"1","source":"/s","type":"t","data_base64":5}"#, .data),
      (
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t","data":1,"data_base64":"MQ=="}"#,
        .data
      ),
      (#"{"specversion":"1.0","id":1,"source":"/s","type":"t","data":1}"#, .attribute),
      (#"{"specversion":"1.0","id":null,"source":"/s","type":"t","data":1}"#, .attribute),
      (#"{"id":"1","source":"/s","type":"t","data":1}"#, .attribute),
      (#"{"specversion":"2.0","id":"1","source":"/s","type":"t","data":1}"#, .unknownVersion),
      (
        #"{"specversion":"1.0","id":"1","id":"2","source":"/s","type":"t","data":1}"#, .duplicateKey
      ),
      (
        #"{"specversion":"1.0","id":"1","source":"/","type":"t","data":1,"datacontenttype":"a/b"}"#,
        .contentType
      ),
      ("[]", .notJSON), ("", .notJSON),
    ]
  )
  func refused(_ json: String, _ code: Malformed.Code) {
    #expect(refusal(structured(json))?.code == code)
  }

  @Test("data may be as deep as in binary mode, not deeper")
  func depth() {
    func event(_ levels: Int) -> WireMessage {
      let data = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
      return structured(
        #"{"specversion":"1.0","id":"1","source":"/s","type":"t","data":\#(data)}"#
      )
    }
    #expect(refusal(event(Limits.jsonDepth)) == nil)
    #expect(refusal(event(Limits.jsonDepth + 1))?.code == .tooDeep)
  }
}

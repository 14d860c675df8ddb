import DomainKit
import Foundation
import Messages

/// Journal lines of kind `message`: JSON whose bodies stand in it byte for byte as they are sent.
extension MessageRecord {
  package static var kind: String { "message" }

  package func encoded() throws -> [UInt8] {
    var line = Array("{\"outcome\":\"\(outcome.rawValue)\"".utf8)
    func add(_ key: String, _ value: [UInt8]) {
      line += Array(",\"\(key)\":".utf8)
      line += value
    }
    if let origin { add("in", try JSONCoding.encode(origin)) }
    if let released { add("released", Array(String(released).utf8)) }
    if let reason { add("why", try JSONCoding.encode(reason)) }
    if !events.isEmpty { add("events", try JSONCoding.encode(events)) }
    if !outgoing.isEmpty {
      add(
        "out",
        [UInt8(ascii: "[")]
          + (try outgoing.map { try $0.encoded() }.joined(
            separator: ","
              .utf8
          )) + [UInt8(ascii: "]")]
      )
    }
    if let held { add("held", try held.encoded()) }
    if let answer { add("answer", try JSONCoding.encode(answer)) }
    if let closed { add("closed", try JSONCoding.encode(closed)) }
    line.append(UInt8(ascii: "}"))
    return line
  }

  package init(decoding data: [UInt8]) throws {
    self.init(.done)
    for (key, range) in try JSONText.members(of: data[...]) {
      let value = data[range]
      switch key {
      case "outcome": outcome = try JSONCoding.decodeTrusted(Outcome.self, from: value)
      case "in": origin = try JSONCoding.decodeTrusted(MessageOrigin.self, from: value)
      case "released": released = try JSONCoding.decodeTrusted(UInt64.self, from: value)
      case "why": reason = try JSONCoding.decodeTrusted(String.self, from: value)
      case "events": events = try JSONCoding.decodeTrusted([Core.Event].self, from: value)
      case "out":
        outgoing = try JSONText.elements(of: value).map { try OutgoingEntry(decoding: data[$0]) }
      case "held": held = try Envelope(decoding: value)
      case "answer": answer = try JSONCoding.decodeTrusted(StoredAnswer.self, from: value)
      case "closed": closed = try JSONCoding.decodeTrusted(DayCut.self, from: value)
      default: throw UnreadableRecord(reason: "a message record has no member '\(key)'")
      }
    }
  }
}

/// A journal record that this program did not write, or no longer understands.
package struct UnreadableRecord: Error, Equatable {
  package let reason: String
}

/// The attributes of an envelope, without its body.
private struct EnvelopeHead: Codable {
  var id: String
  var source: String
  var type: String
  var subject: String?
  var time: Timestamp?
  var partition: Partition?
  var sequence: UInt64?
  var cut: DayCut?
  var traceParent: String?

  init(_ envelope: Envelope) {
    id = envelope.id
    source = envelope.source
    type = envelope.type
    subject = envelope.subject
    time = envelope.time
    partition = envelope.partition
    sequence = envelope.sequence
    cut = envelope.cut
    traceParent = envelope.traceParent
  }

  func envelope(body: [UInt8]) -> Envelope {
    Envelope(
      id: id,
      source: source,
      type: type,
      subject: subject,
      time: time,
      partition: partition,
      sequence: sequence,
      cut: cut,
      traceParent: traceParent,
      body: body
    )
  }
}

extension Envelope {
  /// `{"head":{…},"data":…}`: the data as it is.
  package func encoded() throws -> [UInt8] {
    Array("{\"head\":".utf8) + (try JSONCoding.encode(EnvelopeHead(self)))
      + Array(",\"data\":".utf8)
      + body + Array("}".utf8)
  }

  package init(decoding data: ArraySlice<UInt8>) throws {
    var head: EnvelopeHead?
    var body: [UInt8] = []
    for (key, range) in try JSONText.members(of: data) {
      switch key {
      case "head": head = try JSONCoding.decodeTrusted(EnvelopeHead.self, from: data[range])
      case "data": body = Array(data[range])
      default: throw UnreadableRecord(reason: "an envelope has no member '\(key)'")
      }
    }
    guard let head else { throw UnreadableRecord(reason: "an envelope without its head") }
    self = head.envelope(body: body)
  }
}

/// What an outgoing entry holds beside its envelope.
private struct EntryHead: Codable {
  var number: UInt64
  var kind: OutgoingEntry.Kind
  var exchange: String
  var routingKey: String
  var headers: [String: String]?
  var contentType: String?
  var controlAmount: Money?
  var envelope: EnvelopeHead
}

extension OutgoingEntry {
  private static var json: String { "application/json" }

  /// `{"head":{…},"data":…}`; what is no JSON (a parked message) stands as `base64` instead.
  package func encoded() throws -> [UInt8] {
    let head = EntryHead(
      number: number,
      kind: kind,
      exchange: exchange,
      routingKey: routingKey,
      headers: headers.isEmpty ? nil : headers,
      contentType: contentType == Self.json ? nil : contentType,
      controlAmount: controlAmount,
      envelope: EnvelopeHead(envelope)
    )
    let start = Array("{\"head\":".utf8) + (try JSONCoding.encode(head))
    if kind == .parked {
      let text = Data(envelope.body).base64EncodedString()
      return start + Array(",\"base64\":\"\(text)\"}".utf8)
    }
    return start + Array(",\"data\":".utf8) + envelope.body + Array("}".utf8)
  }

  package init(decoding data: ArraySlice<UInt8>) throws {
    var head: EntryHead?
    var body: [UInt8] = []
    for (key, range) in try JSONText.members(of: data) {
      let value = data[range]
      switch key {
      case "head": head = try JSONCoding.decodeTrusted(EntryHead.self, from: value)
      case "data": body = Array(value)
      case "base64":
        let text = try JSONCoding.decodeTrusted(String.self, from: value)
        body = Array(Data(base64Encoded: text) ?? Data())
      default: throw UnreadableRecord(reason: "an outgoing entry has no member '\(key)'")
      }
    }
    guard let head else { throw UnreadableRecord(reason: "an outgoing entry without its head") }
    self.init(
      number: head.number,
      kind: head.kind,
      exchange: head.exchange,
      routingKey: head.routingKey,
      envelope: head.envelope.envelope(body: body),
      headers: head.headers ?? [:],
      contentType: head.contentType ?? Self.json,
      controlAmount: head.controlAmount
    )
  }
}

/// Snapshots hold envelopes and entries as text of the same form.
extension OutgoingEntry: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    try self.init(decoding: Array(text.utf8)[...])
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(decoding: encoded(), as: UTF8.self))
  }
}

extension Envelope: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    try self.init(decoding: Array(text.utf8)[...])
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(String(decoding: encoded(), as: UTF8.self))
  }
}

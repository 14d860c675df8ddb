import DomainKit
import Foundation

/// CloudEvents 1.0 over AMQP 0-9-1: binary mode is written, binary and structured mode are read.
///
/// The CloudEvents AMQP binding is made for AMQP 1.0; its application properties become headers
/// here, as RabbitMQ itself maps them.
extension Envelope {
  /// Reads a message; `body` is its JSON data, checked, and without line breaks between tokens, so
  /// that a line of the journal can hold it as it is.
  package init(_ wire: WireMessage) throws(Malformed) {
    try wire.checkContent()
    switch wire.mediaType {
    case "application/cloudevents+json": try self.init(structured: wire)
    case "application/cloudevents-batch+json":
      throw Malformed(.contentType, "batches of events are not taken, send each alone")
    default:
      try wire.checkJSONContent()
      try self.init(
        Attributes { name in
          wire.headers["cloudEvents_\(name)"] ?? wire.headers["cloudEvents:\(name)"]
        },
        traceParent: wire.headers["traceparent"]?.string,
        body: wire.body
      )
    }
  }

  private init(structured wire: WireMessage) throws(Malformed) {
    // The data may be as deep as in binary mode, one level down.
    try JSONText.check(wire.body, depth: Limits.jsonDepth + 1)
    let members = Dictionary(
      try JSONText.members(of: wire.body[...]).map { ($0.key, $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
    func bytes(_ name: String) -> [UInt8]? {
      // A null attribute is one that is not there (JSON format, section 2.1).
      members[name].map { Array(wire.body[$0]) }.flatMap { $0 == Array("null".utf8) ? nil : $0 }
    }
    try Self.checkDataType(bytes("datacontenttype"))
    try self.init(
      Attributes { name in bytes(name).map(Self.attributeValue) },
      traceParent: wire.headers["traceparent"]?.string,
      body: Self.structuredData(
        members["data"].map { Array(wire.body[$0]) },
        base64: bytes("data_base64")
      )
    )
  }

  private init(
    _ attributes: Attributes,
    traceParent: String?,
    body: [UInt8]
  ) throws(Malformed) {
    guard let version = try attributes["specversion"] else {
      throw Malformed(.attribute, "specversion is missing: no CloudEvents message")
    }
    guard version == "1.0" else {
      throw Malformed(.unknownVersion, "specversion is '\(version)', expected 1.0")
    }
    self.init(
      id: try attributes.required("id"),
      source: try attributes.required("source"),
      type: try attributes.required("type"),
      subject: try attributes["subject"],
      time: try attributes.parsed("time", as: "an RFC 3339 instant") { Timestamp($0) },
      partition: try attributes.parsed("partitionkey", as: "a partition's number") {
        Self.number($0, digits: 1...2).flatMap { Partition(Int($0)) }
      },
      sequence: try attributes.parsed("sequence", as: "1 to 20 digits from 1 on") {
        Self.number($0, digits: 1...20).flatMap { $0 > 0 ? $0 : nil }
      },
      cut: try Self.cut(attributes),
      traceParent: TraceParent.valid(try attributes["traceparent"] ?? traceParent),
      body: Self.withoutLineBreaks(body)
    )
  }

  private static func cut(_ attributes: Attributes) throws(Malformed) -> DayCut? {
    let date = try attributes.parsed("businessdate", as: "a day as YYYY-MM-DD") { CalendarDate($0) }
    let number = try attributes.parsed("businesscut", as: "a cut's number from 1 on") {
      Self.number($0, digits: 1...9).flatMap { $0 > 0 ? Int($0) : nil }
    }
    guard let date else {
      if number != nil { throw Malformed(.attribute, "businesscut has no businessdate beside it") }
      return nil
    }
    return DayCut(date: date, number: number ?? 1)
  }

  private static func number(_ text: String, digits: ClosedRange<Int>) -> UInt64? {
    let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return digits.contains(text.utf8.count) && isDecimal ? UInt64(text) : nil
  }

  /// Checked JSON has line breaks only between tokens, where they mean nothing.
  private static func withoutLineBreaks(_ body: [UInt8]) -> [UInt8] {
    body.contains { $0 == 0x0A || $0 == 0x0D } ? body.filter { $0 != 0x0A && $0 != 0x0D } : body
  }
}

// MARK: - Structured mode

extension Envelope {
  private static func checkDataType(_ json: [UInt8]?) throws(Malformed) {
    guard let json else { return }
    let type = try JSONCoding.decode(String.self, from: json)
    guard String(type.prefix { $0 != ";" }).trimmed.lowercased() == "application/json" else {
      throw Malformed(.contentType, "datacontenttype is '\(type)', expected application/json")
    }
  }

  private static func attributeValue(_ json: [UInt8]) -> HeaderValue {
    (try? JSONCoding.decodeTrusted(String.self, from: json)).map { .string($0) } ?? .other("JSON")
  }

  private static func structuredData(
    _ data: [UInt8]?,
    base64: [UInt8]?
  ) throws(Malformed) -> [UInt8] {
    guard let base64 else {
      guard let data else { throw Malformed(.data, "$.data is missing") }
      return data
    }
    guard data == nil else { throw Malformed(.data, "data and data_base64 exclude each other") }
    guard let text = try? JSONCoding.decodeTrusted(String.self, from: base64),
      let decoded = Data(base64Encoded: text)
    else { throw Malformed(.data, "$.data_base64 is not base64 (RFC 4648)") }
    let body = Array(decoded)
    try JSONText.check(body)
    return body
  }
}

// MARK: - Attributes

/// The context attributes of one message, by name.
private struct Attributes {
  let find: (String) -> HeaderValue?

  subscript(name: String) -> String? {
    get throws(Malformed) {
      guard let value = find(name) else { return nil }
      guard let text = value.string else {
        throw Malformed(.attribute, "\(name) is not a string")
      }
      guard (1...Limits.shortStringBytes).contains(text.utf8.count) else {
        throw Malformed(
          .attribute,
          "\(name) has \(text.utf8.count) bytes, expected 1 to \(Limits.shortStringBytes)"
        )
      }
      // CloudEvents 1.0, type String: no control characters.
      let isControl = { (value: UInt32) in value < 0x20 || (0x7F...0x9F).contains(value) }
      guard !text.unicodeScalars.contains(where: { isControl($0.value) }) else {
        throw Malformed(.attribute, "\(name) has a control character")
      }
      return text
    }
  }

  func required(_ name: String) throws(Malformed) -> String {
    guard let text = try self[name] else { throw Malformed(.attribute, "\(name) is missing") }
    return text
  }

  func parsed<Value>(
    _ name: String,
    as meaning: String,
    _ parse: (String) -> Value?
  ) throws(Malformed) -> Value? {
    guard let text = try self[name] else { return nil }
    guard let value = parse(text) else {
      throw Malformed(.attribute, "\(name) is '\(text)', expected \(meaning)")
    }
    return value
  }
}

// MARK: - Writing

extension Envelope {
  /// The message in binary mode: persistent, its attributes in headers, its data as it is.
  ///
  /// `user` is the connection's user: the broker checks it and receivers may trust it.
  package func wire(
    exchange: String,
    routingKey: String,
    user: String? = nil,
    mandatory: Bool = true
  ) -> WireMessage {
    let attributes: [(String, String?)] = [
      ("specversion", "1.0"), ("id", id), ("source", source), ("type", type), ("subject", subject),
      ("time", time?.description), ("partitionkey", partition?.name),
      ("sequence", sequence.map(Self.paddedSequence)), ("businessdate", cut?.date.description),
      ("businesscut", cut.map { String($0.number) }), ("traceparent", traceParent),
    ]
    var headers: [String: HeaderValue] = [:]
    for case (let name, let value?) in attributes {
      headers["cloudEvents_\(name)"] = .string(value)
    }
    return WireMessage(
      exchange: exchange,
      routingKey: routingKey,
      properties: MessageProperties(
        contentType: "application/json",
        messageID: id,
        type: type,
        appID: source,
        userID: user,
        timestamp: time.flatMap { UInt64(exactly: $0.milliseconds / 1000) }
      ),
      headers: headers,
      body: body,
      mandatory: mandatory
    )
  }

  /// Twenty digits hold every number and compare as text (CloudEvents extension "Sequence").
  private static func paddedSequence(_ number: UInt64) -> String {
    let digits = String(number)
    return String(repeating: "0", count: 20 - digits.count) + digits
  }
}

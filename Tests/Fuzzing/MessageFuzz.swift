import Contracts
import DomainKit
import Foundation
import Messages

/// Everything that reads what comes from the broker: nothing crashes, and what is taken comes back
/// as it went.
///
/// The first line names a way in: `json`, `structured`, `attributes`, `status`, `scalar`, or a
/// contract's file such as `messages/payment.applied.v1`; the rest is its text.
enum MessageFuzz {
  static func run(_ bytes: [UInt8]) {
    let name = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let text = Array(bytes.dropFirst(name.count + 1))
    switch String(decoding: name, as: UTF8.self) {
    case "json": checkText(text)
    case "structured": checkStructured(text)
    case "attributes": checkAttributes(text)
    case "status": checkStatus(String(decoding: text, as: UTF8.self))
    case "scalar": checkScalar(String(decoding: text, as: UTF8.self))
    case let file:
      if let type = contracts.types[file] { checkContract(type, text) }
    }
  }

  /// The types by their files below the published contracts, without `.json`; never changed.
  private struct Types: @unchecked Sendable {
    let types: [String: any Decodable.Type]
  }

  private static let contracts: Types = {
    do {
      return Types(
        types: Dictionary(
          uniqueKeysWithValues: try Contracts.all().map { (String($0.path.dropLast(5)), $0.type) }
        )
      )
    } catch {
      fatalError("the contracts cannot be listed: \(error)")
    }
  }()
}

// MARK: - JSON

extension MessageFuzz {
  private static func checkText(_ bytes: [UInt8]) {
    let isTaken = isJSON(bytes)
    let parts =
      ((try? JSONText.members(of: bytes[...]))?.map(\.value) ?? [])
      + ((try? JSONText.elements(of: bytes[...])) ?? [])
    precondition(parts.allSatisfy { isJSON(Array(bytes[$0])) }, "a part of JSON is JSON")
    guard isTaken else { return }
    precondition(String(validating: bytes, as: UTF8.self) != nil, "text that is taken is UTF-8")
    guard let value = try? JSONCoding.decode(JSONValue.self, from: bytes) else { return }
    let written = written(value)
    precondition((try? JSONCoding.decode(JSONValue.self, from: written)) == value, "read again")
    let other = try? JSONDecoder().decode(JSONValue.self, from: Data(written))
    precondition(other == value, "Foundation reads another value")
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    (try? JSONText.check(bytes, depth: Limits.recordDepth)) != nil
  }

  private static func written(_ value: some Encodable) -> [UInt8] {
    do {
      return try JSONCoding.encode(value)
    } catch {
      fatalError("what was read cannot be written: \(error)")
    }
  }

  private static func checkContract<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) {
    func read(_ bytes: [UInt8]) -> (any Codable)? {
      (try? JSONCoding.decode(type, from: bytes)) as? any Codable
    }
    guard let value = read(bytes) else { return }
    let first = written(value)
    guard let again = read(first) else { fatalError("\(type) does not read what it wrote") }
    precondition(written(again) == first, "\(type) is written in two ways")
  }
}

// MARK: - Envelopes

extension MessageFuzz {
  private static func checkStructured(_ body: [UInt8]) {
    var wire = WireMessage(exchange: "", routingKey: "", body: body)
    wire.properties.contentType = "application/cloudevents+json"
    checkEnvelope(wire)
  }

  /// Lines of `name=value` become headers; the body is an empty object.
  private static func checkAttributes(_ text: [UInt8]) {
    var wire = WireMessage(exchange: "", routingKey: "", body: Array("{}".utf8))
    wire.properties.contentType = "application/json"
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let name = line.prefix { $0 != UInt8(ascii: "=") }
      let value = String(decoding: line.dropFirst(name.count + 1), as: UTF8.self)
      wire.headers[String(decoding: name, as: UTF8.self)] = .string(value)
    }
    checkEnvelope(wire)
  }

  private static func checkEnvelope(_ wire: WireMessage) {
    guard let envelope = try? Envelope(wire) else { return }
    precondition(isJSON(envelope.body), "a body that was not checked")
    precondition(!envelope.body.contains(0x0A), "a body that does not fit into a line")
    let sent = envelope.wire(exchange: "e", routingKey: "k")
    precondition((try? Envelope(sent)) == envelope, "an envelope comes back different")
  }
}

// MARK: - Headers and scalars

extension MessageFuzz {
  private static func checkStatus(_ text: String) {
    let reply = ReplyEnvelope(correlationID: "1", refusal: 5, text: text)
    var sent = reply.wire(exchange: "", replyTo: "")
    guard let received = try? ReplyEnvelope(sent) else { fatalError("a reply is lost") }
    precondition(text.hasPrefix(received.text), "a status text comes back different")
    sent.headers["grpc-message"] = .string(text)
    precondition((try? ReplyEnvelope(sent)) != nil, "a status is lost over its text")
    var request = CallEnvelope(
      path: "/a/b",
      correlationID: "1",
      replyTo: "r",
      body: Array("{}".utf8)
    ).wire(exchange: "", routingKey: "")
    request.headers["grpc-timeout"] = .string(text)
    guard let call = try? CallEnvelope(request), let timeout = call.timeout else { return }
    let again = try? CallEnvelope(call.wire(exchange: "", routingKey: ""))
    precondition(again?.timeout.map { $0 >= timeout } ?? false, "a deadline comes early")
  }

  private static func checkScalar(_ text: String) {
    for currency in Currency.all.prefix(60) {
      guard let money = try? Money(decimal: text, currency: currency) else { continue }
      let again = try? Money(decimal: money.decimal, currency: currency)
      precondition(again == money, "\(money) is written in another way than it is read")
    }
    if let time = Timestamp(text) {
      precondition(Timestamp(time.description) == time, "another instant")
    }
    if let percentage = Percentage(text) {
      precondition(Percentage(percentage.description) == percentage, "another percentage")
    }
    if let date = CalendarDate(text) { precondition(date.description == text, "another day") }
    if let cut = DayCut(text) { precondition(cut.description == text, "another cut") }
    if let name = AccountID(rawValue: text) { precondition(name.rawValue == text, "another name") }
    if let currency = Currency(text) { precondition(currency.code == text, "another currency") }
  }
}

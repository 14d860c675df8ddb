import Contracts
import DomainKit
import Foundation
import Messages

/// Everything that reads what comes from the broker, fed by libFuzzer: nothing may crash, and what
/// is taken must come back as it went.
///
/// The first byte chooses a reader; the rest is its text. `ENCOURS_SEEDS` names a folder into which
/// examples for every reader are written first.
@main
enum MessageFuzz {
  static func main() throws {
    if let folder = ProcessInfo.processInfo.environment["ENCOURS_SEEDS"] {
      try writeSeeds(to: URL(filePath: folder))
    }
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    exit(
      runFuzzer(&count, &arguments) { data, size in
        let input = UnsafeBufferPointer(start: data, count: size)
        if let choice = input.first {
          readers[Int(choice) % readers.count].read(Array(input.dropFirst()))
        }
        return 0
      }
    )
  }

  private static func writeSeeds(to folder: URL) throws {
    for (index, reader) in readers.enumerated() {
      for (number, seed) in reader.seeds.enumerated() {
        try Data([UInt8(index)] + seed).write(to: folder.appending(path: "\(index)-\(number)"))
      }
    }
  }
}

/// LibFuzzer's own loop (`FuzzerInterface.h` of LLVM).
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// A way in, with texts that it takes.
private struct Reader {
  let seeds: [[UInt8]]
  let read: ([UInt8]) -> Void
}

nonisolated(unsafe) private let readers: [Reader] =
  [text, envelope(of: "application/cloudevents+json"), attributes, statusText, scalars] + contracts

/// Requires what must hold whatever the input is.
private func require(_ condition: Bool, _ text: String) {
  precondition(condition, text)
}

// MARK: - JSON

private var text: Reader {
  Reader(
    seeds: [
      #"{"a":[1,-2.5e3,true,false,null,"\u00e9\ud83d\ude00\n"],"b":{"c":{}}}"#, #"[[],{},""]"#,
      #"{"a":1,"\u0061":2}"#, "\u{FEFF}{}", "[1,]", #""\ud800""#,
    ].map { Array($0.utf8) }
  ) { bytes in
    let isTaken = (try? JSONText.check(bytes)) != nil
    if isTaken {
      require(String(validating: bytes, as: UTF8.self) != nil, "text that is taken is UTF-8")
    }
    for range in (try? JSONText.members(of: bytes[...]))?.map(\.value) ?? [] {
      require(
        (try? JSONText.check(Array(bytes[range]), depth: Limits.recordDepth)) != nil,
        "a value"
      )
    }
    for range in (try? JSONText.elements(of: bytes[...])) ?? [] {
      require(
        (try? JSONText.check(Array(bytes[range]), depth: Limits.recordDepth)) != nil,
        "a value"
      )
    }
    guard let value = try? JSONCoding.decode(JSONValue.self, from: bytes) else { return }
    require(isTaken, "what is read was checked")
    let written = written(value)
    require((try? JSONDecoder().decode(JSONValue.self, from: Data(written))) == value, "Foundation")
    require((try? JSONCoding.decode(JSONValue.self, from: written)) == value, "the same value")
  }
}

private func written(_ value: some Encodable) -> [UInt8] {
  do {
    return try JSONCoding.encode(value)
  } catch {
    preconditionFailure("what was read cannot be written: \(error)")
  }
}

/// One reader a message, request and reply.
private var contracts: [Reader] {
  do {
    return try Contracts.all().map { contract in
      Reader(seeds: contract.example.map { [written($0)] } ?? []) { roundTrip(contract.type, $0) }
    }
  } catch {
    preconditionFailure("\(error)")
  }
}

private func roundTrip<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) {
  guard let value = try? JSONCoding.decode(type, from: bytes), let value = value as? any Codable
  else { return }
  let first = written(value)
  guard let again = try? JSONCoding.decode(type, from: first), let again = again as? any Codable
  else { preconditionFailure("\(type) does not read what it wrote") }
  require(written(again) == first, "\(type) is written in one way")
}

// MARK: - Envelopes

private func envelope(of contentType: String) -> Reader {
  let event =
    #"{"specversion":"1.0","id":"1","source":"/s","type":"t","time":"2026-03-10T18:43:50Z""#
  return Reader(
    seeds: [
      event + #","partitionkey":"07","sequence":"42","businessdate":"2026-03-10","data":{}}"#,
      event + #","businesscut":"1","data_base64":"e30=","datacontenttype":"application/json"}"#,
    ].map { Array($0.utf8) }
  ) { bytes in
    checkEnvelope(
      WireMessage(
        exchange: "",
        routingKey: "",
        properties: MessageProperties(contentType: contentType),
        body: bytes
      )
    )
  }
}

/// Lines of `name:value` become headers; the body is an empty object.
private var attributes: Reader {
  Reader(
    seeds: [
      Array(
        """
        cloudEvents_specversion:1.0
        cloudEvents_id:1
        cloudEvents:source:/s
        cloudEvents_type:a.b.v1
        cloudEvents_sequence:00000000000000000042
        cloudEvents_partitionkey:07
        cloudEvents_businessdate:2026-03-10
        cloudEvents_businesscut:2
        cloudEvents_time:2026-03-10T18:43:50.123+01:00
        traceparent:00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
        """.utf8
      )
    ]
  ) { bytes in
    var wire = WireMessage(exchange: "", routingKey: "", body: Array("{}".utf8))
    wire.properties.contentType = "application/json"
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else { continue }
      let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
      wire.headers[String(decoding: line[..<colon], as: UTF8.self)] = .string(value)
    }
    checkEnvelope(wire)
  }
}

private func checkEnvelope(_ wire: WireMessage) {
  guard let envelope = try? Envelope(wire) else { return }
  require((try? JSONText.check(envelope.body)) != nil, "the body is checked JSON")
  require(!envelope.body.contains(0x0A), "the body fits into a line")
  let sent = envelope.wire(exchange: "e", routingKey: "k")
  require((try? Envelope(sent)) == envelope, "an envelope comes back as it went")
}

// MARK: - Headers and scalars

private var statusText: Reader {
  Reader(seeds: ["100 %", "%41%C3%A9", "2500m"].map { Array($0.utf8) }) {
    let text = String(decoding: $0, as: UTF8.self)
    let reply = ReplyEnvelope(correlationID: "1", refusal: 5, text: text)
    let sent = reply.wire(exchange: "", replyTo: "")
    guard let received = try? ReplyEnvelope(sent) else { preconditionFailure("a reply is lost") }
    require(text.hasPrefix(received.text), "a status text comes back, or its beginning")
    var request = CallEnvelope(
      path: "/a/b",
      correlationID: "1",
      replyTo: "r",
      timeout: .seconds(1),
      body: Array("{}".utf8)
    ).wire(exchange: "", routingKey: "")
    request.headers["grpc-timeout"] = .string(text)
    request.headers["grpc-message"] = .string(text)
    _ = try? CallEnvelope(request)
    var raw = sent
    raw.headers["grpc-message"] = .string(text)
    require((try? ReplyEnvelope(raw)) != nil, "no text loses a status")
  }
}

private var scalars: Reader {
  Reader(
    seeds: [
      "1200.00", "-0.05", "2026-03-10T18:43:50.123Z", "1990-12-31T15:59:60-08:00", "2026-03-10",
      "2026-03-10/1", "99.9999", "C-1001",
    ].map { Array($0.utf8) }
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    for code in ["JPY", "EUR", "KWD", "CLF"] {
      guard let currency = Currency(code), let money = try? Money(decimal: text, currency: currency)
      else { continue }
      require((try? Money(decimal: money.decimal, currency: currency)) == money, "money")
    }
    if let time = Timestamp(text) { require(Timestamp(time.description) == time, "an instant") }
    if let date = CalendarDate(text) { require(date.description == text, "a date") }
    if let cut = DayCut(text) { require(cut.description == text, "a cut") }
    if let percent = Percentage(text) {
      require(Percentage(percent.description) == percent, "a percentage")
    }
    if let account = AccountID(rawValue: text) { require(account.rawValue == text, "a name") }
    _ = Currency(text)
  }
}

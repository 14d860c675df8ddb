import Messages
import ServiceKit

/// Puts the frames of one channel together: a method that carries content, its header, its body in
/// any number of fragments (AMQP 0-9-1 §4.2.6).
///
/// Pure: it sees no C value, so that every order of frames can be tested without a broker.
struct ContentAssembler {
  /// The method that announced the content.
  enum Start: Equatable {
    case delivery(DeliveryStart)
    case returned(ReturnStart)
  }

  struct DeliveryStart: Equatable {
    var number: UInt64
    var isRedelivered: Bool
    var exchange: String
    var routingKey: String
  }

  struct ReturnStart: Equatable {
    var code: Int
    var text: String
    var exchange: String
    var routingKey: String
  }

  struct Header: Equatable {
    var bodyBytes: UInt64
    var properties: MessageProperties
    var headers: [String: HeaderValue]
  }

  struct Content: Equatable {
    var start: Start
    var message: WireMessage
  }

  /// A frame that cannot follow the one before it; the connection is beyond use.
  struct UnexpectedFrame: Error, Equatable {
    let text: String
  }

  private enum State {
    case idle
    case announced(Start)
    case receiving(Start, WireMessage, remaining: UInt64)
  }
  private var state = State.idle

  /// Between two contents: another method may come.
  var isIdle: Bool {
    if case .idle = state { true } else { false }
  }

  mutating func begin(_ start: Start) throws(UnexpectedFrame) {
    guard case .idle = state else {
      throw UnexpectedFrame(text: "a method amid the content of another")
    }
    state = .announced(start)
  }

  /// Takes the header; a content without a body is complete with it.
  mutating func take(_ header: Header) throws(UnexpectedFrame) -> Content? {
    guard case .announced(let start) = state else {
      throw UnexpectedFrame(text: "a content header without its method")
    }
    let (exchange, routingKey) =
      switch start {
      case .delivery(let start): (start.exchange, start.routingKey)
      case .returned(let start): (start.exchange, start.routingKey)
      }
    var message = WireMessage(
      exchange: exchange,
      routingKey: routingKey,
      properties: header.properties,
      headers: header.headers,
      body: [],
      mandatory: false
    )
    guard header.bodyBytes > 0 else {
      state = .idle
      return Content(start: start, message: message)
    }
    // What is announced is not believed: room is made for a usual message, more as it comes.
    message.body.reserveCapacity(Int(min(header.bodyBytes, UInt64(Limits.bodyBytes))))
    state = .receiving(start, message, remaining: header.bodyBytes)
    return nil
  }

  /// Takes a part of the body; the last one completes the content.
  mutating func take(body fragment: UnsafeRawBufferPointer) throws(UnexpectedFrame) -> Content? {
    guard case .receiving(let start, var message, let remaining) = state else {
      throw UnexpectedFrame(text: "a body without its header")
    }
    // The message must be held once only, or each fragment copies what came before.
    state = .idle
    guard fragment.count <= remaining else {
      throw UnexpectedFrame(text: "a body longer than its header said")
    }
    message.body.append(contentsOf: fragment)
    guard fragment.count < remaining else { return Content(start: start, message: message) }
    state = .receiving(start, message, remaining: remaining - UInt64(fragment.count))
    return nil
  }
}

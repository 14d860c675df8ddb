import AMQP
import DomainKit
import HouseKit
import Messages
import ServiceKit

/// A request that cannot be answered as asked, and the status that says so.
struct RubbishCall {
  var name: String
  var path = OpenDay.path
  var body = #"{"date":"2026-03-03"}"#
  var contentType: String? = "application/json"
  var timeout: String?
  var key: String? = "key"
  var code: CallStatus.Code
  var says: String

  static let all: [RubbishCall] = [
    RubbishCall(
      name: "a method that is not there",
      path: "/encours.credit-control.v1.CreditControl/Forgive",
      code: .unimplemented,
      says: "credit-control has no /encours.credit-control.v1.CreditControl/Forgive"
    ),
    RubbishCall(
      name: "a path that is none",
      path: "OpenDay",
      code: .invalidArgument,
      says: "expected a method's path"
    ),
    RubbishCall(
      name: "a body that is no JSON",
      body: "2026-03-03",
      code: .invalidArgument,
      says: "expected"
    ),
    RubbishCall(
      name: "31 February",
      body: #"{"date":"2026-02-31"}"#,
      code: .invalidArgument,
      says: "$.date"
    ),
    RubbishCall(
      name: "a missing field",
      body: "{}",
      code: .invalidArgument,
      says: "$.date is missing"
    ),
    RubbishCall(
      name: "another content type",
      contentType: "application/grpc",
      code: .invalidArgument,
      says: "expected application/json"
    ),
    RubbishCall(
      name: "a change without an idempotency key",
      key: nil,
      code: .invalidArgument,
      says: "needs an idempotency key"
    ),
    RubbishCall(
      name: "a deadline that is over",
      timeout: "0m",
      code: .deadlineExceeded,
      says: "the deadline was over"
    ),
    RubbishCall(
      name: "a deadline that is none",
      timeout: "soon",
      code: .invalidArgument,
      says: "grpc-timeout is not"
    ),
    RubbishCall(
      name: "a day before the open one",
      body: #"{"date":"2026-03-01"}"#,
      code: .failedPrecondition,
      says: "2026-03-02"
    ),
  ]

  /// A request that says nobody to answer.
  static var withoutSender: WireMessage {
    var message = RubbishCall(name: "", code: .ok, says: "").wire(replyTo: "", correlation: "1")
    message.properties.replyTo = nil
    return message
  }

  func wire(replyTo: String, correlation: String) -> WireMessage {
    WireMessage(
      exchange: ExchangeName.rpc,
      routingKey: RoutingKey.rpc(.creditControl),
      properties: MessageProperties(
        contentType: contentType,
        messageID: key,
        correlationID: correlation,
        replyTo: replyTo,
        type: path,
        userID: House.administrator
      ),
      headers: timeout.map { ["grpc-timeout": .string($0)] } ?? [:],
      body: Array(body.utf8)
    )
  }
}

/// Sends requests as they are, and takes their answers.
final class RawCaller {
  private let bench: RubbishBench
  private let consumer: any Consumer
  private let queue = "encours.reply.operator.rubbish"
  private var calls = 0

  init(_ bench: RubbishBench) throws {
    self.bench = bench
    consumer = try RabbitMQ(settings: bench.house.settings()).makeConsumer(name: "rubbish/replies")
    try consumer.declareReplyQueue(queue)
    try consumer.subscribe(to: queue, prefetch: 10)
  }

  func close() { consumer.close() }

  /// How the call ended.
  func call(_ rubbish: RubbishCall) throws -> CallStatus {
    calls += 1
    try bench.publish(rubbish.wire(replyTo: queue, correlation: String(calls)))
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      for delivery in try consumer.receive(atMost: 1, waiting: .milliseconds(100)) {
        try consumer.acknowledge([delivery.tag])
        let reply = try ReplyEnvelope(delivery.message)
        guard reply.correlationID == String(calls) else { continue }
        return CallStatus(CallStatus.Code(rawValue: reply.status) ?? .unknown, reply.text)
      }
    }
    throw CallStatus(.deadlineExceeded, "'\(rubbish.name)' was not answered at all")
  }
}

package import DomainKit
package import Messages

/// Calls methods of services and waits for their answers: what an operator's tool needs.
///
/// One call at a time; it stays on one thread. A mutating call that got no answer may be repeated
/// under the same idempotency key: it is done once.
package final class CallClient {
  private let publisher: any Publisher
  private let consumer: any Consumer
  private let queue: String
  private let user: String
  private var calls: UInt64 = 0

  /// `instance` tells this process's reply queue from others'; `user` is the connection's user.
  package init(broker: any Broker, instance: String, user: String) throws(BrokerError) {
    self.user = user
    queue = "encours.reply.operator.\(instance)"
    publisher = try broker.makePublisher(name: "operator/publish")
    consumer = try broker.makeConsumer(name: "operator/consume")
    try consumer.declareReplyQueue(queue)
    try consumer.subscribe(to: queue, prefetch: LoopLimits.prefetch)
  }

  package func close() {
    publisher.close()
    consumer.close()
  }

  /// Calls a service; matching needs the partition.
  package func call<Request: Call>(
    _ request: Request,
    partition: Partition? = nil,
    key: String? = nil,
    timeout: Duration = .seconds(10)
  ) throws -> Request.Reply {
    let answer = try exchange(
      JSONCoding.encode(request),
      path: Request.path,
      routingKey: RoutingKey.rpc(Request.service, partition),
      key: Request.isMutating ? key ?? "\(queue)/\(calls)" : nil,
      timeout: timeout
    )
    return try JSONCoding.decode(Request.Reply.self, from: answer)
  }

  /// Calls what every service answers.
  package func call<Request: CommonCall>(
    _ request: Request,
    of service: ServiceName,
    partition: Partition? = nil,
    timeout: Duration = .seconds(10)
  ) throws -> Request.Reply {
    let answer = try exchange(
      JSONCoding.encode(request),
      path: Request.path(of: service),
      routingKey: RoutingKey.rpc(service, partition),
      key: nil,
      timeout: timeout
    )
    return try JSONCoding.decode(Request.Reply.self, from: answer)
  }

  private func exchange(
    _ body: [UInt8],
    path: String,
    routingKey: String,
    key: String?,
    timeout: Duration
  ) throws -> [UInt8] {
    calls += 1
    let correlation = "\(queue)/\(calls)"
    let request = CallEnvelope(
      path: path,
      correlationID: correlation,
      replyTo: queue,
      idempotencyKey: key,
      timeout: timeout,
      user: user,
      body: body
    )
    _ = try publisher.publish(
      request.wire(exchange: ExchangeName.rpc, routingKey: routingKey)
    )
    let deadline = ContinuousClock.now + timeout
    while ContinuousClock.now < deadline {
      for outcome in try publisher.collect(waiting: .zero) {
        guard case .returned(_, let reason) = outcome else { continue }
        throw CallStatus(.unimplemented, "nobody listens at '\(routingKey)': \(reason)")
      }
      for delivery in try consumer.receive(atMost: 16, waiting: .milliseconds(20)) {
        try consumer.acknowledge([delivery.tag])
        let reply = try ReplyEnvelope(delivery.message)
        // A late reply to an earlier call is dropped: its caller was told that the time was over.
        guard reply.correlationID == correlation else { continue }
        guard reply.status == 0 else {
          let code = CallStatus.Code(rawValue: reply.status) ?? .unknown
          throw CallStatus(code, reply.text, errors: reply.errors)
        }
        return reply.body
      }
    }
    throw CallStatus(.deadlineExceeded, "no answer from \(path) within \(timeout)")
  }
}

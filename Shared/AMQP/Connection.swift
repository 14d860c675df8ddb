import CRabbitMQ
import Glibc
import Messages
import ServiceKit

/// One AMQP connection over librabbitmq, driven frame by frame.
///
/// librabbitmq's `amqp_consume_message` knows deliveries only: acknowledgements, cancellations and
/// closes come back as "unexpected state", and `amqp_read_message` has no deadline. So frames are
/// read one at a time (`amqp_simple_wait_frame_noblock`) and put together here.
///
/// "Do not use an amqp_connection_state_t from more than one thread" (rabbitmq-c, README,
/// "Threading"): whoever touches this from another thread is stopped.
final class Connection {
  /// What the broker says unasked, or in answer to what is not waited for.
  enum Event {
    case delivered(channel: UInt16, ContentAssembler.DeliveryStart, WireMessage)
    case returned(ContentAssembler.ReturnStart, WireMessage)
    case acknowledged(UInt64, multiple: Bool)
    case refused(UInt64, multiple: Bool)
    case consumerCancelled(channel: UInt16)
    case channelClosed(channel: UInt16, BrokerError)
  }

  let waker: SocketWaker
  /// The broker has asked for silence; `connection.blocked`.
  private(set) var isBlocked = false
  /// As agreed with the broker.
  var heartbeat: Duration
  /// Nil when the connection is closed or given up.
  private var state: amqp_connection_state_t?
  /// Why it was given up: what every later use is told.
  private var failure = BrokerError(.connectionLost, "the connection is closed")
  private let owner = pthread_self()
  /// For the arguments of one call.
  let encoder = TableEncoder()
  private var channels: [UInt16: ContentAssembler] = [:]
  private var lastChannel: UInt16 = 0

  /// Opens a connection that the broker lists under `name`.
  init(_ settings: AMQPSettings, name: String) throws(BrokerError) {
    guard let waker = SocketWaker() else {
      throw BrokerError(
        .connectionLost,
        code: Int(errno),
        "no sockets: \(String(cString: strerror(errno)))"
      )
    }
    guard let state = amqp_new_connection() else {
      throw BrokerError(.connectionLost, "no memory for a connection")
    }
    self.waker = waker
    self.state = state
    self.heartbeat = settings.heartbeat
    try openSocket(state, settings)
    try logIn(state, settings, name)
  }

  deinit {
    if let state { amqp_destroy_connection(state) }
  }

  /// The live handle, on the thread that opened it.
  func live() throws(BrokerError) -> amqp_connection_state_t {
    precondition(
      pthread_equal(pthread_self(), owner) != 0,
      "an AMQP connection is used on a thread that did not open it"
    )
    guard let state else { throw failure }
    return state
  }

  /// Gives the connection up.
  ///
  /// librabbitmq leaves it undefined after most errors, and half a message may have left: the next
  /// publish would seem to succeed and be answered by a connection.close.
  func discard(_ error: BrokerError) -> BrokerError {
    if let state { amqp_destroy_connection(state) }
    state = nil
    failure = error
    return error
  }

  /// Says goodbye; unacknowledged messages return to their queues.
  func close() {
    guard let state = try? live() else { return }
    // A broker that does not answer by then will notice the closed socket.
    var patience = timeval(Duration.seconds(2))
    amqp_set_rpc_timeout(state, &patience)
    _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    _ = discard(BrokerError(.connectionLost, "the connection is closed"))
  }
}

// MARK: Channels and calls

extension Connection {
  /// Opens a channel.
  ///
  /// Numbers are used again only when all have been: what is still on its way to a closed channel
  /// is not taken for its successor's.
  func openChannel() throws(BrokerError) -> UInt16 {
    let state = try live()
    let limit = UInt16(clamping: amqp_get_channel_max(state))
    var channel = lastChannel
    repeat {
      channel = channel >= limit ? 1 : channel + 1
    } while channels[channel] != nil && channel != lastChannel
    guard channels[channel] == nil else {
      throw BrokerError(.misconfigured, "all \(limit) channels are in use")
    }
    lastChannel = channel
    channels[channel] = ContentAssembler()
    try call("opening a channel", on: channel) { amqp_channel_open($0, channel) }
    return channel
  }

  /// Closes a channel; its unacknowledged messages return to their places.
  func closeChannel(_ channel: UInt16) throws(BrokerError) {
    let state = try live()
    guard channels.removeValue(forKey: channel) != nil else { return }
    let reply = amqp_channel_close(state, channel, AMQP_REPLY_SUCCESS)
    if let error = refusal(reply, "closing a channel", channel: nil) { throw error }
    amqp_maybe_release_buffers(state)
  }

  /// A synchronous call, which the broker answers or refuses.
  ///
  /// Frames of other channels that come meanwhile are kept by librabbitmq and read later in order
  /// (`simple_rpc_inner`).
  func call<Reply>(
    _ doing: String,
    on channel: UInt16,
    _ body: (amqp_connection_state_t) -> UnsafeMutablePointer<Reply>?
  ) throws(BrokerError) {
    let state = try live()
    guard body(state) != nil else {
      let reply = amqp_get_rpc_reply(state)
      throw refusal(reply, doing, channel: channel) ?? BrokerError(.connectionLost, doing)
    }
    amqp_maybe_release_buffers_on_channel(state, channel)
  }

  func forgetChannel(_ channel: UInt16) { channels[channel] = nil }

  /// Sends an acknowledgement, or hands back: neither is answered.
  func answer(
    _ answer: Unacknowledged.Answer,
    on channel: UInt16,
    requeue: Bool
  ) throws(BrokerError) {
    let state = try live()
    let multiple: amqp_boolean_t = answer.multiple ? 1 : 0
    let status =
      requeue
      ? amqp_basic_nack(state, channel, answer.number, multiple, 1)
      : amqp_basic_ack(state, channel, answer.number, multiple)
    guard status == AMQP_STATUS_OK.rawValue else {
      throw discard(Self.error(status, "acknowledging"))
    }
  }

  /// Writes a message; only its confirmation says that the broker has it.
  ///
  /// The first publish after the peer's death succeeds too.
  ///
  /// Call `drain` before: an overdue heartbeat makes `amqp_basic_publish` of 0.11 wait for ever
  /// (amqp_try_recv has no deadline, rabbitmq-c#780), while `amqp_simple_wait_frame_noblock`
  /// reports it.
  func publish(_ message: WireMessage, user: String, on channel: UInt16) throws(BrokerError) {
    let state = try live()
    encoder.reset()
    var properties = encoder.properties(of: message, user: user)
    let exchange = encoder.bytes(message.exchange)
    let routingKey = encoder.bytes(message.routingKey)
    let status = message.body.withUnsafeBytes { body in
      amqp_basic_publish(
        state,
        channel,
        exchange,
        routingKey,
        message.mandatory ? 1 : 0,
        0,
        &properties,
        amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
      )
    }
    guard status == AMQP_STATUS_OK.rawValue else {
      throw discard(Self.error(status, "publishing"))
    }
  }
}

// MARK: Frames

extension Connection {
  /// Hands over everything that has arrived, until `isFull`.
  func drain(
    isFull: () -> Bool = { false },
    _ take: (Event) throws(BrokerError) -> Void
  ) throws(BrokerError) {
    while !isFull() {
      var frame = amqp_frame_t()
      var now = timeval()
      let status = amqp_simple_wait_frame_noblock(try live(), &frame, &now)
      if status == AMQP_STATUS_TIMEOUT.rawValue { return }
      guard status == AMQP_STATUS_OK.rawValue else {
        throw discard(Self.error(status, "waiting"))
      }
      let event: Event?
      do throws(ContentAssembler.UnexpectedFrame) {
        event = try read(frame)
      } catch {
        throw discard(BrokerError(.connectionLost, code: Int(AMQP_UNEXPECTED_FRAME), error.text))
      }
      // Everything of the frame has been copied. librabbitmq keeps a channel's frames until told;
      // for ever, if never told.
      amqp_maybe_release_buffers_on_channel(try live(), frame.channel)
      if let event { try take(event) }
    }
  }

  /// Waits until the broker has something to say, somebody wakes the thread, or the time is over.
  ///
  /// In slices of a quarter of the heartbeat: librabbitmq sends and misses heartbeats only while it
  /// is asked for frames.
  func wait(until deadline: ContinuousClock.Instant) throws(BrokerError) -> Wait {
    let state = try live()
    if amqp_data_in_buffer(state) != 0 || amqp_frames_enqueued(state) != 0 { return .ready }
    let slice = min(ContinuousClock.now.duration(to: deadline), heartbeat / 4)
    guard slice > .zero else { return .expired }
    return poll(state, POLLIN, slice)
  }

  enum Wait { case ready, woken, expired }

  /// Waits until the socket takes more, so that a write does not block for long: a broker under
  /// alarm stops reading.
  ///
  /// What it says meanwhile goes to `take`.
  func waitUntilWritable(_ take: (Event) throws(BrokerError) -> Void) throws(BrokerError) {
    let deadline = ContinuousClock.now + heartbeat * 2
    try drain(take)
    while poll(try live(), POLLOUT, .zero) != .ready {
      guard ContinuousClock.now < deadline else {
        throw discard(
          BrokerError(.connectionLost, code: Int(ETIMEDOUT), "the broker has stopped reading")
        )
      }
      _ = poll(try live(), POLLIN | POLLOUT, heartbeat / 4)
      try drain(take)
    }
  }

  private func poll(_ state: amqp_connection_state_t, _ events: Int32, _ time: Duration) -> Wait {
    var files = (
      pollfd(fd: amqp_get_sockfd(state), events: Int16(events), revents: 0),
      pollfd(fd: waker.readEnd, events: Int16(POLLIN), revents: 0)
    )
    let (isReady, isWoken) = withUnsafeMutablePointer(to: &files) { pair in
      pair.withMemoryRebound(to: pollfd.self, capacity: 2) { files in
        Glibc.poll(files, events == POLLIN ? 2 : 1, time.milliseconds)
        return (files[0].revents != 0, files[1].revents != 0)
      }
    }
    if isWoken { waker.quiet() }
    return isReady ? .ready : isWoken ? .woken : .expired
  }

  private func read(_ frame: amqp_frame_t) throws(ContentAssembler.UnexpectedFrame) -> Event? {
    let channel = frame.channel
    switch Int32(frame.frame_type) {
    case AMQP_FRAME_METHOD: return try readMethod(frame.payload.method, channel)
    case AMQP_FRAME_HEADER:
      let properties = frame.payload.properties
      guard let decoded = properties.decoded else { return nil }
      let basic = decoded.assumingMemoryBound(to: amqp_basic_properties_t.self).pointee
      let hasHeaders = basic._flags & UInt32(AMQP_BASIC_HEADERS_FLAG) != 0
      let header = ContentAssembler.Header(
        bodyBytes: properties.body_size,
        properties: TableDecoder.properties(basic),
        headers: hasHeaders ? TableDecoder.headers(basic.headers) : [:]
      )
      return Self.event(try channels[channel]?.take(header), channel)
    case AMQP_FRAME_BODY:
      let fragment = TableDecoder.buffer(frame.payload.body_fragment)
      return Self.event(try channels[channel]?.take(body: fragment), channel)
    default: return nil
    }
  }

  private static func event(_ content: ContentAssembler.Content??, _ channel: UInt16) -> Event? {
    guard case .some(.some(let content)) = content else { return nil }
    return switch content.start {
    case .delivery(let start): .delivered(channel: channel, start, content.message)
    case .returned(let start): .returned(start, content.message)
    }
  }

  private func readMethod(
    _ method: amqp_method_t,
    _ channel: UInt16
  ) throws(ContentAssembler.UnexpectedFrame) -> Event? {
    guard let decoded = method.decoded else { return nil }
    func fields<Fields>(_ type: Fields.Type) -> Fields {
      decoded.assumingMemoryBound(to: type).pointee
    }
    switch method.id {
    case AMQP_BASIC_DELIVER_METHOD:
      try channels[channel]?.begin(.delivery(.init(fields(amqp_basic_deliver_t.self))))
      return nil
    case AMQP_BASIC_RETURN_METHOD:
      try channels[channel]?.begin(.returned(.init(fields(amqp_basic_return_t.self))))
      return nil
    case AMQP_BASIC_ACK_METHOD:
      let ack = fields(amqp_basic_ack_t.self)
      return .acknowledged(ack.delivery_tag, multiple: ack.multiple != 0)
    case AMQP_BASIC_NACK_METHOD:
      let nack = fields(amqp_basic_nack_t.self)
      return .refused(nack.delivery_tag, multiple: nack.multiple != 0)
    case AMQP_BASIC_CANCEL_METHOD: return .consumerCancelled(channel: channel)
    case AMQP_CONNECTION_BLOCKED_METHOD: isBlocked = true
    case AMQP_CONNECTION_UNBLOCKED_METHOD: isBlocked = false
    case AMQP_CHANNEL_CLOSE_METHOD:
      return .channelClosed(channel: channel, answerChannelClose(decoded, "", channel))
    case AMQP_CONNECTION_CLOSE_METHOD: _ = answerConnectionClose(decoded, "")
    default: break
    }
    return nil
  }
}

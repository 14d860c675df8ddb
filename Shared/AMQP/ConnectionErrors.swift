import CRabbitMQ
import Glibc
import ServiceKit

// What librabbitmq and the broker say went wrong, in the words of `BrokerError`.

extension Connection {
  /// The reply code of what is not there.
  static let notFound = Int(AMQP_NOT_FOUND)

  /// The error of a call's reply; nil when it was answered.
  ///
  /// The connection is given up unless only the channel was closed.
  func refusal(_ reply: amqp_rpc_reply_t, _ doing: String, channel: UInt16?) -> BrokerError? {
    switch reply.reply_type {
    case AMQP_RESPONSE_NORMAL: return nil
    case AMQP_RESPONSE_LIBRARY_EXCEPTION:
      return discard(Self.error(reply.library_error, doing))
    case AMQP_RESPONSE_SERVER_EXCEPTION:
      guard let decoded = reply.reply.decoded else { break }
      if reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD, let channel {
        return answerChannelClose(decoded, doing, channel)
      }
      if reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD {
        return answerConnectionClose(decoded, doing)
      }
    default: break
    }
    return discard(BrokerError(.connectionLost, "\(doing): the connection ended"))
  }

  /// The broker has closed a channel; it waits for channel.close-ok before the number can be used
  /// again, and librabbitmq does not send it (rabbitmq-c#479).
  func answerChannelClose(
    _ decoded: UnsafeMutableRawPointer,
    _ doing: String,
    _ channel: UInt16
  ) -> BrokerError {
    let close = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
    let error = Self.error(close.reply_code, TableDecoder.string(close.reply_text), doing)
    forgetChannel(channel)
    guard let state = try? live() else { return error }
    var answer = amqp_channel_close_ok_t()
    let status = amqp_send_method(state, channel, AMQP_CHANNEL_CLOSE_OK_METHOD, &answer)
    return status == AMQP_STATUS_OK.rawValue ? error : discard(error)
  }

  /// The broker has closed the connection; it is answered and given up.
  func answerConnectionClose(_ decoded: UnsafeMutableRawPointer, _ doing: String) -> BrokerError {
    let close = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
    var error = Self.error(close.reply_code, TableDecoder.string(close.reply_text), doing)
    // On a channel, access refused is a permission; on a connection it is the name or the password.
    if Int32(close.reply_code) == AMQP_ACCESS_REFUSED {
      error = BrokerError(.accessRefused, code: error.code, error.text)
    }
    if let state = try? live() {
      var answer = amqp_connection_close_ok_t()
      _ = amqp_send_method(state, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &answer)
    }
    return discard(error)
  }

  /// An error by the server's reply code (AMQP 0-9-1 §1.2).
  private static func error(_ code: UInt16, _ text: String, _ doing: String) -> BrokerError {
    let kind: BrokerError.Kind =
      switch Int32(code) {
      case AMQP_NOT_FOUND, AMQP_PRECONDITION_FAILED, AMQP_ACCESS_REFUSED, AMQP_NOT_ALLOWED,
        AMQP_INVALID_PATH:
        .misconfigured
      // Also 405: a queue that an earlier connection of this process still holds; the broker will
      // find out that it has gone.
      default: .connectionLost
      }
    return BrokerError(kind, code: Int(code), doing.isEmpty ? text : "\(doing): \(text)")
  }

  /// An error by librabbitmq's status.
  static func error(_ status: Int32, _ doing: String) -> BrokerError {
    let kind: BrokerError.Kind =
      switch amqp_status_enum(rawValue: status) {
      case AMQP_STATUS_SSL_PEER_VERIFY_FAILED, AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED,
        AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD:
        .accessRefused
      default: .connectionLost
      }
    let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
    return BrokerError(kind, code: Int(status), "\(doing): \(text)")
  }
}

extension ContentAssembler.DeliveryStart {
  init(_ method: amqp_basic_deliver_t) {
    self.init(
      number: method.delivery_tag,
      isRedelivered: method.redelivered != 0,
      exchange: TableDecoder.string(method.exchange),
      routingKey: TableDecoder.string(method.routing_key)
    )
  }
}

extension ContentAssembler.ReturnStart {
  init(_ method: amqp_basic_return_t) {
    self.init(
      code: Int(method.reply_code),
      text: TableDecoder.string(method.reply_text),
      exchange: TableDecoder.string(method.exchange),
      routingKey: TableDecoder.string(method.routing_key)
    )
  }
}

extension timeval {
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
  }
}

extension Duration {
  /// Rounded up, so that nobody polls in a circle for the last fraction; at most a day.
  var milliseconds: Int32 {
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = min(self, .seconds(86_400)).components
    return Int32(seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

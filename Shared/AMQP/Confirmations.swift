import Messages
import ServiceKit

/// What the broker still owes an answer for, on one channel in confirm mode.
///
/// The broker counts publishes as this does, from 1 a channel ("Publisher Confirms"). It may answer
/// in any order, and for many at once.
struct Confirmations {
  private struct Awaited {
    let exchange: String
    let routingKey: String
    let messageID: String?
    var isReturned = false
  }
  private var awaited: [PublishTag: Awaited] = [:]
  /// Everything before it has been answered.
  private var oldest: PublishTag = 1
  private var next: PublishTag = 1

  /// Published and not answered.
  var count: Int { awaited.count }

  /// The tag of a message that is about to be published.
  mutating func expect(_ message: WireMessage) -> PublishTag {
    defer { next += 1 }
    awaited[next] = Awaited(
      exchange: message.exchange,
      routingKey: message.routingKey,
      messageID: message.properties.messageID
    )
    return next
  }

  /// The tags that one basic.ack or basic.nack answers, oldest first.
  ///
  /// With `multiple`, all up to the number; the number 0 then means all (AMQP 0-9-1,
  /// basic.ack.delivery-tag).
  mutating func answer(_ number: UInt64, multiple: Bool) -> [PublishTag] {
    var answered: [PublishTag] = []
    if multiple {
      let last = number == 0 ? next - 1 : min(number, next - 1)
      while oldest <= last {
        if awaited.removeValue(forKey: oldest) != nil { answered.append(oldest) }
        oldest += 1
      }
    } else if awaited.removeValue(forKey: number) != nil {
      answered.append(number)
      while oldest < next, awaited[oldest] == nil { oldest += 1 }
    }
    return answered
  }

  /// The tag of a returned message, which basic.return does not carry.
  ///
  /// Messages are returned in the order in which they were published, and each before it is
  /// confirmed: so it is the oldest unanswered one that looks the same.
  mutating func returned(_ message: WireMessage) -> PublishTag? {
    var tag = oldest
    while tag < next {
      if let candidate = awaited[tag], !candidate.isReturned,
        candidate.exchange == message.exchange, candidate.routingKey == message.routingKey,
        candidate.messageID == message.properties.messageID
      {
        awaited[tag]?.isReturned = true
        return tag
      }
      tag += 1
    }
    return nil
  }
}

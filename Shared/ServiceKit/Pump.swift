import DequeModule
package import Messages
import Synchronization

/// The sequential sender beside the loop: publishes in the order of decisions with pipelined
/// confirms, while the loop decides the next batch.
///
/// The loop's thread submits and asks for progress; the pump's thread turns. Nothing is marked as
/// sent before its confirmation, so whatever happens a message is sent at least once.
package final class Pump: Sendable {
  fileprivate struct Shared {
    var lanes: [PumpLane]
    /// The lane that sends next, so that a busy one does not keep the others waiting.
    var turn = 0
    var replies: Deque<WireMessage> = []
    var health = PumpHealth()
  }

  private let shared: Mutex<Shared>
  private let window: Int
  package let user: String?

  /// One lane a state folder; `user` is stamped on every message and validated by the broker.
  package init(lanes: Int, window: Int = LoopLimits.publishWindow, user: String? = nil) {
    shared = Mutex(Shared(lanes: Array(repeating: PumpLane(), count: lanes)))
    self.window = window
    self.user = user
  }

  /// Takes entries that are durable, in order.
  package func submit(_ entries: [OutgoingEntry], lane: Int) {
    guard !entries.isEmpty else { return }
    shared.withLock { $0.lanes[lane].submit(entries) }
  }

  /// Takes replies to callers: not journaled, since a caller asks again under the same key.
  package func submit(_ replies: [WireMessage]) {
    guard !replies.isEmpty else { return }
    shared.withLock { $0.replies += replies }
  }

  /// Everything of the lane up to this number is confirmed; 0 before the first.
  package func confirmed(lane: Int) -> UInt64 {
    shared.withLock { $0.lanes[lane].confirmedThrough }
  }

  package var health: PumpHealth { shared.withLock { $0.health } }

  /// Nothing waits and nothing is in flight.
  package var isIdle: Bool { shared.withLock { $0.isIdle } }

  /// Nobody knows what became of messages in flight: they will be sent again.
  package func connectionWasLost(_ error: BrokerError) {
    shared.withLock { shared in
      for lane in shared.lanes.indices { shared.lanes[lane].rewind() }
      shared.health.isBlocked = false
      shared.health.hasWorked = false
      shared.health.fault = error
      shared.health.reconnects += 1
    }
  }

  /// Sends what may be sent and takes confirmations in, waiting for them no longer than `waiting`.
  package func turn(_ publisher: any Publisher, waiting: Duration) throws(BrokerError) {
    try sendReplies(publisher)
    while !publisher.isBlocked, let (lane, entry) = nextEntry() {
      let message = entry.wire(user: user)
      do throws(BrokerError) {
        let tag = try publisher.publish(message)
        shared.withLock { $0.lanes[lane].wasSent(tag) }
      } catch  where error.kind == .refused {
        // It was measured before it was journaled; refused here, it never can be sent.
        preconditionFailure("message \(entry.envelope.id) cannot be sent: \(error.text)")
      }
    }
    let outcomes = try publisher.collect(waiting: waiting)
    shared.withLock { shared in
      shared.health.isBlocked = publisher.isBlocked
      for outcome in outcomes { shared.settle(outcome) }
      if shared.health.hasWorked || shared.isIdle { shared.health.fault = nil }
    }
  }

  private func nextEntry() -> (Int, OutgoingEntry)? {
    shared.withLock { shared in
      guard shared.lanes.reduce(0, { $0 + $1.inFlight }) < window else { return nil }
      for offset in shared.lanes.indices {
        let lane = (shared.turn + offset) % shared.lanes.count
        if let entry = shared.lanes[lane].next {
          shared.turn = lane + 1
          return (lane, entry)
        }
      }
      return nil
    }
  }

  private func sendReplies(_ publisher: any Publisher) throws(BrokerError) {
    while !publisher.isBlocked, let reply = shared.withLock({ $0.replies.first }) {
      do throws(BrokerError) {
        _ = try publisher.publish(reply)
      } catch  where error.kind == .refused {
        shared.withLock { $0.health.refusedReplies += 1 }
      }
      shared.withLock { _ = $0.replies.removeFirst() }
    }
  }
}

extension Pump.Shared {
  fileprivate var isIdle: Bool { replies.isEmpty && lanes.allSatisfy(\.isIdle) }

  fileprivate mutating func settle(_ outcome: PublishOutcome) {
    switch outcome {
    case .confirmed(let tag):
      health.hasWorked = true
      for lane in lanes.indices where lanes[lane].confirm(tag) { health.confirmed += 1 }
    case .refused(let tag):
      health.refused += 1
      for lane in lanes.indices { lanes[lane].resend(tag) }
    case .returned:
      // Replies to callers that have gone; events go to the alternate exchange instead.
      health.returned += 1
    }
  }
}

/// What the pump has met, for metrics and readiness.
package struct PumpHealth: Sendable {
  package var confirmed = 0
  package var refused = 0
  package var returned = 0
  package var refusedReplies = 0
  package var reconnects = 0
  package var isBlocked = false
  /// The connection of now has brought a confirmation.
  package var hasWorked = false
  /// Why nothing can be sent: what ended the last connection.
  ///
  /// It stands until a later connection has worked or has nothing to do: one that is open may still
  /// be refused every message.
  package var fault: BrokerError? = BrokerError(.connectionLost, "not connected yet")
}

import Foundation
import Messages
import ServiceHost
import ServiceKit
import Synchronization
import Testing

@Suite("Connecting again")
struct ReconnectionTests {
  private static let tries = 14

  /// No jitter adds up to more than this in so many waits that never grow.
  private static let sumOfFirstWaits = Duration.milliseconds(100) * tries

  /// How long so many tries take when nothing is done to the connections but this.
  private static func time(
    _ meet: (inout Reconnection, inout Duration) -> Void
  ) -> Duration {
    var reconnection = Reconnection(seed: 1)
    var now = Duration.seconds(1_000)
    var waited = Duration.zero
    for _ in 1...tries {
      meet(&reconnection, &now)
      reconnection.failed(at: now)
      while !reconnection.isDue(at: now) {
        now += .milliseconds(1)
        waited += .milliseconds(1)
      }
    }
    return waited
  }

  @Test("who connects and is turned away at once waits longer and longer")
  func merelyOpened() {
    #expect(Self.time { $0.opened(at: $1) } > Self.sumOfFirstWaits * 10)
  }

  @Test("after a connection that has worked, the waits are short again")
  func worked() {
    let time = Self.time { reconnection, now in
      reconnection.opened(at: now)
      reconnection.succeeded()
    }
    #expect(time <= Self.sumOfFirstWaits)
  }

  @Test("after a connection that stood long with nothing to do, they are, too")
  func stood() {
    let time = Self.time { reconnection, now in
      reconnection.opened(at: now)
      now += .seconds(30)
    }
    #expect(time <= Self.sumOfFirstWaits)
  }

  @Test("a pump that is refused each message does not storm the broker, and says what is wrong")
  func forbidden() throws {
    let clock = PassingClock()
    let broker = ForbiddingBroker(clock: clock, enough: Self.tries)
    let pump = Pump(lanes: 1)
    pump.submit([Self.entry], lane: 0)
    let thread = PumpThread(pump: pump, broker: broker, name: .matching, clock: clock)
    thread.start()
    let isEnough = broker.waitUntilEnough(patience: .seconds(60))
    thread.finish(grace: .zero)
    try #require(isEnough)
    #expect(broker.openedEnoughAfter > Self.sumOfFirstWaits * 10)
    #expect(pump.health.fault?.kind == .accessRefused)
    #expect(pump.health.confirmed == 0)
  }

  private static let entry = OutgoingEntry(
    number: 1,
    kind: .event,
    exchange: "x",
    routingKey: "k",
    envelope: Envelope(id: "m1", source: "/test", type: "t.v1", body: Array("{}".utf8))
  )
}

/// A clock for which time passes only while somebody waits; somebody has set it back for good.
private final class PassingClock: WallClock {
  private let passed = Mutex(Duration.zero)

  var now: Timestamp { Timestamp(milliseconds: 1_772_000_000_000) }
  var elapsed: Duration { passed.withLock { $0 } }
  func pause(_ duration: Duration) { passed.withLock { $0 += duration } }
}

/// Takes every connection, and closes each at its first message.
private final class ForbiddingBroker: Broker {
  private let clock: PassingClock
  private let enough: Int
  private let opened = Mutex<[Duration]>([])
  private let isEnough = DispatchSemaphore(value: 0)

  init(clock: PassingClock, enough: Int) {
    self.clock = clock
    self.enough = enough
  }

  func waitUntilEnough(patience: Duration) -> Bool {
    isEnough.wait(timeout: .now() + .seconds(Int(patience.components.seconds))) == .success
  }

  /// When the connection that was enough was opened.
  var openedEnoughAfter: Duration { opened.withLock { $0[enough - 1] } }

  func makePublisher(name: String) throws(BrokerError) -> any Publisher {
    let count = opened.withLock { opened in
      opened.append(clock.elapsed)
      return opened.count
    }
    if count == enough { isEnough.signal() }
    return ForbiddingPublisher()
  }

  func makeConsumer(name: String) throws(BrokerError) -> any Consumer {
    throw BrokerError(.accessRefused, code: 403, "ACCESS_REFUSED")
  }
}

private final class ForbiddingPublisher: Publisher {
  private var tag: PublishTag = 0

  let isBlocked = false

  func publish(_ message: WireMessage) throws(BrokerError) -> PublishTag {
    tag += 1
    return tag
  }

  func collect(waiting: Duration) throws(BrokerError) -> [PublishOutcome] {
    guard tag == 0 else { throw BrokerError(.accessRefused, code: 403, "ACCESS_REFUSED") }
    return []
  }

  func wake() {}
  func close() {}
}

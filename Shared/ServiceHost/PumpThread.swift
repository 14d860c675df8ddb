import Foundation
import Logging
package import Messages
package import ServiceKit
import Synchronization

/// The pump's own thread, with the connection that sends: librabbitmq's handles belong to one
/// thread.
package final class PumpThread: Sendable {
  /// Shared for `wake` alone, the one call that other threads may make.
  private struct Sleeper: @unchecked Sendable {
    let publisher: any Publisher
  }

  private let pump: Pump
  private let broker: any Broker
  private let name: String
  private let clock: any WallClock
  private let logger = Logger(label: "encours.pump")
  private let isEnding = Atomic<Bool>(false)
  private let sleeper = Mutex<Sleeper?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  package init(pump: Pump, broker: any Broker, name: ServiceName, clock: any WallClock) {
    self.pump = pump
    self.broker = broker
    self.name = "\(name.rawValue)/publish"
    self.clock = clock
  }

  package func start() {
    let thread = Thread { self.work() }
    thread.name = "pump"
    thread.start()
  }

  /// There is something to send.
  package func wake() { sleeper.withLock { $0?.publisher.wake() } }

  /// Waits until everything is sent, or the grace is over: what is left is sent after a restart.
  package func finish(grace: Duration = .seconds(5)) {
    let deadline = ContinuousClock.now + grace
    while !pump.isIdle, ContinuousClock.now < deadline { clock.pause(.milliseconds(10)) }
    isEnding.store(true, ordering: .relaxed)
    wake()
    ended.wait()
  }

  private func work() {
    var reconnection = Reconnection(seed: UInt64(bitPattern: clock.now.milliseconds))
    while !isEnding.load(ordering: .relaxed) {
      guard reconnection.isDue(at: clock.elapsed) else {
        clock.pause(.milliseconds(50))
        continue
      }
      do throws(BrokerError) {
        let connection = try broker.makePublisher(name: name)
        sleeper.withLock { $0 = Sleeper(publisher: connection) }
        reconnection.opened(at: clock.elapsed)
        try send(over: connection, &reconnection)
        sleeper.withLock { $0 = nil }
        connection.close()
      } catch {
        sleeper.withLock { $0 = nil }
        pump.connectionWasLost(error)
        reconnection.failed(at: clock.elapsed)
        logger.warning(
          "cannot send",
          metadata: ["kind": "\(error.kind.rawValue)", "error": "\(error.text)"]
        )
      }
    }
    ended.signal()
  }

  private func send(
    over connection: any Publisher,
    _ reconnection: inout Reconnection
  ) throws(BrokerError) {
    while !isEnding.load(ordering: .relaxed) {
      try pump.turn(connection, waiting: .milliseconds(50))
      if pump.health.hasWorked { reconnection.succeeded() }
    }
  }
}

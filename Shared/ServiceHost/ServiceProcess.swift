package import DomainKit
import Foundation
import Logging
import Messages
package import ServiceKit

/// One running service: the loop on this thread, the pump on its own, health over HTTP.
package final class ServiceProcess<S: Service> {
  private let loop: ServiceLoop<S>
  private let broker: any Broker
  private let settings: Settings
  private let clock: any WallClock
  private let health: Health
  private let logger = Logger(label: "encours")
  private var healthUpdated: Duration?

  /// Loads the state of every store; one store a partition.
  package init(
    settings: Settings,
    broker: any Broker,
    stores: [(Partition?, any StateStore<ServiceState<S.Core>>)],
    feed: (any Feed<S.Core>)? = nil,
    user: String,
    clock: any WallClock = SystemClock()
  ) throws {
    self.settings = settings
    self.broker = broker
    self.clock = clock
    health = Health(clock: clock)
    loop = ServiceLoop(
      units: try stores.map { try ServiceUnit(store: $1, partition: $0) },
      broker: broker,
      feed: feed,
      clock: clock,
      user: user,
      seed: UInt64(bitPattern: clock.now.milliseconds) ^ UInt64(getpid())
    )
  }

  /// Runs until SIGTERM or SIGINT, then ends gracefully.
  package func run() throws {
    Shutdown.install()
    let pumping = PumpThread(pump: loop.pump, broker: broker, name: S.name, clock: clock)
    pumping.start()
    let serving = Task { [health, settings, logger] in
      do {
        try await health.serve(at: settings.healthAddress)
      } catch is CancellationError {
        return
      } catch {
        logger.error("health is not served", metadata: ["error": "\(error)"])
      }
    }
    if let command = S.configuration(settings) { try loop.configure(command) }
    logger.notice("started", metadata: ["folder": "\(settings.stateFolder)"])
    while !Shutdown.isAsked {
      if try loop.turn(waiting: .milliseconds(50)) { pumping.wake() }
      logSetAside()
      report()
    }
    serving.cancel()
    pumping.finish()
    try loop.close()
    logger.notice("stopped")
  }

  /// What an operator has to look at: each is in a bin, whole, with this reason.
  private func logSetAside() {
    for exception in loop.takeSetAside() {
      logger.warning(
        "set aside",
        metadata: [
          "account": "\(exception.account?.rawValue ?? "")", "id": "\(exception.messageID)",
          "reason": "\(exception.reason)",
        ]
      )
    }
  }

  /// Once a second: what health and metrics show, and what an operator should read.
  private func report() {
    let now = clock.elapsed
    if let healthUpdated, now - healthUpdated < .seconds(1) { return }
    healthUpdated = now
    var snapshot = Health.Snapshot()
    snapshot.lastTurn = now
    snapshot.reasons = Readiness(of: loop).reasons
    snapshot.metrics = Metrics.text(of: loop)
    health.update(snapshot)
  }
}

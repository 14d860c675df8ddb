import Foundation
import HouseKit
import Messages
import ServiceKit
import Synchronization

/// Follows a run on a thread of its own and kills by a schedule.
final class Killer: Sendable {
  private struct Progress {
    var killed: [KillSchedule.Victim: Int] = [:]
    var error: (any Error)?
    var isOver = false
  }

  private let house: House
  private let schedule: KillSchedule
  private let progress = Mutex(Progress())
  private let patience: Duration

  /// How many times each was killed so far.
  var killed: [KillSchedule.Victim: Int] { progress.withLock { $0.killed } }

  init(_ house: House, _ schedule: KillSchedule, patience: Duration = .seconds(600)) {
    self.house = house
    self.schedule = schedule
    self.patience = patience
  }

  func start() {
    Thread.detachNewThread { [self] in
      do {
        try follow()
      } catch {
        progress.withLock { $0.error = error }
      }
      progress.withLock { $0.isOver = true }
    }
  }

  /// Waits for the last kill; throws what went wrong.
  func finish() throws {
    while !progress.withLock({ $0.isOver }) { Thread.sleep(forTimeInterval: 0.05) }
    if let error = progress.withLock({ $0.error }) { throw error }
  }

  private func follow() throws {
    var calls: CallClient?
    defer { calls?.close() }
    for kill in schedule.kills {
      try wait("\(kill.afterPayments) payments have not come through") {
        try paymentsReported(&calls) >= kill.afterPayments
      }
      switch kill.victim {
      case .service(let service):
        try wait("\(service.rawValue) was not started again") { house.kill(service) }
      case .broker:
        try house.killBroker()
        try house.startBroker()
      }
      progress.withLock { $0.killed[kill.victim, default: 0] += 1 }
    }
  }

  private func wait(_ complaint: String, until isDone: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + patience
    while try !isDone() {
      guard ContinuousClock.now < deadline else {
        throw CallStatus(.deadlineExceeded, "\(complaint), after \(patience)")
      }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// None, while reporting or the broker is away.
  private func paymentsReported(_ calls: inout CallClient?) throws -> Int {
    do {
      let open = try calls ?? house.calls()
      calls = open
      return try open.call(GetActivity(), timeout: .seconds(1)).paymentsReceived
    } catch is CallStatus {
      return 0
    } catch is BrokerError {
      calls?.close()
      calls = nil
      return 0
    }
  }
}

import ServiceKit
import SimulationKit
import Synchronization

/// What a service does to its folder and its broker where the order matters, in order.
final class EffectLog: Sendable {
  private struct State {
    var lines: [String] = []
    var pump: Pump?
    var wasFilled = false
  }

  private let state = Mutex(State())

  var lines: [String] { state.withLock { $0.lines } }

  /// From now on it is said, too, when this pump gets something to send.
  func watch(_ pump: Pump) {
    state.withLock { state in
      state.pump = pump
      state.wasFilled = false
    }
  }

  func add(_ effect: Effect) {
    guard effect.kind == .sync else { return }
    if effect.path.contains("/archive-") { add("archive synced") }
    if effect.path.contains("/journal-") { add("journal synced") }
  }

  func add(_ effect: BrokerEffect) {
    switch (effect.connection, effect.action, effect.moment) {
    case ("payment-intake/consume", .acknowledge, .before): add("acknowledged")
    case ("payment-intake/publish", .publish, .before): add("published")
    default: break
    }
  }

  /// The pump's own thread may send from the moment at which it has something.
  private func add(_ line: String) {
    state.withLock { state in
      let isFilled = state.pump?.isIdle == false
      if isFilled, !state.wasFilled { state.lines.append("pump filled") }
      state.wasFilled = isFilled
      state.lines.append(line)
    }
  }
}

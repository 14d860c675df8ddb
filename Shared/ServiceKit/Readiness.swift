/// Whether a service can do its work now.
package struct Readiness: Sendable {
  /// Why it cannot, for operators; none: it can.
  package let reasons: [String]

  package init<S>(of loop: ServiceLoop<S>) {
    var reasons: [String] = []
    if !loop.isConnected {
      reasons.append("no broker: \(loop.brokerFault?.text ?? "not connected yet")")
    }
    let pump = loop.pump.health
    if let fault = pump.fault { reasons.append("cannot send: \(fault.text)") }
    if pump.isBlocked { reasons.append("the broker blocks publishing") }
    if !loop.hasRoom { reasons.append("the outbox is full") }
    do {
      let free = try loop.units.map { try $0.store.freeBytes }.min() ?? .max
      if free < LoopLimits.freeBytes {
        reasons.append("the disk of the state folder has \(free) bytes left")
      }
    } catch {
      reasons.append("the state folder cannot be examined: \(error)")
    }
    self.reasons = reasons
  }
}

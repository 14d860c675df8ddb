import DomainKit
import Messages
package import ServiceKit

/// The figures of a loop in Prometheus' text format (version 0.0.4).
package enum Metrics {
  package static func text<S>(of loop: ServiceLoop<S>) -> String {
    var text = ""
    func add(_ name: String, _ kind: String, _ help: String, _ samples: [(String, Int)]) {
      text += "# HELP encours_\(name) \(help)\n# TYPE encours_\(name) \(kind)\n"
      for (labels, value) in samples { text += "encours_\(name)\(labels) \(value)\n" }
    }
    let counters = loop.counters
    let pump = loop.pump.health
    add("messages_received_total", "counter", "Deliveries taken.", [("", counters.received)])
    add(
      "messages_duplicate_total",
      "counter",
      "Deliveries handled before.",
      [("", counters.duplicates)]
    )
    add(
      "messages_total",
      "counter",
      "Messages by what became of them.",
      counters.outcomes.sorted { $0.key < $1.key }.map { ("{outcome=\"\($0.key)\"}", $0.value) }
    )
    add("journal_records_total", "counter", "Lines journaled.", [("", counters.journaled)])
    add("journal_batches_total", "counter", "Batches, one sync each.", [("", counters.batches)])
    add(
      "broker_connections_lost_total",
      "counter",
      "Connections to the broker that were lost.",
      [("{side=\"consume\"}", counters.connectionsLost), ("{side=\"publish\"}", pump.reconnects)]
    )
    add("publishes_confirmed_total", "counter", "Publishes confirmed.", [("", pump.confirmed)])
    add(
      "publishes_refused_total",
      "counter",
      "Publishes refused, sent again.",
      [("", pump.refused)]
    )
    add("publishes_returned_total", "counter", "Publishes returned.", [("", pump.returned)])
    add("publisher_blocked", "gauge", "1 while the broker blocks.", [("", pump.isBlocked ? 1 : 0)])
    func each(_ value: (ServiceUnit<S>) -> Int) -> [(String, Int)] {
      loop.units.map { unit in
        (unit.partition.map { "{partition=\"\($0.name)\"}" } ?? "", value(unit))
      }
    }
    add("outbox_depth", "gauge", "Decided and not confirmed.", each { $0.state.outbox.depth })
    add("messages_held", "gauge", "Kept until they can be decided.", each { $0.state.held.count })
    add("exceptions", "gauge", "Set aside since the last cut.", each { $0.state.exceptions.count })
    add("epoch", "gauge", "Owners of the state folder so far.", each { $0.epoch })
    return text
  }
}

package import DomainKit
package import Messages

/// What one state folder has to send: numbers without holes, and what is not confirmed yet.
package struct Outbox: PersistentState {
  /// By routing key: the last sequence, and what was sent since the last marker.
  package var streams: TreeDictionary<String, OutgoingStream> = [:]
  /// By number: decided and not known to be confirmed.
  package var unsent: TreeDictionary<String, OutgoingEntry> = [:]
  /// The number of the last entry; they count from 1.
  package var lastNumber: UInt64 = 0
  /// Everything up to this number is confirmed.
  package var sentThrough: UInt64 = 0

  package init() {}

  package static var sections: [Section<Outbox>] {
    [
      .table("streams", \.streams), .table("unsent", \.unsent),
      .value("lastNumber", \.lastNumber), .value("sentThrough", \.sentThrough),
    ]
  }

  package var depth: Int { unsent.count }

  /// The unsent entries in the order of their decisions.
  package var unsentInOrder: [OutgoingEntry] {
    unsent.values.sorted { $0.number < $1.number }
  }

  package mutating func take(_ entry: OutgoingEntry) {
    lastNumber = entry.number
    unsent[HeldMessage.slotName(entry.number)] = entry
    guard entry.kind != .parked else { return }
    var stream = streams[entry.routingKey] ?? OutgoingStream()
    stream.last = entry.envelope.sequence ?? stream.last
    if entry.kind == .marker {
      for key in scope(of: entry.envelope.partition) { streams[key]?.restart() }
      stream.restart()
    } else {
      stream.count += 1
      if let amount = entry.controlAmount { stream.add(amount) }
    }
    streams[entry.routingKey] = stream
  }

  /// Everything up to `number` is confirmed.
  package mutating func confirm(through number: UInt64) {
    guard number > sentThrough else { return }
    for sent in (sentThrough + 1)...number { unsent[HeldMessage.slotName(sent)] = nil }
    sentThrough = number
  }

  /// What a marker of this scope says was sent since the marker before, by routing key.
  package func totals(of partition: Partition?, markerType: String) -> [StreamTotal] {
    let own = RoutingKey.event(markerType, partition)
    return scope(of: partition).filter { $0 != own }.sorted().map { key in
      let stream = streams[key] ?? OutgoingStream()
      return StreamTotal(
        routingKey: key,
        lastSequence: stream.last,
        count: stream.count,
        sums: stream.sums
      )
    }
  }

  private func scope(of partition: Partition?) -> [String] {
    let ending = ".\(partition?.name ?? "all")"
    return streams.keys.filter { $0.hasSuffix(ending) }
  }
}

/// The messages of one routing key.
package struct OutgoingStream: Codable, Equatable, Sendable {
  package var last: UInt64 = 0
  /// Since the last marker.
  package var count = 0
  /// Control amounts since the last marker, one a currency, in the currencies' order.
  package var sums: [Money] = []

  package init() {}

  package mutating func add(_ amount: Money) {
    if let index = sums.firstIndex(where: { $0.currency == amount.currency }) {
      sums[index] += amount
    } else {
      sums.append(amount)
      sums.sort { $0.currency < $1.currency }
    }
  }

  package mutating func restart() {
    count = 0
    sums = []
  }
}

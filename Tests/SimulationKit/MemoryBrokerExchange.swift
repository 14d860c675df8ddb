import Messages
import ServiceKit

/// The exchanges and bindings of the in-memory broker: which queues a message goes to.
struct MemoryRouting {
  /// An exchange that does not exist.
  struct NoExchange: Error {
    let name: String
  }
  private struct Route: Hashable {
    let exchange: String
    let routingKey: String
  }
  private var exchanges: [String: Topology.Exchange] = [:]
  private var bindings: [String: [Topology.Binding]] = [:]
  /// Found before; a topic exchange compares words, and the same keys come again and again.
  private var known: [Route: [String]] = [:]

  func has(_ exchange: String) -> Bool { exchanges[exchange] != nil }

  mutating func add(_ exchange: Topology.Exchange) {
    exchanges[exchange.name] = exchange
    known = [:]
  }

  mutating func add(_ binding: Topology.Binding) {
    guard bindings[binding.exchange]?.contains(binding) != true else { return }
    bindings[binding.exchange, default: []].append(binding)
    known = [:]
  }

  mutating func removeBindings(of queue: String) {
    for exchange in bindings.keys { bindings[exchange]?.removeAll { $0.queue == queue } }
    known = [:]
  }

  /// The queues of a message, each once; those of the alternate exchange when there are none.
  mutating func queues(
    _ exchange: String,
    _ routingKey: String
  ) throws(NoExchange) -> [String] {
    let route = Route(exchange: exchange, routingKey: routingKey)
    if let queues = known[route] { return queues }
    let queues = try find(route)
    known[route] = queues
    return queues
  }

  private func find(_ route: Route) throws(NoExchange) -> [String] {
    guard let exchange = exchanges[route.exchange] else { throw NoExchange(name: route.exchange) }
    var queues: [String] = []
    for binding in bindings[route.exchange] ?? [] where !queues.contains(binding.queue) {
      let fits =
        switch exchange.kind {
        case .fanout: true
        case .direct: binding.routingKey == route.routingKey
        case .topic: Self.topic(binding.routingKey, fits: route.routingKey)
        }
      if fits { queues.append(binding.queue) }
    }
    guard queues.isEmpty, let alternate = exchange.alternate, has(alternate) else { return queues }
    return try find(Route(exchange: alternate, routingKey: route.routingKey))
  }

  /// `*` stands for one word, `#` for any number of words (AMQP 0-9-1 §3.1.3.3).
  static func topic(_ pattern: String, fits routingKey: String) -> Bool {
    fits(
      pattern.split(separator: ".", omittingEmptySubsequences: false)[...],
      routingKey.split(separator: ".", omittingEmptySubsequences: false)[...]
    )
  }

  private static func fits(
    _ pattern: ArraySlice<Substring>,
    _ words: ArraySlice<Substring>
  ) -> Bool {
    guard let first = pattern.first else { return words.isEmpty }
    let rest = pattern.dropFirst()
    if first == "#" {
      return (words.startIndex...words.endIndex).contains { fits(rest, words[$0...]) }
    }
    guard let word = words.first, first == "*" || first == word else { return false }
    return fits(rest, words.dropFirst())
  }
}

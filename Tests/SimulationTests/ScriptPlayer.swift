import DomainKit
import Messages
import OperatorKit
import ServiceKit
import SimulationKit
import StateFiles

/// Plays a scenario against a world: the next stretch begins when the cut before is closed.
struct ScriptPlayer {
  private var stretches: [[Scenario.Step]]
  private var steps: [Scenario.Step] = []
  private var calls = 0
  private var lastCall: WireMessage?
  private var closing: DayCut?
  private var opening: DayCut?
  private let broker: MemoryBroker
  private var publisher: (any Publisher)?
  /// Sent and not confirmed, in order; all of it is sent again when the connection is lost.
  private var unconfirmed: [(tag: PublishTag, message: WireMessage)] = []
  var inbox: FaultyFileSystem?

  init(
    _ scenario: Scenario,
    broker: MemoryBroker,
    random: inout SplitMix64,
    mixes: Bool
  ) throws {
    stretches = scenario.stretches
    if mixes {
      for index in stretches.indices { stretches[index] = Self.mixed(stretches[index], &random) }
    }
    self.broker = broker
  }

  var position: String { "\(stretches.count) stretches and \(steps.count) steps left" }

  /// Facts of one channel stay in order, channels mix; the first step opens or cuts.
  private static func mixed(
    _ stretch: [Scenario.Step],
    _ random: inout SplitMix64
  ) -> [Scenario.Step] {
    var channels = Dictionary(grouping: stretch.dropFirst(), by: channel)
      .sorted { $0.key < $1.key }.map { ArraySlice($0.value) }
    var mixed = Array(stretch.prefix(1))
    while !channels.isEmpty {
      let index = Int.random(in: channels.indices, using: &random)
      mixed.append(channels[index].removeFirst())
      if channels[index].isEmpty { channels.remove(at: index) }
    }
    return mixed
  }

  private static func channel(_ step: Scenario.Step) -> String {
    switch step {
    case .openDay, .cut: "calendar"
    case .bankFile: "bank"
    case .publish(let message): String(type(of: message).type.prefix { $0 != "." }) + kind(message)
    }
  }

  private static func kind(_ message: any Message) -> String {
    let type = Swift.type(of: message).type
    return [ServiceName.invoicing, .paymentIntake, .creditControl]
      .first { Topology.billingTypes($0).contains(type) }?.rawValue ?? type
  }

  func isOver(in world: World) throws -> Bool {
    stretches.isEmpty && steps.isEmpty && unconfirmed.isEmpty && isClosed(in: world)
  }

  /// Does the next thing, if its time has come.
  mutating func advance(in world: World) throws -> Bool {
    guard try isConnected() else { return false }
    if steps.isEmpty {
      guard unconfirmed.isEmpty, isClosed(in: world), let next = stretches.first else {
        return false
      }
      stretches.removeFirst()
      steps = next
      let open = world.openCut(of: .creditControl)
      closing = open
      opening = Self.opens(steps[0], after: open)
    } else if !isOpen(in: world) {
      return false
    }
    try play(steps.removeFirst(), in: world)
    return true
  }

  /// Takes confirmations in; over a new connection sends again what has none.
  ///
  /// False: not now.
  private mutating func isConnected() throws -> Bool {
    do throws(BrokerError) {
      if publisher == nil {
        publisher = try broker.access(for: "script").makePublisher(name: "script")
        for index in unconfirmed.indices {
          unconfirmed[index].tag = try publisher?.publish(unconfirmed[index].message) ?? 0
        }
      }
      for case .confirmed(let tag) in try publisher?.collect(waiting: .zero) ?? [] {
        unconfirmed.removeAll { $0.tag == tag }
      }
      return true
    } catch {
      publisher = nil
      return false
    }
  }

  private mutating func send(_ message: WireMessage) {
    let tag = try? publisher?.publish(message)
    if tag == nil { publisher = nil }
    unconfirmed.append((tag ?? 0, message))
  }

  private static func opens(_ step: Scenario.Step, after open: DayCut?) -> DayCut? {
    switch step {
    case .openDay(let date): DayCut(date: date)
    case .cut: open?.nextWithinDay
    case .publish, .bankFile: open
    }
  }

  /// Those who publish facts are on the new cut.
  private func isOpen(in world: World) -> Bool {
    [ServiceName.invoicing, .paymentIntake].allSatisfy { world.openCut(of: $0) == opening }
  }

  private func isClosed(in world: World) -> Bool {
    guard let closing else { return isOpen(in: world) }
    return isOpen(in: world) && world.closedCut.map { $0 >= closing } ?? false
  }

  private mutating func play(_ step: Scenario.Step, in world: World) throws {
    switch step {
    case .openDay(let date): try call(OpenDay(date: date), key: "open-\(date)")
    case .cut: try call(CallCut(), key: "cut-\(stretches.count)")
    case .publish(let message):
      let type = Swift.type(of: message).type
      let body = try JSONCoding.encode(message)
      let envelope = Envelope(
        id: "\(type)-\(FNV1a.hash(body))",
        source: "/billing/script",
        type: type,
        body: body
      )
      send(envelope.wire(exchange: ExchangeName.billing, routingKey: type))
    case .bankFile(let file): try put(file)
    }
  }

  /// Durable under a hidden name, then renamed, as whoever delivers bank files should do.
  private func put(_ file: BankFile) throws {
    guard let inbox else { return }
    _ = try inbox.createFolder("inbox")
    try inbox.syncFolder(".")
    let hidden = "inbox/.\(file.name).part"
    let handle = try inbox.open(hidden, for: .create)
    try handle.append(file.content)
    try handle.sync()
    handle.close()
    try inbox.rename(hidden, to: "inbox/\(file.name)")
    try inbox.syncFolder("inbox")
  }

  private mutating func call<Request: Call>(_ request: Request, key: String) throws {
    calls += 1
    let envelope = CallEnvelope(
      path: Request.path,
      correlationID: "\(calls)",
      replyTo: "script",
      idempotencyKey: key,
      user: "script",
      body: try JSONCoding.encode(request)
    )
    // Whoever got no answer calls again under the same key, perhaps days later.
    if let lastCall { send(lastCall) }
    let message = envelope.wire(
      exchange: ExchangeName.rpc,
      routingKey: RoutingKey.rpc(Request.service)
    )
    lastCall = message
    send(message)
  }
}

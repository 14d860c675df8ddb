import DomainKit
import Messages
import ServiceKit
import SimulationKit
import StateFiles
import Testing

/// A notebook service on a broker and a disk in memory; when its process ends, it is started again.
final class LoopStage {
  let broker: MemoryBroker
  private let disk: FaultyFileSystem
  private let log = EffectLog()
  private let clock = StillClock()
  private let feed: NotebookFeed
  private var loop: ServiceLoop<NotebookService>
  private var publisher: any Publisher
  private let sender: any Publisher
  private let caller: any Consumer
  private var sent: [String: UInt64] = [:]
  private var calls = 0
  /// How often the process ended without being asked to.
  private(set) var crashes = 0

  static let sender = "/encours/invoicing/1"
  private static let replies = "encours.reply.operator.test"

  init(feed: NotebookFeed = NotebookFeed()) throws {
    self.feed = feed
    broker = MemoryBroker(.encours(partitions: 1)) { [log] in log.add($0) }
    disk = FaultyFileSystem { [log] in log.add($0) }
    loop = try Self.start(disk, broker, clock, feed)
    publisher = try Self.publisher(broker)
    sender = try broker.access(for: "outside").makePublisher(name: "outside/publish")
    caller = try broker.access(for: "outside").makeConsumer(name: "outside/consume")
    try caller.declareReplyQueue(Self.replies)
    try caller.subscribe(to: Self.replies, prefetch: 100)
    log.watch(loop.pump)
  }

  private static func start(
    _ disk: FaultyFileSystem,
    _ broker: MemoryBroker,
    _ clock: StillClock,
    _ feed: NotebookFeed
  ) throws -> ServiceLoop<NotebookService> {
    var options = StateFolderOptions()
    options.worksInline = true
    options.reserveBytes = 0
    options.lineageNumber = { 1 }
    options.now = { clock.now }
    options.onFault = { throw $0 }
    let store: any StateStore<ServiceState<Notebook>> = try StateFolder(
      at: "notebook",
      fileSystem: disk,
      options: options
    )
    return ServiceLoop(
      units: [try ServiceUnit(store: store)],
      broker: broker.access(for: "payment-intake"),
      feed: feed,
      clock: clock,
      user: "payment-intake"
    )
  }

  private static func publisher(_ broker: MemoryBroker) throws -> any Publisher {
    try broker.access(for: "payment-intake").makePublisher(name: "payment-intake/publish")
  }

  // MARK: The process

  /// Works until nothing is left to do, starting again whenever the process ends, unless it asks
  /// for a person.
  func settle() throws {
    var quietTurns = 0
    while quietTurns < 3 {
      do {
        let didWork = try loop.turn(waiting: .zero)
        try loop.pump.turn(publisher, waiting: .zero)
        let isBusy = didWork || !loop.pump.isIdle || feed.isUnfinished
        quietTurns = isBusy ? 0 : quietTurns + 1
      } catch let error as DeadlyFeed {
        throw error
      } catch {
        crashes += 1
        guard crashes < 100 else { throw error }
        try restart()
      }
    }
  }

  /// Decides what has arrived; what is to be sent stays with the pump.
  func decide() throws {
    while try loop.turn(waiting: .zero) {}
  }

  /// The pump sends what it has, and takes the confirmations that have come.
  func publish() throws { try loop.pump.turn(publisher, waiting: .zero) }

  /// The pump loses its connection.
  func losePump(_ error: BrokerError = BrokerError(.connectionLost, "dropped")) {
    broker.dropConnections { $0 == "payment-intake/publish" }
    loop.pump.connectionWasLost(error)
  }

  /// The pump gets a connection.
  func connectPump() throws { publisher = try Self.publisher(broker) }

  /// The pump loses its connection and gets another.
  func reconnectPump() throws {
    losePump()
    try connectPump()
  }

  /// The process ends without warning, and another begins.
  func restart() throws {
    broker.dropConnections { $0.hasPrefix("payment-intake/") }
    disk.processKill()
    loop = try Self.start(disk, broker, clock, feed)
    publisher = try Self.publisher(broker)
    log.watch(loop.pump)
  }

  /// From now on the disk of the state folder holds no more than so many bytes.
  func limitDisk(to bytes: Int) { disk.capacity = bytes }

  /// Why the service is not ready.
  var reasons: [String] { Readiness(of: loop).reasons }

  var state: ServiceState<Notebook> { loop.units[0].state }
  var lines: [String] { state.domain.lines }
  /// Of this process.
  var counters: LoopCounters { loop.counters }
  /// Of all processes.
  var effects: [String] { log.lines }

  // MARK: What is sent to it

  /// The place of a message in invoicing's stream: the next, unless told.
  private func place(_ key: String, _ sequence: UInt64?) -> UInt64 {
    let number = sequence ?? (sent[key] ?? 0) + 1
    sent[key] = max(sent[key] ?? 0, number)
    return number
  }

  func send(
    _ message: some Message,
    id: String? = nil,
    partition: Partition? = nil,
    sequence: UInt64? = nil,
    cut: String,
    traceParent: String? = nil
  ) throws {
    let type = type(of: message).type
    let key = RoutingKey.event(type, partition)
    let number = place(key, sequence)
    let envelope = Envelope(
      id: id ?? "\(key)/\(number)",
      source: Self.sender,
      type: type,
      partition: partition,
      sequence: number,
      cut: DayCut(cut),
      traceParent: traceParent,
      body: try JSONCoding.encode(message)
    )
    _ = try sender.publish(envelope.wire(exchange: ExchangeName.events, routingKey: key))
  }

  func send(
    _ invoice: InvoiceNumber,
    id: String? = nil,
    sequence: UInt64? = nil,
    cut: String = "2026-03-10/1",
    traceParent: String? = nil
  ) throws {
    var issued = InvoiceIssued.example
    issued.invoice = invoice
    try send(
      issued,
      id: id,
      partition: Partition(literal: 0),
      sequence: sequence,
      cut: cut,
      traceParent: traceParent
    )
  }

  /// A payment service provider, who numbers nothing, tells of a payment.
  func capture(_ payment: String, id: String) throws {
    var captured = BillingPaymentCaptured.example
    captured.providerPayment = payment
    let envelope = Envelope(
      id: id,
      source: "/billing/cardpay",
      type: BillingPaymentCaptured.type,
      body: try JSONCoding.encode(captured)
    )
    _ = try sender.publish(
      envelope.wire(exchange: ExchangeName.billing, routingKey: BillingPaymentCaptured.type)
    )
  }

  func open(_ cut: String) throws {
    let opens = DayOpened(opens: try #require(DayCut(cut)))
    try send(opens, cut: cut)
  }

  /// Invoicing's marker of the cut 2026-03-10/1: the partition's stream ends at `lastSequence`.
  func sendMarker(lastSequence: UInt64) throws {
    let partition = Partition(literal: 0)
    let stream = RoutingKey.event(InvoiceIssued.type, partition)
    let marker = IntakeClosed(
      service: .invoicing,
      closes: try #require(DayCut("2026-03-10/1")),
      opens: try #require(DayCut("2026-03-11/1")),
      partition: partition,
      streams: [
        StreamTotal(
          routingKey: stream,
          lastSequence: lastSequence,
          count: Int(lastSequence),
          sums: []
        )
      ],
      totals: [],
      exceptions: []
    )
    try send(marker, partition: partition, cut: "2026-03-10/1")
  }

  /// Calls, and gives status and body of the answer.
  func call(_ remark: Remark, key: String?) throws -> ReplyEnvelope {
    try call(Remark.path, JSONCoding.encode(remark), key: key)
  }

  func resend(from sequence: UInt64) throws -> ReplyEnvelope {
    let request = Resend(routingKey: nil, from: sequence)
    return try call(
      Resend.path(of: NotebookService.name),
      JSONCoding.encode(request),
      key: nil
    )
  }

  private func call(_ path: String, _ body: [UInt8], key: String?) throws -> ReplyEnvelope {
    calls += 1
    let request = CallEnvelope(
      path: path,
      correlationID: String(calls),
      replyTo: Self.replies,
      idempotencyKey: key,
      user: "outside",
      body: body
    )
    _ = try sender.publish(
      request.wire(exchange: ExchangeName.rpc, routingKey: RoutingKey.rpc(NotebookService.name))
    )
    try settle()
    let deliveries = try caller.receive(atMost: 10, waiting: .zero)
    try caller.acknowledge(deliveries.map(\.tag))
    guard let delivery = deliveries.last else { throw CallStatus(.unavailable, "no answer") }
    return try ReplyEnvelope(delivery.message)
  }

  // MARK: What comes of it

  /// What the notebook has told the world so far.
  var told: [WireMessage] {
    broker.messages(in: QueueName.events(.reporting))
      .filter { $0.properties.type == StatementRejected.type }
  }

  /// Nothing waits for the notebook, and nothing that it has taken is unacknowledged.
  var isAllAcknowledged: Bool {
    let queue = QueueName.events(NotebookService.name)
    return broker.messages(in: queue).isEmpty && broker.unacknowledged(in: queue) == 0
  }

  var deadLetters: [WireMessage] {
    broker.messages(in: QueueName.deadLetters(NotebookService.name))
  }

  var invalid: [WireMessage] { broker.messages(in: QueueName.invalid(NotebookService.name)) }
}

/// A clock that stands, so that reconnecting needs no patience.
final class StillClock: WallClock {
  var now: Timestamp { Timestamp(milliseconds: 1_772_000_000_000) }
  var elapsed: Duration { .zero }
  func pause(_ duration: Duration) {}
}

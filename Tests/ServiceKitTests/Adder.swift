import DomainKit
import Messages
import ServiceKit

/// A service as small as one can be: it adds up numbers, and tells each sum.
///
/// It plays matching, so that it decides at cuts; an invoice's whole text is a number.
enum Adder: Service {
  enum Core: Decider {
    enum Command: Sendable {
      case add(Int)
      case open(DayCut)
    }

    enum Event: Codable, Equatable, Sendable {
      case added(Int)
      case opened(DayCut)
    }

    enum Rejection: Error, Equatable, Sendable {
      case negative(Int)
    }

    struct State: PersistentState {
      var sum = 0
      var openCut: DayCut?

      static let sections: [Section<State>] = [
        .value("sum", \.sum), .value("openCut", \.openCut),
      ]
    }

    static func decide(_ command: Command, _ state: State) throws(Rejection) -> [Event] {
      switch command {
      case .add(let number):
        guard number >= 0 else { throw .negative(number) }
        return [.added(number)]
      case .open(let cut): return [.opened(cut)]
      }
    }

    static func evolve(_ state: inout State, _ event: Event) {
      switch event {
      case .added(let number): state.sum += number
      case .opened(let cut): state.openCut = cut
      }
    }
  }

  static let name = ServiceName.matching
  static let partition = Partition(literal: 0)
  static let holdsLaterCuts = true

  static func command(for envelope: Envelope) throws(Malformed) -> Core.Command? {
    if envelope.type == IntakeClosed.type {
      return .open(try JSONCoding.decode(IntakeClosed.self, from: envelope.body).opens)
    }
    guard let number = Int(String(decoding: envelope.body, as: UTF8.self)) else {
      throw Malformed(.data, "expected a number")
    }
    return .add(number)
  }

  static func messages(for event: Core.Event, _ state: Core.State) -> [Outgoing] {
    guard case .added = event else { return [] }
    return [
      Outgoing(
        id: "sum-\(state.sum)",
        BillingOrderClosed(order: OrderID("SUM-\(state.sum)"), account: "C-1"),
        partition: partition
      )
    ]
  }

  static func messages(for rejection: Core.Rejection) -> [Outgoing] { [] }

  /// A call for a cut adds one.
  static let calls: [CallHandler<Core>] = [
    .mutation(
      CallCut.self,
      command: { _, _ in .add(1) },
      reply: { _, _, _, state in
        let cut = DayCut(date: CalendarDate(literal: "2026-03-02"), number: state.sum)
        return CallCut.Reply(closes: cut, opens: cut.nextWithinDay)
      },
      refusal: { CallStatus(.failedPrecondition, "\($0)") }
    )
  ]

  static func openCut(_ state: Core.State) -> DayCut? { state.openCut }

  static func archiveRows(for event: Core.Event, _ state: Core.State) -> [ArchiveRow] {
    guard case .added(let number) = event else { return [] }
    return [ArchiveRow(key: "number", data: Array("\(number)".utf8))]
  }
}

/// What reaches the adder.
enum Incoming {
  static let invoices = RoutingKey.event(InvoiceIssued.type, Adder.partition)

  /// A number; with a sequence from a service, without one from outside.
  static func number(
    _ number: Int,
    id: String = "m",
    sequence: UInt64? = nil,
    cut: DayCut? = nil
  ) -> Delivery {
    delivery(
      Envelope(
        id: id,
        source: sequence == nil ? "/billing/test" : "/encours/invoicing/1",
        type: InvoiceIssued.type,
        partition: Adder.partition,
        sequence: sequence,
        cut: cut,
        body: Array(String(number).utf8)
      )
    )
  }

  /// The sender's marker: it has sent numbers up to `lastSequence`.
  static func marker(lastSequence: UInt64, closes: DayCut) throws -> Delivery {
    let total = StreamTotal(
      routingKey: invoices,
      lastSequence: lastSequence,
      count: Int(lastSequence),
      sums: []
    )
    let marker = IntakeClosed(
      service: .invoicing,
      closes: closes,
      opens: closes.nextWithinDay,
      partition: Adder.partition,
      streams: [total],
      totals: [],
      exceptions: []
    )
    return delivery(
      Envelope(
        id: "marker-\(closes)",
        source: "/encours/invoicing/1",
        type: IntakeClosed.type,
        partition: Adder.partition,
        sequence: 1,
        cut: closes,
        body: try JSONCoding.encode(marker)
      )
    )
  }

  static func call(key: String?, body: String = "{}") -> Delivery {
    let envelope = CallEnvelope(
      path: CallCut.path,
      correlationID: "1",
      replyTo: "reply",
      idempotencyKey: key,
      user: "operator",
      body: Array(body.utf8)
    )
    return delivery(
      envelope.wire(
        exchange: ExchangeName.rpc,
        routingKey: RoutingKey.rpc(.matching, Adder.partition)
      ),
      from: QueueName.rpc(.matching, Adder.partition)
    )
  }

  private static func delivery(_ envelope: Envelope) -> Delivery {
    delivery(
      envelope.wire(
        exchange: ExchangeName.events,
        routingKey: RoutingKey.event(envelope.type, envelope.partition)
      ),
      from: QueueName.events(.matching, Adder.partition)
    )
  }

  private static func delivery(_ message: WireMessage, from queue: String) -> Delivery {
    Delivery(
      tag: DeliveryTag(channel: 1, number: 1),
      queue: queue,
      isRedelivered: false,
      message: message
    )
  }
}

/// Keeps the journal of a service in memory.
final class MemoryStore<State: PersistentState>: StateStore {
  let lineage = "1"
  let epoch = 1
  let wasAbandoned: Bool
  private(set) var records: [JournalRecord]
  /// Told before records, or rows of the archive, become durable.
  var willAppend: () -> Void = {}
  var willArchive: () -> Void = {}

  init(_ records: [JournalRecord] = [], wasAbandoned: Bool = false) {
    self.records = records
    self.wasAbandoned = wasAbandoned
  }

  func load(replay: (inout State, JournalRecord) throws -> Void) throws -> State {
    var state = State()
    for record in records { try replay(&state, record) }
    return state
  }

  func append(_ records: [JournalRecord]) throws {
    willAppend()
    self.records += records
  }

  func offerSnapshot(of state: State) throws {}
  func archive(_ rows: [ArchiveRow]) throws { willArchive() }
  func archived(_ key: String) throws -> [UInt8]? { nil }
  func forEachRecord(_ body: (JournalRecord) throws -> Bool) throws {
    for record in records where try !body(record) { return }
  }
  func close() throws {}
}

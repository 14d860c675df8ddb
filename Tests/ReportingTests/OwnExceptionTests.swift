import DomainKit
import Messages
import ReportingDomain
import ReportingService
import ServiceKit
import SimulationKit
import Testing

@Suite("What reporting sets aside")
struct OwnExceptionTests {
  /// Reporting's queue, message by message.
  private struct Queue {
    static let cut = ReportingTests.cut("2026-03-10/1")
    static let next = ReportingTests.cut("2026-03-11/1")
    static let partition = Partition(literal: 0)
    let store = MemoryStore<ServiceState<Reporting>>()
    let unit: ServiceUnit<ReportingService>
    private var sent: [String: UInt64] = [:]

    init() throws {
      unit = try ServiceUnit(store: store)
      try unit.configure(.configure(partitions: 1), now: Timestamp(milliseconds: 0))
    }

    mutating func deliver(_ type: String, from service: ServiceName, _ body: [UInt8]) throws {
      let source = "/encours/\(service.rawValue)/1"
      let stream = "\(source) \(type)"
      sent[stream, default: 0] += 1
      let envelope = Envelope(
        id: "\(type)/\(sent[stream, default: 0])",
        source: source,
        type: type,
        subject: "C-1001",
        sequence: sent[stream],
        cut: Self.cut,
        body: body
      )
      let delivery = Delivery(
        tag: DeliveryTag(channel: 1, number: 1),
        queue: QueueName.events(.reporting),
        isRedelivered: false,
        message: envelope.wire(
          exchange: ExchangeName.events,
          routingKey: RoutingKey.event(type, nil)
        )
      )
      try unit.handle(delivery, now: Timestamp(milliseconds: 0))
      _ = try unit.commit()
    }

    mutating func deliver<Content: Message>(
      _ message: Content,
      from service: ServiceName
    ) throws {
      try deliver(Content.type, from: service, JSONCoding.encode(message))
    }

    /// The markers of an empty cut.
    mutating func close() throws {
      for service in [ServiceName.invoicing, .paymentIntake] {
        for partition in [nil, Self.partition] {
          let marker = IntakeClosed(
            service: service,
            closes: Self.cut,
            opens: Self.next,
            partition: partition,
            streams: [],
            totals: [],
            exceptions: []
          )
          try deliver(marker, from: service)
        }
      }
      let marker = DayClosed(
        closes: Self.cut,
        opens: Self.next,
        partition: Self.partition,
        streams: [],
        totals: [],
        exceptions: []
      )
      try deliver(marker, from: .matching)
    }
  }

  @Test("it is in the cut's report with its cause and account, and over with the cut")
  func told() throws {
    var queue = try Queue()
    try queue.deliver(DayOpened(closes: nil, opens: Queue.cut), from: .creditControl)
    try queue.deliver(InvoiceIssued.type, from: .invoicing, Array("{}".utf8))
    #expect(queue.unit.state.exceptions.keys.sorted() == ["invoice.issued.v1/1"])
    try queue.close()

    let report = try #require(queue.unit.state.domain.report(of: Queue.cut))
    let exception = try #require(report.exceptions.first)
    #expect(report.exceptions.count == 1)
    #expect(exception.message == "invoice.issued.v1/1")
    #expect(exception.service == ServiceName.reporting.rawValue)
    #expect(exception.account == "C-1001")
    #expect(exception.reason.hasPrefix("data: "))
    #expect(!report.isProven)

    #expect(queue.unit.state.domain.openCut == Queue.next)
    #expect(queue.unit.state.exceptions.isEmpty)
    let again = try ServiceUnit<ReportingService>(store: queue.store)
    #expect(again.state.exceptions.isEmpty)
    #expect(again.state.domain.report(of: Queue.cut) == report)
  }
}

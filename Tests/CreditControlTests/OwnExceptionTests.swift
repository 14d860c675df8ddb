import CreditControlDomain
import CreditControlService
import DomainKit
import Messages
import ServiceKit
import SimulationKit
import Testing

@Suite("What credit control sets aside")
struct OwnExceptionTests {
  @Test("it is shown until the next cut, which credit control opens itself")
  func overWithTheCut() throws {
    let store = MemoryStore<ServiceState<CreditControl>>()
    let unit = try ServiceUnit<CreditControlService>(store: store)
    let now = Timestamp(milliseconds: 0)
    try unit.run(.openDay(CalendarDate(literal: "2026-03-10")), now: now)
    let envelope = Envelope(
      id: "m",
      source: "/encours/invoicing/1",
      type: InvoiceIssued.type,
      subject: "C-1001",
      sequence: 1,
      body: Array("{}".utf8)
    )
    let delivery = Delivery(
      tag: DeliveryTag(channel: 1, number: 1),
      queue: QueueName.events(.creditControl),
      isRedelivered: false,
      message: envelope.wire(
        exchange: ExchangeName.events,
        routingKey: RoutingKey.event(InvoiceIssued.type, nil)
      )
    )
    try unit.handle(delivery, now: now)
    _ = try unit.commit()
    #expect(unit.state.exceptions.keys.sorted() == ["m"])
    #expect(unit.state.exceptions["m"]?.account == "C-1001")

    try unit.run(.openDay(CalendarDate(literal: "2026-03-11")), now: now)
    _ = try unit.commit()
    #expect(unit.state.exceptions.isEmpty)
    #expect(try ServiceUnit<CreditControlService>(store: store).state.exceptions.isEmpty)
  }
}

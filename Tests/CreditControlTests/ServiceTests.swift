import CreditControlDomain
import CreditControlService
import DomainKit
import Messages
import Testing

@testable import ServiceKit

/// The translations at the border: what each message means, and what the world is told.
@Suite("Credit control's shell")
struct ServiceTests {
  typealias Shell = CreditControlService

  static func read<M: Message>(_ message: M) throws -> CreditControl.Command? {
    try Shell.command(
      for: Envelope(
        id: "1",
        source: "test",
        type: M.type,
        body: try JSONCoding.encode(message)
      )
    )
  }

  static func request(
    _ call: some Call,
    user: String = "a.martin",
    readUpTo: [ReadPosition] = []
  ) throws -> CallRequest {
    CallRequest(
      body: try JSONCoding.encode(call),
      user: user,
      time: Timestamp(milliseconds: 0),
      readUpTo: readUpTo
    )
  }

  /// What a caller gets: the reply, or the status that is thrown.
  static func answer<C: Call>(
    _ call: C,
    _ scenario: inout Scenario,
    user: String = "a.martin",
    readUpTo: [ReadPosition] = []
  ) throws -> C.Reply {
    let handler = try #require(Shell.calls.first { $0.path == C.path })
    let request = try request(call, user: user, readUpTo: readUpTo)
    let reply: [UInt8]
    switch handler.kind {
    case .query(let answer): reply = try answer(request, scenario.state)
    case .mutation(let mutation):
      let command = try mutation.command(request)
      let events: [CreditControl.Event]
      do throws(CreditControl.Rejection) {
        events = try scenario.when(command)
      } catch {
        throw mutation.refusal(error)
      }
      reply = try mutation.reply(request, events, scenario.state)
    }
    return try JSONCoding.decode(C.Reply.self, from: reply)
  }

  @Test("orders, accounts, invoices and closings are read")
  func inbox() throws {
    let key = CreditControl.OrderKey("C-1001", "SO-77")
    #expect(
      try Self.read(BillingOrderPlaced.example)
        == .placeOrder(CreditControl.OrderChange(key, revision: 1, amount: eur(1200_00)))
    )
    #expect(
      try Self.read(BillingOrderShipped.example)
        == .shipOrder(CreditControl.OrderChange(key, revision: 1, amount: eur(600_00)))
    )
    #expect(try Self.read(BillingOrderClosed.example) == .closeOrder(key))
    #expect(
      try Self.read(AccountRegistered.example)
        == .registerAccount(
          CreditControl.RegisteredAccount(
            account: "C-1001",
            revision: 1,
            partition: partition(7),
            currency: .euro,
            creditLimit: eur(20_000_00)
          )
        )
    )
    #expect(
      try Self.read(InvoiceIssued.example)
        == .invoice(
          "INV-2026-0042",
          eur(1200_00),
          of: "C-1001",
          due: "2026-03-31",
          bills: "SO-77"
        )
    )
    #expect(
      try Self.read(DayClosed.example)
        == .closePartition(partition(7), of: cut("2026-03-10/1"))
    )
  }

  @Test("payments and what becomes of them are read; announced ones do not count (rules R19)")
  func payments() throws {
    #expect(
      try Self.read(PaymentIdentified.example)
        == .received("NL26VAYB8060476890:AAAASESS-0001:0", eur(1176_00), for: "C-1001")
    )
    let clearing = CreditControl.Clearing(
      item: "INV-2026-0042",
      account: "C-1001",
      cash: eur(1176_00),
      discount: eur(24_00)
    )
    #expect(
      try Self.read(PaymentApplied.example)
        == .applyPayment(
          CreditControl.PaymentDecision(
            decision: CreditControl.DecisionID(PaymentApplied.example.decision),
            payment: PaymentApplied.example.payment,
            account: "C-1001",
            clearings: [clearing]
          )
        )
    )
    #expect(
      try Self.read(PaymentUnapplied.example)
        == .unapplyPayment(
          CreditControl.PaymentDecision(
            decision: CreditControl.DecisionID(PaymentUnapplied.example.decision),
            payment: PaymentUnapplied.example.payment,
            account: "C-1001",
            clearings: [clearing]
          )
        )
    )
    #expect(
      try Self.read(PaymentReturned.example)
        == .returned(
          "NL26VAYB8060476890:AAAASESS-0001:0",
          eur(1176_00),
          by: "NL26VAYB8060476890:AAAASESS-0099:0",
          of: "C-1001"
        )
    )
    #expect(
      try Self.read(PaymentReinstated.example)
        == .returned(
          "NL26VAYB8060476890:AAAASESS-0001:0",
          eur(-1176_00),
          by: "NL26VAYB8060476890:AAAASESS-0107:0",
          of: "C-1001"
        )
    )
    #expect(try Self.read(PaymentPending.example) == nil, "it reduces no exposure")
  }

  @Test("what the topology brings is read, and nothing else")
  func topology() throws {
    let examples: [any Message] = [
      BillingOrderPlaced.example, BillingOrderShipped.example, BillingOrderClosed.example,
      AccountRegistered.example, InvoiceIssued.example, PaymentIdentified.example,
      PaymentApplied.example, PaymentUnapplied.example, PaymentReturned.example,
      PaymentReinstated.example, CreditNoteIssued.example, CreditApplied.example,
      CreditUnapplied.example, DayClosed.example,
    ]
    #expect(
      Set(Topology.reads(.creditControl)) == Set(examples.map { Swift.type(of: $0).type })
    )
    for example in examples { #expect(try Self.read(example) != nil) }
  }

  @Test("of a credit note, deposits that it gives back are no credit")
  func depositsGivenBack() throws {
    var note = CreditNoteIssued.example
    guard case .receivePayment(let receipt)? = try Self.read(note) else {
      Issue.record("it is not read")
      return
    }
    #expect(receipt.amount == eur(200_00), "300.00 less a deposit of 100.00")
    note.deposits = [DeductedDeposit(invoice: "DEP-1", amount: note.gross)]
    #expect(try Self.read(note) == nil)
  }

  @Test("orders that cannot be are malformed, since there is nobody to refuse them to")
  func malformedOrders() throws {
    var placed = BillingOrderPlaced.example
    placed.amount = eur(-1)
    #expect(throws: Malformed.self) { try Self.read(placed) }
    placed.amount = eur(0)
    #expect(try Self.read(placed) != nil)
    placed.revision = 0
    #expect(throws: Malformed.self) { try Self.read(placed) }
    var shipped = BillingOrderShipped.example
    shipped.shipped = eur(CreditControl.Limits.orderMinorUnits)
    #expect(try Self.read(shipped) != nil)
    shipped.shipped = eur(CreditControl.Limits.orderMinorUnits + 1)
    #expect(throws: Malformed.self) { try Self.read(shipped) }
  }

  /// The messages of a command, as (id, account, partition, message).
  static func told(
    _ command: CreditControl.Command,
    _ scenario: inout Scenario
  ) throws -> [Outgoing] {
    try scenario.when(command).flatMap { [scenario] in Shell.messages(for: $0, scenario.state) }
  }

  static func content<M: Message>(_ outgoing: Outgoing?, _ type: M.Type) -> M? {
    guard case .message(let message)? = outgoing?.content else { return nil }
    return message as? M
  }

  @Test("the calendar is announced to everybody")
  func calendar() throws {
    var scenario = try Scenario(.configure(partitionCount: 1))
    let opened = try Self.told(.openDay(day("2026-03-30")), &scenario)
    #expect(opened.map(\.id) == ["day.opened/2026-03-30/1"])
    #expect(opened.first?.partition == nil)
    #expect(
      Self.content(opened.first, DayOpened.self)
        == DayOpened(closes: nil, opens: cut("2026-03-30/1"))
    )
    #expect(Shell.openCut(scenario.state) == cut("2026-03-30/1"))

    let called = try Self.told(.callCut, &scenario)
    #expect(called.map(\.id) == ["cut.called/2026-03-30/2"])
    #expect(
      Self.content(called.first, CutCalled.self)
        == CutCalled(closes: cut("2026-03-30/1"), opens: cut("2026-03-30/2"))
    )
    #expect(
      try Self.told(.closePartition(partition(0), of: cut("2026-03-30/1")), &scenario).isEmpty
    )

    try scenario.when(.openDay(day("2026-04-01")))
    try scenario.when(.closePartition(partition(0), of: cut("2026-03-30/2")))
    let closed = try Self.told(.closePeriod(lastDay: day("2026-03-31"), by: "a.martin"), &scenario)
    #expect(
      Self.content(closed.first, PeriodClosed.self)
        == PeriodClosed(
          firstDay: day("2026-03-01"),
          lastDay: day("2026-03-31"),
          closedBy: "a.martin"
        )
    )
  }

  @Test("decisions on orders are told with what they rested on, each under a name of its own")
  func orders() throws {
    var scenario = try ExposureTests.rulebook()
    let digest = String(FNV1a.hash("C-1".utf8), radix: 16)
    let approved = try Self.told(.check("SO-1", eur(800_00)), &scenario)
    #expect(approved.map(\.id) == ["order.decided/SO-1/\(digest)/1"])
    #expect(approved.first?.account == "C-1")
    #expect(approved.first?.partition == partition(3))
    #expect(
      Self.content(approved.first, OrderApproved.self)
        == OrderApproved(
          order: "SO-1",
          account: "C-1",
          amount: eur(800_00),
          exposure: .example,
          limit: eur(10_000_00)
        )
    )

    let held = try Self.told(.placed("SO-1", eur(800_01)), &scenario)
    #expect(held.map(\.id) == ["order.decided/SO-1/\(digest)/2"])
    #expect(
      Self.content(held.first, OrderHeld.self)
        == OrderHeld(
          order: "SO-1",
          account: "C-1",
          amount: eur(800_01),
          exposure: .example,
          limit: eur(10_000_00),
          reason: "exceeds the limit by 0.01 EUR"
        )
    )
  }

  @Test("names of full length make ids that a message can bear")
  func longNames() throws {
    let name = String(repeating: "x", count: 128)
    var scenario = try Scenario(.account(AccountID(name)))
    let told =
      try Self.told(.check(OrderID(name), eur(1), of: AccountID(name)), &scenario)
      + Self.told(
        .setCreditLimit(AccountID(name), limit: nil, by: "a.martin", reason: "r"),
        &scenario
      )
    #expect(told.count == 2)
    #expect(told.allSatisfy { $0.id.utf8.count <= Messages.Limits.shortStringBytes })
  }

  @Test("a changed limit is told with who changed it and why")
  func creditLimit() throws {
    var scenario = try Scenario(.account(limit: eur(1)))
    let told = try Self.told(CreditLimitTests.set(eur(2)), &scenario)
    #expect(told.map(\.id) == ["credit-limit.changed/C-1/1"])
    #expect(
      Self.content(told.first, CreditLimitChanged.self)
        == CreditLimitChanged(
          account: "C-1",
          limit: eur(2),
          changedBy: "a.martin",
          reason: "yearly review"
        )
    )
  }

  @Test("CheckOrder answers with the composition, the limit, the reason and how far it had read")
  func checkOrder() throws {
    var scenario = try ExposureTests.rulebook()
    let read = [ReadPosition(source: "/encours/matching/03/1", routingKey: "x.03", sequence: 9)]
    let call = CheckOrder(order: "SO-1", account: "C-1", amount: eur(800_01))
    let reply = try Self.answer(call, &scenario, readUpTo: read)
    #expect(
      reply
        == CheckOrder.Reply(
          isApproved: false,
          exposure: .example,
          limit: eur(10_000_00),
          reason: "exceeds the limit by 0.01 EUR",
          readUpTo: read
        )
    )
    #expect(try Self.answer(call, &scenario, readUpTo: read) == reply)
  }

  @Test("calls that are refused get a status and a reason")
  func refusals() throws {
    var scenario = try Scenario(.account(), .openDay(day("2026-03-10")))
    func status(_ call: some Call, user: String = "a.martin") -> CallStatus.Code? {
      do {
        _ = try Self.answer(call, &scenario, user: user)
        return nil
      } catch {
        return (error as? CallStatus)?.code
      }
    }
    #expect(status(CheckOrder(order: "S", account: "C-9", amount: eur(1))) == .notFound)
    #expect(status(CheckOrder(order: "S", account: "C-1", amount: eur(0))) == .invalidArgument)
    #expect(
      status(CheckOrder(order: "S", account: "C-1", amount: eur(Money.limit))) == .invalidArgument
    )
    #expect(status(OpenDay(date: day("2026-03-10"))) == .failedPrecondition)
    #expect(status(ClosePeriod(lastDay: day("2026-03-30"))) == .invalidArgument)
    #expect(status(ClosePeriod(lastDay: day("2026-03-31"))) == .failedPrecondition)
    #expect(status(SetCreditLimit(account: "C-1", limit: usd(1), reason: "r")) == .invalidArgument)
    #expect(
      status(SetCreditLimit(account: "C-1", limit: eur(1), reason: "r"), user: "")
        == .unauthenticated
    )
    #expect(status(GetExposure(account: "C-9")) == .notFound)
    #expect(
      status(ListOverdue(asOf: day("2026-03-10"), account: "C-9", limit: 1)) == .notFound
    )
    for limit in [0, 1001] {
      #expect(status(ListOverdue(asOf: day("2026-03-10"), limit: limit)) == .invalidArgument)
    }
    #expect(status(CallCut()) == nil)
    #expect(status(CallCut()) == .failedPrecondition, "the cut before is awaited")
  }

  @Test("the open day, its awaited partitions, exposure and overdue items can be asked for")
  func queries() throws {
    var scenario = try Scenario(
      .configure(partitionCount: 2),
      .account(limit: eur(9_00)),
      .invoice("INV-1", eur(5_00), due: "2026-03-01"),
      .invoice("INV-2", eur(6_00), due: "2026-03-02"),
      .received("P-1", eur(1_00)),
      .openDay(day("2026-03-10"))
    )
    #expect(
      try Self.answer(OpenDay(date: day("2026-03-11")), &scenario)
        == OpenDay.Reply(closes: cut("2026-03-10/1"), opens: cut("2026-03-11/1"))
    )
    try scenario.when(.closePartition(partition(0), of: cut("2026-03-10/1")))
    #expect(
      try Self.answer(GetDay(), &scenario)
        == GetDay.Reply(open: cut("2026-03-11/1"), closed: nil, awaited: [partition(1)])
    )
    try scenario.when(.closePartition(partition(1), of: cut("2026-03-10/1")))
    #expect(
      try Self.answer(GetDay(), &scenario)
        == GetDay.Reply(open: cut("2026-03-11/1"), closed: cut("2026-03-10/1"), awaited: [])
    )

    let exposure = try Self.answer(GetExposure(account: "C-1"), &scenario)
    #expect(exposure.exposure.total == eur(10_00))
    #expect(exposure.limit == eur(9_00))

    let overdue = try Self.answer(
      ListOverdue(asOf: day("2026-03-10"), account: nil, limit: 1),
      &scenario
    )
    #expect(overdue.count == 2)
    #expect(overdue.sums == [eur(11_00)])
    #expect(
      overdue.items == [
        OverdueItem(
          account: "C-1",
          item: "INV-1",
          dueDate: day("2026-03-01"),
          daysLate: 9,
          open: eur(5_00),
          unappliedOfAccount: eur(1_00)
        )
      ]
    )

    let previous = try Self.answer(
      SetCreditLimit(account: "C-1", limit: nil, reason: "insured"),
      &scenario
    )
    #expect(previous == SetCreditLimit.Reply(previous: eur(9_00)))
    #expect(
      try Self.answer(CallCut(), &scenario)
        == CallCut.Reply(closes: cut("2026-03-11/1"), opens: cut("2026-03-11/2"))
    )
  }

  @Test("the settings bring the partition count")
  func configuration() {
    var settings = Settings(service: .creditControl)
    settings.partitions = 5
    #expect(Shell.configuration(settings) == .configure(partitionCount: 5))
  }
}

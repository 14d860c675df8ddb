import DomainKit
import MatchingDomain
import MatchingService
import Messages
import Testing

@testable import ServiceKit

@Suite("Matching on the wire")
struct WireTests {
  private func envelope<Body: Message>(
    _ body: Body,
    in partition: Partition? = partition
  ) throws -> Envelope {
    Envelope(
      id: "m-1",
      source: "/encours/invoicing/l-1",
      type: Body.type,
      partition: partition,
      body: try JSONCoding.encode(body)
    )
  }

  @Test("the examples of the contract settle an invoice, and tell of it as the contract says")
  func examples() throws {
    var books = Books()
    for message: any Message in [
      AccountRegistered.example, InvoiceIssued.example, PaymentIdentified.example,
    ] {
      let read = try MatchingService.command(for: envelope(message))
      try books.take(try #require(read))
    }
    let applied = try #require(books.applied.first)
    #expect(applied.allocations == PaymentApplied.example.allocations)
    #expect(applied.payment == PaymentApplied.example.payment)
    #expect(applied.account == PaymentApplied.example.account)
    #expect(applied.valueDate == PaymentApplied.example.valueDate)
    #expect(applied.onAccount == .zero(.euro))
    #expect(applied.unapplied == .zero(.euro))
    let returned = try MatchingService.command(for: envelope(PaymentReturned.example))
    try books.take(try #require(returned))
    let unapplied = try #require(books.unapplied.first)
    #expect(unapplied.allocations == PaymentUnapplied.example.allocations)
    #expect(unapplied.valueDate == PaymentUnapplied.example.valueDate)
    #expect(unapplied.reason == PaymentUnapplied.example.reason)
    #expect(unapplied.rule == applied.explanation.rule)
    let again = try MatchingService.command(for: envelope(PaymentReinstated.example))
    try books.take(try #require(again))
    #expect(books.applied.last?.allocations == PaymentApplied.example.allocations)
    #expect(books.applied.last?.valueDate == PaymentReinstated.example.valueDate)
  }

  @Test("of a credit note, deposits that it gives back are no credit")
  func depositsGivenBack() throws {
    var note = CreditNoteIssued.example
    guard
      case .identify(let payment, _, _)? = try MatchingService.command(for: envelope(note))
    else {
      Issue.record("it is not read")
      return
    }
    #expect(payment.amount == eur(200_00), "300.00 less a deposit of 100.00")
    note.deposits = [DeductedDeposit(invoice: "DEP-1", amount: note.gross)]
    #expect(try MatchingService.command(for: envelope(note)) == nil)
  }

  @Test("pending money is read from the contract's examples, and its end takes it away")
  func pending() throws {
    var books = Books()
    try books.take(try #require(try MatchingService.command(for: envelope(PaymentPending.example))))
    let pending = try #require(books.state.pendingPayments(of: "C-1001").first)
    #expect(pending.amount == PaymentDetails.example.amount)
    #expect(pending.details.references == PaymentDetails.example.references)
    let end = try MatchingService.command(for: envelope(PendingPaymentEnded.example))
    try books.take(try #require(end))
    #expect(books.state.pendingPayments(of: "C-1001") == [])
  }

  @Test("a marker of the partition closes the cut; the one of no partition is not read")
  func markers() throws {
    var books = Books()
    for service in [ServiceName.invoicing, .paymentIntake] {
      var marker = IntakeClosed.example
      marker.service = service
      try books.take(try #require(try MatchingService.command(for: envelope(marker))))
    }
    #expect(books.closings.map(\.closes) == [IntakeClosed.example.closes])
    #expect(books.closings.first?.exceptions == IntakeClosed.example.exceptions)
    var all = IntakeClosed.example
    all.partition = nil
    #expect(try MatchingService.command(for: envelope(all, in: nil)) == nil)
    var foreign = IntakeClosed.example
    foreign.service = .reporting
    #expect(throws: Malformed.self) { try MatchingService.command(for: envelope(foreign)) }
  }

  @Test("a fact without a partition is malformed; another type is not read")
  func refused() throws {
    #expect(throws: Malformed.self) {
      try MatchingService.command(for: envelope(InvoiceIssued.example, in: nil))
    }
    #expect(try MatchingService.command(for: envelope(DayOpened.example)) == nil)
  }

  @Test("messages bear the account, the partition, and an id that tells the same again")
  func attributes() throws {
    var state = Matching.State()
    let commands: [Matching.Command] = [
      .open(invoice("INV-1", eur(100_00)), partition),
      .identify(payment("P-1", eur(150_00), [], "INV-1"), partition, supplied: .init()),
    ]
    var posted: [Outgoing] = []
    for command in commands {
      for event in try Matching.decide(command, state) {
        Matching.evolve(&state, event)
        posted += MatchingService.messages(for: event, state)
      }
    }
    let message = try #require(posted.first)
    #expect(posted.count == 1)
    #expect(message.account == "A")
    #expect(message.partition == partition)
    #expect(message.controlAmount == eur(100_00))
    #expect(message.id.hasPrefix("P-1>"))
  }

  @Test("a long payment name still gives ids that fit")
  func longNames() throws {
    var books = Books()
    let name = PaymentID(String(repeating: "é", count: 64))
    try books.issue("INV-1", eur(100_00))
    try books.pay(name, eur(150_00), text: "INV-1, customer 4711")
    try books.issue("4711", eur(10_00))
    try books.giveBack(eur(150_00), of: name, as: PaymentID(String(repeating: "r", count: 128)))
    #expect(books.applied.count == 2)
    #expect(Set(books.applied.map(\.decision) + books.unapplied.map(\.decision)).count == 5)
  }

  private func answer<Request: Call>(
    _ request: Request,
    _ state: Matching.State
  ) throws
    -> Request.Reply
  {
    let handler = try #require(MatchingService.calls.first { $0.path == Request.path })
    guard case .query(let query) = handler.kind else {
      throw CallStatus(.internal, "\(Request.path) is no query")
    }
    let call = CallRequest(
      body: try JSONCoding.encode(request),
      user: "operator",
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    return try JSONCoding.decodeTrusted(Request.Reply.self, from: query(call, state))
  }

  @Test("ListOpenItems shows items and payments by age")
  func listOpenItems() throws {
    var books = Books()
    try books.issue("INV-2", eur(200_00), due: "2026-03-01")
    try books.issue("INV-1", eur(100_00), due: "2026-04-01")
    try books.issue("INV-3", eur(50_00))
    try books.pay("P-2", eur(70_00), on: "2026-03-09")
    try books.pay("P-1", eur(60_00), on: "2026-03-10", text: "INV-3")
    try books.pay("P-3", eur(10_00), text: "INV-1")
    let reply = try answer(ListOpenItems(account: "A"), books.state)
    #expect(reply.items.map(\.item) == ["INV-2", "INV-1"])
    #expect(reply.items.map(\.open) == [eur(200_00), eur(90_00)])
    #expect(reply.payments.map(\.payment) == ["P-2", "P-1"])
    #expect(reply.payments.map(\.onAccount) == [eur(0), eur(10_00)])
    #expect(throws: CallStatus.self) { try answer(ListOpenItems(account: "Z"), books.state) }
  }

  @Test("ExplainPayment shows every decision, what stands of it, and what is suggested now")
  func explainPayment() throws {
    var books = Books()
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(250_00), text: "INV-1 INV-2")
    try books.cut()
    try books.issue("INV-2", eur(120_00))
    try books.giveBack(eur(50_00), of: "P-1")
    let reply = try answer(ExplainPayment(payment: "P-1"), books.state)
    #expect(reply.details.text == "INV-1 INV-2")
    #expect(reply.account == "A")
    #expect(reply.decisions.map(\.explanation.rule) == ["invoice-number", "invoice-number"])
    #expect(reply.decisions.flatMap(\.allocations).map(\.amount) == [eur(100_00), eur(100_00)])
    #expect(reply.decisions.map(\.unapplied) == [eur(100_00), eur(0)])
    #expect(reply.onAccount == eur(0))
    #expect(reply.suggestion == nil)
    try books.pay("P-2", eur(20_00))
    let other = try answer(ExplainPayment(payment: "P-2"), books.state)
    #expect(
      other.suggestion?.candidates == [SuggestedMatch(items: ["INV-2"], rule: "exact-amount")]
    )
    #expect(other.suggestion?.reason == "it is booked when the cut closes")
    #expect(throws: CallStatus.self) { try answer(ExplainPayment(payment: "P-9"), books.state) }
  }

  @Test("the settings' policy enters the state once")
  func configuration() throws {
    var settings = Settings(service: .matching)
    settings.matchingPolicy.oldestFirst = true
    var state = Matching.State()
    let command = try #require(MatchingService.configuration(settings))
    for event in try Matching.decide(command, state) { Matching.evolve(&state, event) }
    #expect(state.policy.allowsOldestFirst)
    #expect(try Matching.decide(command, state).isEmpty)
    #expect(MatchingService.holdsLaterCuts)
  }
}

@Suite("The state in a snapshot")
struct SnapshotTests {
  private struct Row: RowDecoder {
    let bytes: [UInt8]
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try JSONCoding.decodeTrusted(type, from: bytes)
    }
  }

  private func bytes(of value: any Encodable) throws -> [UInt8] { try JSONCoding.encode(value) }

  @Test("every section comes back, in the middle of a cut")
  func roundTrip() throws {
    var books = try Books(Matching.Policy(allowsOldestFirst: true, cutsUntilArchived: 1))
    try books.issue("INV-1", eur(100_00))
    try books.pay("P-1", eur(100_00), text: "INV-1")
    try books.cut()
    try books.issue("INV-2", eur(300_00), discount: ("2", "2026-03-11"))
    try books.cut()
    try books.issue("INV-3", usd(10_00))
    try books.pay("P-2", eur(150_00), text: "INV-2 INV-9")
    try books.pay("P-3", eur(500_00), references: [reference(to: "INV-1")], text: "INV-1")
    try books.giveBack(eur(50_00), of: "P-2")
    try books.giveBack(eur(50_00), of: "P-7")
    try books.bringAgain(of: "P-2", undoing: "R-7")
    for id in ["N-1", "N-2"] as [PaymentID] {
      try books.take(.announce(payment(id, eur(20_00)), partition))
    }
    try books.take(.endPending(Matching.PendingEnd(payment: "N-2", account: "A"), partition))
    try books.advise("P-8", advice(("INV-2", 50_00)))
    let marker = Matching.Marker(
      source: .invoicing,
      closes: try #require(books.state.openCut),
      opens: DayCut(date: day("2026-04-01"))
    )
    try books.take(.close(marker, partition))
    try books.take(.adopt(Matching.Policy(cutsUntilArchived: 1)))
    try books.take(
      .register(
        Matching.Account(
          id: "A",
          revision: 1,
          partition: partition,
          currency: .euro,
          head: "B",
          paidByHead: [PayingPeriod()]
        ),
        partition
      )
    )
    let state = books.state
    var copy = Matching.State()
    var names: Set<String> = []
    for section in Matching.State.sections {
      #expect(names.insert(section.name).inserted)
      try section.forEachRow(state) { key, value in
        try section.load(&copy, key, Row(bytes: bytes(of: value)))
      }
    }
    #expect(copy == state)
    // A property that no section names would be lost; each has something to lose here.
    #expect(names == Set(Mirror(reflecting: state).children.compactMap(\.label)))
    let empty = Set(["settled", "restored"])
    for child in Mirror(reflecting: state).children where !empty.contains(child.label ?? "") {
      #expect("\(child.value)" != "\(initial[child.label ?? ""] ?? "")", "\(child.label ?? "")")
    }
  }

  private var initial: [String: String] {
    Dictionary(
      uniqueKeysWithValues: Mirror(reflecting: Matching.State()).children.map {
        ($0.label ?? "", "\($0.value)")
      }
    )
  }
}

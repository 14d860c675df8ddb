import DomainKit
import Messages
import PaymentIntakeDomain
import PaymentIntakeService
import Testing

@testable import ServiceKit

/// The translations at the border: what each message means, and what the world is told.
@Suite("Payment intake's shell")
struct ServiceTests {
  typealias Shell = PaymentIntakeService

  static func read<M: Message>(
    _ message: M,
    partition: Partition? = nil,
    cut: DayCut? = nil
  ) throws -> PaymentIntake.Command? {
    try Shell.command(
      for: Envelope(
        id: "1",
        source: "test",
        type: M.type,
        partition: partition,
        cut: cut,
        body: JSONCoding.encode(message)
      )
    )
  }

  /// What the world is told of a command, by routing key and as content.
  static func told(
    _ scenario: inout Scenario,
    _ command: PaymentIntake.Command
  ) throws -> [Outgoing] {
    try scenario.when(command).flatMap { Shell.messages(for: $0, scenario.state) }
  }

  static func content(_ outgoing: Outgoing) -> (any Message)? {
    if case .message(let message) = outgoing.content { message } else { nil }
  }

  // MARK: Inbox

  @Test("a captured payment is named after provider and provider's name")
  func captured() throws {
    guard case .takeCaptured(let facts)? = try Self.read(BillingPaymentCaptured.example) else {
      Issue.record("not read")
      return
    }
    #expect(
      facts
        == PaymentFacts(
          payment: "cardpay:ch_8f21",
          amount: eur(1_200_00),
          bookingDate: day("2026-03-20"),
          valueDate: day("2026-03-20"),
          channel: "captured",
          payerName: "Ateliers Morel",
          comparableNames: ["ATELIERS MOREL"],
          references: ["RF73INV20260042"],
          text: "invoice INV-2026-0042"
        )
    )
  }

  @Test("no two pairs of provider and name make one payment")
  func captureNames() throws {
    func name(_ provider: String, _ payment: String) throws -> PaymentID? {
      var captured = BillingPaymentCaptured.example
      captured.provider = provider
      captured.providerPayment = payment
      guard case .takeCaptured(let facts)? = try Self.read(captured) else { return nil }
      return facts.payment
    }
    #expect(try name("a", "b:c") == "a:b:c")
    #expect(try name("a:b", "c") == "a%3Ab:c")
    #expect(try name("a%3Ab", "c") == "a%253Ab:c")
    #expect(throws: Malformed.self) { try name("", "c") }
    #expect(throws: Malformed.self) { try name("a", "") }
    #expect(throws: Malformed.self) { try name("a", "b\n") }
    #expect(throws: Malformed.self) { try name("a", String(repeating: "b", count: 127)) }
  }

  @Test("accounts and invoices are read in the form in which they are compared")
  func registrations() throws {
    #expect(
      try Self.read(AccountRegistered.example)
        == .registerAccount(
          AccountRegistration(
            account: "C-1001",
            revision: 1,
            partition: partition(7),
            head: "C-1000",
            ibans: ["FR7630006000011234567890189"],
            comparableNames: ["ATELIERS MOREL"]
          )
        )
    )
    #expect(
      try Self.read(InvoiceIssued.example, partition: partition(7))
        == .registerInvoice(
          InvoiceRegistration(
            invoice: "INV-2026-0042",
            account: "C-1001",
            partition: partition(7),
            numberKey: "INV20260042",
            reference: "RF73INV20260042"
          )
        )
    )
    #expect(throws: Malformed.self) { try Self.read(InvoiceIssued.example) }
    var called = AccountRegistered.example
    called.aliases = ["Mobilier Élégant S.A.", "Morel, Ateliers", "..."]
    guard case .registerAccount(let account)? = try Self.read(called) else {
      Issue.record("no account was read")
      return
    }
    #expect(account.comparableNames == ["ATELIERS MOREL", "ELEGANT MOBILIER"])
  }

  @Test("the calendar and invoicing's markers are read; our own markers are none of our business")
  func calendar() throws {
    #expect(
      try Self.read(DayOpened.example) == .opened("2026-03-11/1", closes: "2026-03-10/1")
    )
    #expect(
      try Self.read(CutCalled.example) == .opened("2026-03-10/2", closes: "2026-03-10/1")
    )
    var marker = IntakeClosed.example
    #expect(try Self.read(marker) == nil)
    marker.service = .invoicing
    #expect(
      try Self.read(marker) == .closeInvoicing(cut("2026-03-10/1"), partition: partition(7))
    )
    marker.partition = nil
    #expect(try Self.read(marker) == .closeInvoicing(cut("2026-03-10/1"), partition: nil))
  }

  @Test("matching's decisions are read with their cut, rule and cash, and its markers")
  func matches() throws {
    let first = cut("2026-03-10/1")
    var telling = MatchTelling(
      decision: PaymentApplied.example.decision,
      payment: "NL26VAYB8060476890:AAAASESS-0001:0",
      account: "C-1001",
      cut: first,
      rule: "structured-reference",
      cash: eur(1_176_00)
    )
    #expect(try Self.read(PaymentApplied.example, cut: first) == .takeMatch(telling))
    telling.decision = PaymentUnapplied.example.decision
    telling.cash = eur(-1_176_00)
    #expect(try Self.read(PaymentUnapplied.example, cut: first) == .takeMatch(telling))
    // Told before matching said which rule it was.
    var old = PaymentUnapplied.example
    old.rule = nil
    telling.rule = nil
    #expect(try Self.read(old, cut: first) == .takeMatch(telling))
    // Neither a discount nor money on account is cash on an item; several items are added up.
    var several = PaymentApplied.example
    several.onAccount = eur(5)
    several.allocations.append(several.allocations[0])
    guard case .takeMatch(let sum)? = try Self.read(several, cut: first) else {
      Issue.record("not read")
      return
    }
    #expect(sum.cash == eur(2_352_00))
    #expect(throws: Malformed.self) { try Self.read(PaymentApplied.example) }
    #expect(throws: Malformed.self) { try Self.read(PaymentUnapplied.example) }
    #expect(try Self.read(DayClosed.example) == .closeMatching(first, partition: partition(7)))
  }

  @Test("every type that the topology binds is read", arguments: Topology.reads(.paymentIntake))
  func everyType(type: String) throws {
    let examples: [any Message] = [
      BillingPaymentCaptured.example, AccountRegistered.example, InvoiceIssued.example,
      DayOpened.example, CutCalled.example, IntakeClosed.example, PaymentApplied.example,
      PaymentUnapplied.example, DayClosed.example,
    ]
    #expect(examples.contains { Swift.type(of: $0).type == type })
  }

  @Test("what cannot be read is malformed")
  func malformed() {
    #expect(throws: Malformed.self) {
      try Shell.command(
        for: Envelope(
          id: "1",
          source: "test",
          type: BillingPaymentCaptured.type,
          body: Array(#"{"provider":"cardpay"}"#.utf8)
        )
      )
    }
  }

  // MARK: Outbox

  @Test("a payment is told when it is received, and again when it is known whose it is")
  func receivedAndIdentified() throws {
    var scenario = try Scenario(.account("C-1"), .invoice("INV-1"))
    let told = try Self.told(
      &scenario,
      .statement(
        "a",
        .credit("S1", eur(10)) {
          $0.references = [InvoiceNames.reference("INV-1")]
          $0.payerName = "Morel"
          $0.payerIBAN = "FR7630006000011234567890189"
          $0.endToEndID = "E2E"
          $0.text = "merci"
        }
      )
    )
    #expect(
      told.map(\.id) == [
        "payment.received/\(PaymentID.bank("S1"))", "payment.identified/\(PaymentID.bank("S1"))",
        "statement.imported/\(ContentHash.named("a"))",
      ]
    )
    let details = PaymentDetails(
      payment: .bank("S1"),
      amount: eur(10),
      bookingDate: day("2026-03-10"),
      valueDate: day("2026-03-10"),
      channel: "camt.053",
      payer: Payer(name: "Morel", iban: "FR7630006000011234567890189"),
      references: [InvoiceNames.reference("INV-1")],
      text: "merci",
      endToEndID: "E2E"
    )
    #expect(Self.content(told[0]) as? PaymentReceived == PaymentReceived(details: details))
    #expect(told[0].partition == nil)
    #expect(
      Self.content(told[1]) as? PaymentIdentified
        == PaymentIdentified(
          details: details,
          account: "C-1",
          evidence: IdentificationEvidence(
            kind: .structuredReference,
            value: InvoiceNames.reference("INV-1")
          )
        )
    )
    #expect((told[1].account, told[1].partition) == ("C-1", partition(0)))
    let imported = try #require(Self.content(told[2]) as? StatementImported)
    #expect((imported.payments, imported.received) == (1, [eur(10)]))
  }

  @Test("a return is told to its account, or that money has left the pool")
  func returns() throws {
    var scenario = try ReturnTests.paid()
    let back = try Self.told(
      &scenario,
      .statement("back", .returned("R1", eur(980_00)) { $0.endToEndID = "E2E-1" })
    )
    #expect(
      Self.content(back[0]) as? PaymentReturned
        == PaymentReturned(
          reversal: .reversal("R1"),
          payment: .bank("S1"),
          account: "C-1",
          amount: eur(980_00),
          valueDate: day("2026-03-25"),
          reason: "MS03"
        )
    )
    #expect((back[0].account, back[0].partition) == ("C-1", partition(0)))

    var other = try ReturnTests.paid(isIdentified: false)
    try other.when(.statement("back", .returned("S1", eur(980_00))))
    let events = try other.cut(opening: "2026-03-26/1")
    let gone = events.flatMap { Shell.messages(for: $0, other.state) }
    #expect(
      gone.first.flatMap(Self.content) as? PaymentWithdrawn
        == PaymentWithdrawn(
          payment: .bank("S1"),
          amount: eur(980_00),
          valueDate: day("2026-03-25"),
          cause: .returned,
          reversal: .reversal("S1"),
          reason: "MS03"
        )
    )
    #expect(gone.first?.partition == nil)
  }

  @Test("pending money, replaced batches and refused files are told")
  func others() throws {
    var scenario = try Scenario()
    let unknown = try Self.told(&scenario, .statement("p", .pending("S1", eur(1))))
    #expect(!unknown.contains { Self.content($0) is PaymentPending }, "nobody could use it")
    try scenario.when(.account("C-1"))
    try scenario.when(.invoice("INV-1"))
    let pending = try Self.told(
      &scenario,
      .statement(
        "q",
        .pending("S2", eur(1)) { $0.references = [InvoiceNames.reference("INV-1")] }
      )
    )
    #expect((Self.content(pending[0]) as? PaymentPending)?.account == "C-1")
    #expect((pending[0].account, pending[0].partition) == ("C-1", partition(0)))
    let booked = try Self.told(
      &scenario,
      .statement("r", .credit("S1", eur(1)), .credit("S2", eur(1)))
    )
    let ended = booked.compactMap { Self.content($0) as? PendingPaymentEnded }
    #expect(
      ended == [
        PendingPaymentEnded(
          payment: .bank("S2"),
          account: "C-1",
          amount: eur(1),
          valueDate: day("2026-03-10"),
          cause: .booked
        )
      ]
    )
    try scenario.when(.statement("b", .batch("B1", eur(100))))
    let detailed = try Self.told(
      &scenario,
      .takeStatement(.whole("d", BankEntryTests.details))
    )
    #expect((Self.content(detailed[0]) as? PaymentWithdrawn)?.cause == .detailed)
    let refused = try Self.told(
      &scenario,
      .rejectStatement(
        StatementRefusal(
          file: "x",
          hash: .named("x"),
          format: "",
          errors: [StatementError(place: "line 1", code: "malformed", text: "…")]
        )
      )
    )
    #expect(
      Self.content(refused[0]) as? StatementRejected
        == StatementRejected(
          file: "x",
          contentHash: ContentHash.named("x").rawValue,
          errors: [FieldError(field: "line 1", code: "malformed", text: "…")]
        )
    )
  }

  @Test("a cut is marked in every partition and for what concerns no account, with the totals")
  func markers() throws {
    var scenario = try Scenario(.configure(partitions: 3), .captured("p:1", eur(5)))
    let events = try scenario.cut()
    let markers = events.flatMap { Shell.messages(for: $0, scenario.state) }
    #expect(markers.map(\.partition) == [partition(0), partition(1), partition(2), nil])
    #expect(Set(markers.map(\.id)).count == 4)
    let streams = [StreamTotal(routingKey: "k", lastSequence: 1, count: 1, sums: [])]
    let parked = [
      ParkedException(messageID: "m", service: .paymentIntake, account: nil, reason: "r")
    ]
    let contents = markers.compactMap { marker -> IntakeClosed? in
      guard case .marker(let content) = marker.content else { return nil }
      return content(Outgoing.Closing(streams: streams, exceptions: parked)) as? IntakeClosed
    }
    #expect(contents.count == 4)
    for content in contents {
      #expect(content.service == .paymentIntake)
      #expect((content.closes, content.opens) == (cut("2026-03-10/1"), cut("2026-03-11/1")))
      #expect((content.streams, content.exceptions) == (streams, parked))
    }
    #expect(contents.dropLast().allSatisfy { $0.totals.isEmpty })
    #expect(
      contents.last?.totals == [
        ControlTotal(name: .received, count: 1, sums: [eur(5)]),
        ControlTotal(name: .handedOver, count: 0, sums: []),
        ControlTotal(name: .returned, count: 0, sums: []),
        ControlTotal(name: .unidentified, count: 1, sums: [eur(5)]),
      ]
    )
  }

  @Test("the world is told of a payment that was not taken, without anybody's name or IBAN")
  func rejections() throws {
    var known = PaymentFacts("cardpay:1", eur(10), channel: "captured")
    known.payerIBAN = "FR7630006000011234567890189"
    known.payerName = "Morel"
    let contradiction = PaymentIntake.Rejection.contradictsKnownPayment(
      told: PaymentFacts("cardpay:1", eur(11), channel: "captured"),
      known: known
    )
    let told = try #require(
      Shell.messages(for: contradiction).first.flatMap(Self.content) as? PaymentRejected
    )
    #expect((told.payment, told.amount) == ("cardpay:1", eur(11)))
    #expect(told.errors.map(\.code) == ["contradiction"])
    #expect("\(told)".contains("0.10 EUR"))
    let nothing = PaymentIntake.Rejection.amountNotPositive(known)
    let refused = try #require(
      Shell.messages(for: nothing).first.flatMap(Self.content) as? PaymentRejected
    )
    #expect(refused.errors.map(\.code) == ["not-positive"])
    for text in ["\(told)", "\(refused)"] {
      #expect(!text.contains("FR76") && !text.contains("Morel"))
    }
  }

  @Test("settings, the open cut and what is held")
  func service() throws {
    var settings = Settings(service: .paymentIntake)
    settings.partitions = 5
    #expect(Shell.configuration(settings) == .configure(partitions: 5))
    #expect(Shell.holdsLaterCuts)
    #expect(Shell.openCut(try Scenario().state) == cut("2026-03-10/1"))
  }
}

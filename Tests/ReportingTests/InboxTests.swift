import DomainKit
import Messages
import ReportingDomain
import ServiceKit
import Testing

@testable import ReportingService

@Suite("Inbox")
struct InboxTests {
  private static func envelope(_ message: some Message, _ partition: Int? = 7) throws -> Envelope {
    Envelope(
      id: "m-1",
      source: "/encours/matching/07/1",
      type: type(of: message).type,
      partition: partition.flatMap(Partition.init),
      sequence: 1,
      cut: cut("2026-03-10/1"),
      body: try JSONCoding.encode(message)
    )
  }

  private static func fact(_ message: some Message) throws -> (fact: Fact, arrival: Arrival)? {
    let command = try ReportingService.command(for: envelope(message))
    guard case .record(let fact, let arrival) = command else { return nil }
    return (fact, arrival)
  }

  @Test("understands every type that its queue is bound to")
  func everyType() throws {
    let examples: [any Message] = [
      AccountRegistered.example, InvoiceIssued.example, InvoiceRejected.example,
      PaymentReceived.example, PaymentIdentified.example, PaymentPending.example,
      PaymentReturned.example, PaymentReinstated.example, PaymentWithdrawn.example,
      PaymentRejected.example, AccountRejected.example, StatementImported.example,
      StatementRejected.example,
      RemittanceAdvised.example, PaymentSuspected.example, PendingPaymentEnded.example,
      PaymentApplied.example, PaymentUnapplied.example, MatchSuggested.example,
      DeductionOpened.example, DeductionWithdrawn.example,
      DayOpened.example, CutCalled.example, PeriodClosed.example, IntakeClosed.example,
      DayClosed.example, CreditLimitChanged.example, CreditTermsChanged.example,
      OrderApproved.example, OrderHeld.example, TermsDeviated.example, ExchangeRateSet.example,
      CreditNoteIssued.example, CreditNoteRejected.example, CreditApplied.example,
      CreditUnapplied.example,
    ]
    #expect(
      Set(Topology.reads(.reporting)).isSubset(of: examples.map { type(of: $0).type })
    )
    for example in examples {
      #expect(try ReportingService.command(for: Self.envelope(example)) != nil)
    }
  }

  @Test("of a credit note, deposits that it gives back are no credit")
  func depositsGivenBack() throws {
    var note = CreditNoteIssued.example
    guard case .identified(let payment)? = try Self.fact(note)?.fact else {
      Issue.record("it is not read")
      return
    }
    #expect(payment.amount == Money(200_00, .euro), "300.00 less a deposit of 100.00")
    note.deposits = [DeductedDeposit(invoice: "DEP-1", amount: note.gross)]
    guard case .uneventful? = try Self.fact(note)?.fact else {
      Issue.record("nothing of it is a credit")
      return
    }
  }

  @Test("a month is closed in the cut that the calendar has open")
  func periodClosed() throws {
    let read = try #require(try Self.fact(PeriodClosed.example))
    #expect(read.fact == .periodClosed("2026-03-31", in: "2026-03-10/1"))
    var envelope = try Self.envelope(PeriodClosed.example)
    envelope.cut = nil
    #expect(throws: Malformed.self) { try ReportingService.command(for: envelope) }
  }

  @Test("does not understand what it never reads")
  func otherType() throws {
    #expect(try ReportingService.command(for: Self.envelope(ReportAging.example)) == nil)
  }

  @Test("the arrival is what the envelope says, with the amount that markers add up")
  func arrival() throws {
    let read = try #require(try Self.fact(PaymentApplied.example))
    #expect(
      read.arrival
        == Arrival(
          message: "m-1",
          type: "payment.applied.v1",
          partition: Partition(7),
          cut: cut("2026-03-10/1"),
          amount: eur(117_600)
        )
    )
  }

  @Test("a decision is told with its clearings, its discount and its rule")
  func applied() throws {
    let read = try #require(try Self.fact(PaymentApplied.example))
    #expect(
      read.fact
        == .applied(
          "NL26VAYB8060476890:AAAASESS-0001:0>INV-2026-0042",
          "NL26VAYB8060476890:AAAASESS-0001:0",
          [.of("INV-2026-0042", eur(117_600), discount: eur(2400))],
          of: "C-1001",
          value: "2026-03-10",
          rule: "structured-reference"
        )
    )
  }

  @Test("an undoing is a reversal, with what leaves the account")
  func unapplied() throws {
    var message = PaymentUnapplied.example
    message.offAccount = eur(5)
    let read = try #require(try Self.fact(message))
    guard case .decided(let decision) = read.fact else {
      Issue.record("\(read.fact) is no decision")
      return
    }
    #expect(decision.isReversal)
    #expect(decision.onAccount == eur(5))
    #expect(decision.rule == nil)
  }

  @Test("several allocations of one item are one clearing")
  func merged() throws {
    var message = PaymentApplied.example
    message.allocations = [
      Allocation(
        item: "I-2",
        invoice: "I",
        account: "C-1",
        amount: eur(5),
        discount: eur(0),
        isSettled: false
      ),
      Allocation(
        item: "I-1",
        invoice: "I",
        account: "C-1",
        amount: eur(1),
        discount: eur(1),
        isSettled: false
      ),
      Allocation(
        item: "I-2",
        invoice: "I",
        account: "C-1",
        amount: eur(2),
        discount: eur(1),
        isSettled: true
      ),
    ]
    let read = try #require(try Self.fact(message))
    guard case .decided(let decision) = read.fact else {
      Issue.record("\(read.fact) is no decision")
      return
    }
    #expect(
      decision.clearings == [
        .of("I-1", eur(1), discount: eur(1)), .of("I-2", eur(7), discount: eur(1)),
      ]
    )
    #expect(read.arrival.amount == eur(8))
  }

  @Test("the part of a discount that is in grace is read, and added up by item")
  func inGrace() throws {
    var message = PaymentApplied.example
    #expect(try Self.clearings(message).map(\.discountInGrace) == [nil])
    message.allocations[0].discountInGrace = Money(2400, .euro)
    #expect(try Self.clearings(message).map(\.discountInGrace) == [Money(2400, .euro)])
    message.allocations.append(message.allocations[0])
    #expect(try Self.clearings(message).map(\.discountInGrace) == [Money(4800, .euro)])
    message.allocations[1].discountInGrace = usd(2400)
    let mixed = try Self.envelope(message)
    #expect(throws: Malformed.self) { try ReportingService.command(for: mixed) }
  }

  private static func clearings(_ message: PaymentApplied) throws -> [Clearing] {
    guard case .decided(let decision)? = try fact(message)?.fact else { return [] }
    return decision.clearings
  }

  @Test("cash and discount of one item in two currencies are refused")
  func mixed() throws {
    var message = PaymentApplied.example
    message.allocations[0].discount = usd(2400)
    let one = try Self.envelope(message)
    #expect(throws: Malformed.self) { try ReportingService.command(for: one) }

    message = PaymentApplied.example
    message.allocations.append(message.allocations[0])
    message.allocations[1].amount = usd(1)
    message.allocations[1].discount = usd(0)
    let two = try Self.envelope(message)
    #expect(throws: Malformed.self) { try ReportingService.command(for: two) }

    // Two items in two currencies are what a customer may pay; they have no one sum.
    message.allocations[1].item = "INV-USD"
    #expect(try Self.fact(message)?.arrival.amount == nil)
  }

  @Test("a marker tells the streams that are counted here, by type and partition")
  func marker() throws {
    var message = IntakeClosed.example
    message.streams += [
      StreamTotal(
        routingKey: "payment.received.v1.all",
        lastSequence: 9,
        count: 2,
        sums: [eur(3), usd(4)]
      ),
      StreamTotal(routingKey: "order.held.v1.07", lastSequence: 9, count: 2, sums: []),
    ]
    let read = try #require(try Self.fact(message))
    guard case .closed(let marker) = read.fact else {
      Issue.record("\(read.fact) is no marker")
      return
    }
    #expect(marker.sender == .paymentIntake)
    #expect(marker.partition == Partition(7))
    #expect(
      marker.streams == [
        StreamCount(
          type: "payment.identified.v1",
          partition: Partition(7),
          count: Count(3, Amounts([eur(237_600)]))
        ),
        StreamCount(
          type: "payment.received.v1",
          partition: nil,
          count: Count(2, Amounts([eur(3), usd(4)]))
        ),
      ]
    )
    #expect(marker.totals.map(\.figure) == [.received])
    #expect(marker.exceptions.map(\.service) == ["matching"])
  }

  @Test("a marker of a service that sends none is refused")
  func foreignMarker() throws {
    var message = IntakeClosed.example
    message.service = .creditControl
    let envelope = try Self.envelope(message)
    #expect(throws: Malformed.self) { try ReportingService.command(for: envelope) }
  }

  @Test("data that is not the type's is refused")
  func malformed() throws {
    var envelope = try Self.envelope(InvoiceIssued.example)
    envelope.body = Array(#"{"invoice":"INV-1"}"#.utf8)
    let broken = envelope
    #expect(throws: Malformed.self) { try ReportingService.command(for: broken) }
  }

  @Test("the settings say how many partitions close a cut")
  func settings() {
    var settings = Settings(service: .reporting)
    settings.partitions = 4
    #expect(ReportingService.configuration(settings) == .configure(partitions: 4))
  }
}

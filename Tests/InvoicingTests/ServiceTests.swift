import DomainKit
import InvoicingDomain
import InvoicingService
import Messages
import Remittance
import Terms
import Testing

@testable import ServiceKit

/// The translations at the border: what each message means, and what the world is told.
@Suite("Invoicing's shell")
struct ServiceTests {
  typealias Shell = InvoicingService

  static func read(_ type: String, _ body: [UInt8]) throws -> Invoicing.Command? {
    try Shell.command(for: Envelope(id: "1", source: "test", type: type, body: body))
  }

  static func read<M: Message>(_ message: M) throws -> Invoicing.Command? {
    try read(M.type, JSONCoding.encode(message))
  }

  /// The command's content hash, replaced by a constant.
  static func unhashed(_ command: Invoicing.Command?) -> Invoicing.Command? {
    switch command {
    case .registerAccount(var revision):
      revision.content = "-"
      return .registerAccount(revision)
    case .issueInvoice(var invoice):
      invoice.content = "-"
      return .issueInvoice(invoice)
    default: return command
    }
  }

  static func hash(_ command: Invoicing.Command?) -> Invoicing.ContentHash? {
    switch command {
    case .registerAccount(let revision): revision.content
    case .issueInvoice(let invoice): invoice.content
    default: nil
    }
  }

  @Test("billing's messages are read")
  func billing() throws {
    #expect(
      Self.unhashed(try Self.read(BillingAccountUpserted.example))
        == .registerAccount(
          Invoicing.AccountRevision(
            account: "C-1001",
            revision: 1,
            name: "Ateliers Morel SARL",
            currency: .euro,
            country: "FR",
            ibans: ["FR7630006000011234567890189"],
            terms: "2/10 net 30",
            termsFrom: day("2026-01-01"),
            lateChargeRate: percent("12.15"),
            creditLimit: eur(20_000_00),
            head: "C-1000",
            paidByHead: [PayingPeriod(from: day("2026-01-01"))],
            content: "-"
          )
        )
    )
    #expect(
      Self.unhashed(try Self.read(BillingInvoiceIssued.example))
        == .issueInvoice(
          Invoicing.BilledInvoice(
            invoice: "INV-2026-0042",
            account: "C-1001",
            issueDate: day("2026-03-01"),
            lines: [.init(eur(1_000_00), at: "20")],
            net: eur(1_000_00),
            tax: eur(200_00),
            gross: eur(1_200_00),
            terms: "2/10 net 30",
            dueDate: nil,
            paymentReference: nil,
            order: .init(order: "SO-77", amount: eur(1_200_00)),
            content: "-"
          )
        )
    )
  }

  @Test("what the house tells is read, and nothing else comes")
  func house() throws {
    #expect(
      try Self.read(DayOpened.example)
        == .opened("2026-03-11/1", closes: "2026-03-10/1")
    )
    #expect(
      try Self.read(CutCalled.example)
        == .opened("2026-03-10/2", closes: "2026-03-10/1")
    )
    #expect(
      try Self.read(CreditTermsChanged.example)
        == .changeTerms(
          Invoicing.TermsChange(
            account: "C-1001",
            from: day("2026-04-01"),
            terms: .net(15),
            lateChargeRate: percent("15")
          )
        )
    )
    guard case .chargeReturn(let charge)? = try Self.read(PaymentReturned.example) else {
      return #expect(Bool(false), "the bank's charges are read")
    }
    #expect(charge.reversal == "NL26VAYB8060476890:AAAASESS-0099:0")
    #expect(charge.account == "C-1001")
    #expect(charge.amount == eur(15_00))
    var free = PaymentReturned.example
    free.charges = nil
    #expect(try Self.read(free) == nil)
    #expect(try Self.read(PeriodClosed.example) == nil)
    let types = [
      BillingAccountUpserted.type, BillingInvoiceIssued.type, BillingCreditNoteIssued.type,
      DayOpened.type, CutCalled.type,
      CreditTermsChanged.type, PaymentReturned.type,
    ]
    #expect(Set(Topology.reads(.invoicing)) == Set(types))
  }

  @Test("the content's hash is SHA-256 of what was understood, not of how it was written")
  func contentHash() throws {
    let hash = try #require(Self.hash(try Self.read(BillingAccountUpserted.example)))
    #expect(hash.rawValue.utf8.count == 64)
    #expect(hash.rawValue.allSatisfy { $0.isHexDigit && !$0.isUppercase })

    let spaced = """
      { "revision": 1, "name": "M", "currency": "EUR", "unknown": true, "account": "C-1" }
      """
    let plain = #"{"account":"C-1","currency":"EUR","name":"M","revision":1}"#
    let other = #"{"account":"C-1","currency":"EUR","name":"N","revision":1}"#
    let hashes = try [spaced, plain, other].map {
      Self.hash(try Self.read(BillingAccountUpserted.type, Array($0.utf8)))
    }
    #expect(hashes[0] == hashes[1])
    #expect(hashes[1] != hashes[2])
  }

  @Test("what is not the message that it says is malformed")
  func malformed() {
    #expect(throws: Malformed.self) {
      try Self.read(BillingInvoiceIssued.type, Array(#"{"invoice":"INV-1"}"#.utf8))
    }
    #expect(throws: Malformed.self) {
      try Self.read(
        BillingAccountUpserted.type,
        Array(#"{"account":"","currency":"EUR","name":"M","revision":1}"#.utf8)
      )
    }
  }

  static func told(
    _ command: Invoicing.Command,
    _ scenario: inout Scenario
  ) -> [Outgoing] {
    do throws(Invoicing.Rejection) {
      return try scenario.when(command).flatMap { [scenario] in
        Shell.messages(for: $0, scenario.state)
      }
    } catch {
      return Shell.messages(for: error)
    }
  }

  static func content<M: Message>(_ outgoing: Outgoing?, _ type: M.Type) -> M? {
    guard case .message(let message)? = outgoing?.content else { return nil }
    return message as? M
  }

  @Test("an account and its invoice are told as the contract's examples show them")
  func examples() throws {
    var scenario = try Scenario()
    let account = Self.told(try #require(try Self.read(BillingAccountUpserted.example)), &scenario)
    #expect(account.map(\.id) == ["account.registered/C-1001/1"])
    let partition = Partition(of: "C-1000", count: 16)
    #expect(account.first?.partition == partition, "its head's")
    #expect(account.first?.account == "C-1001")
    let registered = try #require(Self.content(account.first, AccountRegistered.self))
    #expect(registered.partition == partition)
    #expect(registered.head == "C-1000")
    #expect(registered.paidByHead == AccountRegistered.example.paidByHead)
    #expect(registered.ibans == ["FR7630006000011234567890189"])
    #expect(registered.terms == .discounted("2", 10, net: 30))

    let invoice = Self.told(try #require(try Self.read(BillingInvoiceIssued.example)), &scenario)
    #expect(invoice.map(\.id) == ["invoice.issued/INV-2026-0042"])
    #expect(Self.content(invoice.first, InvoiceIssued.self) == .example)
    #expect(invoice.first?.partition == partition)
    #expect(invoice.first?.controlAmount == eur(1_200_00))
  }

  @Test("other names of an account are read and told; an account without any says nothing")
  func aliases() throws {
    var upserted = BillingAccountUpserted.example
    for aliases in [["AM Mobilier", "Morel"], nil] {
      var scenario = try Scenario()
      upserted.aliases = aliases
      let told = Self.told(try #require(try Self.read(upserted)), &scenario)
      #expect(Self.content(told.first, AccountRegistered.self)?.aliases == aliases)
    }
  }

  @Test("a refusal is told with every error, in the partition that is known")
  func refusals() throws {
    var scenario = try Scenario(.account())
    let invoice = Self.told(
      .invoice(net: eur(100_00), tax: eur(20_00), gross: eur(121_00)),
      &scenario
    )
    #expect(invoice.first?.partition == Partition(of: "C-1", count: 16))
    #expect(invoice.first?.controlAmount == nil)
    #expect(
      Self.content(invoice.first, InvoiceRejected.self)
        == InvoiceRejected(
          invoice: "INV-1",
          account: "C-1",
          errors: [
            FieldError(
              field: "gross",
              code: "total-mismatch",
              text: "net 100.00 EUR plus tax 20.00 EUR is 120.00 EUR, not 121.00 EUR"
            )
          ]
        )
    )

    let account = Self.told(.account("C-2") { $0.creditLimit = usd(1) }, &scenario)
    #expect(account.first?.partition == nil)
    #expect(account.first?.account == "C-2")
    #expect(
      Self.content(account.first, AccountRejected.self)
        == AccountRejected(
          account: "C-2",
          revision: 1,
          errors: [
            FieldError(
              field: "creditLimit",
              code: "currency-mismatch",
              text: "the limit is in USD, the account in EUR"
            )
          ]
        )
    )
  }

  @Test("what was kept and turned out wrong is told like what is refused at once")
  func lateRefusals() throws {
    let wrong = Invoicing.Command.invoice(gross: eur(1))
    var early = try Scenario.beforeTheFirstDay(.account("C-2", name: ""), wrong, .account())
    let late = Self.told(.opened("2026-03-01/1"), &early)
    #expect(late.map(\.account) == ["C-1", "C-2", "C-1"])
    var open = try Scenario(.account())
    let atOnce = Self.told(wrong, &open)
    #expect(late.last?.id == atOnce.first?.id)
    #expect(
      Self.content(late.last, InvoiceRejected.self)
        == Self.content(atOnce.first, InvoiceRejected.self)
    )
    #expect(Self.content(late[1], AccountRejected.self)?.account == "C-2")
  }

  @Test("closing a cut sends a marker for each partition, and last the one for all")
  func markers() throws {
    var scenario = try Scenario.beforeTheFirstDay(.configure(partitionCount: 3))
    #expect(Self.told(.opened("2026-03-10/1"), &scenario).isEmpty)
    let markers = Self.told(.opened("2026-03-11/1", closes: "2026-03-10/1"), &scenario)
    #expect(
      markers.map(\.id) == [
        "intake.closed/2026-03-10/1/00", "intake.closed/2026-03-10/1/01",
        "intake.closed/2026-03-10/1/02", "intake.closed/2026-03-10/1/all",
      ]
    )
    #expect(markers.map(\.partition) == [partition(0), partition(1), partition(2), nil])
    let stream = StreamTotal(
      routingKey: "invoice.issued.v1.01",
      lastSequence: 4,
      count: 2,
      sums: [eur(5)]
    )
    let parked = ParkedException(
      messageID: "m",
      service: .invoicing,
      account: nil,
      reason: "parked"
    )
    let closing = Outgoing.Closing(streams: [stream], exceptions: [parked])
    guard case .marker(let content) = markers[1].content else {
      Issue.record("not a marker")
      return
    }
    #expect(
      content(closing) as? IntakeClosed
        == IntakeClosed(
          service: .invoicing,
          closes: cut("2026-03-10/1"),
          opens: cut("2026-03-11/1"),
          partition: partition(1),
          streams: [stream],
          totals: [],
          exceptions: [parked]
        )
    )
    #expect(Shell.openCut(scenario.state) == cut("2026-03-11/1"))
  }

  @Test("the settings bring the partition count, references, the books' currency and the issuer")
  func configuration() throws {
    var settings = Settings(service: .invoicing)
    settings.partitions = 5
    settings.references = ReferencePolicy(.belgian)
    settings.baseCurrency = .euro
    #expect(
      Shell.configuration(settings)
        == .configure(
          partitionCount: 5,
          references: ReferencePolicy(.belgian),
          baseCurrency: .euro
        )
    )
    let profile = #"{"seller": {"name": "A", "address": {"country": "FR"}}, "buyers": {}}"#
    settings.issuer = try IssuerProfile(json: Array(profile.utf8))
    #expect(
      Shell.configuration(settings)
        == .configure(
          partitionCount: 5,
          references: ReferencePolicy(.belgian),
          baseCurrency: .euro,
          issuer: IssuerMentions(country: "FR")
        )
    )
  }
}

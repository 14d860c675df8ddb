import DomainKit
import InvoicingDomain
import InvoicingService
import Messages
import Terms
import Testing

@testable import ServiceKit

@Suite("Calls to invoicing")
struct CallTests {
  /// Answers as the service does: a mutation is decided, its events happen, then it is answered.
  @discardableResult
  static func answer<C: Call>(
    _ call: C,
    _ scenario: inout Scenario,
    by user: String = "a.martin"
  ) throws -> C.Reply {
    let handler = try #require(InvoicingService.calls.first { $0.path == C.path })
    let request = CallRequest(
      body: try JSONCoding.encode(call),
      user: user,
      time: Timestamp(milliseconds: 0),
      readUpTo: []
    )
    let body: [UInt8]
    switch handler.kind {
    case .query(let answer): body = try answer(request, scenario.state)
    case .mutation(let mutation):
      let command = try mutation.command(request)
      let events: [Invoicing.Event]
      do throws(Invoicing.Rejection) {
        events = try scenario.when(command)
      } catch {
        throw mutation.refusal(error)
      }
      body = try mutation.reply(request, events, scenario.state)
    }
    return try JSONCoding.decode(C.Reply.self, from: body)
  }

  @Test("invoices can be asked for, and what they wait for")
  func calls() throws {
    var scenario = try Scenario(
      .account(),
      .invoice("INV-1"),
      .invoice("INV-3", of: "C-9"),
      .invoice("INV-2", of: "C-8")
    )
    let reply = try Self.answer(GetInvoice(invoice: "INV-1"), &scenario)
    #expect(reply.issued.gross == eur(1_200_00))
    #expect(reply.partition == Partition(of: "C-1", count: 16))
    #expect(
      throws: CallStatus(.notFound, "invoice INV-3 waits for account C-9")
    ) { try Self.answer(GetInvoice(invoice: "INV-3"), &scenario) }
    #expect(throws: CallStatus(.notFound, "invoice INV-9 is not known")) {
      try Self.answer(GetInvoice(invoice: "INV-9"), &scenario)
    }
    #expect(
      try Self.answer(ListWaiting(), &scenario)
        == ListWaiting.Reply(
          invoices: [
            WaitingInvoice(invoice: "INV-2", account: "C-8"),
            WaitingInvoice(invoice: "INV-3", account: "C-9"),
          ],
          count: 2
        )
    )
    var early = try Scenario.beforeTheFirstDay(.account(), .invoice())
    #expect(throws: CallStatus(.notFound, "invoice INV-1 waits for the first day")) {
      try Self.answer(GetInvoice(invoice: "INV-1"), &early)
    }
  }

  @Test("a long list is cut at what one answer holds, and says how many there are")
  func longList() throws {
    var scenario = try Scenario()
    for number in 0..<1001 { try scenario.when(.invoice(InvoiceNumber("INV-\(10_000 + number)"))) }
    let reply = try Self.answer(ListWaiting(), &scenario)
    #expect(reply.invoices.count == 1000)
    #expect(reply.invoices.first?.invoice == "INV-10000")
    #expect(reply.count == 1001)
  }

  private static let freight = DraftedInvoice(
    account: "C-1",
    kind: .debitNote,
    lines: [InvoiceLine(description: "Freight", net: eur(50_00), taxRate: percent("20"))],
    precedingInvoice: "INV-1"
  )

  @Test("an invoice is issued, and shows by whom and why")
  func issueInvoice() throws {
    var scenario = try Scenario(.account(), .invoice())
    let call = IssueInvoice(draft: Self.freight, note: "freight was forgotten")
    let issued = try Self.answer(call, &scenario).issued
    #expect(issued.invoice == "ED-2026-000001")
    #expect(issued.kind == .debitNote)
    let shown = try Self.answer(GetInvoice(invoice: issued.invoice), &scenario)
    #expect(shown.issued == issued)
    #expect(shown.creditable == eur(60_00))
    #expect(shown.authorship == Authorship(user: "a.martin", note: "freight was forgotten"))
    #expect(shown.lines == Self.freight.lines)
    let billed = try Self.answer(GetInvoice(invoice: "INV-1"), &scenario)
    #expect(billed.authorship == nil, "billing issued it")
    #expect(billed.lines == nil, "and told only the totals")
  }

  @Test("what would be issued can be looked at: no number is drawn, and nothing kept")
  func previewInvoice() throws {
    var scenario = try Scenario(.account(), .invoice())
    let before = scenario.state
    let preview = PreviewInvoice(draft: Self.freight)
    let looked = try Self.answer(preview, &scenario).issued
    #expect(try Self.answer(preview, &scenario).issued == looked)
    #expect(scenario.state == before)
    let call = IssueInvoice(draft: Self.freight, note: "freight was forgotten")
    #expect(try Self.answer(call, &scenario).issued == looked)
    #expect(looked.invoice == "ED-2026-000001")

    var draft = Self.freight
    draft.account = "C-9"
    #expect(throws: CallStatus(.notFound, "account C-9 is not registered")) {
      try Self.answer(PreviewInvoice(draft: draft), &scenario)
    }
    #expect(throws: CallStatus.self, "there is no such invoice to correct") {
      try Self.answer(PreviewInvoice(draft: Self.freight, corrects: "INV-9"), &scenario)
    }
  }

  @Test("a credit note is of an invoice or an account, of lines or a gross amount")
  func issueCreditNote() throws {
    var scenario = try Scenario(.account(), .invoice())
    let credit = { (account: AccountID?, invoice: InvoiceNumber?, gross: Money?) in
      IssueCreditNote(
        account: account,
        invoice: invoice,
        lines: gross == nil ? Self.freight.lines : nil,
        gross: gross,
        reason: .rebate,
        note: "year's end"
      )
    }
    let onInvoice = try Self.answer(credit(nil, "INV-1", nil), &scenario).issued
    #expect(
      [onInvoice.net, onInvoice.tax, onInvoice.gross] == [eur(50_00), eur(10_00), eur(60_00)]
    )
    let onAccount = try Self.answer(credit("C-1", nil, eur(5_00)), &scenario).issued
    #expect(onAccount.invoice == nil)
    let either = CallStatus(.invalidArgument, "expected either an account or an invoice")
    #expect(throws: either) { try Self.answer(credit("C-1", "INV-1", eur(5_00)), &scenario) }
    #expect(throws: either) { try Self.answer(credit(nil, nil, eur(5_00)), &scenario) }
    var both = credit("C-1", nil, eur(5_00))
    both.lines = Self.freight.lines
    #expect(
      throws: CallStatus(.invalidArgument, "expected either lines or a gross amount")
    ) { try Self.answer(both, &scenario) }
    let shown = try Self.answer(GetCreditNote(creditNote: onInvoice.creditNote), &scenario)
    #expect(shown.issued == onInvoice)
    #expect(shown.authorship?.note == "year's end")
  }

  @Test("an invoice is cancelled once, and corrected by another")
  func cancelAndCorrect() throws {
    var scenario = try Scenario(.account(), .invoice(), .invoice("INV-2"))
    let cancel = CancelInvoice(invoice: "INV-2", note: "ordered twice")
    #expect(try Self.answer(cancel, &scenario).creditNote.gross == eur(1_200_00))
    #expect(
      throws: CallStatus(
        .invalidArgument,
        "invoice: nothing is left to credit",
        errors: [
          FieldError(
            field: "invoice",
            code: "exceeds-creditable",
            text: "nothing is left to credit"
          )
        ]
      )
    ) { try Self.answer(cancel, &scenario) }
    let correct = CorrectInvoice(invoice: "INV-1", corrected: Self.freight, note: "wrong price")
    let reply = try Self.answer(correct, &scenario)
    #expect(reply.creditNote.reason == .recordingError)
    #expect(reply.issued.precedingInvoice == "INV-1")
  }

  @Test("a call that breaks rules says all of them, in its own words")
  func refusals() throws {
    var scenario = try Scenario(.account(), .invoice())
    var draft = Self.freight
    draft.dueDate = day("2026-02-28")
    draft.deposits = [DeductedDeposit(invoice: "EP-2026-000009", amount: eur(1))]
    let refused = #expect(throws: CallStatus.self) {
      try Self.answer(IssueInvoice(draft: draft, note: "freight"), &scenario)
    }
    #expect(refused?.code == .invalidArgument)
    #expect(refused?.text.contains("deposits[0]: EP-2026-000009 is no deposit invoice") == true)
    #expect(refused?.text.contains("dueDate: ") == true)
    for note in ["", String(repeating: "x", count: 1001)] {
      #expect(
        throws: CallStatus(.invalidArgument, "note: expected 1 to 1000 bytes that say why")
      ) { try Self.answer(IssueInvoice(draft: Self.freight, note: note), &scenario) }
    }
    draft = Self.freight
    draft.account = "C-9"
    #expect(
      throws: CallStatus(.notFound, "account C-9 is not registered")
    ) { try Self.answer(IssueInvoice(draft: draft, note: "freight"), &scenario) }
  }

  @Test("an account shows its terms by date")
  func account() throws {
    var scenario = try Scenario(
      .account(),
      .changeTerms(
        Invoicing.TermsChange(
          account: "C-1",
          from: day("2026-04-01"),
          terms: .net(15),
          lateChargeRate: percent("15")
        )
      )
    )
    let reply = try Self.answer(GetAccount(account: "C-1"), &scenario)
    #expect(reply.registered.terms == .net(30), "today")
    #expect(
      reply.agreedTerms == [
        DatedTerms(terms: .net(30)),
        DatedTerms(
          from: day("2026-04-01"),
          terms: .net(15),
          lateChargeRate: percent("15")
        ),
      ]
    )
  }

  @Test("credit notes that wait are listed, and say for what")
  func waiting() throws {
    var scenario = try Scenario(.account(), .creditNote("CN-1", eur(1_00), on: "INV-9"))
    let reply = try Self.answer(ListWaiting(), &scenario)
    #expect(
      reply.creditNotes
        == [WaitingCreditNote(creditNote: "CN-1", account: "C-1", invoice: "INV-9")]
    )
    #expect(reply.creditNoteCount == 1)
    #expect(
      throws: CallStatus(.notFound, "credit note CN-1 waits for invoice INV-9")
    ) { try Self.answer(GetCreditNote(creditNote: "CN-1"), &scenario) }
  }
}

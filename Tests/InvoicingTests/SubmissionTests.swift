import DomainKit
import InvoicingDomain
import InvoicingService
import Messages
import Terms
import Testing

@testable import ServiceKit

@Suite("Documents that somebody hands in")
struct SubmissionTests {
  private static func invoice(
    _ number: InvoiceNumber = "INV-1",
    of account: AccountID = "C-1",
    gross: Money = eur(120_00)
  ) -> SubmitInvoice {
    SubmitInvoice(
      invoice: BillingInvoiceIssued(
        invoice: number,
        account: account,
        issueDate: day("2026-03-10"),
        net: eur(100_00),
        tax: eur(20_00),
        gross: gross,
        terms: "net 30"
      )
    )
  }

  private static func creditNote(
    on invoice: InvoiceNumber?,
    of account: AccountID = "C-1",
    gross: Money = eur(12_00)
  ) -> SubmitCreditNote {
    SubmitCreditNote(
      creditNote: BillingCreditNoteIssued(
        creditNote: "CN-1",
        account: account,
        invoice: invoice,
        issueDate: day("2026-03-11"),
        net: eur(10_00),
        tax: eur(2_00),
        gross: gross,
        reason: .goodsReturned
      )
    )
  }

  private static func errors(_ submit: () throws -> Void) -> [String] {
    do {
      try submit()
      return []
    } catch let status as CallStatus {
      #expect(status.code == .invalidArgument)
      let texts = status.errors.map { "\($0.field): \($0.text)" }
      #expect(status.text == texts.joined(separator: "; "))
      return status.errors.map { "\($0.field): \($0.code)" }
    } catch {
      return ["\(error)"]
    }
  }

  @Test("an invoice is posted once, however often it is submitted, or told by a message")
  func again() throws {
    var scenario = try Scenario(.account())
    let first = try CallTests.answer(Self.invoice(), &scenario)
    #expect(first.issued.gross == eur(120_00))
    #expect(!first.wasKnown)
    let again = try CallTests.answer(Self.invoice(), &scenario)
    #expect(again.issued == first.issued)
    #expect(again.wasKnown)
    #expect(
      Self.errors { _ = try CallTests.answer(Self.invoice(gross: eur(121_00)), &scenario) }
        == ["invoice: number-reused", "gross: total-mismatch"]
    )
    #expect(scenario.issued("INV-1")?.gross == eur(120_00), "the first stays")
  }

  private static func account(
    _ revision: Int = 1,
    _ change: (inout BillingAccountUpserted) -> Void = { _ in }
  ) -> SubmitAccount {
    var account = BillingAccountUpserted(
      account: "C-1",
      revision: revision,
      name: "Ateliers Morel SARL",
      currency: .euro,
      terms: "net 30"
    )
    change(&account)
    return SubmitAccount(account: account)
  }

  @Test("an account is registered once, shows what it is, and changes by its next revision")
  func accounts() throws {
    var scenario = try Scenario()
    let first = try CallTests.answer(Self.account(), &scenario)
    #expect(first.registered.revision == 1)
    #expect(first.registered.terms == .net(30))
    #expect(!first.wasKnown)
    #expect(try CallTests.answer(Self.account(), &scenario).wasKnown)
    let shown = try CallTests.answer(GetAccount(account: "C-1"), &scenario).stated
    #expect(shown == Self.account { $0.terms = .net(30) }.account)
    let member = Self.account(2) {
      $0.account = "C-2"
      $0.head = "C-1"
      $0.paidByHead = [PayingPeriod(from: day("2026-03-01"))]
      $0.ibans = ["FR7630006000011234567890189"]
      $0.creditLimit = eur(1_00)
      ($0.termsFrom, $0.lateChargeRate) = (day("2026-03-01"), percent("12"))
      $0.country = "FR"
      $0.terms = .net(30)
    }
    try CallTests.answer(member, &scenario)
    #expect(
      try CallTests.answer(GetAccount(account: "C-2"), &scenario).stated == member.account
    )
  }

  @Test("every fault of an account is told at once, to who hands it in alone")
  func wrongAccounts() throws {
    var scenario = try Scenario()
    let wrong = Self.account {
      ($0.name, $0.country, $0.terms) = ("", "fr", "whenever")
      $0.paidByHead = [PayingPeriod()]
    }
    #expect(
      Self.errors { _ = try CallTests.answer(wrong, &scenario) } == [
        "name: text-unfit", "country: country-unfit", "paidByHead: paying-period-unfit",
        "terms: terms-unfit",
      ]
    )
    #expect(scenario.state.rejectedAccounts.isEmpty)
    try CallTests.answer(Self.account(), &scenario)
    #expect(
      Self.errors { _ = try CallTests.answer(Self.account { $0.name = "Other" }, &scenario) }
        == ["revision: revision-reused"]
    )
    var early = try Scenario.beforeTheFirstDay()
    #expect(throws: CallStatus(.failedPrecondition, "no day is open")) {
      try CallTests.answer(Self.account(), &early)
    }
  }

  @Test("a credit note is posted once, and never beyond what its invoice has left")
  func creditNotes() throws {
    var scenario = try Scenario(.account())
    try CallTests.answer(Self.invoice(), &scenario)
    let first = try CallTests.answer(Self.creditNote(on: "INV-1"), &scenario)
    #expect(first.issued.reason == .goodsReturned)
    #expect(!first.wasKnown)
    #expect(try CallTests.answer(Self.creditNote(on: "INV-1"), &scenario).wasKnown)
    var large = Self.creditNote(on: "INV-1", gross: eur(109_00))
    large.creditNote.creditNote = "CN-2"
    large.creditNote.net = eur(107_00)
    #expect(
      Self.errors { _ = try CallTests.answer(large, &scenario) } == ["gross: exceeds-creditable"]
    )
  }

  @Test("nothing waits: an unknown account is refused, with all else that is wrong")
  func unknownAccount() throws {
    var scenario = try Scenario(.account())
    var unfit = Self.invoice(of: "C-9", gross: eur(121_00))
    unfit.invoice.terms = "whenever"
    #expect(
      Self.errors { _ = try CallTests.answer(unfit, &scenario) }
        == ["account: account-unknown", "gross: total-mismatch", "terms: terms-unfit"]
    )
    #expect(
      Self.errors { _ = try CallTests.answer(Self.creditNote(on: "INV-9", of: "C-9"), &scenario) }
        == ["account: account-unknown", "invoice: invoice-unknown"]
    )
    #expect(
      Self.errors {
        let unfit = Self.creditNote(on: "INV-9", gross: eur(13_00))
        _ = try CallTests.answer(unfit, &scenario)
      } == ["invoice: invoice-unknown", "gross: total-mismatch"]
    )
    #expect(scenario.state.keptInvoices.isEmpty)
    #expect(scenario.state.keptCreditNotes.isEmpty)
  }

  @Test("a number that is taken is told beside an unknown account")
  func everythingAtOnce() throws {
    var scenario = try Scenario(.account())
    try CallTests.answer(Self.invoice(), &scenario)
    #expect(
      Self.errors { _ = try CallTests.answer(Self.invoice(of: "C-9"), &scenario) }
        == ["invoice: number-reused", "account: account-unknown"]
    )
    #expect(
      Self.errors { _ = try CallTests.answer(Self.invoice("EI-2026-000001", of: "C-9"), &scenario) }
        == ["invoice: number-reserved", "account: account-unknown"]
    )
    try CallTests.answer(Self.creditNote(on: "INV-1"), &scenario)
    #expect(
      Self.errors { _ = try CallTests.answer(Self.creditNote(on: nil, of: "C-9"), &scenario) }
        == ["creditNote: number-reused", "account: account-unknown"]
    )
  }

  @Test("validating says what a submission would be refused for, and posts nothing")
  func validation() throws {
    var scenario = try Scenario(.account())
    var submitted = [Self.invoice(), Self.invoice(of: "C-9", gross: eur(121_00))]
    submitted[1].invoice.terms = "whenever"
    for submit in submitted {
      let before = scenario.state
      let reply = try CallTests.answer(ValidateInvoice(invoice: submit.invoice), &scenario)
      #expect(scenario.state == before)
      #expect(
        reply.errors.map { "\($0.field): \($0.code)" }
          == Self.errors { _ = try CallTests.answer(submit, &scenario) }
      )
    }
    #expect(scenario.state.invoices.count == 1)
    let posted = try CallTests.answer(ValidateInvoice(invoice: submitted[0].invoice), &scenario)
    #expect(posted.errors.isEmpty, "the same again is no fault")

    for note in [Self.creditNote(on: "INV-1"), Self.creditNote(on: "INV-9", gross: eur(13_00))] {
      let call = ValidateCreditNote(creditNote: note.creditNote)
      let before = scenario.state
      let reply = try CallTests.answer(call, &scenario)
      #expect(scenario.state == before)
      #expect(
        reply.errors.map { "\($0.field): \($0.code)" }
          == Self.errors { _ = try CallTests.answer(note, &scenario) }
      )
    }
    var early = try Scenario.beforeTheFirstDay(.account())
    #expect(throws: CallStatus(.failedPrecondition, "no day is open")) {
      try CallTests.answer(ValidateInvoice(invoice: submitted[0].invoice), &early)
    }
  }

  @Test("before the first day nothing is posted")
  func noDay() throws {
    var scenario = try Scenario.beforeTheFirstDay(.account())
    let refused = CallStatus(.failedPrecondition, "no day is open")
    #expect(throws: refused) { try CallTests.answer(Self.invoice(), &scenario) }
    #expect(throws: refused) { try CallTests.answer(Self.creditNote(on: nil), &scenario) }
  }

  @Test("a number of this house's own series is not to be handed in")
  func ownSeries() throws {
    var scenario = try Scenario(.account())
    #expect(
      Self.errors { _ = try CallTests.answer(Self.invoice("EI-2026-000001"), &scenario) }
        == ["invoice: number-reserved"]
    )
  }
}

import DomainKit
import InvoicingDomain
import InvoicingService
import Messages
import Terms
import Testing

@testable import ServiceKit

@Suite("Lists and findings of invoicing")
struct ListingTests {
  @Test("an invoice shows what was agreed where it deviates, and the newest deviations are listed")
  func deviations() throws {
    var scenario = try Scenario(
      .account(),
      .account("C-2", terms: .net(10)),
      .invoice("A", issued: "2026-03-01"),
      .invoice("B", issued: "2026-03-02", terms: .net(60)),
      .invoice("C", of: "C-2", issued: "2026-03-05", terms: .net(20)),
      .invoice("D", issued: "2026-03-02", terms: "1/2 30 60")
    )
    let agreed = Instalment(dueDate: day("2026-04-01"), amount: eur(1_200_00))
    #expect(try CallTests.answer(GetInvoice(invoice: "A"), &scenario).agreed == nil)
    #expect(try CallTests.answer(GetInvoice(invoice: "B"), &scenario).agreed == [agreed])
    #expect(try CallTests.answer(GetInvoice(invoice: "D"), &scenario).agreed == [agreed])
    let all = try CallTests.answer(ListDeviations(limit: 1000), &scenario)
    #expect(all.deviations.map(\.invoice) == ["C", "D", "B"])
    #expect(
      all.deviations.last
        == TermsDeviated(
          invoice: "B",
          account: "C-1",
          issueDate: day("2026-03-02"),
          agreed: [agreed],
          invoiced: [Instalment(dueDate: day("2026-05-01"), amount: eur(1_200_00))]
        )
    )
    let newest = try CallTests.answer(ListDeviations(account: "C-1", limit: 1), &scenario)
    #expect(newest.deviations.map(\.invoice) == ["D"])
    #expect(newest.count == 2)
    #expect(throws: CallStatus(.notFound, "account C-9 is not registered")) {
      try CallTests.answer(ListDeviations(account: "C-9", limit: 1), &scenario)
    }
    for limit in [0, 1001] {
      #expect(
        throws: CallStatus(.invalidArgument, "limit is \(limit), expected 1 to 1000")
      ) { try CallTests.answer(ListDeviations(limit: limit), &scenario) }
    }
  }

  @Test("an account's invoices are listed, the newest first")
  func invoices() throws {
    var scenario = try Scenario(
      .account(),
      .account("C-2"),
      .invoice("A", issued: "2026-03-05", terms: "1/2 30 60"),
      .invoice("B", issued: "2026-03-01"),
      .invoice("C", issued: "2026-03-05"),
      .invoice("D", of: "C-2"),
      .creditNote("CN-1", eur(100_00), on: "A")
    )
    let all = try CallTests.answer(ListInvoices(account: "C-1", limit: 1000), &scenario)
    #expect(all.invoices.map(\.invoice) == ["C", "A", "B"])
    #expect(
      all.invoices[1]
        == ListedInvoice(
          invoice: "A",
          kind: .invoice,
          issueDate: day("2026-03-05"),
          dueDate: day("2026-05-04"),
          gross: eur(1_200_00),
          credited: eur(100_00)
        )
    )
    let newest = try CallTests.answer(ListInvoices(account: "C-1", limit: 1), &scenario)
    #expect(newest.invoices.map(\.invoice) == ["C"])
    #expect(newest.count == 3)
    #expect(throws: CallStatus(.notFound, "account C-9 is not registered")) {
      try CallTests.answer(ListInvoices(account: "C-9", limit: 1), &scenario)
    }
    #expect(throws: CallStatus(.invalidArgument, "limit is 0, expected 1 to 1000")) {
      try CallTests.answer(ListInvoices(account: "C-1", limit: 0), &scenario)
    }
  }

  @Test("what broke rules is listed with its faults until a right one comes under its name")
  func rejected() throws {
    var scenario = try Scenario(
      .account(),
      .account("C-2", name: ""),
      .account(revision: 2, name: ""),
      .invoice("A", gross: eur(1)),
      .invoice("B"),
      .invoice("B", gross: eur(1)),
      .creditNote("CN-1", eur(9_999_00), on: "B")
    )
    let reply = try CallTests.answer(ListRejected(limit: 1000), &scenario)
    #expect(reply.accounts.map(\.account) == ["C-1", "C-2"])
    #expect(reply.accounts.map(\.revision) == [2, 1])
    #expect(reply.invoices.map(\.invoice) == ["A", "B"])
    #expect(reply.invoices[1].errors.map(\.code) == ["number-reused", "total-mismatch"])
    #expect(reply.creditNotes.map(\.creditNote) == ["CN-1"])
    #expect(reply.count == 5)
    #expect(try scenario.when(.invoice("A", gross: eur(1))).isEmpty, "it is told once")
    let cut = try CallTests.answer(ListRejected(limit: 1), &scenario)
    #expect(cut.accounts.count + cut.invoices.count + cut.creditNotes.count == 3)
    #expect(cut.count == 5)

    try scenario.when(.account("C-2"))
    try scenario.when(.account(revision: 2))
    try scenario.when(.invoice("A"))
    try scenario.when(.creditNote("CN-1", eur(99_00), on: "B"))
    let left = try CallTests.answer(ListRejected(limit: 1000), &scenario)
    #expect(left.invoices.map(\.invoice) == ["B"], "its number is another's for good")
    #expect(left.count == 1)
  }

  @Test("what waits goes on waiting when another of its number is rejected")
  func rejectedBesideWaiting() throws {
    var scenario = try Scenario(.invoice("A"), .creditNote("CN-1", eur(1_00), on: "A"))
    #expect(scenario.faults(.invoice("A", gross: eur(1))).first == "invoice: number-reused")
    #expect(
      scenario.faults(.creditNote("CN-1", eur(2_00), on: "A")) == ["creditNote: number-reused"]
    )
    try scenario.when(.account())
    #expect(scenario.issued("A")?.credited == eur(1_00))
  }

  @Test("an invoice shows its terms and the due date that it stated, for who corrects it")
  func statedTerms() throws {
    var scenario = try Scenario(
      .account(),
      .invoice("A"),
      .invoice("B", terms: .net(60)) { $0.dueDate = day("2026-03-20") },
      .account(revision: 2, terms: .net(10))
    )
    let agreed = try CallTests.answer(GetInvoice(invoice: "A"), &scenario)
    #expect(agreed.dueDate == nil)
    let own = try CallTests.answer(GetInvoice(invoice: "B"), &scenario)
    #expect(own.terms == .net(60))
    #expect(own.dueDate == day("2026-03-20"))
    #expect(scenario.issued("A")?.terms == nil, "as agreed")
  }
}

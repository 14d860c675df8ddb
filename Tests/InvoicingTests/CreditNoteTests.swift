import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Credit notes")
struct CreditNoteTests {
  @Test("on an invoice are issued, up to what it has left to credit (rules R9)")
  func cap() throws {
    var scenario = try Scenario(.account(), .invoice(net: eur(1_200_00), tax: eur(0)))
    try scenario.when(.creditNote("CN-1", eur(300_00)))
    #expect(scenario.issued("INV-1")?.creditable == eur(900_00))
    #expect(scenario.faults(.creditNote("CN-2", eur(1_000_00))) == ["gross: exceeds-creditable"])
    #expect(scenario.faults(.creditNote("CN-2", eur(900_01))) == ["gross: exceeds-creditable"])
    #expect(scenario.faults(.creditNote("CN-2", eur(900_00))) == [])
    #expect(scenario.issued("INV-1")?.creditable == eur(0))
    #expect(scenario.faults(.creditNote("CN-3", eur(1))) == ["gross: exceeds-creditable"])
  }

  @Test("the same again changes nothing; other content under the number is refused")
  func repeated() throws {
    var scenario = try Scenario(.account(), .invoice())
    #expect(try scenario.when(.creditNote("CN-1", eur(100_00))).count == 1)
    #expect(try scenario.when(.creditNote("CN-1", eur(100_00))).isEmpty)
    #expect(scenario.faults(.creditNote("CN-1", eur(99_00))) == ["creditNote: number-reused"])
    #expect(scenario.issued("INV-1")?.credited == eur(100_00))
  }

  @Test("everything that is wrong is told at once")
  func faults() throws {
    var scenario = try Scenario(.account(), .account("C-2"), .invoice(issued: "2026-03-05"))
    let faults = scenario.faults(
      .creditNote("CN-1", eur(2_000_00), of: "C-2", issued: "2026-03-04") { $0.net = eur(1) }
    )
    #expect(
      faults == [
        "gross: total-mismatch", "invoice: account-mismatch", "issueDate: issue-before-invoice",
      ]
    )
    #expect(
      scenario.faults(
        .creditNote("CN-1", eur(2_000_00), of: "C-2", issued: "2026-03-04")
      ) == [
        "invoice: account-mismatch", "issueDate: issue-before-invoice", "gross: exceeds-creditable",
      ]
    )
    #expect(
      scenario.faults(.creditNote("CN-1", usd(10_00), issued: "2026-03-06"))
        == ["gross: currency-mismatch"]
    )
    #expect(
      scenario.faults(.creditNote("CN-1", eur(0), issued: "2026-03-06"))
        == ["gross: gross-not-positive"]
    )
  }

  @Test("terms of their own freeze a discount on what is credited (rules R9)")
  func ownTerms() throws {
    var scenario = try Scenario(.account(), .invoice())
    try scenario.when(.creditNote("CN-1", eur(200_00)) { $0.terms = "1/14 net 30" })
    let discounts = try #require(scenario.state.creditNotes["CN-1"]?.discounts)
    #expect(discounts.map(\.amount) == [eur(2_00)])
    #expect(discounts.map(\.lastDate) == [day("2026-03-22")])
    #expect(discounts.map(\.lastGraceDate) == [day("2026-03-22")])
    try scenario.when(.creditNote("CN-2", eur(33_33)) { $0.terms = "1.5/14 net 30" })
    #expect(scenario.state.creditNotes["CN-2"]?.discounts?.map(\.amount) == [eur(50)])
  }

  @Test("what is agreed with the account is no discount on what is credited")
  func agreedTerms() throws {
    var scenario = try Scenario(.account(terms: "2/10 net 30"), .invoice())
    try scenario.when(.creditNote("CN-1", eur(200_00)))
    #expect(scenario.state.creditNotes["CN-1"]?.discounts == nil)
  }

  @Test("terms that nobody can mean, and instalments of a credit, are refused")
  func unfitTerms() throws {
    var scenario = try Scenario(.account(), .invoice())
    let instalments = CreditTerms(lines: [
      TermsLine(.fixed(eur(100_00)), due: DateRule(days: 30)),
      TermsLine(.remainder, due: DateRule(days: 60)),
    ])
    for terms in ["soon", .lines(instalments)] as [StatedTerms] {
      #expect(
        scenario.faults(.creditNote("CN-1", eur(200_00)) { $0.terms = terms })
          == ["terms: terms-unfit"]
      )
    }
    #expect(scenario.state.creditNotes["CN-1"] == nil)
  }

  @Test("lines have their tax, by rate")
  func lines() throws {
    var scenario = try Scenario(.account(), .invoice())
    let note = { (tax: Int64) in
      Invoicing.Command.creditNote("CN-1", eur(120_00)) {
        $0.lines = [.init(eur(100_00), at: "20")]
        ($0.net, $0.tax, $0.gross) = (eur(100_00), eur(tax), eur(100_00 + tax))
      }
    }
    #expect(scenario.faults(note(19_99)) == ["tax: tax-mismatch"])
    #expect(scenario.faults(note(20_00)) == [])
  }

  @Test("wait for their invoice, their account or the first day, in any order")
  func waiting() throws {
    let facts: [Invoicing.Command] = [
      .account(), .invoice(), .creditNote("CN-1", eur(100_00)),
      .creditNote("CN-2", eur(50_00), on: nil), .opened("2026-03-01/1"),
    ]
    var orders = 0
    for order in permutations(facts.count) {
      var scenario = try Scenario.beforeTheFirstDay()
      for index in order { try scenario.when(facts[index]) }
      #expect(Set(scenario.state.creditNotes.keys) == ["CN-1", "CN-2"], "\(order)")
      #expect(scenario.issued("INV-1")?.credited == eur(100_00))
      #expect(scenario.state.keptCreditNotes.isEmpty)
      #expect(scenario.state.keptCreditsByAccount.isEmpty)
      #expect(scenario.state.keptCreditsByInvoice.isEmpty)
      orders += 1
    }
    #expect(orders == 120)
  }

  @Test("that waited and prove wrong are rejected when their invoice comes")
  func wrong() throws {
    var scenario = try Scenario(.account(), .creditNote("CN-1", eur(5_000_00)))
    let events = try scenario.when(.invoice())
    guard case .creditNoteRejected(let rejected)? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(rejected.faults.map(\.label) == ["gross: exceeds-creditable"])
    #expect(scenario.state.keptCreditNotes.isEmpty)
    #expect(scenario.faults(.creditNote("CN-1", eur(50_00))) == [], "corrected, it is issued")
  }
}

@Suite("Deposits and other kinds of invoices")
struct InvoiceKindTests {
  private func deposit(_ scenario: inout Scenario, _ gross: Int64 = 300_00) throws {
    try scenario.when(
      .invoice("DEP-1", net: eur(gross), tax: eur(0)) { $0.kind = .deposit }
    )
  }

  private func final(
    _ amount: Int64,
    of deposit: InvoiceNumber = "DEP-1",
    as number: InvoiceNumber = "INV-1"
  ) -> Invoicing.Command {
    .invoice(number, net: eur(1_000_00), tax: eur(200_00), terms: "1/3 30 60 90") {
      $0.deposits = [.init(invoice: deposit, amount: eur(amount))]
    }
  }

  @Test("a later invoice takes the deposit off; its instalments are of the rest")
  func deducted() throws {
    var scenario = try Scenario(.account())
    try deposit(&scenario)
    try scenario.when(final(300_00))
    let invoice = try #require(scenario.issued("INV-1"))
    #expect(invoice.gross == eur(1_200_00))
    #expect(invoice.items.map(\.amount) == [eur(300_00), eur(300_00), eur(300_00)])
    #expect(scenario.issued("DEP-1")?.creditable == eur(0))
  }

  @Test("no part of a deposit is taken off twice, nor what was credited")
  func twice() throws {
    var scenario = try Scenario(.account())
    try deposit(&scenario)
    try scenario.when(final(200_00))
    #expect(scenario.faults(final(100_01, as: "INV-2")) == ["deposits[0]: deposit-unfit"])
    try scenario.when(.creditNote("CN-1", eur(50_00), on: "DEP-1"))
    #expect(scenario.faults(final(50_01, as: "INV-2")) == ["deposits[0]: deposit-unfit"])
    #expect(scenario.faults(final(50_00, as: "INV-2")) == [])
    #expect(
      scenario.faults(.creditNote("CN-2", eur(1), on: "DEP-1")) == ["gross: exceeds-creditable"]
    )
  }

  @Test("a deposit is the account's own deposit invoice, positive, and not more than the invoice")
  func unfit() throws {
    var scenario = try Scenario(.account(), .account("C-2"), .invoice("INV-9"))
    try deposit(&scenario, 2_000_00)
    #expect(scenario.faults(final(1_00, of: "INV-9")) == ["deposits[0]: deposit-unfit"])
    #expect(scenario.faults(final(1_00, of: "INV-0")) == ["deposits[0]: deposit-unfit"])
    #expect(scenario.faults(final(0)) == ["deposits[0]: deposit-unfit"])
    #expect(scenario.faults(final(1_200_01)) == ["deposits: deposit-unfit"])
    #expect(
      scenario.faults(
        .invoice("INV-1", of: "C-2") { $0.deposits = [.init(invoice: "DEP-1", amount: eur(1))] }
      ) == ["deposits[0]: deposit-unfit"]
    )
  }

  @Test("an invoice that was billed ahead in full is an item of nothing")
  func full() throws {
    var scenario = try Scenario(.account())
    try deposit(&scenario, 1_200_00)
    try scenario.when(final(1_200_00))
    #expect(scenario.issued("INV-1")?.items.map(\.amount) == [eur(0)])
  }

  @Test("late charges earn no discount for being paid in time")
  func lateCharge() throws {
    let scenario = try Scenario(
      .account(terms: "2/10 net 30"),
      .invoice("INV-1"),
      .invoice("LC-1", net: eur(40_00), tax: eur(0)) {
        $0.kind = .lateChargeNote
        $0.precedingInvoice = "INV-1"
      }
    )
    #expect(scenario.item("INV-1")?.discounts.count == 1)
    #expect(scenario.item("LC-1")?.discounts == [])
    #expect(scenario.issued("LC-1")?.precedingInvoice == "INV-1")
  }

  @Test("what an invoice corrects is another invoice of the account, or older than the house")
  func preceding() throws {
    var scenario = try Scenario(.account(), .account("C-2"), .invoice("INV-1", of: "C-2"))
    let note = { (preceding: InvoiceNumber) in
      Invoicing.Command.invoice("DN-1") {
        $0.kind = .debitNote
        $0.precedingInvoice = preceding
      }
    }
    #expect(scenario.faults(note("DN-1")) == ["precedingInvoice: preceding-unfit"])
    #expect(scenario.faults(note("INV-1")) == ["precedingInvoice: preceding-unfit"])
    #expect(scenario.faults(note("INV-1999-1")) == [])
  }
}

/// Every order of so many things.
func permutations(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return permutations(count - 1).flatMap { order in
    (0...order.count).map { place in
      var longer = order
      longer.insert(count - 1, at: place)
      return longer
    }
  }
}

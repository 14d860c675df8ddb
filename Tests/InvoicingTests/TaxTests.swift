import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Discounts and tax of invoices (rules R2)")
struct TaxTests {
  /// A row of the table: the terms, net and rate, and what comes of them.
  struct Row: Sendable, CustomStringConvertible {
    let terms: StatedTerms
    let net: Money
    let rate: String
    let tax: Int64
    let discount: Int64
    /// How much less tax is due if the discount is taken.
    let taxPart: Int64

    init(
      _ terms: String,
      _ net: Money,
      _ rate: String,
      tax: Int64,
      discount: Int64,
      taxPart: Int64
    ) {
      self.terms = .written(terms)
      (self.net, self.rate, self.tax) = (net, rate, tax)
      (self.discount, self.taxPart) = (discount, taxPart)
    }

    var description: String { "\(terms) of \(net) at \(rate) %" }
    func money(_ units: Int64) -> Money { Money(units, net.currency) }
    var gross: Money { net + money(tax) }
  }

  static let rows = [
    Row("2/10 net 30", eur(100_00), "21", tax: 21_00, discount: 2_42, taxPart: 42),
    Row("2/10 net 30 tax excluded", eur(100_00), "21", tax: 21_00, discount: 2_00, taxPart: 0),
    Row("2/10 net 30 mixed", eur(100_00), "21", tax: 20_58, discount: 2_00, taxPart: 0),
    // metasfresh: 1,190.00 at 19 %.
    Row("2/10 net 30", eur(1_000_00), "19", tax: 190_00, discount: 23_80, taxPart: 3_80),
    // Other rates, another currency, a cent more, one without decimals, no tax.
    Row("3/8 net 30 mixed", eur(100_01), "20", tax: 19_40, discount: 3_00, taxPart: 0),
    Row("2/10 net 30 mixed", eur(100_03), "5.5", tax: 5_39, discount: 2_00, taxPart: 0),
    Row("2/10 net 30 tax excluded", usd(100_25), "8.875", tax: 8_90, discount: 2_01, taxPart: 0),
    Row("2/10 net 30 mixed", Money(1_025, .yen), "10", tax: 100, discount: 21, taxPart: 0),
    Row("2/10 net 30 mixed", eur(1), "20", tax: 0, discount: 0, taxPart: 0),
    Row("2/10 net 30 mixed", eur(500_00), "0", tax: 0, discount: 10_00, taxPart: 0),
    // Of two tiers, the best lowers the tax.
    Row("2/10 1/20 net 30 mixed", eur(100_00), "21", tax: 20_58, discount: 2_00, taxPart: 0),
    Row("net 30 mixed", eur(100_00), "21", tax: 21_00, discount: 0, taxPart: 0),
  ]

  private func check(_ invoice: Invoicing.IssuedInvoice, _ row: Row) throws {
    let zero = row.money(0)
    let tax = row.money(row.tax)
    #expect([invoice.tax, invoice.gross] == [tax, row.gross])
    #expect(invoice.taxes == [TaxedAmount(rate: percent(row.rate), net: row.net, tax: tax)])
    let offer = invoice.items[0].discounts.first
    #expect(offer?.amount ?? zero == row.money(row.discount))
    let part = TaxedAmount(
      rate: percent(row.rate),
      net: row.money(row.discount - row.taxPart),
      tax: row.money(row.taxPart)
    )
    #expect(offer?.parts ?? [] == (row.discount > 0 ? [part] : []))
  }

  @Test("billing's invoice has the tax that its terms give, and no other", arguments: rows)
  func billed(row: Row) throws {
    var scenario = try Scenario(.account(currency: row.net.currency))
    func invoice(_ number: InvoiceNumber, tax: Int64) -> Invoicing.Command {
      .invoice(number, net: row.net, tax: row.money(tax), terms: row.terms) {
        $0.lines = [.init(row.net, at: row.rate)]
      }
    }
    #expect(scenario.faults(invoice("A", tax: row.tax + 1)) == ["tax: tax-mismatch"])
    try scenario.when(invoice("A", tax: row.tax))
    try check(try #require(scenario.issued("A")), row)
  }

  @Test("so does one that this house issues itself", arguments: rows)
  func drafted(row: Row) throws {
    var scenario = try Scenario(.account(currency: row.net.currency))
    let draft = Invoicing.InvoiceDraft(
      account: "C-1",
      lines: [.init(row.net, at: row.rate)],
      terms: row.terms
    )
    try scenario.when(.draft(draft))
    try check(try #require(scenario.issued("EI-2026-000001")), row)
  }

  @Test("terms that were agreed lower the tax as stated ones do; credit gives back as much")
  func agreed() throws {
    var scenario = try Scenario(.account(terms: "2/10 net 30 mixed"))
    let lines = [Invoicing.BilledLine(eur(60_00), at: "21"), .init(eur(40_00), at: "21")]
    try scenario.when(.draft(Invoicing.InvoiceDraft(account: "C-1", lines: lines)))
    #expect(scenario.issued("EI-2026-000001")?.gross == eur(120_58))
    #expect(scenario.issued("EI-2026-000001")?.items[0].discounts[0].amount == eur(2_00))
    let credit = Invoicing.CreditNoteDraft(
      .invoice("EI-2026-000001"),
      .lines([lines[0]]),
      reason: .goodsReturned
    )
    try scenario.when(.draft(credit))
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.tax == eur(12_35), "21 % of 58.80")
    let billed = Invoicing.Command.creditNote("CN-1", eur(48_23), on: "EI-2026-000001") {
      $0.lines = [lines[1]]
      ($0.net, $0.tax) = (eur(40_00), eur(8_23))
    }
    #expect(scenario.faults(billed) == [], "the rest of the tax")
  }

  @Test("late charges have no discount, and their whole tax")
  func lateCharges() throws {
    var scenario = try Scenario(.account(terms: "2/10 net 30 mixed"))
    let draft = Invoicing.InvoiceDraft(
      account: "C-1",
      kind: .lateChargeNote,
      lines: [.init(eur(100_00), at: "21")]
    )
    try scenario.when(.draft(draft))
    #expect(scenario.issued("EL-2026-000001")?.tax == eur(21_00))
  }

  @Test("of several rates, the discount is spread by gross, and each part has its tax")
  func severalRates() throws {
    var scenario = try Scenario(.account(terms: "2/10 net 30"))
    try scenario.when(
      .invoice(net: eur(150_00), tax: eur(22_75)) {
        $0.lines = [.init(eur(50_00), at: "5.5"), .init(eur(100_00), at: "20")]
      }
    )
    let issued = try #require(scenario.issued("INV-1"))
    #expect(
      issued.taxes == [
        TaxedAmount(rate: percent("20"), net: eur(100_00), tax: eur(20_00)),
        TaxedAmount(rate: percent("5.5"), net: eur(50_00), tax: eur(2_75)),
      ]
    )
    #expect(issued.items[0].discounts[0].amount == eur(3_46))
    #expect(
      issued.items[0].discounts[0].parts == [
        TaxedAmount(rate: percent("20"), net: eur(2_00), tax: eur(40)),
        TaxedAmount(rate: percent("5.5"), net: eur(1_00), tax: eur(6)),
      ]
    )
  }

  @Test("mixed, each rate's tax is lowered, and rounded once")
  func mixedRates() throws {
    var scenario = try Scenario(.account(terms: "2/10 net 30 mixed"))
    let lines: [Invoicing.BilledLine] = [
      .init(eur(50_00), at: "5.5"), .init(eur(100_00), at: "20"), .init(eur(10_00), at: "0"),
    ]
    try scenario.when(.draft(Invoicing.InvoiceDraft(account: "C-1", lines: lines)))
    let issued = try #require(scenario.issued("EI-2026-000001"))
    // 98 % of 100.00 and of 50.00: 19.60 and 2.695.
    #expect(issued.taxes.map(\.tax) == [eur(19_60), eur(2_70), eur(0)])
    #expect(issued.items[0].discounts[0].amount == eur(3_20))
    #expect(issued.items[0].discounts[0].parts.map(\.net) == [eur(2_00), eur(1_00), eur(20)])
  }

  @Test("instalments share each rate; every part adds up to its discount")
  func instalments() throws {
    var scenario = try Scenario(.account())
    var terms = CreditTerms.discounted("2", 10, net: 30)
    let tiers = terms.lines[0].discounts
    let third = try #require(Portion("1/3"))
    terms.lines = [
      TermsLine(.ofTotal(third), due: DateRule(days: 30), discounts: tiers),
      TermsLine(.ofTotal(third), due: DateRule(days: 60), discounts: tiers),
      TermsLine(.remainder, due: DateRule(days: 90), discounts: tiers),
    ]
    try scenario.when(
      .invoice(net: eur(150_00), tax: eur(22_75), terms: .lines(terms)) {
        $0.lines = [.init(eur(100_00), at: "20"), .init(eur(50_00), at: "5.5")]
      }
    )
    let offers = try #require(scenario.issued("INV-1")).items.flatMap(\.discounts)
    #expect(offers.map(\.amount) == [eur(1_15), eur(1_15), eur(1_15)])
    #expect(offers.map { $0.parts.map(\.gross) } == Array(repeating: [eur(80), eur(35)], count: 3))
  }

  @Test("where only totals are told, nothing is known of rates")
  func totalsOnly() throws {
    let scenario = try Scenario(.account(terms: "2/10 net 30"), .invoice())
    let issued = try #require(scenario.issued("INV-1"))
    #expect(issued.taxes.isEmpty)
    #expect(issued.items[0].discounts.map(\.parts) == [[]])
  }

  @Test("mixed discounts are one discount of the whole; a document has so many rates")
  func refusals() throws {
    var scenario = try Scenario(.account())
    var terms = CreditTerms.discounted("2", 10, net: 30)
    terms.discountBase = .mixed
    terms.lines.insert(
      TermsLine(.ofTotal(try #require(Portion("50"))), due: DateRule(days: 20)),
      at: 0
    )
    #expect(scenario.faults(.invoice(terms: .lines(terms))) == ["terms.discountBase: terms-unfit"])
    func rates(_ count: Int) -> Invoicing.InvoiceDraft {
      let lines = (1...count).map { Invoicing.BilledLine(eur(1_00), at: "\($0)") }
      return Invoicing.InvoiceDraft(account: "C-1", lines: lines)
    }
    #expect(scenario.faults(.draft(rates(17))) == ["lines: too-many-rates"])
    #expect(scenario.faults(.draft(rates(16))) == [])
  }
}

extension Currency {
  fileprivate static let yen = Currency(literal: "JPY")
}

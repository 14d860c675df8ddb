import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Instalments")
struct InstalmentTests {
  private func items(
    _ terms: StatedTerms,
    of gross: Money = eur(1_000_00),
    issued: String = "2026-03-01"
  ) throws -> [Invoicing.IssuedInvoice.Item] {
    let scenario = try Scenario(
      .account(),
      .invoice(net: gross, tax: eur(0), issued: issued, terms: terms)
    )
    return try #require(scenario.issued("INV-1")).items
  }

  @Test("each is an item of its own, numbered after the invoice; the last takes the residue")
  func thirds() throws {
    let items = try items("1/3 30 60 90")
    #expect(items.map(\.item) == ["INV-1/1", "INV-1/2", "INV-1/3"])
    #expect(items.map(\.amount) == [eur(333_33), eur(333_33), eur(333_34)])
    #expect(items.map(\.dueDate) == ["2026-03-31", "2026-04-30", "2026-05-30"].map { day($0) })
  }

  @Test("a notation with one date makes one item, under the invoice's own number")
  func one() throws {
    let items = try items("45 jours fin de mois", issued: "2026-01-20")
    #expect(items.map(\.item) == ["INV-1"])
    #expect(items.map(\.dueDate) == [day("2026-03-31")])
  }

  @Test("tiers and days of grace are frozen into the item (rules R1, R3)")
  func tiers() throws {
    let terms = CreditTerms(
      due: DateRule(days: 30),
      discounts: [
        DiscountTier(percent("2"), until: DateRule(days: 5)),
        DiscountTier(percent("1"), until: DateRule(days: 14)),
      ],
      graceDays: 3
    )
    let offers = try #require(try items(.lines(terms)).first).discounts
    #expect(offers.map(\.amount) == [eur(20_00), eur(10_00)])
    #expect(offers.map(\.lastDate) == [day("2026-03-06"), day("2026-03-15")])
    #expect(offers.map(\.lastGraceDate) == [day("2026-03-09"), day("2026-03-18")])
  }

  @Test(
    "a discount is of the amount with its tax, or of the amount before it (rules R2)",
    arguments: [
      (.taxIncluded, 21_00, 2_42), (.taxExcluded, 21_00, 2_00), (.mixed, 20_58, 2_00),
    ] as [(DiscountBase, Int64, Int64)]
  )
  func base(base: DiscountBase, tax: Int64, discount: Int64) throws {
    let terms = CreditTerms(
      due: DateRule(days: 30),
      discounts: [DiscountTier(percent("2"), until: DateRule(days: 10))],
      discountBase: base
    )
    let scenario = try Scenario(
      .account(),
      .invoice(net: eur(100_00), tax: eur(tax), terms: .lines(terms))
    )
    #expect(scenario.item("INV-1")?.discounts.map(\.amount) == [eur(discount)])
    let early = eur(100_00) + eur(tax) - eur(discount)
    #expect(early == eur(base == .taxExcluded ? 119_00 : 118_58), "what is paid early")
  }

  @Test("one due date does not go with several instalments")
  func dueDate() throws {
    var scenario = try Scenario(.account())
    #expect(
      scenario.faults(.invoice(terms: "1/3 30 60 90") { $0.dueDate = day("2026-06-01") })
        == ["dueDate: due-date-of-several"]
    )
  }

  @Test("no instalment is named as another invoice is, whichever came first")
  func names() throws {
    var scenario = try Scenario(.account(), .invoice("A", terms: "1/2 30 60"), .invoice("B/2"))
    #expect(scenario.faults(.invoice("A/2")) == ["invoice: number-reused"])
    #expect(scenario.faults(.invoice("A/3")) == [])
    #expect(scenario.faults(.invoice("B", terms: "1/2 30 60")) == ["invoice: number-reused"])
    #expect(scenario.faults(.invoice("B")) == [])
    #expect(scenario.faults(.invoice("B/1")) == [], "an invoice of one item has no instalments")
  }

  @Test("a number that leaves no room to name the instalments is refused, not cut")
  func longNumbers() throws {
    var scenario = try Scenario(.account())
    let longest = InvoiceNumber(String(repeating: "x", count: 126))
    let tooLong = InvoiceNumber(String(repeating: "y", count: 127))
    #expect(scenario.faults(.invoice(longest, terms: "1/2 30 60")) == [])
    #expect(scenario.faults(.invoice(tooLong, terms: "1/2 30 60")) == ["invoice: text-unfit"])
    #expect(scenario.faults(.invoice(tooLong)) == [])
  }

  @Test("every fault of terms is told with its place")
  func faults() throws {
    var scenario = try Scenario(.account())
    #expect(scenario.faults(.invoice("A", terms: "net soon")) == ["terms: terms-unfit"])
    let lines = CreditTerms(
      lines: [
        TermsLine(.fixed(usd(100)), due: DateRule(days: 10)),
        TermsLine(.remainder, due: DateRule(days: -1)),
      ],
      graceDays: 91
    )
    #expect(
      scenario.faults(.invoice("B", terms: .lines(lines))) == [
        "terms.graceDays: terms-unfit", "terms.lines[0].fixed: terms-unfit",
        "terms.lines[1].due.days: terms-unfit",
      ]
    )
  }
}

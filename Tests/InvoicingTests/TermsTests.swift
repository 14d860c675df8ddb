import DomainKit
import InvoicingDomain
import Terms
import Testing

@Suite("Terms")
struct TermsTests {
  @Test("2/10 net 30 of 1 March: discount to the 11th inclusive, due on the 31st (rules R3)")
  func discountDate() throws {
    let scenario = try Scenario(
      .account(),
      .invoice(
        net: eur(1_000_00),
        tax: eur(0),
        issued: "2026-03-01",
        terms: .discounted("2", 10, net: 30)
      )
    )
    #expect(
      scenario.item("INV-1")
        == Invoicing.IssuedInvoice.Item(
          item: "INV-1",
          dueDate: day("2026-03-31"),
          amount: eur(1_000_00),
          discounts: [DiscountOffer("2", of: eur(1_000_00), eur(20_00), until: "2026-03-11")]
        )
    )
  }

  @Test(
    "the discount is rounded once, half-up (rules R1)",
    arguments: [
      (1_234_55, 24_69), (1_000_25, 20_01), (1_000_24, 20_00), (1, 0), (24, 0), (25, 1),
    ]
  )
  func rounding(gross: Int, discount: Int) throws {
    let scenario = try Scenario(
      .account(),
      .invoice(net: eur(Int64(gross)), tax: eur(0), terms: .discounted("2", 10, net: 30))
    )
    #expect(scenario.item("INV-1")?.discounts.first?.amount == eur(Int64(discount)))
  }

  @Test("the discount of a currency without decimals is rounded to whole units")
  func yen() throws {
    let yen = try #require(Currency("JPY"))
    let scenario = try Scenario(
      .account(currency: yen),
      .invoice(net: Money(1025, yen), tax: Money(0, yen), terms: .discounted("2", 10, net: 30))
    )
    #expect(scenario.item("INV-1")?.discounts.first?.amount == Money(21, yen))
  }

  @Test("an invoice's own terms count before its account's")
  func ownTerms() throws {
    let scenario = try Scenario(
      .account(terms: .discounted("2", 10, net: 30)),
      .invoice("A"),
      .invoice("B", terms: .net(7))
    )
    #expect(scenario.item("A")?.dueDate == day("2026-03-31"))
    #expect(scenario.item("A")?.discounts.isEmpty == false)
    #expect(scenario.item("B")?.dueDate == day("2026-03-08"))
    #expect(scenario.item("B")?.discounts.isEmpty == true)
  }

  @Test("net days run over the ends of months and years")
  func calendar() throws {
    let scenario = try Scenario(
      .account(),
      .invoice("A", issued: "2026-01-31", terms: .net(28)),
      .invoice("B", issued: "2027-12-31", terms: .net(60)),
      .invoice("C", terms: .net(0))
    )
    #expect(scenario.item("A")?.dueDate == day("2026-02-28"))
    #expect(scenario.item("B")?.dueDate == day("2028-02-29"))
    #expect(scenario.item("C")?.dueDate == day("2026-03-01"))
  }

  @Test("a due date overrides the terms'; the discount ends with it at the latest")
  func dueDate() throws {
    var scenario = try Scenario(.account(terms: .discounted("2", 10, net: 30)))
    try scenario.when(.invoice("A") { $0.dueDate = day("2026-06-01") })
    #expect(scenario.item("A")?.dueDate == day("2026-06-01"))
    #expect(scenario.item("A")?.discounts.first?.lastDate == day("2026-03-11"))
    try scenario.when(.invoice("B") { $0.dueDate = day("2026-03-05") })
    #expect(scenario.item("B")?.discounts.first?.lastDate == day("2026-03-05"))
    #expect(
      scenario.faults(.invoice("C") { $0.dueDate = day("2026-02-28") })
        == ["dueDate: due-before-issue"]
    )
    #expect(scenario.faults(.invoice("D") { $0.dueDate = day("2026-03-01") }) == [])
  }

  @Test("without terms anywhere an invoice needs a due date")
  func missing() throws {
    var scenario = try Scenario(.account(terms: nil))
    #expect(scenario.faults(.invoice("A")) == ["terms: terms-missing"])
    #expect(scenario.faults(.invoice("B") { $0.dueDate = day("2026-04-15") }) == [])
    #expect(scenario.item("B")?.dueDate == day("2026-04-15"))
    #expect(scenario.item("B")?.discounts.isEmpty == true)
    #expect(scenario.faults(.invoice("C", terms: .net(10))) == [])
  }
}

import DomainKit
import Terms
import Testing

@Suite("Discounts and tax")
struct TaxTests {
  /// A row of rules R2: net 100.00, tax 21 %, discount 2 %.
  struct Mode: Sendable {
    let base: DiscountBase
    let total: Int64
    let cashIfEarly: Int64
    let taxIfEarly: Int64
    let taxIfLate: Int64
  }

  @Test(
    "included, excluded and mixed (rules R2)",
    arguments: [
      Mode(
        base: .taxIncluded,
        total: 121_00,
        cashIfEarly: 118_58,
        taxIfEarly: 20_58,
        taxIfLate: 21_00
      ),
      Mode(
        base: .taxExcluded,
        total: 121_00,
        cashIfEarly: 119_00,
        taxIfEarly: 21_00,
        taxIfLate: 21_00
      ),
      Mode(base: .mixed, total: 120_58, cashIfEarly: 118_58, taxIfEarly: 20_58, taxIfLate: 20_58),
    ]
  )
  func modes(mode: Mode) throws {
    let rate = percent("21")
    var terms = CreditTerms.net(30, .within(10, "2"))
    terms.discountBase = mode.base
    let net = eur(100_00)
    let tax = mode.base.tax(on: net, at: rate, discount: percent("2"))
    #expect(tax == eur(mode.taxIfLate))
    #expect(net + tax == eur(mode.total))
    let instalment = try #require(
      terms.instalments(of: net + tax, net: net, issued: day("2026-03-01")).first
    )
    let discount = try #require(instalment.discounts.first).amount
    #expect(instalment.amount - discount == eur(mode.cashIfEarly))
    let parts = mode.base.parts(of: discount, over: [TaxedAmount(rate: rate, net: net, tax: tax)])
    #expect(tax - parts[0].tax == eur(mode.taxIfEarly))
    #expect(parts[0].gross == discount)
  }

  @Test("several rates: spread by gross, the last takes the rest (rules R2)")
  func severalRates() {
    let amounts = [
      TaxedAmount(rate: percent("20"), net: eur(100_00), tax: eur(20_00)),
      TaxedAmount(rate: percent("5.5"), net: eur(50_00), tax: eur(2_75)),
    ]
    let discount = eur(172_75).share(percent("2"))
    #expect(discount == eur(3_46))
    #expect(
      DiscountBase.taxIncluded.parts(of: discount, over: amounts)
        == [
          TaxedAmount(rate: percent("20"), net: eur(2_00), tax: eur(40)),
          TaxedAmount(rate: percent("5.5"), net: eur(1_00), tax: eur(6)),
        ]
    )
    // Before tax it is 2 % of 150.00, and lowers no tax.
    #expect(
      DiscountBase.taxExcluded.parts(of: eur(3_00), over: amounts)
        == [
          TaxedAmount(rate: percent("20"), net: eur(2_00), tax: eur(0)),
          TaxedAmount(rate: percent("5.5"), net: eur(1_00), tax: eur(0)),
        ]
    )
  }

  @Test("1,190.00 at 19 %: the discount of 23.80 is 20.00 and 3.80 of tax (rules R2)")
  func oneRate() {
    let amount = TaxedAmount(rate: percent("19"), net: eur(1_000_00), tax: eur(190_00))
    #expect(
      DiscountBase.taxIncluded.parts(of: eur(23_80), over: [amount])
        == [TaxedAmount(rate: percent("19"), net: eur(20_00), tax: eur(3_80))]
    )
  }

  @Test("a rate without tax, and one with a credit line, take their parts too")
  func unusualRates() {
    let amounts = [
      TaxedAmount(rate: percent("20"), net: eur(-50_00), tax: eur(-10_00)),
      TaxedAmount(rate: percent("0"), net: eur(160_00), tax: eur(0)),
    ]
    #expect(
      DiscountBase.taxIncluded.parts(of: eur(2_00), over: amounts)
        == [
          TaxedAmount(rate: percent("20"), net: eur(-1_00), tax: eur(-20)),
          TaxedAmount(rate: percent("0"), net: eur(3_20), tax: eur(0)),
        ]
    )
  }

  @Test("before tax, the net amount is cut where the instalments are")
  func instalmentsBeforeTax() {
    var terms = CreditTerms.parts(["1/3", "1/3"], days(30), days(60), days(90))
    for index in terms.lines.indices { terms.lines[index].discounts = [.within(10, "2")] }
    terms.discountBase = .taxExcluded
    let instalments = terms.instalments(
      of: eur(121_00),
      net: eur(100_00),
      issued: day("2026-03-01")
    )
    #expect(instalments.map(\.amount) == [eur(40_33), eur(40_33), eur(40_34)])
    #expect(instalments.map { $0.discounts[0].base } == [eur(33_33), eur(33_33), eur(33_34)])
    #expect(instalments.map { $0.discounts[0].amount } == [eur(67), eur(67), eur(67)])
  }
}

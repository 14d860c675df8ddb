import DomainKit
import Terms
import Testing

@Suite("Instalments")
struct InstalmentTests {
  @Test("1,000.00 in three parts: the last takes the residue (rules R10)")
  func thirds() {
    let terms = CreditTerms.parts(["1/3", "1/3"], days(30), days(60), days(90))
    #expect(
      terms.instalments(of: eur(1_000_00))
        == [
          Instalment(dueDate: day("2026-03-31"), amount: eur(333_33)),
          Instalment(dueDate: day("2026-04-30"), amount: eur(333_33)),
          Instalment(dueDate: day("2026-05-30"), amount: eur(333_34)),
        ]
    )
    // A third is no percentage: 33.3333 % of a million would be 333,333.00.
    #expect(terms.amounts(of: eur(1_000_000_00)) == [333_333_33, 333_333_33, 333_333_34])
  }

  @Test("parts are rounded half up, so that the last may be the smallest (rules R10)")
  func rounding() {
    let thirds = CreditTerms.parts(["1/3", "1/3"], days(0), days(1), days(2))
    #expect(thirds.amounts(of: eur(5)) == [2, 2, 1])
    #expect(thirds.amounts(of: eur(4)) == [1, 1, 2])
    let sevenths = CreditTerms.parts(
      Array(repeating: "1/7", count: 6),
      days(0),
      days(1),
      days(2),
      days(3),
      days(4),
      days(5),
      days(6)
    )
    #expect(sevenths.amounts(of: eur(100_00)) == Array(repeating: 14_29, count: 6) + [14_26])
  }

  @Test("parts are whole units of the currency's own, whatever decimals it has (rules R10)")
  func decimals() throws {
    let thirds = CreditTerms.parts(["1/3", "1/3"], days(0), days(1), days(2))
    let yen = try #require(Currency("JPY"))
    #expect(thirds.amounts(of: Money(1_000, yen)) == [333, 333, 334])
    #expect(thirds.amounts(of: Money(5, yen)) == [2, 2, 1])
    let dinar = try #require(Currency("KWD"))
    #expect(thirds.amounts(of: Money(1_000_000, dinar)) == [333_333, 333_333, 333_334])
    // 2 % of 1.025 are 0.0205: 21 thousandths, not 2 hundredths.
    let discounted = CreditTerms.net(30, .within(10, "2")).instalments(of: Money(1_025, dinar))
    #expect(discounted[0].discounts[0].amount == Money(21, dinar))
  }

  @Test("a part that is nothing is no instalment")
  func nothing() {
    let thirds = CreditTerms.parts(["1/3", "1/3"], days(0), days(1), days(2))
    #expect(thirds.amounts(of: eur(2)) == [1, 1])
    #expect(
      thirds.instalments(of: eur(1)) == [
        Instalment(dueDate: day("2026-03-03"), amount: eur(1))
      ]
    )
  }

  @Test("400.00, then 33, 33 and 34 % of the rest of 1,000.00: never of the total (rules R10)")
  func percentOfRest() {
    let rest = [TermsLine.Share.ofRemainder(portion("33")), .ofRemainder(portion("33"))]
    let shares = [.fixed(eur(400_00))] + rest + [.remainder]
    let terms = CreditTerms(
      lines: shares.enumerated().map { TermsLine($0.element, due: days($0.offset)) }
    )
    #expect(terms.faults(in: .euro).isEmpty)
    #expect(terms.amounts(of: eur(1_000_00)) == [400_00, 198_00, 198_00, 204_00])
    // The fixed part is more than there is.
    #expect(terms.amounts(of: eur(399_99)) == [399_99])
    #expect(terms.amounts(of: eur(400_01)) == [400_00, 1])
  }

  @Test("a share of the remainder after another kind of line is of what is left then")
  func remainderAfterTotal() {
    let shares: [TermsLine.Share] = [
      .ofRemainder(portion("50")), .ofTotal(portion("10")), .ofRemainder(portion("50")), .remainder,
    ]
    let terms = CreditTerms(lines: shares.map { TermsLine($0, due: days(0)) })
    #expect(terms.amounts(of: eur(1_000_00)) == [500_00, 100_00, 200_00, 200_00])
  }

  @Test("monthly from 31 January: the ends of months are clamped from that day (rules R10)")
  func monthly() {
    let terms = CreditTerms.parts(
      ["1/3", "1/3"],
      DateRule(months: 1),
      DateRule(months: 2),
      DateRule(months: 3)
    )
    let dates = terms.instalments(of: eur(300_00), issued: "2026-01-31").map(\.dueDate)
    #expect(dates == [day("2026-02-28"), day("2026-03-31"), day("2026-04-30")])
  }

  @Test("the discount's last day is part of it, and days of grace extend it (rules R3)")
  func grace() throws {
    var terms = CreditTerms.net(30, .within(10, "2"))
    terms.graceDays = 3
    let instalment = try #require(terms.instalments(of: eur(1_000_00)).first)
    #expect(instalment.dueDate == day("2026-03-31"))
    #expect(instalment.discounts.first?.lastDate == day("2026-03-11"))
    for (date, discount) in [("2026-03-11", 20_00), ("2026-03-14", 20_00), ("2026-03-15", nil)]
      as [(String, Int64?)]
    {
      #expect(instalment.discount(on: day(date))?.amount == discount.map { eur($0) }, "\(date)")
    }
  }

  @Test("of several tiers the value date chooses (rules R1)")
  func tiers() throws {
    let terms = CreditTerms.net(30, .within(5, "2"), .within(14, "1"))
    let instalment = try #require(terms.instalments(of: eur(1_000_00)).first)
    for (date, discount) in [
      ("2026-03-04", 20_00), ("2026-03-06", 20_00), ("2026-03-07", 10_00), ("2026-03-15", 10_00),
      ("2026-03-16", nil),
    ] as [(String, Int64?)] {
      #expect(instalment.discount(on: day(date))?.amount == discount.map { eur($0) }, "\(date)")
    }
  }

  @Test(
    "a discount is rounded once an instalment, half up (rules R1)",
    arguments: [
      (1_234_55, 24_69), (1_000_25, 20_01), (1_000_24, 20_00), (24, 0), (25, 1),
    ] as [(Int64, Int64)]
  )
  func discountRounding(gross: Int64, discount: Int64) {
    let offer = CreditTerms.net(30, .within(10, "2")).instalments(of: eur(gross))[0].discounts[0]
    #expect(offer.amount == eur(discount))
  }

  @Test("a discount ends with its instalment's due date; one that is then too late is none")
  func discountAndDueDate() {
    let discounts = [
      DiscountTier(percent("2"), until: DateRule(days: 10, endOfMonth: .beforeDays)),
      DiscountTier(percent("1"), until: DateRule(days: 20, endOfMonth: .beforeDays)),
    ]
    let terms = CreditTerms(due: days(30), discounts: discounts)
    func lastDates(_ issued: String) -> [CalendarDate] {
      terms.instalments(of: eur(100_00), issued: issued)[0].discounts.map(\.lastDate)
    }
    #expect(lastDates("2026-03-25") == [day("2026-04-10"), day("2026-04-20")])
    #expect(lastDates("2026-03-15") == [day("2026-04-10"), day("2026-04-14")])
    #expect(lastDates("2026-03-01") == [day("2026-03-31")])
  }
}

@Suite("What is wrong with terms")
struct TermsFaultTests {
  private static func fields(_ shares: TermsLine.Share...) -> [String] {
    CreditTerms(lines: shares.map { TermsLine($0, due: days(0)) }).faults(in: .euro).map(\.field)
  }

  @Test("the last line, and no other, takes the remainder")
  func remainder() {
    #expect(Self.fields(.remainder) == [])
    #expect(Self.fields() == ["lines"])
    #expect(Self.fields(.ofTotal(portion("100"))) == ["lines[0]"])
    #expect(Self.fields(.remainder, .remainder) == ["lines[0]"])
  }

  @Test("shares of one base are its whole at most")
  func sums() {
    let third = TermsLine.Share.ofTotal(portion("1/3"))
    let half = TermsLine.Share.ofRemainder(portion("50"))
    #expect(Self.fields(third, third, third, .remainder) == [])
    #expect(Self.fields(third, third, third, .ofTotal(portion("0.01")), .remainder) == ["lines"])
    #expect(Self.fields(half, half, .remainder) == [])
    #expect(Self.fields(half, half, half, .remainder) == ["lines"])
    #expect(Self.fields(half, half, third, half, .remainder) == [])
  }

  @Test("a fixed part is more than nothing, in the account's currency")
  func fixed() throws {
    #expect(Self.fields(.fixed(eur(1)), .remainder) == [])
    #expect(Self.fields(.fixed(eur(0)), .remainder) == ["lines[0].fixed"])
    #expect(Self.fields(.fixed(eur(-1)), .remainder) == ["lines[0].fixed"])
    let dollars = Money(1, try #require(Currency("USD")))
    #expect(Self.fields(.fixed(dollars), .remainder) == ["lines[0].fixed"])
  }

  @Test("a discount is more than nothing and less than all, and a later one is less")
  func discounts() {
    func fields(_ tiers: DiscountTier...) -> [String] {
      CreditTerms(due: days(30), discounts: tiers).faults().map {
        $0.field.replacing("lines[0].discounts", with: "")
      }
    }
    #expect(fields(.within(10, "99.9999"), .within(30, "0.0001")) == [])
    #expect(fields(.within(10, "0")) == ["[0].percent"])
    #expect(fields(.within(10, "100")) == ["[0].percent"])
    #expect(fields(.within(31, "2")) == ["[0].lastDate"])
    #expect(fields(.within(10, "2"), .within(20, "2")) == ["[1].percent"])
    #expect(fields(.within(10, "2"), .within(10, "1")) == ["[1].lastDate"])
    #expect(
      fields(
        .within(1, "6"),
        .within(2, "5"),
        .within(3, "4"),
        .within(4, "3"),
        .within(5, "2"),
        .within(6, "1")
      ) == [""]
    )
  }

  @Test("a portion is exact, in lowest terms, and written as it is read")
  func portions() {
    #expect(portion("50") == portion("1/2"))
    for text in ["1/3", "33.3333", "100", "0.0001", "2/7"] {
      #expect(portion(text).description == text)
    }
    for text in ["0", "0/3", "4/3", "1/0", "-1/3", "1/1000001", "101", "1/2/3", "", "a"] {
      #expect(Portion(text) == nil, "\(text)")
    }
  }
}

import DomainKit
import ServiceKit
import Terms
import Testing

@Suite("Any terms on any amount")
struct AnyTermsTests {
  /// Without decimals, with two, with three.
  private static let currencies = ["JPY", "EUR", "KWD"].compactMap { Currency($0) }

  @Test(
    "instalments add up to the amount, and no discount is above policy",
    arguments: 0..<100 as Range<UInt64>,
    currencies
  )
  func instalments(seed: UInt64, currency: Currency) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let terms = Self.terms(in: currency, &random)
      #expect(terms.faults(in: currency).isEmpty, "\(terms)")
      let gross = Money(Self.amount(&random), currency)
      let net = gross.share(
        Percentage(partsPerMillion: .random(in: 700_000...1_000_000, using: &random))
          ?? percent("100")
      )
      let issued = day("2026-01-01").adding(days: .random(in: 0...800, using: &random))
      let instalments = terms.instalments(of: gross, net: net, issued: issued)
      Self.check(instalments, terms, gross: gross, net: net, issued: issued)
    }
  }

  private static func check(
    _ instalments: [Instalment],
    _ terms: CreditTerms,
    gross: Money,
    net: Money,
    issued: CalendarDate
  ) {
    let nothing = Money.zero(gross.currency)
    #expect(instalments.map(\.amount).reduce(nothing, +) == gross, "\(terms) of \(gross)")
    #expect(instalments.allSatisfy { $0.amount.isPositive && $0.dueDate >= issued })
    #expect(instalments.count <= terms.lines.count)
    let percents = Set(terms.lines.flatMap(\.discounts).map(\.percent))
    for instalment in instalments {
      for (index, offer) in instalment.discounts.enumerated() {
        #expect(percents.contains(offer.percent))
        #expect(offer.amount == offer.base.share(offer.percent))
        #expect(offer.base <= instalment.amount)
        #expect(offer.lastDate <= instalment.dueDate)
        #expect(offer.isForPartialPayments == terms.partialDiscounts)
        #expect(offer.lastGraceDate == offer.lastDate.adding(days: terms.graceDays))
        guard index > 0 else { continue }
        let better = instalment.discounts[index - 1]
        #expect(offer.lastDate > better.lastDate && offer.amount <= better.amount)
      }
    }
    // What discounts are of is the whole amount, or the whole amount before tax, and no more.
    let bases = instalments.compactMap { $0.discounts.first?.base }.reduce(nothing, +)
    #expect(bases <= (terms.discountBase == .taxIncluded ? gross : net), "\(terms) of \(gross)")
  }

  private static func terms(in currency: Currency, _ random: inout SplitMix64) -> CreditTerms {
    var left: Int64 = 1_000_000
    let lines = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let share: TermsLine.Share
      switch Int.random(in: 0...2, using: &random) {
      case 0: share = .fixed(Money(amount(&random), currency))
      case 1:
        // Shares of the total and of any one remainder are the whole at most.
        let part = Int64.random(in: 1...max(1, left / 2), using: &random)
        left = max(1, left - part)
        share = Portion(part, over: 1_000_000).map { .ofTotal($0) } ?? .ofTotal(portion("1"))
      default:
        let count = Int64.random(in: 7...60, using: &random)
        share = Portion(1, over: count).map { .ofRemainder($0) } ?? .ofRemainder(portion("1"))
      }
      return line(share, &random)
    }
    var terms = CreditTerms(
      lines: lines + [line(.remainder, &random)],
      discountBase: DiscountBase.allCases.randomElement(using: &random) ?? .mixed,
      graceDays: .random(in: 0...9, using: &random),
      partialDiscounts: .random(using: &random)
    )
    if terms.discountBase == .mixed {
      let discounts = terms.lines[0].discounts
      for index in terms.lines.indices { terms.lines[index].discounts = discounts }
    }
    return terms
  }

  private static func line(_ share: TermsLine.Share, _ random: inout SplitMix64) -> TermsLine {
    let due = rule(&random, days: 30...120)
    let best = Int64.random(in: 30_000...500_000, using: &random)
    let tiers = (0..<Int.random(in: 0...3, using: &random)).compactMap { index in
      Percentage(partsPerMillion: best >> index).map {
        DiscountTier($0, until: DateRule(days: 5 + 8 * index))
      }
    }
    return TermsLine(share, due: due, discounts: tiers)
  }

  private static func rule(_ random: inout SplitMix64, days: ClosedRange<Int>) -> DateRule {
    DateRule(
      months: .random(in: 0...3, using: &random),
      days: .random(in: days, using: &random),
      endOfMonth: [nil, .beforeDays, .afterDays].randomElement(using: &random) ?? nil,
      dayOfMonth: Bool.random(using: &random) ? .random(in: 1...31, using: &random) : nil,
      weekday: Bool.random(using: &random) ? .random(in: 1...7, using: &random) : nil
    )
  }

  /// Cents as often as millions.
  private static func amount(_ random: inout SplitMix64) -> Int64 {
    .random(in: 1...(Int64(1) << Int64.random(in: 1...46, using: &random)), using: &random)
  }
}

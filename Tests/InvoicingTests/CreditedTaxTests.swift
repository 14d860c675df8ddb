import DomainKit
import InvoicingDomain
import ServiceKit
import Terms
import Testing

@Suite("Credit by tax rate")
struct CreditedTaxTests {
  private typealias Draft = Invoicing.InvoiceDraft
  private typealias Credit = Invoicing.CreditNoteDraft
  private typealias Line = Invoicing.BilledLine

  private static let books = Line(eur(50_00), at: "5.5")
  private static let panels = Line(eur(100_00), at: "20")

  /// 100.00 at 20 % and 50.00 at 5.5 %: 172.75.
  private func twoRates() throws -> Scenario {
    try Scenario(.account(), .draft(Draft(account: "C-1", lines: [Self.panels, Self.books])))
  }

  private func amounts(_ note: Invoicing.IssuedCreditNote?) -> [Money?] {
    [note?.net, note?.tax, note?.gross]
  }

  @Test("when one rate was credited, the rest is the other's, to the cent")
  func otherRate() throws {
    var scenario = try twoRates()
    let own: InvoiceNumber = "EI-2026-000001"
    try scenario.when(
      .draft(Credit(.invoice(own), .lines([Self.books]), reason: .goodsReturned))
    )
    #expect(scenario.state.creditNotes["EC-2026-000001"]?.gross == eur(52_75))
    try scenario.when(.draft(Credit(.invoice(own), .whole, reason: .cancellation)))
    let rest = scenario.state.creditNotes["EC-2026-000002"]
    #expect(amounts(rest) == [eur(100_00), eur(20_00), eur(120_00)])
    #expect(rest?.taxes == [TaxedAmount(rate: percent("20"), net: eur(100_00), tax: eur(20_00))])
  }

  @Test("three cents, then the rest: no more net than there was")
  func cents() throws {
    var scenario = try Scenario(.account(), .draft(Draft(account: "C-1", lines: [Self.panels])))
    let own: InvoiceNumber = "EI-2026-000001"
    for _ in 0..<3 {
      try scenario.when(.draft(Credit(.invoice(own), .gross(eur(1)), reason: .rebate)))
    }
    try scenario.when(.draft(Credit(.invoice(own), .whole, reason: .cancellation)))
    let notes = scenario.state.creditNotes.values
    #expect(notes.reduce(eur(0)) { $0 + $1.net } == eur(100_00))
    #expect(notes.reduce(eur(0)) { $0 + $1.tax } == eur(20_00))
    #expect(amounts(scenario.state.creditNotes["EC-2026-000004"])[1] == eur(20_00))
  }

  @Test("a gross amount is spread by what each rate has left")
  func spread() throws {
    var scenario = try twoRates()
    let own: InvoiceNumber = "EI-2026-000001"
    try scenario.when(.draft(Credit(.invoice(own), .gross(eur(3_46)), reason: .rebate)))
    #expect(
      scenario.state.creditNotes["EC-2026-000001"]?.taxes == [
        TaxedAmount(rate: percent("20"), net: eur(2_00), tax: eur(40)),
        TaxedAmount(rate: percent("5.5"), net: eur(1_00), tax: eur(6)),
      ]
    )
  }

  @Test("no rate is credited beyond what it has, whoever credits")
  func beyond() throws {
    var scenario = try twoRates()
    let own: InvoiceNumber = "EI-2026-000001"
    func lines(_ lines: Line...) -> Invoicing.Command {
      .draft(Credit(.invoice(own), .lines(lines), reason: .goodsReturned))
    }
    #expect(scenario.faults(lines(Line(eur(50_01), at: "5.5"))) == ["lines: exceeds-creditable"])
    #expect(scenario.faults(lines(Line(eur(1), at: "10"))) == ["lines: exceeds-creditable"])
    #expect(scenario.faults(lines(Line(eur(50_00), at: "5.5"))) == [])
    #expect(scenario.faults(lines(Line(eur(1), at: "5.5"))) == ["lines: exceeds-creditable"])
    let billed = Invoicing.Command.creditNote("CN-1", eur(1_06), on: own) {
      $0.lines = [Line(eur(1_00), at: "5.5")]
      ($0.net, $0.tax) = (eur(1_00), eur(6))
    }
    #expect(scenario.faults(billed) == ["lines: exceeds-creditable"])
  }

  @Test("the last line of a rate has the tax that is left of it")
  func lastLine() throws {
    let third = Line(eur(33), at: "20")
    var scenario = try Scenario(
      .account(),
      .draft(Draft(account: "C-1", lines: [third, third, third]))
    )
    for _ in 0..<3 {
      try scenario.when(
        .draft(Credit(.invoice("EI-2026-000001"), .lines([third]), reason: .goodsReturned))
      )
    }
    let notes = ["EC-2026-000001", "EC-2026-000002", "EC-2026-000003"] as [InvoiceNumber]
    #expect(notes.map { scenario.state.creditNotes[$0]?.tax } == [eur(7), eur(7), eur(6)])
    #expect(scenario.issued("EI-2026-000001")?.creditable == eur(0))
  }

  @Test("billing's note without lines is of the rate whose tax it states, or of all")
  func totalsOnly() throws {
    var scenario = try twoRates()
    let own: InvoiceNumber = "EI-2026-000001"
    func note(_ number: InvoiceNumber, _ net: Int64, _ tax: Int64) -> Invoicing.Command {
      .creditNote(number, eur(net + tax), on: own) { ($0.net, $0.tax) = (eur(net), eur(tax)) }
    }
    try scenario.when(note("CN-1", 30_00, 6_00))
    #expect(scenario.state.creditNotes["CN-1"]?.taxes.map(\.rate) == [percent("20")])
    try scenario.when(note("CN-2", 12_00, 1_00))
    // 70.00 and 50.00 are left before tax, 14.00 and 2.75 of tax.
    #expect(
      scenario.state.creditNotes["CN-2"]?.taxes == [
        TaxedAmount(rate: percent("20"), net: eur(7_00), tax: eur(84)),
        TaxedAmount(rate: percent("5.5"), net: eur(5_00), tax: eur(16)),
      ]
    )
    try scenario.when(.draft(Credit(.invoice(own), .whole, reason: .cancellation)))
    #expect(scenario.issued(own)?.creditableTaxes.allSatisfy { $0.gross.isZero } == true)
  }

  @Test("of an invoice whose rates nobody knows, the rest is what is left before tax and of tax")
  func unknownRates() throws {
    var scenario = try Scenario(.account(), .invoice(net: eur(100_00), tax: eur(20_00)))
    for _ in 0..<3 {
      try scenario.when(.draft(Credit(.invoice("INV-1"), .gross(eur(1)), reason: .rebate)))
    }
    try scenario.when(.draft(Credit(.invoice("INV-1"), .whole, reason: .cancellation)))
    let rest = scenario.state.creditNotes["EC-2026-000004"]
    #expect(amounts(rest) == [eur(99_97), eur(20_00), eur(119_97)])
    #expect(rest?.taxes == [])
  }

  @Test("on account, nothing is taxed")
  func onAccount() throws {
    var scenario = try Scenario(.account())
    try scenario.when(.draft(Credit(.account("C-1"), .gross(eur(7_00)), reason: .goodwill)))
    #expect(
      scenario.state.creditNotes["EC-2026-000001"]?.taxes
        == [TaxedAmount(rate: percent("0"), net: eur(7_00), tax: eur(0))]
    )
  }

  @Test(
    "any credits, then the rest: each rate comes out at nothing, and was never beyond",
    arguments: 0..<60 as Range<UInt64>
  )
  func anyCredits(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<10 { try Self.credits(&random) }
  }

  private static func credits(_ random: inout SplitMix64) throws {
    let rates = ["20", "10", "5.5", "2.1", "0", "100"].shuffled(using: &random).prefix(4)
    var lines = (0..<Int.random(in: 1...6, using: &random)).map { _ in
      Line(eur(amount(&random)), at: rates.randomElement(using: &random) ?? "20")
    }
    if Bool.random(using: &random) { lines.append(Line(eur(-amount(&random) / 8), at: "20")) }
    let terms: StatedTerms = Bool.random(using: &random) ? "2/10 net 30 mixed" : "2/10 net 30"
    var scenario = try Scenario(.account(terms: terms))
    guard scenario.faults(.draft(Draft(account: "C-1", lines: lines))).isEmpty else { return }
    let own: InvoiceNumber = "EI-2026-000001"
    let issued = try #require(scenario.issued(own))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let left = try #require(scenario.issued(own)).creditable.minorUnits
      guard left > 0 else { break }
      let gross = Int64.random(
        in: 1...max(1, left / Int64.random(in: 1...9, using: &random)),
        using: &random
      )
      let some: Credit.Amount =
        Bool.random(using: &random)
        ? .gross(eur(gross)) : .lines([lines.randomElement(using: &random) ?? lines[0]])
      _ = scenario.faults(.draft(Credit(.invoice(own), some, reason: .rebate)))
      try check(scenario, issued)
    }
    _ = scenario.faults(.draft(Credit(.invoice(own), .whole, reason: .cancellation)))
    let after = try #require(scenario.issued(own))
    #expect(after.creditable == eur(0))
    #expect(after.creditableTaxes.allSatisfy { $0.net.isZero && $0.tax.isZero }, "\(lines)")
    let notes = scenario.state.creditNotes.values
    let sum = notes.reduce([TaxedAmount]()) { $0.adding($1.taxes) }
    for amount in issued.taxes where !amount.net.isZero { #expect(sum[amount.rate] == amount) }
    #expect(notes.reduce(eur(0)) { $0 + $1.net } == issued.net)
    #expect(notes.reduce(eur(0)) { $0 + $1.tax } == issued.tax)
    for note in notes {
      #expect(note.taxes.net(in: .euro) == note.net && note.taxes.tax(in: .euro) == note.tax)
    }
  }

  /// What is left of each rate is neither of the other sign nor more than the rate had.
  private static func check(_ scenario: Scenario, _ issued: Invoicing.IssuedInvoice) throws {
    for left in try #require(scenario.issued(issued.invoice)).creditableTaxes {
      let whole = try #require(issued.taxes[left.rate])
      for (part, all) in [(left.net, whole.net), (left.tax, whole.tax)] {
        #expect(min(all, eur(0)) <= part && part <= max(all, eur(0)), "\(left) of \(whole)")
      }
    }
  }

  /// Cents as often as thousands.
  private static func amount(_ random: inout SplitMix64) -> Int64 {
    .random(in: 1...(Int64(1) << Int64.random(in: 1...20, using: &random)), using: &random)
  }
}

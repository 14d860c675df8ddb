import DomainKit
import InvoicingDomain
import Terms
import Testing

/// The tests' notation for rates: `rate("0.90", on: "2026-03-01")` is EUR for one USD.
private func rate(
  _ rate: String,
  on date: String,
  from: Currency = .dollar,
  to: Currency = .euro
) -> ExchangeRate {
  guard let factor = ExchangeFactor(rate),
    let exchange = ExchangeRate(from: from, to: to, rate: factor, date: day(date))
  else { preconditionFailure("'\(rate)' is no rate") }
  return exchange
}

extension Invoicing.Command {
  fileprivate static func rates(
    _ rates: ExchangeRate...,
    by user: String = "a.martin",
    note: String = "central bank"
  ) -> Self {
    .setRates(Invoicing.RateSetting(rates, by: user, note: note))
  }

  fileprivate static func dollars(
    _ number: InvoiceNumber = "INV-1",
    _ cents: Int64 = 1_000_00,
    issued: String = "2026-03-01",
    _ change: (inout Invoicing.BilledInvoice) -> Void = { _ in }
  ) -> Self {
    .invoice(number, net: usd(cents), tax: usd(0), issued: issued, change)
  }
}

extension Scenario {
  /// Books in EUR, rates that were set before the first day, and an account in USD.
  fileprivate static func house(_ rates: ExchangeRate...) throws -> Scenario {
    var scenario = try Scenario.beforeTheFirstDay(
      .configure(partitionCount: 16, baseCurrency: .euro)
    )
    for rate in rates { try scenario.when(.rates(rate)) }
    try scenario.when(.opened("2026-03-01/1"))
    try scenario.when(.account(currency: .dollar))
    return scenario
  }
}

@Suite("Documents in another currency than the books, rule R11")
struct ExchangeTests {
  @Test("an invoice freezes the rate of its day, and what it is worth at it")
  func frozen() throws {
    var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
    try scenario.when(.dollars())
    #expect(scenario.issued("INV-1")?.exchange == rate("0.9", on: "2026-03-01"))
    #expect(scenario.issued("INV-1")?.base == eur(900_00))

    try scenario.when(.rates(rate("0.95", on: "2026-03-01"), note: "corrected"))
    try scenario.when(.opened("2026-03-02/1", closes: "2026-03-01/1"))
    #expect(scenario.issued("INV-1")?.base == eur(900_00), "it stays")
    try scenario.when(.dollars("INV-2"))
    #expect(scenario.issued("INV-2")?.base == eur(950_00))
  }

  @Test(
    "the table's newest rate of up to seven days before the issue date counts",
    arguments: [
      ("2026-03-01", "0.9"), ("2026-03-05", "0.9"), ("2026-03-06", "0.92"), ("2026-03-07", "0.92"),
      ("2026-03-13", "0.92"), ("2026-03-14", nil), ("2026-02-28", nil),
    ] as [(String, String?)]
  )
  func newest(_ issued: String, _ factor: String?) throws {
    var scenario = try Scenario.house(
      rate("0.90", on: "2026-03-01"),
      rate("0.92", on: "2026-03-06"),
      rate("0.0061", on: "2026-03-14", from: Currency(literal: "JPY"))
    )
    let faults = scenario.faults(.dollars(issued: issued))
    #expect(scenario.issued("INV-1")?.exchange?.rate.description == factor)
    #expect(faults == (factor == nil ? ["exchange: rate-unknown"] : []))
  }

  @Test("a rate of the books' currency is divided by")
  func inverse() throws {
    var scenario = try Scenario.house(
      rate("1.25", on: "2026-03-01", from: .euro, to: .dollar)
    )
    try scenario.when(.dollars())
    #expect(scenario.issued("INV-1")?.base == eur(800_00))
  }

  @Test("currencies with other decimals are exchanged at their own scale")
  func scales() throws {
    var scenario = try Scenario.house(
      rate("0.0061", on: "2026-03-01", from: Currency(literal: "JPY")),
      rate("3.0125", on: "2026-03-01", from: Currency(literal: "KWD"))
    )
    for (account, code, units, worth) in [
      ("C-2", "JPY", 1_001, 6_11), ("C-3", "KWD", 1_001, 3_02),
    ] as [(AccountID, String, Int64, Int64)] {
      let currency = try #require(Currency(code))
      let number = try #require(InvoiceNumber(rawValue: "INV-\(code)"))
      try scenario.when(.account(account, currency: currency))
      try scenario.when(
        .invoice(number, of: account, net: Money(units, currency), tax: .zero(currency))
      )
      // 1001 x 0.0061 = 6.1061; 1.001 x 3.0125 = 3.0155125.
      #expect(scenario.issued(number)?.base == eur(worth))
    }
  }

  @Test("the rate that billing states counts, whatever the table has")
  func stated() throws {
    var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
    let own = rate("0.91", on: "2026-02-01")
    try scenario.when(.dollars { $0.exchange = own })
    #expect(scenario.issued("INV-1")?.exchange == own)
    #expect(scenario.issued("INV-1")?.base == eur(910_00))

    var bare = try Scenario.house()
    #expect(bare.faults(.dollars { $0.exchange = own }) == [])
    let pounds = rate("1.2", on: "2026-03-01", from: Currency(literal: "GBP"))
    #expect(bare.faults(.dollars("INV-2") { $0.exchange = pounds }) == ["exchange: rate-unfit"])
  }

  @Test("a document without a rate is rejected with currency and day, until one is there")
  func unknown() throws {
    var scenario = try Scenario.house()
    let events = try scenario.when(.dollars())
    guard case .invoiceRejected(let rejected)? = events.first else {
      Issue.record("\(events)")
      return
    }
    #expect(
      rejected.faults.map(\.text) == [
        "no rate of USD in EUR for 2026-03-01, nor of the 7 days before, was in the table when "
          + "the cut opened"
      ]
    )
    #expect(scenario.state.rejectedInvoices.count == 1)
    try scenario.when(.rates(rate("0.90", on: "2026-02-27")))
    try scenario.when(.opened("2026-03-02/1", closes: "2026-03-01/1"))
    #expect(scenario.faults(.dollars()) == [])
    #expect(scenario.issued("INV-1")?.base == eur(900_00))
    #expect(scenario.state.rejectedInvoices.isEmpty)
  }

  @Test("the rate is told beside everything else that is wrong")
  func faults() throws {
    var scenario = try Scenario.house()
    #expect(
      scenario.faults(.dollars { $0.dueDate = day("2026-02-01") })
        == ["dueDate: due-before-issue", "exchange: rate-unknown"]
    )
    let most = rate("99999999", on: "2026-03-01")
    #expect(
      scenario.faults(.dollars("INV-2", Invoicing.Limits.minorUnits) { $0.exchange = most })
        == ["exchange: amount-too-large"]
    )
  }

  @Test("documents in the books' currency have no rate, and none have where no books are kept")
  func none() throws {
    var scenario = try Scenario.house()
    try scenario.when(.account("C-2"))
    try scenario.when(.invoice("INV-2", of: "C-2"))
    #expect(scenario.issued("INV-2")?.exchange == nil)
    #expect(scenario.issued("INV-2")?.base == nil)

    var plain = try Scenario(.account(currency: .dollar), .rates(rate("0.9", on: "2026-03-01")))
    try plain.when(.dollars { $0.exchange = rate("0.91", on: "2026-03-01") })
    #expect(plain.issued("INV-1") != nil)
    #expect(plain.issued("INV-1")?.exchange == nil)
    #expect(plain.issued("INV-1")?.base == nil)
  }

  @Test("an account has one currency, with or without a rate")
  func oneCurrency() throws {
    var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
    try scenario.when(.account("C-2"))
    #expect(
      scenario.faults(.invoice("INV-2", of: "C-2", net: usd(1_00), tax: usd(0)))
        == ["gross: currency-mismatch"]
    )
  }

  @Test("the books' currency is set and unset, once each")
  func configured() throws {
    var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
    let euros = Invoicing.Command.configure(partitionCount: 16, baseCurrency: .euro)
    #expect(try scenario.when(euros).isEmpty)
    #expect(try scenario.when(.configure(partitionCount: 16)) == [.baseCurrencyUnset])
    try scenario.when(.dollars())
    #expect(scenario.issued("INV-1")?.base == nil)
    #expect(try scenario.when(euros) == [.baseCurrencySet(.euro)])
    #expect(scenario.issued("INV-1")?.base == nil, "what was issued stays")
  }
}

@Suite("Credit notes and the rate of their invoice, rule R11")
struct ExchangedCreditTests {
  @Test("what credits an invoice has the invoice's rate, whatever it states or the table has")
  func ofInvoice() throws {
    var scenario = try Scenario.house(
      rate("0.90", on: "2026-03-01"),
      rate("0.92", on: "2026-03-08")
    )
    try scenario.when(.dollars())
    try scenario.when(
      .creditNote("CN-1", usd(400_00)) { $0.exchange = rate("0.95", on: "2026-03-08") }
    )
    let note = scenario.state.creditNotes["CN-1"]
    #expect(note?.exchange == rate("0.90", on: "2026-03-01"))
    #expect(note?.base == eur(360_00), "not 368.00 and not 380.00")
  }

  @Test("on account it has its own day's, or is rejected")
  func onAccount() throws {
    var scenario = try Scenario.house(rate("0.92", on: "2026-03-06"))
    try scenario.when(.creditNote("CN-1", usd(400_00), on: nil))
    #expect(scenario.state.creditNotes["CN-1"]?.base == eur(368_00))
    #expect(
      scenario.faults(.creditNote("CN-2", usd(400_00), on: nil, issued: "2026-03-05"))
        == ["exchange: rate-unknown"]
    )
    #expect(
      scenario.faults(
        .creditNote("CN-2", usd(400_00), on: nil, issued: "2026-03-05") {
          $0.exchange = rate("0.88", on: "2026-03-05")
        }
      ) == []
    )
    #expect(scenario.state.creditNotes["CN-2"]?.base == eur(352_00))
  }

  @Test("of an invoice without a rate it has none")
  func ofOlderInvoice() throws {
    var scenario = try Scenario(.account(currency: .dollar), .dollars())
    try scenario.when(.configure(partitionCount: 16, baseCurrency: .euro))
    #expect(scenario.faults(.creditNote("CN-1", usd(400_00))) == [])
    #expect(scenario.state.creditNotes["CN-1"]?.exchange == nil)
    #expect(scenario.state.creditNotes["CN-1"]?.base == nil)
  }

  @Test("documents of the house, debit notes and late-charge notes too, have the day's rate")
  func drafts() throws {
    var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
    for kind in [InvoiceKind.debitNote, .lateChargeNote] {
      let draft = Invoicing.InvoiceDraft(
        account: "C-1",
        kind: kind,
        lines: [Invoicing.BilledLine(usd(50_00), at: "0")]
      )
      for case .invoiceIssued(let issued) in try scenario.when(.draft(draft)) {
        #expect(issued.kind == kind)
        #expect(issued.base == eur(45_00))
      }
    }
    #expect(scenario.state.invoices.count == 2)

    var bare = try Scenario.house()
    let draft = Invoicing.InvoiceDraft(
      account: "C-1",
      lines: [Invoicing.BilledLine(usd(50_00), at: "0")]
    )
    #expect(bare.faults(.draft(draft)) == ["exchange: rate-unknown"])
    #expect(bare.state.series.isEmpty, "no number is drawn for it")
  }
}

@Suite("The table of rates")
struct RateTests {
  @Test("the same rate again changes nothing; another is a revision with who said so and why")
  func revisions() throws {
    var scenario = try Scenario()
    let first = rate("0.90", on: "2026-03-01")
    #expect(try scenario.when(.rates(first)).count == 1)
    #expect(try scenario.when(.rates(rate("0.9", on: "2026-03-01"), by: "b.noir")).isEmpty)
    let second = try scenario.when(.rates(rate("0.91", on: "2026-03-01"), by: "b.noir"))
    guard case .rateSet(let set)? = second.first else {
      Issue.record("\(second)")
      return
    }
    #expect((set.revision, set.user, set.note) == (2, "b.noir", "central bank"))
    #expect(try scenario.when(.rates(first)).count == 1, "back to the first is a third revision")
  }

  @Test("what was replaced stays on record")
  func history() throws {
    var scenario = try Scenario(.rates(rate("0.90", on: "2026-03-01")))
    let second = rate("1.10", on: "2026-03-01", from: .euro, to: .dollar)
    #expect(
      try scenario.when(.rates(second, by: "b.noir", note: "misread")) == [
        .rateSet(
          Invoicing.RateRevision(
            exchange: second,
            revision: 2,
            user: "b.noir",
            note: "misread",
            cut: cut("2026-03-01/1")
          )
        )
      ]
    )
    let key = Invoicing.RateKey(.dollar, .euro, on: day("2026-03-01"))
    #expect(scenario.state.rates[key]?.map(\.user) == ["a.martin", "b.noir"])
    #expect(scenario.state.rates.count == 1, "one pair has one rate a day, in either direction")
  }

  @Test("two rates for one day, days that nobody means, and no rate at all are refused, together")
  func refused() throws {
    var scenario = try Scenario()
    #expect(
      scenario.faults(
        .rates(
          rate("0.90", on: "2026-03-01"),
          rate("0.90", on: "1969-12-31"),
          rate("1.10", on: "2026-03-01", from: .euro, to: .dollar)
        )
      ) == ["rates[1].date: date-out-of-range", "rates[2]: rate-unfit"]
    )
    #expect(scenario.faults(.rates()) == ["rates: rate-unfit"])
    #expect(scenario.state.rates.isEmpty, "all or none")
    let twice = rate("0.90", on: "2026-03-01")
    #expect(try scenario.when(.rates(twice, twice)).count == 1)
  }

  @Test("a rate that is set counts from the next cut on, so that the order within a cut is nothing")
  func atCut() throws {
    let changed = Invoicing.Command.rates(rate("0.95", on: "2026-03-01"), note: "corrected")
    let later = Invoicing.Command.rates(rate("0.99", on: "2026-03-02"))
    let facts: [Invoicing.Command] = [
      changed, later, .dollars("INV-1"), .dollars("INV-2", issued: "2026-03-02"),
      .creditNote("CN-1", usd(10_00), on: nil, issued: "2026-03-02"),
    ]
    var inOrder = try Scenario.house(rate("0.90", on: "2026-03-01"))
    for fact in facts { try inOrder.when(fact) }
    #expect(inOrder.issued("INV-1")?.base == eur(900_00))
    #expect(inOrder.issued("INV-2")?.base == eur(900_00))
    #expect(inOrder.state.creditNotes["CN-1"]?.base == eur(9_00))
    for order in permutations(facts.count) {
      var scenario = try Scenario.house(rate("0.90", on: "2026-03-01"))
      for index in order { try scenario.when(facts[index]) }
      #expect(scenario.state == inOrder.state, "\(order)")
    }
    try inOrder.when(.opened("2026-03-01/2", closes: "2026-03-01/1"))
    try inOrder.when(.dollars("INV-3"))
    try inOrder.when(.dollars("INV-4", issued: "2026-03-02"))
    #expect(inOrder.issued("INV-3")?.base == eur(950_00))
    #expect(inOrder.issued("INV-4")?.base == eur(990_00))
  }

  @Test("a rate that only the open cut has is no rate yet, whichever came first")
  func onlyInOpenCut() throws {
    for order in permutations(2) {
      let facts: [Invoicing.Command] = [.rates(rate("0.90", on: "2026-03-01")), .dollars()]
      var scenario = try Scenario.house()
      for index in order { try scenario.when(facts[index]) }
      #expect(scenario.issued("INV-1") == nil)
      #expect(scenario.state.rejectedInvoices["INV-1"] != nil)
    }
  }

  @Test("a rate's key reads back, whichever currency comes first")
  func key() {
    let key = Invoicing.RateKey(.dollar, .euro, on: day("2026-03-01"))
    #expect(key == Invoicing.RateKey(.euro, .dollar, on: day("2026-03-01")))
    #expect(key.rowKey == "2026-03-01 EUR USD")
    #expect(Invoicing.RateKey(rowKey: key.rowKey) == key)
    for text in ["", "2026-03-01 EUR", "2026-03-01 EUR XXX", "2026-02-30 EUR USD"] {
      #expect(Invoicing.RateKey(rowKey: text) == nil)
    }
  }
}

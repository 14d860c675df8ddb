import DomainKit
import InvoicingDomain
import InvoicingService
import Messages
import Testing

@testable import ServiceKit

@Suite("Calls and messages about exchange rates")
struct ExchangeCallTests {
  private static func rate(_ rate: StaticString, on date: StaticString) -> ExchangeRate {
    ExchangeRate(literal: rate, from: .dollar, to: .euro, date: date)
  }

  @Test("who sets a rate is on record, and what was known before is not told again")
  func set() throws {
    var scenario = try Scenario()
    let first = SetExchangeRates(rates: [Self.rate("0.90", on: "2026-03-10")], note: "bank")
    #expect(
      try CallTests.answer(first, &scenario).set == [
        ExchangeRateSet(exchange: first.rates[0], revision: 1, setBy: "a.martin", note: "bank")
      ]
    )
    #expect(try CallTests.answer(first, &scenario, by: "b.noir").set.isEmpty)
    let second = SetExchangeRates(rates: [Self.rate("0.91", on: "2026-03-10")], note: "misread")
    #expect(
      try CallTests.answer(second, &scenario, by: "b.noir").set.map(\.setBy) == ["b.noir"]
    )
    #expect(throws: CallStatus.self) {
      try CallTests.answer(SetExchangeRates(rates: first.rates, note: ""), &scenario)
    }
    #expect(throws: CallStatus.self) {
      try CallTests.answer(SetExchangeRates(rates: [], note: "bank"), &scenario)
    }
  }

  @Test("rates are listed by day, the newest first, with those that were replaced if asked for")
  func list() throws {
    var scenario = try Scenario(.configure(partitionCount: 16, baseCurrency: .euro))
    let yen = ExchangeRate(
      literal: "0.0061",
      from: Currency(literal: "JPY"),
      to: .euro,
      date: "2026-03-10"
    )
    let settings = [
      [Self.rate("0.90", on: "2026-03-09")], [Self.rate("0.91", on: "2026-03-10"), yen],
      [Self.rate("0.92", on: "2026-03-10")],
    ]
    for rates in settings {
      try CallTests.answer(SetExchangeRates(rates: rates, note: "bank"), &scenario)
    }
    let all = try CallTests.answer(ListExchangeRates(limit: 1000), &scenario)
    #expect(all.baseCurrency == .euro)
    #expect(
      all.rates.map(\.exchange.description) == [
        "1 JPY = 0.0061 EUR on 2026-03-10", "1 USD = 0.92 EUR on 2026-03-10",
        "1 USD = 0.9 EUR on 2026-03-09",
      ]
    )
    let history = ListExchangeRates(currency: .dollar, isHistory: true, limit: 2)
    let dollars = try CallTests.answer(history, &scenario)
    #expect(dollars.count == 3)
    #expect(dollars.rates.map(\.exchange.rate.description) == ["0.92", "0.91"])
    #expect(dollars.rates.map(\.revision) == [2, 1])
    #expect(throws: CallStatus.self) {
      try CallTests.answer(ListExchangeRates(limit: 0), &scenario)
    }
  }

  @Test("a rate that is set is told to everybody, of no account; an invoice tells its own")
  func messages() throws {
    var scenario = try Scenario.beforeTheFirstDay(
      .configure(partitionCount: 16, baseCurrency: .euro)
    )
    let setting = Invoicing.RateSetting(
      [Self.rate("0.90", on: "2026-03-01")],
      by: "a.martin",
      note: "bank"
    )
    let told = try scenario.when(.setRates(setting)).flatMap {
      InvoicingService.messages(for: $0, scenario.state)
    }
    #expect(told.map(\.id) == ["exchange-rate.set/USD-EUR/2026-03-01/1"])
    #expect(told.first?.partition == nil && told.first?.account == nil)

    try scenario.when(.opened("2026-03-01/1"))
    try scenario.when(.account(currency: .dollar))
    let invoice = try scenario.when(.invoice(net: usd(1_000_00), tax: usd(0))).flatMap {
      InvoicingService.messages(for: $0, scenario.state)
    }
    guard case .message(let message)? = invoice.first?.content,
      let issued = message as? InvoiceIssued
    else {
      Issue.record("\(invoice)")
      return
    }
    #expect(issued.exchange == setting.rates.first)
    #expect(issued.base == eur(900_00))
  }

  @Test("what billing states of its rate reaches the invoice")
  func stated() throws {
    var invoice = BillingInvoiceIssued.example
    invoice.exchange = Self.rate("0.91", on: "2026-03-01")
    let stated = SubmitInvoice(invoice: invoice)
    let handler = try #require(
      InvoicingService.calls.first { $0.path == SubmitInvoice.path }
    )
    guard case .mutation(let mutation) = handler.kind else {
      Issue.record("no mutation")
      return
    }
    let command = try mutation.command(
      CallRequest(
        body: try JSONCoding.encode(stated),
        user: "a.martin",
        time: Timestamp(milliseconds: 0),
        readUpTo: []
      )
    )
    guard case .submitInvoice(let billed) = command else {
      Issue.record("\(command)")
      return
    }
    #expect(billed.exchange == invoice.exchange)
  }
}

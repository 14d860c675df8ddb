import DomainKit
import Messages
import OperatorKit
import Testing

@Suite("Exchange rates in CSV")
struct RateTableTests {
  private static func read(_ text: String) -> (rates: [ExchangeRate], faults: [DocumentFault]) {
    RateTable.rates(in: Array(text.utf8))
  }

  @Test("a row is a rate of a day, whatever separates the fields", arguments: [",", ";", "\t"])
  func rows(delimiter: String) {
    let text = """
      date,from,to,rate
      2026-03-10,USD,EUR,0.90
      2026-03-10,EUR,JPY,163.934

      2026-03-10,USD,EUR,0.9
      """.replacing(",", with: delimiter)
    let read = Self.read(text)
    #expect(read.faults.isEmpty)
    #expect(
      read.rates.map(\.description) == [
        "1 USD = 0.9 EUR on 2026-03-10", "1 EUR = 163.934 JPY on 2026-03-10",
        "1 USD = 0.9 EUR on 2026-03-10",
      ]
    )
  }

  @Test("everything that is wrong is told at once, each with its line, and nothing is taken")
  func faults() {
    let read = Self.read(
      """
      rate,to,from,date
      0.90,EUR,USD,2026-02-30
      -1,XXX,USD,2026-03-10
      0.90,USD,USD,2026-03-10
      0.92,EUR,USD,2026-03-10
      0.93,EUR,USD,2026-03-10
      1.087,USD,EUR,2026-03-10
      0.91,EUR,USD,2026-03-11
      """
    )
    #expect(read.rates.isEmpty)
    #expect(
      read.faults.map(\.description) == [
        "line 2, date: '2026-02-30' is not a day of the calendar as YYYY-MM-DD",
        "line 3, to: 'XXX' is not an ISO 4217 currency with a minor unit",
        "line 3, rate: '-1' is not an exchange rate: a decimal number above 0 with at most 14 "
          + "digits, 12 of them decimals",
        "line 4, to: 'USD' is not another currency than 'USD'",
        "line 6, rate: 1 USD = 0.93 EUR on 2026-03-10 is not line 5's "
          + "1 USD = 0.92 EUR on 2026-03-10",
        "line 7, rate: 1 EUR = 1.087 USD on 2026-03-10 is not line 5's "
          + "1 USD = 0.92 EUR on 2026-03-10",
      ]
    )
  }

  @Test("a file without the titles, or without a rate, is refused")
  func empty() {
    #expect(
      Self.read("2026-03-10,USD,EUR,0.90").faults.map(\.description)
        == ["line 1: expected the titles date, from, to, rate in its first row"]
    )
    #expect(
      Self.read("date,from,to,rate\n").faults.map(\.description) == ["there is no rate in it"]
    )
  }

  @Test("what is set is counted, and what is other than before is shown")
  func rendering() {
    var changed = ExchangeRateSet.example
    changed.revision = 2
    #expect(
      Rendering.set([.example, changed], of: 5) == """
        1 new, 1 changed, 3 known before
          1 USD = 0.9 EUR on 2026-03-10: revision 2
        """
    )
    #expect(
      Rendering.rates(ListExchangeRates.Reply(rates: [], count: 0)) == "No exchange rate is set."
    )
    let page = Rendering.rates(
      ListExchangeRates.Reply(rates: [changed], count: 3, baseCurrency: .euro)
    )
    #expect(page.hasPrefix("The books are kept in EUR.\n\nDate"))
    #expect(page.contains("2026-03-10  1 USD"))
    #expect(page.hasSuffix("2 more are not listed."))
  }
}

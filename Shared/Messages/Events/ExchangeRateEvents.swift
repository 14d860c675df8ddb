package import DomainKit

/// The house's table has a rate, for the first time or in place of another.
package struct ExchangeRateSet: Message {
  package static let type = "exchange-rate.set.v1"
  package var exchange: ExchangeRate
  /// Counts the rates of this day and these two currencies, from 1; the last counts, for documents
  /// of the cuts that open later.
  package var revision: Int
  package var setBy: String
  /// Where it is from, or why it is another than before.
  package var note: String

  package init(exchange: ExchangeRate, revision: Int, setBy: String, note: String) {
    self.exchange = exchange
    self.revision = revision
    self.setBy = setBy
    self.note = note
  }

  package static var example: Self {
    Self(
      exchange: ExchangeRate(
        literal: "0.9",
        from: Currency(literal: "USD"),
        to: .euro,
        date: "2026-03-10"
      ),
      revision: 1,
      setBy: "a.martin",
      note: "reference rates of the central bank"
    )
  }
}

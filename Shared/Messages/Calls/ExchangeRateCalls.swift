package import DomainKit

/// Sets rates of the house's table, all or none of them.
///
/// The same rate again changes nothing; another for the same day and currencies is a new revision.
/// Documents of the open cut are exchanged at what the table had when it opened.
package struct SetExchangeRates: Call {
  package static let service = ServiceName.invoicing
  package static let method = "SetExchangeRates"
  package static let isMutating = true
  /// 1 to 1000.
  package var rates: [ExchangeRate]
  /// Where they are from, or why they are others than before.
  package var note: String

  package init(rates: [ExchangeRate], note: String) {
    self.rates = rates
    self.note = note
  }

  package struct Reply: Codable, Equatable, Sendable {
    /// What was new or another than before; the rest was known.
    package var set: [ExchangeRateSet]

    package init(set: [ExchangeRateSet]) { self.set = set }
  }

  package static var example: Self {
    Self(rates: [ExchangeRateSet.example.exchange], note: ExchangeRateSet.example.note)
  }
  package static var exampleReply: Reply { Reply(set: [.example]) }
}

/// The house's rates, the newest day first, of each day and two currencies the one that counts.
package struct ListExchangeRates: Call {
  package static let service = ServiceName.invoicing
  package static let method = "ListExchangeRates"
  package static let isMutating = false
  /// Of one currency alone.
  package var currency: Currency?
  /// Also those that were replaced.
  package var isHistory: Bool?
  /// At most so many, 1 to 1000.
  package var limit: Int

  package init(currency: Currency? = nil, isHistory: Bool? = nil, limit: Int) {
    self.currency = currency
    self.isHistory = isHistory
    self.limit = limit
  }

  package struct Reply: Codable, Equatable, Sendable {
    package var rates: [ExchangeRateSet]
    /// All that there are, listed or not.
    package var count: Int
    /// In which the house keeps its books.
    package var baseCurrency: Currency?

    package init(rates: [ExchangeRateSet], count: Int, baseCurrency: Currency? = nil) {
      self.rates = rates
      self.count = count
      self.baseCurrency = baseCurrency
    }
  }

  package static var example: Self { Self(currency: Currency(literal: "USD"), limit: 20) }
  package static var exampleReply: Reply {
    Reply(rates: [.example], count: 1, baseCurrency: .euro)
  }
}

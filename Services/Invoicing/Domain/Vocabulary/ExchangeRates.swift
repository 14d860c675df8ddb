package import DomainKit

extension Invoicing {
  /// Rates that somebody sets, all or none of them.
  package struct RateSetting: Equatable, Sendable {
    package var rates: [ExchangeRate]
    package var user: String
    /// Where they are from, or why they are others than before.
    package var note: String

    package init(_ rates: [ExchangeRate], by user: String, note: String) {
      self.rates = rates
      self.user = user
      self.note = note
    }
  }

  /// A rate as it was set: the first of its day and its two currencies, or one in place of another.
  package struct RateRevision: Codable, Equatable, Sendable {
    package var exchange: ExchangeRate
    /// Counts the rates of this day and these currencies, from 1.
    package var revision: Int
    package var user: String
    package var note: String
    /// The cut in which it was set; none: before the first day.
    package var cut: DayCut?

    package init(
      exchange: ExchangeRate,
      revision: Int,
      user: String,
      note: String,
      cut: DayCut?
    ) {
      self.exchange = exchange
      self.revision = revision
      self.user = user
      self.note = note
      self.cut = cut
    }
  }

  /// All rates of two currencies on one day, whichever of the two they value.
  package struct RateKey: Hashable, Comparable, Sendable {
    /// The later date first, then the currencies in the order of their codes.
    package let date: CalendarDate
    package let first: Currency
    package let second: Currency

    package init(_ one: Currency, _ other: Currency, on date: CalendarDate) {
      first = min(one, other)
      second = max(one, other)
      self.date = date
    }

    package init(_ exchange: ExchangeRate) {
      self.init(exchange.from, exchange.to, on: exchange.date)
    }

    package static func < (lhs: RateKey, rhs: RateKey) -> Bool {
      (rhs.date, lhs.first, lhs.second) < (lhs.date, rhs.first, rhs.second)
    }
  }

  /// What a document is worth in the house's own currency, frozen when it is issued (rules R11).
  package struct BaseAmount: Equatable, Sendable {
    package var exchange: ExchangeRate
    /// The gross amount at that rate.
    package var gross: Money
  }
}

extension Invoicing.RateKey: RowKey {
  package var rowKey: String { "\(date) \(first) \(second)" }

  package init?(rowKey: String) {
    let parts = rowKey.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let date = CalendarDate(parts[0]), let first = Currency(parts[1]),
      let second = Currency(parts[2])
    else { return nil }
    self.init(first, second, on: date)
  }
}

extension Invoicing.State {
  /// The rate that documents of the open cut are exchanged at: the newest of up to
  /// ``Invoicing/Limits/rateAgeDays`` days before the date.
  ///
  /// The table counts as it stood when the cut opened, so that it does not matter whether a rate or
  /// an invoice of one cut came first.
  package func rate(
    of currency: Currency,
    in base: Currency,
    on date: CalendarDate
  ) -> ExchangeRate? {
    for age in 0...Invoicing.Limits.rateAgeDays {
      let key = Invoicing.RateKey(currency, base, on: date.adding(days: -age))
      let known = rates[key]?.last { revision in
        guard let cut = revision.cut else { return true }
        return openCut.map { cut < $0 } ?? true
      }
      if let known { return known.exchange }
    }
    return nil
  }
}

import DomainKit

/// Documents in another currency than the house's own, and the rates for them (rules R11).
extension Invoicing {
  /// The same rate again changes nothing; another for the same day is its next revision.
  static func set(_ setting: RateSetting, _ state: State) throws(Rejection) -> [Event] {
    let faults = faults(of: setting)
    guard faults.isEmpty else { throw .document(faults) }
    var working = Working(state)
    for exchange in setting.rates {
      let known = working.state.rates[RateKey(exchange)]?.last
      guard known?.exchange != exchange else { continue }
      working.happen(
        .rateSet(
          RateRevision(
            exchange: exchange,
            revision: (known?.revision ?? 0) + 1,
            user: setting.user,
            note: setting.note,
            cut: state.openCut
          )
        )
      )
    }
    return working.events
  }

  /// Days that nobody means, and two rates for one day.
  private static func faults(of setting: RateSetting) -> [Fault] {
    guard (1...Limits.rows).contains(setting.rates.count) else {
      return [Fault("rates", .rateUnfit, "expected 1 to \(Limits.rows) rates")]
    }
    var seen: [RateKey: ExchangeRate] = [:]
    return setting.rates.enumerated().flatMap { index, exchange in
      let other = seen.updateValue(exchange, forKey: RateKey(exchange))
      let repeated = other.flatMap { $0 == exchange ? nil : $0 }.map { other in
        Fault("rates[\(index)]", .rateUnfit, "\(exchange) stands beside \(other)")
      }
      return rangeFaults("rates[\(index)].date", exchange.date)
        + [repeated].compactMap { $0 }
    }
  }

  /// What a document is worth in the house's currency: at the rate that it states, or else at the
  /// table's; nil where it is in that currency, or the house keeps none.
  ///
  /// The rate is wanted whatever else is wrong with the document.
  static func base(
    of document: some BilledDocument,
    _ state: State
  ) -> (amount: BaseAmount?, faults: [Fault]) {
    let currency = document.gross.currency
    guard let base = state.baseCurrency, base != currency else { return (nil, []) }
    if let stated = document.exchange {
      guard Set([stated.from, stated.to]) == [currency, base] else {
        let text = "\(stated) is no rate between \(currency) and \(base)"
        return (nil, [Fault("exchange", .rateUnfit, text)])
      }
      return exchanged(document.gross, at: stated)
    }
    guard Limits.years.contains(document.issueDate.year) else { return (nil, []) }
    guard let known = state.rate(of: currency, in: base, on: document.issueDate) else {
      let text =
        "no rate of \(currency) in \(base) for \(document.issueDate), nor of the "
        + "\(Limits.rateAgeDays) days before, was in the table when the cut opened"
      return (nil, [Fault("exchange", .rateUnknown, text)])
    }
    return exchanged(document.gross, at: known)
  }

  /// A credit note has the rate of the invoice that it credits, or none where that has none: what
  /// it takes off had been worth as much.
  static func base(
    of note: BilledCreditNote,
    on invoice: IssuedInvoice?,
    _ state: State
  ) -> (amount: BaseAmount?, faults: [Fault]) {
    guard let invoice else { return base(of: note, state) }
    guard let exchange = invoice.exchange, note.gross.currency == invoice.gross.currency else {
      return (nil, [])
    }
    return exchanged(note.gross, at: exchange)
  }

  private static func exchanged(
    _ gross: Money,
    at exchange: ExchangeRate
  ) -> (amount: BaseAmount?, faults: [Fault]) {
    do {
      return (BaseAmount(exchange: exchange, gross: try exchange.converted(gross)), [])
    } catch {
      let text = "\(gross) at \(exchange) is more than a document may be"
      return (nil, [Fault("exchange", .amountTooLarge, text)])
    }
  }
}

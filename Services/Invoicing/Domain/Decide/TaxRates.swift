import DomainKit
import Terms

/// What documents say by tax rate, the highest rate first.
extension Invoicing {
  /// The lines' net amounts and taxes; nil: those of a rate are more than a document may be.
  ///
  /// The tax is rounded once a rate, on the sum of the rate's lines (EN 16931, BR-CO-17 and BG-23),
  /// not line by line. A mixed discount lowers it from the beginning (rules R2).
  static func taxes(
    of lines: [BilledLine],
    in currency: Currency,
    loweredBy taxDiscount: Percentage?
  ) -> [TaxedAmount]? {
    let nets = Dictionary(grouping: lines, by: \.taxRate)
      .mapValues { $0.reduce(Int64(0)) { $0 + $1.net.minorUnits } }
    let amounts = nets.sorted { $0.key.partsPerMillion > $1.key.partsPerMillion }
      .map { rate, units -> TaxedAmount? in
        guard let net = Money(minorUnits: units, currency: currency) else { return nil }
        let tax = DiscountBase.mixed.tax(on: net, at: rate, discount: taxDiscount)
        return TaxedAmount(rate: rate, net: net, tax: tax)
      }
    return amounts.contains(nil) ? nil : amounts.compactMap(\.self)
  }

  /// The lines of a credit note on an invoice: who credits all that a rate has left credits all of
  /// its tax, and nobody credits more than that.
  static func creditedTaxes(
    of lines: [BilledLine],
    in currency: Currency,
    on invoice: IssuedInvoice?
  ) -> [TaxedAmount]? {
    let plain = taxes(of: lines, in: currency, loweredBy: invoice?.taxDiscount)
    guard let plain, let invoice, !invoice.taxes.isEmpty, invoice.gross.currency == currency else {
      return plain
    }
    return plain.map { amount in
      guard let left = invoice.creditableTaxes[amount.rate] else { return amount }
      var credited = amount
      if amount.net == left.net {
        credited.tax = left.tax
      } else if amount.net.isNegative == left.net.isNegative {
        let isWithin = amount.tax.magnitude <= left.tax.magnitude
        credited.tax = isWithin ? amount.tax : left.tax
      }
      return credited
    }
  }

  /// What a credit note takes off at each rate of its invoice.
  ///
  /// Where it states its totals alone, at the rate which has that tax, or else in proportion to
  /// what the rates have left; none: neither the note nor the invoice says anything of rates.
  static func taxes(of note: BilledCreditNote, on invoice: IssuedInvoice?) -> [TaxedAmount] {
    if !note.taxes.isEmpty { return note.taxes }
    let currency = note.gross.currency
    guard note.lines.isEmpty else {
      let credited = creditedTaxes(of: note.lines, in: currency, on: invoice) ?? []
      guard credited.tax(in: currency) != note.tax else { return credited }
      return taxes(of: note.lines, in: currency, loweredBy: invoice?.taxDiscount) ?? []
    }
    guard let invoice else { return [] }
    let left = invoice.creditableTaxes
    let discount = invoice.taxDiscount
    let stated = left.first { amount in
      amount.net >= note.net
        && DiscountBase.mixed.tax(on: note.net, at: amount.rate, discount: discount) == note.tax
    }
    if let stated { return [TaxedAmount(rate: stated.rate, net: note.net, tax: note.tax)] }
    return left.parts(ofNet: note.net, tax: note.tax)
  }

  /// Of each rate of an invoice, credit takes a part of what is left, never more and never less.
  static func rateFaults(_ note: BilledCreditNote, on invoice: IssuedInvoice) -> [Fault] {
    guard !invoice.taxes.isEmpty else { return [] }
    let zero = Money.zero(invoice.gross.currency)
    let credited = creditedTaxes(of: note.lines, in: zero.currency, on: invoice) ?? []
    return credited.compactMap { amount in
      let left = invoice.creditableTaxes[amount.rate]?.net ?? zero
      guard !(min(left, zero)...max(left, zero)).contains(amount.net) else { return nil }
      let text =
        "\(amount.net) at \(amount.rate) % is no part of the \(left) that \(invoice.invoice) has"
        + " left at that rate"
      return Fault("lines", .exceedsCreditable, text)
    }
  }

  static func rateCountFaults(_ document: some BilledDocument) -> [Fault] {
    let rates = Set(document.lines.prefix(Limits.lines).map(\.taxRate))
    guard rates.count > Limits.rates else { return [] }
    let text = "\(rates.count) tax rates are more than \(Limits.rates)"
    return [Fault("lines", .tooManyRates, text)]
  }
}

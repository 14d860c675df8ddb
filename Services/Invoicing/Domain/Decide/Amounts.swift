import DomainKit

extension Invoicing {
  /// Totals, lines and the order's share must fit each other, to the cent.
  static func amountFaults(
    _ invoice: BilledInvoice,
    _ account: RegisteredAccount
  ) -> [Fault] {
    let unfit = currencyFaults(invoice, account) + sizeFaults(invoice)
    let sameCurrency = amounts(of: invoice).allSatisfy {
      $0.amount.currency == invoice.gross.currency
    }
    // Amounts of several currencies, or beyond all measure, have no sums to compare.
    guard sameCurrency, sizeFaults(invoice).isEmpty else { return unfit }
    return unfit + totalFaults(invoice) + lineFaults(invoice) + orderFaults(invoice)
  }

  /// Every amount of the invoice with the name of its field; of lines only as many as are read.
  private static func amounts(of invoice: BilledInvoice) -> [(field: String, amount: Money)] {
    let lines = invoice.lines.prefix(Limits.lines).enumerated().map { index, line in
      ("lines[\(index)].net", line.net)
    }
    let order = invoice.order.map { [("order.amount", $0.amount)] } ?? []
    return [("gross", invoice.gross), ("net", invoice.net), ("tax", invoice.tax)] + lines + order
  }

  private static func currencyFaults(
    _ invoice: BilledInvoice,
    _ account: RegisteredAccount
  ) -> [Fault] {
    let currency = invoice.gross.currency
    let mixed = amounts(of: invoice).compactMap { field, amount in
      amount.currency == currency
        ? nil
        : Fault(field, .mixedCurrencies, "\(amount) beside a gross amount in \(currency)")
    }
    guard currency != account.currency else { return mixed }
    return mixed + [
      Fault(
        "gross",
        .currencyMismatch,
        "the invoice is in \(currency), account \(account.account) in \(account.currency)"
      )
    ]
  }

  private static func sizeFaults(_ invoice: BilledInvoice) -> [Fault] {
    amounts(of: invoice).compactMap { field, amount in
      amount.minorUnits.magnitude <= Limits.minorUnits.magnitude
        ? nil
        : Fault(field, .amountTooLarge, "\(amount) is more than an invoice may be")
    }
  }

  private static func totalFaults(_ invoice: BilledInvoice) -> [Fault] {
    var faults: [Fault] = []
    let total = invoice.net + invoice.tax
    if total != invoice.gross {
      faults.append(
        Fault(
          "gross",
          .totalMismatch,
          "net \(invoice.net) plus tax \(invoice.tax) is \(total), not \(invoice.gross)"
        )
      )
    }
    if !invoice.gross.isPositive {
      faults.append(
        Fault("gross", .grossNotPositive, "\(invoice.gross) is not more than zero")
      )
    }
    return faults
  }

  /// The lines' sum is the net amount; the tax is rounded once a rate, on the sum of the rate's
  /// lines (EN 16931, BR-CO-17 and BG-23), not line by line.
  private static func lineFaults(_ invoice: BilledInvoice) -> [Fault] {
    guard !invoice.lines.isEmpty, invoice.lines.count <= Limits.lines else { return [] }
    let currency = invoice.gross.currency
    let byRate = Dictionary(grouping: invoice.lines, by: \.taxRate)
      .mapValues { $0.reduce(0) { $0 + $1.net.minorUnits } }
    guard let net = Money(minorUnits: byRate.values.reduce(0, +), currency: currency) else {
      return [Fault("lines", .amountTooLarge, "the lines' sum is more than an invoice may be")]
    }
    var faults: [Fault] = []
    if net != invoice.net {
      faults.append(
        Fault("net", .netMismatch, "the lines add up to \(net), not \(invoice.net)")
      )
    }
    let taxes = byRate.map { rate, base in
      Money(minorUnits: base, currency: currency)?.share(rate)
    }
    guard !taxes.contains(nil) else {
      return faults + [
        Fault("lines", .amountTooLarge, "the lines of one rate are more than an invoice may be")
      ]
    }
    let tax = taxes.compactMap(\.self).reduce(Int64(0)) { $0 + $1.minorUnits }
    if tax != invoice.tax.minorUnits {
      let rates = byRate.keys.sorted { $0.partsPerMillion < $1.partsPerMillion }
      faults.append(
        Fault(
          "tax",
          .taxMismatch,
          "the tax at \(rates.map { "\($0) %" }.joined(separator: ", ")) is not \(invoice.tax)"
        )
      )
    }
    return faults
  }

  private static func orderFaults(_ invoice: BilledInvoice) -> [Fault] {
    guard let order = invoice.order else { return [] }
    var faults: [Fault] = []
    if !order.amount.isPositive {
      faults.append(
        Fault(
          "order.amount",
          .orderNotPositive,
          "\(order.amount) of order \(order.order) is not more than zero"
        )
      )
    }
    if order.amount > invoice.gross {
      faults.append(
        Fault(
          "order.amount",
          .orderExceedsGross,
          "\(order.amount) of order \(order.order) is more than the invoice's \(invoice.gross)"
        )
      )
    }
    return faults
  }
}

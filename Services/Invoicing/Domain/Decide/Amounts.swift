import DomainKit
import Terms

extension Invoicing {
  /// Totals, lines, deposits and the order's share must fit each other, to the cent.
  static func amountFaults(
    _ invoice: BilledInvoice,
    _ account: RegisteredAccount?,
    loweredBy taxDiscount: Percentage?
  ) -> [Fault] {
    let shares =
      (invoice.order.map { [("order.amount", $0.amount)] } ?? [])
      + invoice.deposits.prefix(Limits.deposits).enumerated().map { index, deposit in
        ("deposits[\(index)].amount", deposit.amount)
      }
    let faults = documentFaults(invoice, account, beside: shares)
    guard faults.areSummable else { return faults.list }
    let taxes = taxes(of: invoice.lines, in: invoice.gross.currency, loweredBy: taxDiscount)
    return faults.list + lineFaults(invoice, [taxes]) + orderFaults(invoice)
  }

  /// Totals and lines must fit each other, to the cent; the last credit of a rate has the tax that
  /// was left.
  static func amountFaults(
    _ note: BilledCreditNote,
    _ account: RegisteredAccount?,
    on invoice: IssuedInvoice?
  ) -> [Fault] {
    let faults = documentFaults(note, account, beside: [])
    guard faults.areSummable else { return faults.list }
    let currency = note.gross.currency
    let taxes = [
      taxes(of: note.lines, in: currency, loweredBy: invoice?.taxDiscount),
      creditedTaxes(of: note.lines, in: currency, on: invoice),
    ]
    return faults.list + lineFaults(note, taxes)
  }

  /// Amounts of several currencies, or beyond all measure, have no sums to compare.
  private static func documentFaults(
    _ document: some BilledDocument,
    _ account: RegisteredAccount?,
    beside shares: [(field: String, amount: Money)]
  ) -> (list: [Fault], areSummable: Bool) {
    let amounts = amounts(of: document) + shares
    let currency = document.gross.currency
    let sizes = sizeFaults(amounts)
    let unfit = currencyFaults(amounts, in: currency, account) + sizes
    guard sizes.isEmpty, amounts.allSatisfy({ $0.amount.currency == currency }) else {
      return (unfit, false)
    }
    return (unfit + totalFaults(document), true)
  }

  /// Every amount with the name of its field; of lines only as many as are read.
  private static func amounts(
    of document: some BilledDocument
  ) -> [(field: String, amount: Money)] {
    let lines = document.lines.prefix(Limits.lines).enumerated().map { index, line in
      ("lines[\(index)].net", line.net)
    }
    return [("gross", document.gross), ("net", document.net), ("tax", document.tax)] + lines
  }

  private static func currencyFaults(
    _ amounts: [(field: String, amount: Money)],
    in currency: Currency,
    _ account: RegisteredAccount?
  ) -> [Fault] {
    let mixed = amounts.compactMap { field, amount in
      amount.currency == currency
        ? nil
        : Fault(field, .mixedCurrencies, "\(amount) beside a gross amount in \(currency)")
    }
    guard let account, currency != account.currency else { return mixed }
    return mixed + [
      Fault(
        "gross",
        .currencyMismatch,
        "the document is in \(currency), account \(account.account) in \(account.currency)"
      )
    ]
  }

  private static func sizeFaults(_ amounts: [(field: String, amount: Money)]) -> [Fault] {
    amounts.compactMap { field, amount in
      amount.minorUnits.magnitude <= Limits.minorUnits.magnitude
        ? nil
        : Fault(field, .amountTooLarge, "\(amount) is more than a document may be")
    }
  }

  private static func totalFaults(_ document: some BilledDocument) -> [Fault] {
    var faults: [Fault] = []
    let total = document.net + document.tax
    if total != document.gross {
      faults.append(
        Fault(
          "gross",
          .totalMismatch,
          "net \(document.net) plus tax \(document.tax) is \(total), not \(document.gross)"
        )
      )
    }
    if !document.gross.isPositive {
      faults.append(
        Fault("gross", .grossNotPositive, "\(document.gross) is not more than zero")
      )
    }
    return faults
  }

  /// The lines' sum is the net amount, and their tax the tax, in one of the ways in which it may be
  /// made up; nil of those: the lines of a rate are beyond all measure.
  private static func lineFaults(
    _ document: some BilledDocument,
    _ ways: [[TaxedAmount]?]
  ) -> [Fault] {
    guard !document.lines.isEmpty, document.lines.count <= Limits.lines else { return [] }
    let currency = document.gross.currency
    let sum = document.lines.reduce(Int64(0)) { $0 + $1.net.minorUnits }
    guard let net = Money(minorUnits: sum, currency: currency) else {
      return [Fault("lines", .amountTooLarge, "the lines' sum is more than a document may be")]
    }
    var faults: [Fault] = []
    if net != document.net {
      faults.append(
        Fault("net", .netMismatch, "the lines add up to \(net), not \(document.net)")
      )
    }
    let known = ways.compactMap(\.self)
    guard let first = known.first else {
      return faults + [
        Fault("lines", .amountTooLarge, "the lines of one rate are more than a document may be")
      ]
    }
    if !known.contains(where: { $0.tax(in: currency) == document.tax }) {
      let rates = first.reversed().map { "\($0.rate) %" }.joined(separator: ", ")
      let text = "the tax at \(rates) is \(first.tax(in: currency)), not \(document.tax)"
      faults.append(Fault("tax", .taxMismatch, text))
    }
    return faults + rateCountFaults(document)
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

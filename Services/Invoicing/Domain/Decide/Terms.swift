import DomainKit

extension Invoicing {
  /// What is wrong with terms, an account's or an invoice's own.
  static func termsFaults(_ terms: PaymentTerms?) -> [Fault] {
    guard let terms else { return [] }
    var faults: [Fault] = []
    if !Limits.netDays.contains(terms.netDays) {
      faults.append(
        Fault(
          "terms.netDays",
          .termsUnfit,
          "\(terms.netDays) days, expected \(Limits.netDays.lowerBound) to"
            + " \(Limits.netDays.upperBound)"
        )
      )
    }
    guard let discount = terms.discount else { return faults }
    if discount.days < 0 || discount.days > terms.netDays {
      faults.append(
        Fault(
          "terms.discount.days",
          .termsUnfit,
          "\(discount.days) days for the discount, expected 0 to the \(terms.netDays) net days"
        )
      )
    }
    if !(1..<Percentage.whole).contains(discount.percent.partsPerMillion) {
      faults.append(
        Fault(
          "terms.discount.percent",
          .termsUnfit,
          "a discount of \(discount.percent) %, expected more than 0 and less than 100"
        )
      )
    }
    return faults
  }

  /// The invoice's own terms, else its account's.
  ///
  /// Of an account those of the newest revision count that is registered when the invoice is
  /// decided. Account and invoice come from one producer through one queue, so that their order is
  /// billing's, and says which terms were agreed.
  static func terms(of invoice: BilledInvoice, _ account: RegisteredAccount) -> PaymentTerms? {
    invoice.terms ?? account.terms
  }

  /// The invoice's one item; none without terms or a due date.
  ///
  /// The terms have no faults: whoever asks has looked.
  static func item(
    of invoice: BilledInvoice,
    _ account: RegisteredAccount
  ) -> IssuedInvoice.Item? {
    let terms = terms(of: invoice, account)
    let agreed = terms.map { invoice.issueDate.adding(days: $0.netDays) }
    guard let dueDate = invoice.dueDate ?? agreed else { return nil }
    return IssuedInvoice.Item(
      item: ItemID(invoice.invoice.rawValue),
      dueDate: dueDate,
      amount: invoice.gross,
      discount: terms?.discount.map { discount(of: $0, invoice, dueDate: dueDate) }
    )
  }

  /// What paying early is worth, rounded once (rules R1).
  ///
  /// The last day is part of it (rules R3), and never later than the due date: what is paid late
  /// was not paid early.
  private static func discount(
    of tier: EarlyPaymentDiscount,
    _ invoice: BilledInvoice,
    dueDate: CalendarDate
  ) -> IssuedInvoice.Discount {
    IssuedInvoice.Discount(
      percent: tier.percent,
      lastDate: min(invoice.issueDate.adding(days: tier.days), dueDate),
      amount: invoice.gross.share(tier.percent)
    )
  }
}

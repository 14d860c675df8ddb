import DomainKit
import Terms

/// Why a payment left something of an item open: what its figures bear out to the cent, the surest
/// first.
extension Matching.State {
  /// Nil for a part payment, which nobody has to explain.
  func deduction(of item: Matching.Item, by payment: Matching.Payment) -> Matching.Deduction? {
    let (cause, evidence) =
      unearnedDiscount(of: item, by: payment)
      ?? creditTaken(of: item, by: payment)
      ?? taxNotPaid(of: item)
      ?? (.unexplained, "\(item.open) of \(item.amount) are left")
    if cause == .unexplained, !item.isNearlyPaid { return nil }
    return Matching.Deduction(
      id: DecisionName.deduction(of: item.id, by: payment.id),
      payment: payment.id,
      item: item.id,
      invoice: item.invoice,
      account: item.account,
      amount: item.open,
      cause: cause,
      evidence: evidence
    )
  }

  private func unearnedDiscount(
    of item: Matching.Item,
    by payment: Matching.Payment
  ) -> (Matching.Cause, String)? {
    let offers = item.discounts.filter { offer in
      payment.valueDate > offer.lastGraceDate && offer.amount - item.granted == item.open
    }
    return offers.first.map { offer in
      (
        .unearnedDiscount,
        "\(offer.percent) % until \(offer.lastGraceDate), paid on \(payment.valueDate)"
      )
    }
  }

  /// The account has a credit of just that amount, which the payer may have counted as paid.
  private func creditTaken(
    of item: Matching.Item,
    by payment: Matching.Payment
  ) -> (Matching.Cause, String)? {
    let credits = (ledgers[item.account]?.payments ?? []).compactMap { payments[$0] }
    let credit = credits.first { credit in
      credit.id != payment.id && credit.amount.currency == item.amount.currency
        && [credit.onAccount, credit.worth(on: payment.valueDate), credit.unapplied]
          .contains(item.open)
    }
    return credit.map { (.creditTaken, "\($0.creditNote?.number.rawValue ?? $0.id.rawValue)") }
  }

  private func taxNotPaid(of item: Matching.Item) -> (Matching.Cause, String)? {
    guard let invoice = invoices[item.invoice], let tax = invoice.tax, tax == item.open else {
      return nil
    }
    return (.taxNotPaid, "the tax of \(item.invoice) is \(tax)")
  }
}

extension Matching.Item {
  /// So little is left that the payer meant to settle it.
  fileprivate var isNearlyPaid: Bool {
    open <= amount.scaled(by: Matching.Limits.shortPercent, over: 100)
  }
}

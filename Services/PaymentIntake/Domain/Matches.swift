package import DomainKit

/// A rule of matching that speaks for the account, beside applying its money.
///
/// It rests on something that only money of this account would have: a document that the payment
/// names, or the amount of one open item. What is applied because the payer is known already
/// (`oldest-first`, `account-total`, `offset`, `tolerance`, `credit-note`) fits whoever the account
/// was taken to be; and with enough open items some `combination` fits any amount. Were these
/// confirmations, a payer once taken for another would teach the error.
package enum ConfirmingRule: String, CaseIterable, Sendable {
  /// The payer's advice names the documents.
  case remittanceAdvice = "remittance-advice"
  case structuredReference = "structured-reference"
  case invoiceNumber = "invoice-number"
  /// What is like the number of an open invoice of the account, and of no other's.
  case likelyNumber = "likely-number"
  /// The payment names an order of the account.
  case purchaseOrder = "purchase-order"
  /// What was invoiced in the months that the payment names has its amount.
  case month
  /// One open item of the account, and nothing else, has just this amount.
  case exactAmount = "exact-amount"
}

/// What matching told of one payment: what a decision applied of it, or took back.
package struct MatchTelling: Codable, Equatable, Sendable {
  /// No two that matching tells of have the same name.
  package var decision: String
  package var payment: PaymentID
  package var account: AccountID
  /// The cut in which it was decided.
  package var cut: DayCut
  /// The name of the rule that applied the money; none: nothing had been applied.
  package var rule: String?
  /// Applied to items, or, below zero, taken back from them; money on account is none of it.
  package var cash: Money

  package init(
    decision: String,
    payment: PaymentID,
    account: AccountID,
    cut: DayCut,
    rule: String?,
    cash: Money
  ) {
    self.decision = decision
    self.payment = payment
    self.account = account
    self.cut = cut
    self.rule = rule
    self.cash = cash
  }

  /// It makes a match that confirms whose the payment is, or unmakes one.
  var isTelling: Bool {
    !cash.isZero && rule.map { ConfirmingRule(rawValue: $0) != nil } ?? false
  }
}

extension PaymentIntake.State {
  /// Every partition of matching has decided the cut before the open one, and told of it.
  ///
  /// What it decided then is learnt when the open cut closes. There is none to wait for before the
  /// first; later ones do not wait for each other in a circle, since matching closes a cut on what
  /// invoicing and payment intake have told of that cut.
  func hasMatches(partitions count: Int) -> Bool {
    guard let precedingCut else { return true }
    return (matching[precedingCut] ?? []).count { $0.number < count } == count
  }

  /// Takes out what matching told of the cuts before `cut`, and adds it up by payment.
  ///
  /// What was applied and taken back within them is as if it had never been.
  mutating func takeMatches(before cut: DayCut) -> [PaymentID: Money] {
    var sums: [PaymentID: Money] = [:]
    for (decision, told) in matches where told.cut < cut {
      matches[decision] = nil
      guard let row = payments[told.payment], row.owner?.account == told.account,
        row.facts.amount.currency == told.cash.currency
      else { continue }
      sums[told.payment] = (sums[told.payment] ?? .zero(told.cash.currency)) + told.cash
    }
    return sums.filter { !$0.value.isZero }
  }
}

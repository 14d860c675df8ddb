import DomainKit
import Remittance

/// Credits that a payer has taken off what he pays.
extension Matching.State {
  /// Credit notes on account that count just the amount that is missing; nil: none.
  ///
  /// Those that the payer names, else the only one that has it, else all together.
  func creditsTaken(
    by payment: Matching.Payment,
    missing: Money,
    _ reading: RemittanceReading
  ) -> [Matching.Payment]? {
    guard missing.isPositive else { return nil }
    let credits = creditNotes(of: payment)
    guard !credits.isEmpty else { return nil }
    func isMissing(_ credits: [Matching.Payment]) -> Bool {
      let worth = credits.reduce(Money.zero(missing.currency)) {
        $0 + $1.worth(on: payment.valueDate)
      }
      return !credits.isEmpty && worth == missing
    }
    let mentioned = Set(reading.mentions.map(\.key))
    let named = credits.filter { credit in
      credit.creditNote.map { mentioned.contains(DocumentNumber.key($0.number.rawValue)) } ?? false
    }
    if isMissing(named) { return named }
    let alone = credits.filter { isMissing([$0]) }
    if alone.count == 1 { return alone }
    return alone.isEmpty && isMissing(credits) ? credits : nil
  }

  /// Credit notes of the payment's account with something on account, by value date, then name.
  func creditNotes(of payment: Matching.Payment) -> [Matching.Payment] {
    openPayments(of: payment.account).filter {
      $0.creditNote != nil && $0.id != payment.id && $0.onAccount.isPositive
        && $0.amount.currency == payment.amount.currency
    }
  }
}

import DomainKit
import Terms

extension CreditControl {
  /// Other terms hold for what is invoiced from a later day on: an invoice's terms are frozen when
  /// it is issued, and the open day's invoices may be under way.
  static func setCreditTerms(
    of account: AccountID,
    to terms: NewTerms,
    by user: UserName,
    reason: String,
    _ state: State
  ) throws(Rejection) -> [Event] {
    guard let known = state.accounts[account], let registration = known.registration else {
      throw .accountUnknown(account)
    }
    guard terms.terms != nil || terms.lateChargeRate != nil else { throw .nothingToChange }
    let faults = terms.terms?.faults(in: registration.currency) ?? []
    guard faults.isEmpty else { throw .termsUnfit(faults) }
    guard let open = state.calendar.open else { throw .noDayOpen }
    guard terms.from > open.date else { throw .termsNotLater(terms.from, open: open) }
    try check(reason: reason)
    return [
      .creditTermsChanged(
        CreditTermsChange(
          account: account,
          terms: terms,
          changedBy: user,
          reason: reason,
          ordinal: known.termsChanges + 1
        )
      )
    ]
  }
}

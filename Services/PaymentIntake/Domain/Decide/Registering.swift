import DomainKit

// Accounts and invoices: what is known of whose a payment can be.
extension Draft {
  /// Takes a revision that is newer than the one known.
  mutating func register(_ account: AccountRegistration) {
    if let known = state.directory.accounts[account.account], known.revision >= account.revision {
      return
    }
    let isNew = state.directory.accounts[account.account] == nil
    emit(.accountRegistered(account))
    if isNew { reconsider(claiming: [ClaimKey(account: account.account)]) }
  }

  mutating func register(_ invoice: InvoiceRegistration) {
    guard state.invoices.rows[invoice.invoice] == nil else { return }
    emit(.invoiceRegistered(invoice))
    reconsider(claiming: [
      ClaimKey(number: invoice.numberKey), ClaimKey(reference: invoice.reference),
    ])
  }

  /// Decides again on the payments that waited for one of these.
  private mutating func reconsider(claiming keys: [ClaimKey]) {
    let payments = Set(keys.flatMap { state.payments.poolByClaim[$0].map(Array.init) ?? [] })
    for payment in payments.sorted() { identifyAtOnce(payment) }
  }
}

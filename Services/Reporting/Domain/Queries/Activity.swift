package import DomainKit

/// What has gone through the house so far.
package struct ActivityFigures: Equatable, Sendable {
  package var accounts = 0
  package var invoices = 0
  package var refusedInvoices = 0
  package var paymentsReceived = 0
  package var paymentsIdentified = 0
  package var paymentsReturned = 0
  /// Decisions that applied cash, the most frequent rule first, then by name.
  ///
  /// What was undone within its own cut does not count.
  package var decisionsByRule: [RuleFrequency] = []
  /// Payments for which a match was suggested at some time.
  package var suggested = 0
  /// Discounts that the days of grace let through.
  package var discountsInGrace = 0
}

/// How often a rule applied cash.
package struct RuleFrequency: Equatable, Sendable {
  package let rule: String
  package let count: Int
}

extension Reporting.State {
  package var activityFigures: ActivityFigures {
    ActivityFigures(
      accounts: accounts.count,
      invoices: activity.invoices,
      refusedInvoices: activity.refusedInvoices,
      paymentsReceived: activity.received,
      paymentsIdentified: activity.identified,
      paymentsReturned: activity.returned,
      decisionsByRule: activity.decisions
        .map { RuleFrequency(rule: $0.key, count: $0.value) }
        .sorted { ($1.count, $0.rule) < ($0.count, $1.rule) },
      suggested: activity.suggested,
      discountsInGrace: activity.discountsInGrace ?? 0
    )
  }

  /// The account's name; none before it is registered.
  package func name(of account: AccountID) -> String? { accounts[account]?.name }

  /// Registered, or named by a row of the books.
  package func knows(_ account: AccountID) -> Bool {
    accounts[account] != nil || ledger.books[account] != nil
  }
}

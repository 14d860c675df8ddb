package import DomainKit

extension Reporting {
  package struct State: PersistentState {
    /// How many partitions have to close a cut.
    var partitions = Partition.defaultCount
    var accounts: TreeDictionary<AccountID, AccountRow> = [:]
    var activity = Activity()
    var ledger = Ledger()
    var proofs = Proofs()

    package init() {}

    package static var sections: [Section<State>] {
      [
        .value("partitions", \.partitions),
        .table("accounts", \.accounts),
        .value("activity", \.activity),
      ]
        + Ledger.sections.map { $0.lifted(to: \.ledger, prefix: "ledger") }
        + Proofs.sections.map { $0.lifted(to: \.proofs, prefix: "proofs") }
    }
  }
}

struct AccountRow: Codable, Equatable, Sendable {
  var revision: Int
  var name: String
  var partition: Partition
}

/// What has gone through the house, in figures that the rows don't hold.
struct Activity: Codable, Equatable, Sendable {
  var invoices = 0
  var refusedInvoices = 0
  var received = 0
  var identified = 0
  var returned = 0
  /// Payments for which a match was suggested at some time.
  var suggested = 0
  /// Decisions that stand at the end of their cut, by rule.
  var decisions: [String: Int] = [:]
  /// Discounts that the days of grace let through and that were not taken back; none, never zero.
  var discountsInGrace: Int?

  mutating func countGrace(of decision: DecisionRow, by sign: Int) {
    let count = decision.clearings.count { $0.discountInGrace != nil }
    let sum = (discountsInGrace ?? 0) + sign * count
    discountsInGrace = sum == 0 ? nil : sum
  }
}

package import DomainKit

extension CreditControl {
  package struct State: PersistentState {
    package var partitionCount = Partition.defaultCount
    package var calendar = BusinessCalendar()
    package var accounts: TreeDictionary<AccountID, CreditAccount> = [:]
    package var items: TreeDictionary<ItemID, ItemLedger> = [:]
    /// Items whose ledger is not zero, by account; an account without any has no row.
    package var openItems: TreeDictionary<AccountID, NameSet<ItemID>> = [:]
    package var payments: TreeDictionary<PaymentID, PaymentLedger> = [:]
    package var decisions: TreeDictionary<PaymentID, DecisionLedger> = [:]
    package var orders: TreeDictionary<OrderKey, OrderLedger> = [:]

    package init() {}

    package static var sections: [Section<State>] {
      [
        .value("partitionCount", \.partitionCount),
        .value("calendar", \.calendar),
        .table("accounts", \.accounts),
        .table("items", \.items),
        .table("openItems", \.openItems),
        .table("payments", \.payments),
        // A match that was made on arrival and undone at the cut is named here for ever and nets to
        // nothing; whether there was one depends on what came first.
        .table("decisions", \.decisions).ofArrival,
        .table("orders", \.orders),
      ]
    }

    /// None: the account is not registered.
    package func registration(of account: AccountID) -> RegisteredAccount? {
      accounts[account]?.registration
    }

    package func partition(of account: AccountID) -> Partition? {
      registration(of: account)?.partition
    }
  }

  package enum Limits {
    package static let reasonBytes = 1000
    /// A tenth of what an amount may be, so that sums of orders stay within it.
    package static let orderMinorUnits: Int64 = Money.limit / 10
    package static let overdueRows = 1...1000
  }
}

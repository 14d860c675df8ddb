package import DomainKit

/// What is open in one currency by days past due, and the credits beside it.
///
/// Basis: the due date; the due day itself is not late. Credits are never netted in a bucket.
package struct AgingColumns: Equatable, Sendable {
  package let currency: Currency
  package private(set) var notDue: Money
  package private(set) var days1To30: Money
  package private(set) var days31To60: Money
  package private(set) var days61To90: Money
  package private(set) var over90: Money
  package private(set) var unapplied: Money
  package private(set) var onAccount: Money
  /// How many items are in the buckets.
  package private(set) var items = 0

  package init(_ currency: Currency) {
    self.currency = currency
    notDue = .zero(currency)
    days1To30 = .zero(currency)
    days31To60 = .zero(currency)
    days61To90 = .zero(currency)
    over90 = .zero(currency)
    unapplied = .zero(currency)
    onAccount = .zero(currency)
  }

  package var total: Money { notDue + days1To30 + days31To60 + days61To90 + over90 }
  package var net: Money { total - unapplied - onAccount }

  /// Nothing stands in any column, not even amounts that cancel out.
  package var isEmpty: Bool {
    [notDue, days1To30, days31To60, days61To90, over90, unapplied, onAccount].allSatisfy(\.isZero)
  }

  mutating func add(open: Money, daysPastDue: Int) {
    items += 1
    switch daysPastDue {
    case ...0: notDue += open
    case ...30: days1To30 += open
    case ...60: days31To60 += open
    case ...90: days61To90 += open
    default: over90 += open
    }
  }

  mutating func add(creditsOf entry: Entry) {
    if let amount = entry.unapplied { unapplied += amount }
    if let amount = entry.onAccount { onAccount += amount }
  }

  mutating func add(_ other: AgingColumns) {
    notDue += other.notDue
    days1To30 += other.days1To30
    days31To60 += other.days31To60
    days61To90 += other.days61To90
    over90 += other.over90
    unapplied += other.unapplied
    onAccount += other.onAccount
    items += other.items
  }
}

/// The aging of one account in one currency.
package struct AgingOfAccount: Equatable, Sendable {
  package let account: AccountID
  package let columns: AgingColumns
}

extension Reporting.State {
  /// One row a currency, in the currencies' order; rows of what was touched lately may be empty.
  package func aging(of account: AccountID, _ horizon: Horizon) -> [AgingColumns] {
    guard let book = ledger.books[account] else { return [] }
    var columns: [Currency: AgingColumns] = [:]
    for document in book.candidates(horizon) {
      var open = Amounts()
      ledger.forEachEntry(of: document) { entry in
        guard entry.account == account, horizon.includes(entry, in: ledger) else { return }
        let currency = entry.amount.currency
        if let amount = entry.open { open += amount }
        columns[currency, default: AgingColumns(currency)].add(creditsOf: entry)
      }
      guard case .item(let item) = document, let issue = ledger.items[item]?.issue else { continue }
      let daysPastDue = issue.dueDate.days(until: horizon.asOf)
      for amount in open.sums {
        columns[amount.currency, default: AgingColumns(amount.currency)]
          .add(open: amount, daysPastDue: daysPastDue)
      }
    }
    return columns.values.sorted { $0.currency < $1.currency }
  }

  /// The rows of one account that say something.
  package func agingRows(of account: AccountID, _ horizon: Horizon) -> [AgingOfAccount] {
    aging(of: account, horizon).filter { !$0.isEmpty }
      .map { AgingOfAccount(account: account, columns: $0) }
  }

  /// The accounts that have an aging, in the order of their names, after one of them.
  ///
  /// `next` is set when more accounts follow.
  package func aging(
    _ horizon: Horizon,
    after: AccountID? = nil,
    limit: Int
  ) -> (rows: [AgingOfAccount], next: AccountID?) {
    let accounts = ledger.books.keys.filter { account in after.map { account > $0 } ?? true }
    var rows: [AgingOfAccount] = []
    var last: AccountID?
    var count = 0
    for account in accounts.sorted() {
      let ofAccount = agingRows(of: account, horizon)
      guard !ofAccount.isEmpty else { continue }
      if count == limit { return (rows, last) }
      rows += ofAccount
      last = account
      count += 1
    }
    return (rows, nil)
  }

  /// The sums over all accounts, one row a currency, in the currencies' order.
  package func agingTotals(_ horizon: Horizon) -> [AgingColumns] {
    var totals: [Currency: AgingColumns] = [:]
    for account in ledger.books.keys {
      for columns in aging(of: account, horizon) {
        totals[columns.currency, default: AgingColumns(columns.currency)].add(columns)
      }
    }
    return totals.values.sorted { $0.currency < $1.currency }
  }
}

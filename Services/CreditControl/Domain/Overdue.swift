package import DomainKit

extension CreditControl {
  /// One item past its due date.
  package struct OverdueRow: Equatable, Sendable {
    package var account: AccountID
    package var item: ItemID
    package var dueDate: CalendarDate
    /// Days after the due date, at least 1.
    package var daysLate: Int
    package var open: Money
    /// The account's money that is in the house and not applied, in the item's currency.
    package var unappliedOfAccount: Money

    package init(
      account: AccountID,
      item: ItemID,
      dueDate: CalendarDate,
      daysLate: Int,
      open: Money,
      unappliedOfAccount: Money
    ) {
      self.account = account
      self.item = item
      self.dueDate = dueDate
      self.daysLate = daysLate
      self.open = open
      self.unappliedOfAccount = unappliedOfAccount
    }
  }
}

extension CreditControl.State {
  /// The items whose due date lies before `asOf`, the longest overdue first, then by account and
  /// item; a due date is not late on its own day (rules R12).
  package func overdue(
    asOf: CalendarDate,
    account: AccountID? = nil
  ) -> [CreditControl.OverdueRow] {
    let accounts = account.map { [$0] } ?? Array(openItems.keys)
    return accounts.flatMap { overdue(of: $0, asOf: asOf) }.sorted {
      ($1.daysLate, $0.account, $0.item) < ($0.daysLate, $1.account, $1.item)
    }
  }

  private func overdue(
    of account: AccountID,
    asOf: CalendarDate
  ) -> [CreditControl.OverdueRow] {
    (openItems[account] ?? []).compactMap { item in
      guard let ledger = items[item], let issued = ledger.issued, ledger.open.isPositive,
        issued.dueDate < asOf
      else { return nil }
      return CreditControl.OverdueRow(
        account: account,
        item: item,
        dueDate: issued.dueDate,
        daysLate: issued.dueDate.days(until: asOf),
        open: ledger.open,
        unappliedOfAccount: unapplied(of: account, in: ledger.currency)
      )
    }
  }

  /// Never below zero: between a payment's return and the undoing of what it had paid there is no
  /// money in the house, rather than less than none.
  private func unapplied(of account: AccountID, in currency: Currency) -> Money {
    max(.zero(currency), accounts[account]?.exposure(in: currency).unapplied ?? .zero(currency))
  }

  /// One sum a currency, in the currencies' order.
  package static func sums(of rows: [CreditControl.OverdueRow]) -> [Money] {
    Dictionary(grouping: rows.map(\.open), by: \.currency)
      .sorted { $0.key < $1.key }
      .map { currency, amounts in amounts.reduce(.zero(currency), +) }
  }
}

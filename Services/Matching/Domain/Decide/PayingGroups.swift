import DomainKit

/// Who may pay whose items: each account its own, and the head of a paying group those of its
/// members on the days on which it pays for them (rules R21).
extension Matching.State {
  func pays(_ payment: Matching.Payment, for account: AccountID) -> Bool {
    if account == payment.account { return true }
    guard payment.creditNote == nil, let member = accounts[account] else { return false }
    return member.head == payment.account
      && member.paidByHead.contains { $0.contains(payment.valueDate) }
  }

  /// The accounts whose items a payment may clear: its own, and those that it pays for.
  func debtors(of payment: Matching.Payment) -> [AccountID] {
    [payment.account] + (members[payment.account] ?? []).filter { pays(payment, for: $0) }
  }

  /// Why a payment may not clear what an account owes.
  func refusal(of payment: Matching.Payment, for account: AccountID) -> String {
    guard let member = accounts[account], member.head == payment.account else {
      return "belongs to another account than the payment"
    }
    return "belongs to \(account), for which \(member.head) does not pay on \(payment.valueDate)"
  }

  /// What a payment may clear, by due date, then name; `own` is what is open on its account.
  func openItems(for payment: Matching.Payment, own: [Matching.Item]) -> [Matching.Item] {
    guard let members = members[payment.account] else { return own }
    let others = members.filter { pays(payment, for: $0) }.flatMap { openItems(of: $0) }
    return others.isEmpty
      ? own : (own + others).sorted { ($0.dueDate, $0.id) < ($1.dueDate, $1.id) }
  }
}

extension Draft {
  /// A head is decided after its members, and these once more after what it paid for them.
  mutating func bookLeftovers(of accounts: [AccountID]) {
    for account in accounts where state.members[account] == nil { bookLeftovers(of: account) }
    for head in accounts {
      guard let members = state.members[head] else { continue }
      var isHeadNext = true
      while isHeadNext, bookLeftovers(of: head) {
        isHeadNext = members.reduce(false) { bookLeftovers(of: $1) || $0 }
      }
    }
  }
}

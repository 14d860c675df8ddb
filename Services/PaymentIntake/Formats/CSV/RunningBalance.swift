import DomainKit

/// Whether each row's balance is the one before it and the row's amount, from the first row to the
/// last or the other way round.
struct RunningBalance {
  private var last: (balance: Money, signed: Money)?
  private var isForward = true
  private var isBackward = true
  /// The first row at which neither holds.
  private(set) var fault: (line: Int, text: String)?

  mutating func add(_ entry: StatedEntry, _ balance: Money) {
    let signed = entry.direction == .debit ? -entry.amount : entry.amount
    defer { last = (balance, signed) }
    guard let last, fault == nil, last.balance.currency == balance.currency else { return }
    let after = try? last.balance.adding(signed)
    let before = try? balance.adding(last.signed)
    isForward = isForward && after == balance
    isBackward = isBackward && before == last.balance
    guard !isForward, !isBackward else { return }
    fault = (
      entry.line,
      "the balance before it, \(last.balance), and \(signed) do not make \(balance)"
    )
  }
}

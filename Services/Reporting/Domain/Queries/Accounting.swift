import DomainKit

/// The day on which an entry stands in the books.
struct Accounting {
  /// Never later than the business day on which it was told: what a day's books held stays in them.
  let date: CalendarDate
  /// The month of its own date was closed when it was told.
  let isLate: Bool

  fileprivate init(_ date: CalendarDate, isLate: Bool = false) {
    self.date = date
    self.isLate = isLate
  }

  fileprivate static func later(_ lhs: Accounting, _ rhs: Accounting) -> Accounting {
    guard lhs.date == rhs.date else { return lhs.date < rhs.date ? rhs : lhs }
    return Accounting(lhs.date, isLate: lhs.isLate || rhs.isLate)
  }

  fileprivate func noLater(than day: CalendarDate) -> Accounting {
    date <= day ? self : Accounting(day, isLate: isLate)
  }
}

/// Rules R13 and R14: an entry stands on its own date, or on the first day that was open when it
/// was told, whichever is later. It follows from the rows, whatever came first.
extension Ledger {
  func accounting(of entry: Entry) -> Accounting {
    let accounting =
      switch entry.origin {
      case .fact: told(entry.valueDate, entry.recorded)
      case .reversal(let payment): reversed(entry.valueDate, entry.recorded, payment)
      case .decision(let key, let item): decided(key, on: item)
      }
    return accounting.noLater(than: entry.recorded.businessDate)
  }

  /// In a month that is open.
  private func open(_ accounting: Accounting, at recorded: Recorded) -> Accounting {
    guard let first = closings.firstOpenDay(at: recorded), accounting.date < first else {
      return accounting
    }
    return Accounting(first, isLate: true)
  }

  private func told(_ date: CalendarDate, _ recorded: Recorded) -> Accounting {
    open(Accounting(min(date, recorded.businessDate)), at: recorded)
  }

  /// Money is not taken back before it came.
  private func reversed(
    _ date: CalendarDate,
    _ recorded: Recorded,
    _ payment: PaymentID
  ) -> Accounting {
    let own = told(date, recorded)
    return receipt(of: payment).map { .later(own, $0.accounting) } ?? own
  }

  // MARK: Decisions

  private struct Part {
    let accounting: Accounting
    let told: CalendarDate
  }

  private func receipt(of payment: PaymentID) -> Part? {
    payments[payment]?.receipt.identified.map {
      Part(accounting: told($0.valueDate, $0.recorded), told: $0.recorded.businessDate)
    }
  }

  /// What a return had taken and came again on the day: the money was not there before.
  private func parts(comeAgain payment: PaymentID, on day: CalendarDate) -> [Part] {
    (payments[payment]?.returns.elements ?? []).compactMap { returns[$0] }
      .filter { $0.amount.isNegative && $0.recorded.businessDate == day }
      .map { Part(accounting: reversed($0.valueDate, $0.recorded, payment), told: day) }
  }

  private func issue(of item: ItemID) -> Part? {
    items[item]?.issue.map {
      Part(accounting: told($0.issueDate, $0.recorded), told: $0.recorded.businessDate)
    }
  }

  /// No item: what it puts on account, or takes off.
  private func decided(_ key: DecisionKey, on item: ItemID?) -> Accounting {
    let ownDay = Accounting(key.recorded.businessDate)
    guard let decision = decisions[key] else { return ownDay }
    let accounting =
      key.isReversal ? undone(key, decision.payment, item) : applied(key, decision.payment, item)
    return accounting.map { open($0, at: key.recorded) } ?? ownDay
  }

  /// Where the later of money and item stands, if it was decided on the day on which they were both
  /// there; nil for what was decided on a later day, which is its date.
  private func applied(
    _ key: DecisionKey,
    _ payment: PaymentID,
    _ item: ItemID?
  ) -> Accounting? {
    let parts =
      [receipt(of: payment), item.flatMap(issue)].compactMap(\.self)
      + parts(comeAgain: payment, on: key.recorded.businessDate)
    guard let last = parts.map(\.told).max(), key.recorded.businessDate <= last else { return nil }
    return parts.dropFirst().reduce(parts[0].accounting) { .later($0, $1.accounting) }
  }

  /// Where the return stands for whose sake it was undone, but not before what it undoes; nil for
  /// what was undone for another reason, which has the date of its day.
  private func undone(
    _ key: DecisionKey,
    _ payment: PaymentID,
    _ item: ItemID?
  ) -> Accounting? {
    guard let row = payments[payment] else { return nil }
    let returned = row.returns.elements.compactMap { returns[$0] }
      .filter { $0.amount.isPositive && $0.recorded.businessDate == key.recorded.businessDate }
      .map { reversed($0.valueDate, $0.recorded, payment) }
    guard let first = returned.first else { return nil }
    let undone = row.decisions.elements.filter { decision in
      guard !decision.isReversal, decision < key else { return false }
      return item.map { decisions[decision]?.clearing(of: $0) != nil } ?? true
    }
    return (returned.dropFirst() + undone.map { decided($0, on: item) })
      .reduce(first) { .later($0, $1) }
  }
}

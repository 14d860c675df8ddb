import DomainKit
import ReportingDomain

/// The days on which the facts of a history stand in the books (rules R13, R14): told by going
/// through them in the order in which they happened.
struct AccountingOracle {
  /// Of a decision, what it does to one item or on account, as a decision of its own.
  typealias Posting = (date: CalendarDate, fact: Fact)

  private struct Standing {
    let date: CalendarDate
    let told: CalendarDate
  }
  private struct Target: Hashable {
    let payment: PaymentID
    let item: ItemID?
  }

  private var closings: [(firstOpen: CalendarDate, cut: DayCut)] = []
  private var returns: [PaymentID: [(told: CalendarDate, value: CalendarDate, cut: DayCut?)]] = [:]
  private var items: [ItemID: Standing] = [:]
  private var payments: [PaymentID: Standing] = [:]
  private var applied: [Target: CalendarDate] = [:]

  /// In the order of the days, and within a day as they happened; decisions that cancelled each
  /// other within a cut (``CancellingTests``) leave nothing.
  static func postings(of told: [History.Told], without cancelled: Set<String>) -> [Posting] {
    var oracle = AccountingOracle()
    let told = told.filter { told in
      if case .decided(let decision) = told.fact { !cancelled.contains(decision.id) } else { true }
    }
    for told in told {
      if case .periodClosed(let lastDay, let cut) = told.fact {
        oracle.closings.append((lastDay.adding(days: 1), cut))
      }
      if case .returned(let payment) = told.fact {
        oracle.returns[payment.payment, default: []]
          .append((told.date, payment.valueDate, told.cut))
      }
    }
    let postings = told.flatMap { oracle.postings(of: $0) }
    return postings.enumerated()
      .sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
      .map(\.element)
  }

  private func firstOpen(_ cut: DayCut?) -> CalendarDate {
    closings.filter { closing in cut.map { $0 >= closing.cut } ?? false }.map(\.firstOpen).max()
      ?? day("0001-01-01")
  }

  private func stand(_ date: CalendarDate, _ told: CalendarDate, _ cut: DayCut?) -> CalendarDate {
    max(min(date, told), firstOpen(cut))
  }

  private mutating func postings(of told: History.Told) -> [Posting] {
    switch told.fact {
    case .issued(let invoice):
      let date = stand(invoice.issueDate, told.date, told.cut)
      for item in invoice.items { items[item.item] = Standing(date: date, told: told.date) }
      return [(date, told.fact)]
    case .identified(let payment):
      let date = stand(payment.valueDate, told.date, told.cut)
      payments[payment.payment] = Standing(date: date, told: told.date)
      return [(date, told.fact)]
    case .returned(let payment):
      let date = stand(payment.valueDate, told.date, told.cut)
      return [(max(date, payments[payment.payment]?.date ?? date), told.fact)]
    case .decided(let decision):
      return parts(of: decision).map { item, part in
        (date(of: decision, on: item, told), .decided(decision: part))
      }
    default: return [(told.date, told.fact)]
    }
  }

  private func parts(of decision: Decision) -> [(ItemID?, Decision)] {
    func part(_ clearings: [Clearing], _ onAccount: Money) -> Decision {
      Decision(
        id: decision.id,
        isReversal: decision.isReversal,
        payment: decision.payment,
        account: decision.account,
        valueDate: decision.valueDate,
        clearings: clearings,
        onAccount: onAccount
      )
    }
    let none = Money.zero(decision.onAccount.currency)
    return decision.clearings.map { ($0.item, part([$0], none)) }
      + (decision.onAccount.isZero ? [] : [(nil, part([], decision.onAccount))])
  }

  private mutating func date(
    of decision: Decision,
    on item: ItemID?,
    _ told: History.Told
  ) -> CalendarDate {
    let target = Target(payment: decision.payment, item: item)
    if decision.isReversal {
      let dates = (returns[decision.payment] ?? []).filter { $0.told == told.date }
        .map { stand($0.value, $0.told, $0.cut) }
      guard let last = dates.max() else { return told.date }
      let came = payments[decision.payment]?.date ?? last
      return max(last, came, applied[target] ?? last, firstOpen(told.cut))
    }
    let parts = [payments[decision.payment], item.flatMap { items[$0] }].compactMap(\.self)
    let isOfTheDay = parts.contains { $0.told == told.date }
    let date =
      isOfTheDay ? parts.map(\.date).reduce(firstOpen(told.cut)) { max($0, $1) } : told.date
    applied[target] = max(applied[target] ?? date, date)
    return date
  }
}

import DomainKit
import ReportingDomain

/// The oracle: books kept by replaying facts in the order in which they happened.
///
/// It has no index, no entries and no dates: figures of a past day are those of a replay that ends
/// on it. On which days facts stand, ``AccountingOracle`` says.
struct NaiveBooks {
  struct Item {
    let account: AccountID
    let due: CalendarDate
    let invoice: InvoiceNumber
    var open: Money
  }
  struct Payment {
    let account: AccountID
    let amount: Money
    var unapplied: Money
    var onAccount: Money
  }

  private(set) var items: [ItemID: Item] = [:]
  private(set) var payments: [PaymentID: Payment] = [:]
  /// Received, and nobody knows whose.
  private(set) var pool: [PaymentID: Money] = [:]
  /// Date, kind, document, currency and account, joined: what statements show, and its sum.
  private(set) var movements: [String: Int64] = [:]
  private(set) var balances: [AccountID: [Currency: Int64]] = [:]

  mutating func take(_ fact: Fact, on date: CalendarDate) {
    switch fact {
    case .issued(let invoice):
      for item in invoice.items {
        items[item.item] = Item(
          account: invoice.account,
          due: item.dueDate,
          invoice: invoice.invoice,
          open: item.amount
        )
        move(invoice.account, item.amount, "\(date) invoice \(invoice.invoice)")
      }
    case .received(let payment): pool[payment.payment] = payment.amount
    case .withdrawn(let payment): pool[payment.payment] = nil
    case .identified(let payment):
      pool[payment.payment] = nil
      payments[payment.payment] = Payment(
        account: payment.account,
        amount: payment.amount,
        unapplied: payment.amount,
        onAccount: .zero(payment.amount.currency)
      )
      move(payment.account, -payment.amount, "\(date) payment \(payment.payment)")
    case .returned(let payment):
      payments[payment.payment]?.unapplied -= payment.amount
      move(payment.account, payment.amount, "\(date) return \(payment.reversal)")
    case .decided(let decision): take(decision, on: date)
    case .registered, .refusedInvoice, .suggested, .uneventful, .foreign, .opened, .closed,
      .periodClosed:
      break
    }
  }

  private mutating func take(_ decision: Decision, on date: CalendarDate) {
    let sign: (Money) -> Money = { decision.isReversal ? -$0 : $0 }
    for clearing in decision.clearings {
      let item = certainly(items[clearing.item], "\(clearing.item)")
      items[clearing.item]?.open -= sign(clearing.cash + clearing.discount)
      payments[decision.payment]?.unapplied -= sign(clearing.cash)
      let inGrace = clearing.discountInGrace ?? .zero(clearing.discount.currency)
      let inTime = clearing.discount - inGrace
      move(item.account, sign(-inTime), "\(date) discount \(item.invoice)")
      move(item.account, sign(-inGrace), "\(date) discountTolerance \(item.invoice)")
      if item.account != decision.account {
        move(item.account, sign(-clearing.cash), "\(date) transfer \(decision.payment)")
        move(decision.account, sign(clearing.cash), "\(date) transfer \(decision.payment)")
      }
    }
    payments[decision.payment]?.unapplied -= sign(decision.onAccount)
    payments[decision.payment]?.onAccount += sign(decision.onAccount)
  }

  private mutating func move(_ account: AccountID, _ amount: Money, _ line: String) {
    movements["\(account) \(line) \(amount.currency)", default: 0] += amount.minorUnits
    balances[account, default: [:]][amount.currency, default: 0] += amount.minorUnits
  }

  /// The five buckets, unapplied and on account of one account and currency, in minor units.
  func aging(of account: AccountID, _ currency: Currency, asOf: CalendarDate) -> [Int64] {
    var columns: [Int64] = [0, 0, 0, 0, 0, 0, 0]
    for item in items.values where item.account == account && item.open.currency == currency {
      let days = item.due.days(until: asOf)
      let bucket = days <= 0 ? 0 : days <= 30 ? 1 : days <= 60 ? 2 : days <= 90 ? 3 : 4
      columns[bucket] += item.open.minorUnits
    }
    for payment in payments.values
    where payment.account == account && payment.amount.currency == currency {
      columns[5] += payment.unapplied.minorUnits
      columns[6] += payment.onAccount.minorUnits
    }
    return columns
  }
}

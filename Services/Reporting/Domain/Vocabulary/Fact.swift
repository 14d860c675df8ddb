package import DomainKit

/// What another service told.
///
/// Facts commute: in whatever order they come, the books are the same.
package enum Fact: Codable, Equatable, Sendable {
  case registered(account: Registration)
  case issued(invoice: IssuedInvoice)
  /// An invoice broke rules; the books don't know it.
  case refusedInvoice
  case received(payment: ReceivedPayment)
  case identified(payment: IdentifiedPayment)
  case returned(payment: ReturnedPayment)
  /// Money left before anybody knew whose it was.
  case withdrawn(payment: ReceivedPayment)
  /// Cash was applied, or taken back.
  case decided(decision: Decision)
  case suggested(payment: PaymentID)
  /// The books need nothing of it but that it came.
  case uneventful
  /// No part of the books, and of no stream that a marker closes.
  case foreign
  /// The calendar closed a cut (none on the very first day) and opened the next.
  case opened(cut: DayCut, closes: DayCut?)
  case closed(marker: Marker)
  /// The calendar closed a month, in its open cut.
  case periodClosed(lastDay: CalendarDate, cut: DayCut)
}

/// An account in one revision.
package struct Registration: Codable, Equatable, Sendable {
  package var account: AccountID
  /// Counts the changes of this account, from 1; the highest holds.
  package var revision: Int
  package var name: String
  package var partition: Partition

  package init(account: AccountID, revision: Int, name: String, partition: Partition) {
    self.account = account
    self.revision = revision
    self.name = name
    self.partition = partition
  }
}

/// An invoice as invoicing issued it.
package struct IssuedInvoice: Codable, Equatable, Sendable {
  package var invoice: InvoiceNumber
  package var account: AccountID
  package var issueDate: CalendarDate
  package var items: [IssuedItem]

  package init(
    invoice: InvoiceNumber,
    account: AccountID,
    issueDate: CalendarDate,
    items: [IssuedItem]
  ) {
    self.invoice = invoice
    self.account = account
    self.issueDate = issueDate
    self.items = items
  }
}

/// One item of an invoice.
package struct IssuedItem: Codable, Equatable, Sendable {
  package var item: ItemID
  package var dueDate: CalendarDate
  package var amount: Money

  package init(item: ItemID, dueDate: CalendarDate, amount: Money) {
    self.item = item
    self.dueDate = dueDate
    self.amount = amount
  }
}

/// A payment that came in.
package struct ReceivedPayment: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var amount: Money

  package init(payment: PaymentID, amount: Money) {
    self.payment = payment
    self.amount = amount
  }
}

/// A payment whose account is known.
package struct IdentifiedPayment: Codable, Equatable, Sendable {
  package var payment: PaymentID
  package var account: AccountID
  package var amount: Money
  package var valueDate: CalendarDate

  package init(
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    valueDate: CalendarDate
  ) {
    self.payment = payment
    self.account = account
    self.amount = amount
    self.valueDate = valueDate
  }
}

/// A payment, or part of one, that was taken back, or that came again.
package struct ReturnedPayment: Codable, Equatable, Sendable {
  /// The return's own name, or that of the credit that undoes one.
  package var reversal: PaymentID
  package var payment: PaymentID
  package var account: AccountID
  /// Below zero: it came again.
  package var amount: Money
  package var valueDate: CalendarDate

  package init(
    reversal: PaymentID,
    payment: PaymentID,
    account: AccountID,
    amount: Money,
    valueDate: CalendarDate
  ) {
    self.reversal = reversal
    self.payment = payment
    self.account = account
    self.amount = amount
    self.valueDate = valueDate
  }
}

/// A decision of matching on a payment.
package struct Decision: Codable, Equatable, Sendable {
  package var id: String
  /// It takes back what had been applied; its amounts are those that had been.
  package var isReversal: Bool
  package var payment: PaymentID
  /// The payment's account.
  package var account: AccountID
  package var valueDate: CalendarDate
  /// In the items' order, each item once.
  package private(set) var clearings: [Clearing]
  package var onAccount: Money
  /// Of reversals: none.
  package var rule: String?

  package init(
    id: String,
    isReversal: Bool,
    payment: PaymentID,
    account: AccountID,
    valueDate: CalendarDate,
    clearings: [Clearing],
    onAccount: Money,
    rule: String? = nil
  ) {
    self.id = id
    self.isReversal = isReversal
    self.payment = payment
    self.account = account
    self.valueDate = valueDate
    self.clearings = Self.canonical(clearings)
    self.onAccount = onAccount
    self.rule = rule
  }

  /// The same clearings are the same value, however the message listed them.
  private static func canonical(_ clearings: [Clearing]) -> [Clearing] {
    var result: [Clearing] = []
    for clearing in clearings.sorted(by: { $0.item < $1.item }) {
      if let last = result.last, last.item == clearing.item,
        last.cash.currency == clearing.cash.currency
      {
        result[result.count - 1].cash += clearing.cash
        result[result.count - 1].discount += clearing.discount
        result[result.count - 1].tolerate(clearing.discountInGrace)
        result[result.count - 1].writtenOff += clearing.writtenOff
      } else {
        result.append(clearing)
      }
    }
    return result
  }
}

/// What a payment clears of one item, all in one currency, the item's.
package struct Clearing: Codable, Equatable, Sendable {
  package var item: ItemID
  package var cash: Money
  /// Below zero what of a credit note is given up, and clears nothing.
  package var discount: Money
  /// The part of the discount that the days of grace let through; none, never zero.
  package private(set) var discountInGrace: Money?
  /// Given up; below zero what was paid too much and is kept.
  package var writtenOff: Money

  /// Traps on two currencies; the inbox refuses such a message.
  package init(
    item: ItemID,
    cash: Money,
    discount: Money,
    discountInGrace: Money? = nil,
    writtenOff: Money? = nil
  ) {
    let writtenOff = writtenOff ?? .zero(cash.currency)
    precondition(
      cash.currency == discount.currency && cash.currency == writtenOff.currency
        && discountInGrace.map { $0.currency == cash.currency } ?? true,
      "what clears an item is in one currency"
    )
    self.item = item
    self.cash = cash
    self.discount = discount
    self.writtenOff = writtenOff
    tolerate(discountInGrace)
  }

  fileprivate mutating func tolerate(_ more: Money?) {
    guard let more else { return }
    let sum = (discountInGrace ?? .zero(more.currency)) + more
    discountInGrace = sum.isZero ? nil : sum
  }
}

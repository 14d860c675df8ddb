package import DomainKit

/// Opening balance, movements and closing balance of an account in one currency.
package struct Statement: Equatable, Sendable {
  package let opening: Money
  package let movements: [Movement]

  package var currency: Currency { opening.currency }
  package var closing: Money { movements.reduce(opening) { $0 + $1.amount } }
}

/// One line of a statement: what one document did to the balance on one business day.
package struct Movement: Equatable, Sendable {
  /// In the order in which they stand within a day.
  package enum Kind: Int, CaseIterable, Sendable {
    case invoice, creditNote, payment, discount, writeOff, `return`, transfer
  }

  package let businessDate: CalendarDate
  package let kind: Kind
  package let document: String
  package let valueDate: CalendarDate
  /// Positive when the customer owes more.
  package let amount: Money
}

extension Reporting.State {
  /// The account's balance as of the horizon, by currency.
  package func balance(of account: AccountID, _ horizon: Horizon) -> Amounts {
    guard let book = ledger.books[account] else { return Amounts() }
    var balance = Amounts()
    for (month, page) in book.months where month < horizon.month { balance += page.balance }
    ledger.forEachEntry(of: account, in: book, from: horizon.month) { entry in
      if horizon.includes(entry.recorded), let amount = entry.balance { balance += amount }
    }
    return balance
  }

  /// The statement of the business days from `from` to `to`, both included, one a currency, in the
  /// currencies' order.
  package func statement(
    of account: AccountID,
    from: CalendarDate,
    to: CalendarDate
  ) -> [Statement] {
    guard let book = ledger.books[account] else { return [] }
    var sums: [MovementKey: Amounts] = [:]
    ledger.forEachEntry(of: account, in: book, from: Month(from), to: Month(to)) { entry in
      guard let key = MovementKey(entry), let amount = entry.balance else { return }
      if (from...to).contains(key.businessDate) { sums[key, default: Amounts()] += amount }
    }
    var movements: [Currency: [Movement]] = [:]
    for key in sums.keys.sorted() {
      for amount in sums[key]?.sums ?? [] {
        movements[amount.currency, default: []].append(Movement(key, amount))
      }
    }
    let dayBefore = CalendarDate(dayNumber: from.dayNumber - 1)
    let opening = dayBefore.map { balance(of: account, Horizon(asOf: $0)) } ?? Amounts()
    let currencies = Set(movements.keys).union(opening.sums.map(\.currency))
    return currencies.sorted().map {
      Statement(opening: opening[$0], movements: movements[$0] ?? [])
    }
  }
}

extension Ledger {
  /// An account's entries of these months, each once.
  func forEachEntry(
    of account: AccountID,
    in book: Book,
    from: Month,
    to: Month? = nil,
    _ body: (Entry) -> Void
  ) {
    for (month, page) in book.months where month >= from && to.map({ month <= $0 }) ?? true {
      for document in page.documents {
        forEachEntry(of: document) { entry in
          if entry.account == account, entry.recorded.month == month { body(entry) }
        }
      }
    }
  }
}

/// What makes two entries one movement: an invoice's items, say.
private struct MovementKey: Hashable, Comparable {
  let businessDate: CalendarDate
  let kind: Movement.Kind
  let document: Entry.DocumentName
  let valueDate: CalendarDate

  /// Nil for entries that a statement does not show, since they leave the balance as it is.
  init?(_ entry: Entry) {
    switch entry.kind {
    case .invoice: kind = .invoice
    case .payment: kind = .payment
    case .creditNote: kind = .creditNote
    case .discount: kind = .discount
    case .writeOff: kind = .writeOff
    case .return: kind = .return
    case .transfer: kind = .transfer
    case .application, .use, .onAccount: return nil
    }
    businessDate = entry.recorded.businessDate
    document = entry.document
    valueDate = entry.valueDate
  }

  static func < (lhs: MovementKey, rhs: MovementKey) -> Bool {
    (lhs.businessDate, lhs.kind.rawValue, lhs.document, lhs.valueDate)
      < (rhs.businessDate, rhs.kind.rawValue, rhs.document, rhs.valueDate)
  }
}

extension Movement {
  fileprivate init(_ key: MovementKey, _ amount: Money) {
    self.init(
      businessDate: key.businessDate,
      kind: key.kind,
      document: key.document.text,
      valueDate: key.valueDate,
      amount: amount
    )
  }
}

package import DomainKit

/// Opening balance, movements and closing balance of an account in one currency.
package struct Statement: Equatable, Sendable {
  package let opening: Money
  package let movements: [Movement]

  package var currency: Currency { opening.currency }
  package var closing: Money { movements.reduce(opening) { $0 + $1.amount } }
}

/// One line of a statement: what one document did to the balance on one day of the books.
package struct Movement: Equatable, Sendable {
  /// In the order in which they stand within a day.
  package enum Kind: Int, CaseIterable, Sendable {
    case invoice, creditNote, payment, discount, discountTolerance, writeOff, `return`, transfer
  }

  /// The day of the books on which it stands.
  package let accountingDate: CalendarDate
  /// The month of its own date was closed when it was told.
  package let isLate: Bool
  /// The day on which it was told.
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
      if horizon.includes(entry, in: ledger), let amount = entry.balance { balance += amount }
    }
    return balance
  }

  /// The statement of what stands in the books on the days from `from` to `to`, both included,
  /// whenever it was told; one a currency, in the currencies' order.
  package func statement(
    of account: AccountID,
    from: CalendarDate,
    to: CalendarDate
  ) -> [Statement] {
    guard let book = ledger.books[account] else { return [] }
    var sums: [MovementKey: Amounts] = [:]
    ledger.forEachEntry(of: account, in: book, from: Month(from)) { entry in
      guard let kind = Movement.Kind(entry.kind), let amount = entry.balance else { return }
      let accounting = ledger.accounting(of: entry)
      guard (from...to).contains(accounting.date) else { return }
      sums[MovementKey(entry, kind, accounting), default: Amounts()] += amount
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
  /// An account's entries that were told in a month or later, each once.
  func forEachEntry(
    of account: AccountID,
    in book: Book,
    from: Month,
    _ body: (Entry) -> Void
  ) {
    for (month, page) in book.months where month >= from {
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
  let accountingDate: CalendarDate
  let isLate: Bool
  let businessDate: CalendarDate
  let kind: Movement.Kind
  let document: Entry.DocumentName
  let valueDate: CalendarDate

  init(_ entry: Entry, _ kind: Movement.Kind, _ accounting: Accounting) {
    self.kind = kind
    accountingDate = accounting.date
    isLate = accounting.isLate
    businessDate = entry.recorded.businessDate
    document = entry.document
    valueDate = entry.valueDate
  }

  static func < (lhs: MovementKey, rhs: MovementKey) -> Bool {
    (
      lhs.accountingDate, lhs.kind.rawValue, lhs.document, lhs.valueDate, lhs.businessDate,
      lhs.isLate ? 1 : 0
    )
      < (
        rhs.accountingDate, rhs.kind.rawValue, rhs.document, rhs.valueDate, rhs.businessDate,
        rhs.isLate ? 1 : 0
      )
  }
}

extension Movement.Kind {
  /// Nil for entries that a statement does not show, since they leave the balance as it is.
  fileprivate init?(_ kind: Entry.Kind) {
    switch kind {
    case .invoice: self = .invoice
    case .payment: self = .payment
    case .creditNote: self = .creditNote
    case .discount: self = .discount
    case .discountTolerance: self = .discountTolerance
    case .writeOff: self = .writeOff
    case .return: self = .return
    case .transfer: self = .transfer
    case .application, .use, .onAccount: return nil
    }
  }
}

extension Movement {
  fileprivate init(_ key: MovementKey, _ amount: Money) {
    self.init(
      accountingDate: key.accountingDate,
      isLate: key.isLate,
      businessDate: key.businessDate,
      kind: key.kind,
      document: key.document.text,
      valueDate: key.valueDate,
      amount: amount
    )
  }
}

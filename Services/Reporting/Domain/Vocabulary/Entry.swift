import DomainKit

/// What rows are about: what has an open amount of its own.
enum Document: Hashable, Sendable {
  case item(ItemID)
  case payment(PaymentID)
}

/// One signed line of the books.
///
/// Every figure is a sum of entries, so that all views are views of the same rows: for each
/// account, balance = open items less unapplied less on account.
struct Entry {
  enum Kind {
    /// An item was issued.
    case invoice
    /// Cash cleared an item (negative), or no longer does.
    case application
    /// A discount cleared an item (negative), or no longer does; of a credit note one was given up
    /// (positive).
    case discount
    /// The same of a discount that the days of grace let through.
    case discountTolerance
    /// A rest of an item was given up (negative), or too much kept (positive), or no longer is.
    case writeOff
    /// Cash of one account cleared another's item: once in each of the two accounts.
    case transfer
    /// Money of the account came in (negative).
    case payment
    /// The account was credited (negative).
    case creditNote
    /// Money or credit was used on items (positive), or no longer is.
    case use
    /// Money or credit was put on account (positive), or taken off.
    case onAccount
    /// Money was taken back by the payer's bank (positive), or came again.
    case `return`
  }

  /// The invoice, the payment, the credit note or the reversal.
  enum DocumentName: Hashable, Comparable {
    case invoice(InvoiceNumber)
    case payment(PaymentID)

    var text: String {
      switch self {
      case .invoice(let invoice): invoice.rawValue
      case .payment(let payment): payment.rawValue
      }
    }

    var isCreditNote: Bool {
      if case .payment(let payment) = self { payment.isCreditNote } else { false }
    }
  }

  /// What tells its date.
  enum Origin {
    /// A fact about an item or a payment, of the date that it states.
    case fact
    /// A return of a payment.
    case reversal(of: PaymentID)
    /// A decision on an item, or on the money on account.
    case decision(DecisionKey, on: ItemID?)
  }

  let kind: Kind
  let origin: Origin
  let account: AccountID
  let recorded: Recorded
  let valueDate: CalendarDate
  /// What a statement names.
  let document: DocumentName
  /// Positive when the customer owes more, or when money is used.
  let amount: Money

  /// What it does to the open items.
  var open: Money? {
    switch kind {
    case .invoice, .application, .discount, .discountTolerance, .writeOff: amount
    case .transfer, .payment, .creditNote, .use, .onAccount, .return: nil
    }
  }

  /// What it does to the money that is neither used nor on account.
  var unapplied: Money? {
    switch kind {
    case .payment, .creditNote, .use, .onAccount, .return: -amount
    case .invoice, .application, .discount, .discountTolerance, .writeOff, .transfer: nil
    }
  }

  /// What it does to the money on account.
  var onAccount: Money? { kind == .onAccount ? amount : nil }

  /// What it does to the account's balance.
  var balance: Money? {
    switch kind {
    case .invoice, .discount, .discountTolerance, .writeOff, .transfer, .payment, .creditNote,
      .return:
      amount
    case .application, .use, .onAccount: nil
    }
  }
}

extension Ledger {
  /// The lines that the rows of a document amount to.
  ///
  /// Nothing is known of an item before it is issued; what the decisions on it did to their
  /// payments is an entry of the payments.
  func forEachEntry(of document: Document, _ body: (Entry) -> Void) {
    switch document {
    case .item(let id):
      if let row = items[id], let issue = row.issue { forEachEntry(of: id, issue, row, body) }
    case .payment(let id):
      if let row = payments[id] { forEachEntry(of: id, row, body) }
    }
  }

  private func forEachEntry(
    of id: ItemID,
    _ issue: Issue,
    _ row: ItemRow,
    _ body: (Entry) -> Void
  ) {
    body(
      Entry(
        kind: .invoice,
        origin: .fact,
        account: issue.account,
        recorded: issue.recorded,
        valueDate: issue.issueDate,
        document: .invoice(issue.invoice),
        amount: issue.amount
      )
    )
    for key in row.decisions.elements {
      guard let decision = decisions[key], let clearing = decision.clearing(of: id) else {
        continue
      }
      func enter(_ kind: Entry.Kind, _ account: AccountID, _ amount: Money) {
        guard !amount.isZero else { return }
        body(
          Entry(
            kind: kind,
            origin: .decision(key, on: id),
            account: account,
            recorded: key.recorded,
            valueDate: decision.valueDate,
            document: kind == .transfer ? .payment(decision.payment) : .invoice(issue.invoice),
            amount: key.isReversal ? -amount : amount
          )
        )
      }
      enter(.application, issue.account, -clearing.cash)
      let tolerated = clearing.discountInGrace ?? .zero(clearing.discount.currency)
      enter(.discount, issue.account, tolerated - clearing.discount)
      enter(.discountTolerance, issue.account, -tolerated)
      enter(.writeOff, issue.account, -clearing.writtenOff)
      if decision.account != issue.account {
        enter(.transfer, issue.account, -clearing.cash)
        enter(.transfer, decision.account, clearing.cash)
      }
    }
  }

  private func forEachEntry(of id: PaymentID, _ row: PaymentRow, _ body: (Entry) -> Void) {
    if let identified = row.receipt.identified {
      body(
        Entry(
          kind: id.isCreditNote ? .creditNote : .payment,
          origin: .fact,
          account: identified.account,
          recorded: identified.recorded,
          valueDate: identified.valueDate,
          document: .payment(id),
          amount: -identified.amount
        )
      )
    }
    for reversal in row.returns.elements {
      guard let returned = returns[reversal] else { continue }
      body(
        Entry(
          kind: .return,
          origin: .reversal(of: id),
          account: returned.account,
          recorded: returned.recorded,
          valueDate: returned.valueDate,
          document: .payment(reversal),
          amount: returned.amount
        )
      )
    }
    for key in row.decisions.elements {
      guard let decision = decisions[key] else { continue }
      func enter(_ kind: Entry.Kind, _ amount: Money, on item: ItemID? = nil) {
        guard !amount.isZero else { return }
        body(
          Entry(
            kind: kind,
            origin: .decision(key, on: item),
            account: decision.account,
            recorded: key.recorded,
            valueDate: decision.valueDate,
            document: .payment(id),
            amount: key.isReversal ? -amount : amount
          )
        )
      }
      for clearing in decision.clearings { enter(.use, clearing.cash, on: clearing.item) }
      enter(.onAccount, decision.onAccount)
    }
  }
}

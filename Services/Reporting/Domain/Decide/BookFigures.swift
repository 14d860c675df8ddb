import DomainKit

/// What the books hold as of a cut, and what happened in it.
struct BookFigures {
  var openItems = Count()
  var unapplied = Amounts()
  var onAccount = Amounts()
  /// The statements' closing balances.
  var balance = Amounts()
  var handedOver = Count()
  var returned = Count()
  var applied = Amounts()
  var discount = Amounts()
  var credited = Amounts()
  var writtenOff = Amounts()

  struct OfAll {
    var total = BookFigures()
    /// Of accounts whose partition is known.
    var byPartition: [Partition: BookFigures] = [:]
    /// Accounts whose balance is not their open items less their credits.
    var differing: [(account: AccountID, net: Amounts, balance: Amounts)] = []
  }

  static func read(_ state: Reporting.State, _ cut: DayCut, isFirst: Bool) -> OfAll {
    var all = OfAll()
    for account in state.ledger.books.keys {
      let figures = BookFigures(state, account, cut, isFirst: isFirst)
      all.total += figures
      if let partition = state.accounts[account]?.partition {
        all.byPartition[partition, default: BookFigures()] += figures
      }
      let net = figures.openItems.sums - figures.unapplied - figures.onAccount
      if net != figures.balance { all.differing.append((account, net, figures.balance)) }
    }
    return all
  }

  init() {}

  private init(_ state: Reporting.State, _ account: AccountID, _ cut: DayCut, isFirst: Bool) {
    let horizon = Horizon(closing: cut)
    for columns in state.aging(of: account, horizon) {
      openItems += Count(columns.items, Amounts([columns.total]))
      unapplied += columns.unapplied
      onAccount += columns.onAccount
    }
    balance = state.balance(of: account, horizon)
    guard let book = state.ledger.books[account] else { return }
    // What bore no cut may stand in any month.
    let month = isFirst ? book.months.keys.min() : horizon.month
    guard let month else { return }
    state.ledger.forEachEntry(of: account, in: book, from: month) { entry in
      if entry.recorded.cut.map({ $0 == cut }) ?? isFirst { add(entry) }
    }
  }

  private mutating func add(_ entry: Entry) {
    switch entry.kind {
    case .payment: handedOver += .one(-entry.amount)
    case .return: returned += .one(entry.amount)
    case .use where entry.document.isCreditNote: credited += entry.amount
    case .use: applied += entry.amount
    case .discount, .discountTolerance: discount -= entry.amount
    case .writeOff: writtenOff -= entry.amount
    case .invoice, .creditNote, .application, .transfer, .onAccount: break
    }
  }

  static func += (lhs: inout BookFigures, rhs: BookFigures) {
    lhs.openItems += rhs.openItems
    lhs.unapplied += rhs.unapplied
    lhs.onAccount += rhs.onAccount
    lhs.balance += rhs.balance
    lhs.handedOver += rhs.handedOver
    lhs.returned += rhs.returned
    lhs.applied += rhs.applied
    lhs.discount += rhs.discount
    lhs.credited += rhs.credited
    lhs.writtenOff += rhs.writtenOff
  }
}

import DomainKit
import Messages
import ReportingDomain

/// Cuts the movements of an account's statements, currency after currency, into pages.
struct StatementPage {
  private let after: StatementPosition?
  private var room: Int
  private var last: StatementPosition?
  /// Where the next page begins; none: everything fitted.
  private(set) var next: StatementPosition?

  init(after: StatementPosition?, limit: Int) {
    self.after = after
    room = limit
  }

  /// What of this statement belongs on the page; nil if nothing does.
  ///
  /// A statement without movements stands on the first page for its balance.
  mutating func take(_ statement: Statement) -> StatementOfCurrency? {
    var balance = statement.opening
    var movements: [StatementMovement] = []
    for movement in statement.movements {
      balance += movement.amount
      let position = StatementPosition(movement, statement.currency)
      if let after, !(after < position) { continue }
      guard room > 0 else {
        next = last
        break
      }
      room -= 1
      last = position
      movements.append(StatementMovement(movement, balance: balance))
    }
    if movements.isEmpty, after != nil || !statement.movements.isEmpty { return nil }
    return StatementOfCurrency(
      opening: statement.opening,
      movements: movements,
      closing: statement.closing
    )
  }
}

extension StatementPosition {
  fileprivate init(_ movement: Movement, _ currency: Currency) {
    self.init(
      currency: currency,
      accountingDate: movement.accountingDate,
      businessDate: movement.businessDate,
      kind: StatementMovement.Kind(movement.kind),
      document: movement.document,
      valueDate: movement.valueDate
    )
  }

  /// In the order of statements.
  fileprivate static func < (lhs: StatementPosition, rhs: StatementPosition) -> Bool {
    if lhs.currency != rhs.currency { return lhs.currency < rhs.currency }
    if lhs.accountingDate != rhs.accountingDate { return lhs.accountingDate < rhs.accountingDate }
    if lhs.rank != rhs.rank { return lhs.rank < rhs.rank }
    if !lhs.document.utf8.elementsEqual(rhs.document.utf8) {
      return lhs.document.utf8.lexicographicallyPrecedes(rhs.document.utf8)
    }
    if lhs.valueDate != rhs.valueDate { return lhs.valueDate < rhs.valueDate }
    return lhs.businessDate < rhs.businessDate
  }

  private var rank: Int { StatementMovement.Kind.allCases.firstIndex(of: kind) ?? 0 }
}

extension StatementMovement.Kind {
  fileprivate init(_ kind: Movement.Kind) {
    self =
      switch kind {
      case .invoice: .invoice
      case .payment: .payment
      case .discount: .discount
      case .discountTolerance: .discountTolerance
      case .writeOff: .writeOff
      case .creditNote: .creditNote
      case .return: .return
      case .transfer: .transfer
      }
  }
}

extension StatementMovement {
  fileprivate init(_ movement: Movement, balance: Money) {
    self.init(
      accountingDate: movement.accountingDate,
      businessDate: movement.businessDate,
      valueDate: movement.valueDate,
      isLate: movement.isLate,
      kind: Kind(movement.kind),
      document: movement.document,
      amount: movement.amount,
      balance: balance
    )
  }
}

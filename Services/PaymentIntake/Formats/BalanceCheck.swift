import DomainKit

/// Whether a statement's opening balance and its booked entries make its closing balance, in each
/// currency.
struct BalanceCheck {
  private var sums: [Currency: Money] = [:]

  mutating func add(_ amount: Money, _ direction: BankDirection) {
    sums[amount.currency, default: .zero(amount.currency)] += direction == .debit ? -amount : amount
  }

  /// A mismatch refuses the file; balances that allow no check are a remark.
  func findings(_ statement: BankStatement, line: Int, path: String) -> [BankFinding] {
    let bounded = statement.balances.filter(\.isBound)
    let currencies = Set(bounded.map(\.amount.currency)).union(sums.keys)
    return currencies.sorted().compactMap { currency in
      finding(currency, bounded, statement).map {
        BankFinding($0.severity, $0.code, line: line, path: path, text: $0.text)
      }
    }
  }

  private func finding(
    _ currency: Currency,
    _ balances: [BankBalance],
    _ statement: BankStatement
  ) -> (severity: BankFinding.Severity, code: BankFinding.Code, text: String)? {
    let balances = balances.filter { $0.amount.currency == currency }
    let net = sums[currency] ?? .zero(currency)
    guard let opening = Self.opening(balances), let closing = Self.closing(balances) else {
      let missing = Self.opening(balances) == nil ? "opening" : "closing"
      return (
        .remark, .balanceUnchecked,
        "the entries in \(currency) cannot be checked: there is no \(missing) booked balance"
      )
    }
    let expected = opening.amount + net
    guard expected != closing.amount else { return nil }
    let text =
      "opening \(opening.amount) plus entries \(net) is \(expected), closing says \(closing.amount)"
    if let page = statement.page, !page.isWhole {
      return (.remark, .balanceUnchecked, "page \(page.number) of a statement: \(text)")
    }
    return (.refusal, .balanceMismatch, text)
  }

  /// The opening balance of the first day; the previous closing only where no opening is told.
  private static func opening(_ balances: [BankBalance]) -> BankBalance? {
    let openings = balances.filter { $0.kind == .opening }
    let candidates = openings.isEmpty ? balances.filter { $0.kind == .previousClosing } : openings
    return candidates.enumerated().min {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }?
    .element
  }

  /// The closing balance of the last day.
  private static func closing(_ balances: [BankBalance]) -> BankBalance? {
    balances.filter { $0.kind == .closing }.enumerated()
      .max { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }?.element
  }
}

extension BankBalance {
  /// Days since 1970; undated balances before all others.
  fileprivate var order: Int32 { date?.dayNumber ?? .min }

  /// Whether it opens or closes the statement.
  fileprivate var isBound: Bool {
    switch kind {
    case .opening, .previousClosing, .closing: true
    case .other: false
    }
  }
}

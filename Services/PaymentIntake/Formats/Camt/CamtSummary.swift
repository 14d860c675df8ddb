import DomainKit

extension String {
  /// Some banks write one before the net sum, beside the direction or in its place.
  fileprivate var withoutSign: String { hasPrefix("-") ? String(dropFirst()) : self }
}

/// What a statement says of all its entries (TxsSummry).
struct CamtSummary {
  struct Total {
    var count: Int?
    /// A decimal without a currency.
    var sum: String?
  }

  var all = Total()
  var credits = Total()
  var debits = Total()
  /// Credits less debits, without a sign; the direction says which are more.
  var net: String?
  var netDirection: BankDirection?
}

/// What the entries of a statement are, for comparison with what it says of them.
///
/// Banks count the booked ones, or with them those that are pending or for information: a summary
/// holds when it holds for one of these. It has no currency, so entries in several have no sum.
struct CamtTotals {
  private struct Total {
    var credits = 0
    var debits = 0
    var creditSum: Int64 = 0
    var debitSum: Int64 = 0
  }

  /// All that are booked, then with those that are pending, then with those for information.
  private var totals = [Total](repeating: Total(), count: 3)
  private var currency: Currency?
  private var isMixed = false

  /// The file moves less than a number holds, which is looked at before.
  mutating func add(_ entry: BankEntry) {
    if let currency, currency != entry.amount.currency { isMixed = true }
    currency = entry.amount.currency
    let first =
      switch entry.status {
      case .booked: 0
      case .pending: 1
      case .information: 2
      }
    for index in first..<totals.count {
      switch entry.direction {
      case .credit:
        totals[index].credits += 1
        totals[index].creditSum += entry.amount.minorUnits
      case .debit:
        totals[index].debits += 1
        totals[index].debitSum += entry.amount.minorUnits
      }
    }
  }

  /// Counts that are others than stated, as sentences.
  func wrongCounts(_ summary: CamtSummary) -> [String] {
    let stated: [(name: String, count: Int?, found: (Total) -> Int)] = [
      ("entries", summary.all.count, { $0.credits + $0.debits }),
      ("credits", summary.credits.count, \.credits), ("debits", summary.debits.count, \.debits),
    ]
    return stated.compactMap { name, count, found in
      guard let count, !totals.contains(where: { found($0) == count }) else { return nil }
      let held = totals.last.map(found) ?? 0
      return "the summary says \(count) \(name), the statement holds \(held)"
    }
  }

  /// Sums that are others than stated, as sentences; `otherwise` is the currency when there is no
  /// entry to tell it.
  func wrongSums(_ summary: CamtSummary, otherwise: Currency?) -> [String] {
    guard let currency = currency ?? otherwise, !isMixed else { return [] }
    let stated: [(name: String, sum: String?, found: (Total) -> Int64)] = [
      ("all entries", summary.all.sum, { $0.creditSum + $0.debitSum }),
      ("credits", summary.credits.sum, \.creditSum), ("debits", summary.debits.sum, \.debitSum),
      ("credits less debits", summary.net?.withoutSign, { net($0, summary.netDirection) }),
    ]
    return stated.compactMap { name, sum, found in
      guard let sum else { return nil }
      let money = try? FieldValue.amount(sum, currency)
      guard !totals.contains(where: { found($0) == money?.minorUnits }) else { return nil }
      let held = Money(totals.last.map(found) ?? 0, currency)
      return "the summary says \(sum) for \(name), the statement holds \(held)"
    }
  }

  /// Without a sign where the direction says it, or nothing does.
  private func net(_ total: Total, _ direction: BankDirection?) -> Int64 {
    let net = total.creditSum - total.debitSum
    return switch direction {
    case .credit: net
    case .debit: -net
    case nil: abs(net)
    }
  }
}

import DomainKit

/// Where an account's rows are: an index that follows from the rows.
///
/// Figures of today need what is open. Figures of a past day also need what was closed since, which
/// is among what was told in that month or later, for nothing stands in the books after the day on
/// which it was told; a statement needs the same. So no question walks an account's settled past,
/// and an account's balance before a month is a sum of months.
struct Book: Equatable, Sendable {
  /// What has an amount that is not zero: open, unapplied or on account.
  var open: TreeSet<Document> = []
  var months: TreeDictionary<Month, BookMonth> = [:]

  var isEmpty: Bool { open.isEmpty && months.isEmpty }
}

/// What was told in a month of business days, in an account's book.
struct BookMonth: Equatable, Sendable {
  /// What the month did to the account's balance.
  var balance = Amounts()
  /// What has entries in it.
  var documents: TreeSet<Document> = []
}

/// What a document does to one account's book.
struct Trace: Equatable {
  var months: [Month: Amounts] = [:]
  var open = Amounts()
  var unapplied = Amounts()
  var onAccount = Amounts()

  var isOpen: Bool { !(open.isEmpty && unapplied.isEmpty && onAccount.isEmpty) }

  mutating func add(_ entry: Entry) {
    var balance = months[entry.recorded.month] ?? Amounts()
    if let amount = entry.balance { balance += amount }
    months[entry.recorded.month] = balance
    if let amount = entry.open { open += amount }
    if let amount = entry.unapplied { unapplied += amount }
    if let amount = entry.onAccount { onAccount += amount }
  }
}

extension Book {
  mutating func enter(_ document: Document, _ trace: Trace) {
    if trace.isOpen { open.insert(document) }
    for (month, balance) in trace.months {
      months[month, default: BookMonth()].documents.insert(document)
      months[month, default: BookMonth()].balance += balance
    }
  }

  mutating func erase(_ document: Document, _ trace: Trace) {
    if trace.isOpen { open.remove(document) }
    for (month, balance) in trace.months {
      months[month, default: BookMonth()].documents.remove(document)
      months[month, default: BookMonth()].balance -= balance
      if months[month]?.documents.isEmpty == true { months[month] = nil }
    }
  }

  /// What may have an amount that is not zero as of the horizon: what is open now, and what was
  /// touched since.
  func candidates(_ horizon: Horizon) -> [Document] {
    var candidates = Array(open)
    var seen: Set<Document> = []
    for (month, page) in months where month >= horizon.month {
      for document in page.documents where !open.contains(document) {
        if seen.insert(document).inserted { candidates.append(document) }
      }
    }
    return candidates
  }
}

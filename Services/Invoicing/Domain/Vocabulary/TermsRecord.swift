package import DomainKit
package import Terms

extension Invoicing {
  /// What billing states of an account's terms, in revisions that follow each other and say the
  /// same.
  package struct TermsStatement: Codable, Equatable, Sendable {
    package var revisions: ClosedRange<Int>
    /// The first issue date of which it holds, where billing says it.
    package var from: CalendarDate?
    package var terms: CreditTerms?
    package var lateChargeRate: Percentage?
    /// The day on which it was told first.
    package var told: CalendarDate

    package init(
      revision: Int,
      from: CalendarDate? = nil,
      terms: CreditTerms? = nil,
      lateChargeRate: Percentage? = nil,
      told: CalendarDate
    ) {
      revisions = revision...revision
      self.from = from
      self.terms = terms
      self.lateChargeRate = lateChargeRate
      self.told = told
    }
  }

  /// All that was agreed with an account: what billing states and what credit control decides, each
  /// in a list of its own, so that neither wipes out the other, whichever is told first.
  ///
  /// Terms and late charges are looked up apart from each other. Of billing's changes the one of
  /// the newest revision holds whose date has come, of credit control's the one that was decided
  /// last; of the two the later dated, and of one date credit control's.
  package struct TermsRecord: Codable, Equatable, Sendable {
    /// In the order of the revisions.
    package private(set) var stated: [TermsStatement] = []
    /// By date; one that a later decision took the place of is gone.
    package private(set) var decided: [TermsChange] = []

    package init() {}
  }
}

extension Invoicing.TermsRecord {
  /// What holds for invoices that are issued on a date.
  package func holding(on date: CalendarDate) -> Invoicing.AgreedTerms { merged(until: date) }

  /// What holds from when on; nothing that is as before.
  package var byDate: [Invoicing.AgreedTerms] {
    let dates = Set(statements.compactMap(\.from) + decided.map(\.from)).sorted()
    var agreed: [Invoicing.AgreedTerms] = []
    for date in [nil] + dates {
      let next = merged(until: date)
      let last = agreed.last ?? Invoicing.AgreedTerms()
      if !next.saysTheSame(as: last) { agreed.append(next) }
    }
    return agreed
  }

  /// What billing's newest revision states.
  package var newestStatement: Invoicing.TermsStatement? { stated.last }

  func knows(revision: Int) -> Bool { stated.contains { $0.revisions.contains(revision) } }

  /// A late revision is put where it belongs.
  mutating func take(_ statement: Invoicing.TermsStatement) {
    let place = stated.firstIndex { $0.revisions.lowerBound > statement.revisions.lowerBound }
    stated.insert(statement, at: place ?? stated.endIndex)
    stated = stated.reduce(into: []) { joined, next in
      if let last = joined.last?.joined(with: next) {
        joined[joined.endIndex - 1] = last
      } else {
        joined.append(next)
      }
    }
  }

  /// What was decided for that date or later no longer counts, as far as it is decided anew.
  mutating func take(_ change: Invoicing.TermsChange) {
    for index in decided.indices where decided[index].from >= change.from {
      if change.terms != nil { decided[index].terms = nil }
      if change.lateChargeRate != nil { decided[index].lateChargeRate = nil }
    }
    decided.removeAll { $0.terms == nil && $0.lateChargeRate == nil }
    let place = decided.firstIndex { $0.from > change.from }
    decided.insert(change, at: place ?? decided.endIndex)
  }
}

extension Invoicing.TermsStatement {
  /// One of revisions without a gap between them that say the same.
  fileprivate func joined(with next: Self) -> Self? {
    guard next.revisions.lowerBound == revisions.upperBound + 1, next.from == from,
      next.terms == terms, next.lateChargeRate == lateChargeRate
    else { return nil }
    var joined = self
    joined.revisions = revisions.lowerBound...next.revisions.upperBound
    joined.told = min(told, next.told)
    return joined
  }
}

// MARK: - Looking up

/// A value from a date on; none: from the beginning.
private struct Dated<Value> {
  var from: CalendarDate?
  var value: Value?

  /// Before any date, only what holds from the beginning does.
  func holds(on date: CalendarDate?) -> Bool {
    guard let from else { return true }
    return date.map { from <= $0 } ?? false
  }
}

/// Statements that say the same, as one.
private struct StatementRun {
  var agreed: Invoicing.AgreedTerms
  /// Nothing was agreed before.
  let isFirst: Bool
  /// Billing gives the date, not the day on which it was told.
  var isDated: Bool

  init(_ statement: Invoicing.TermsStatement, isFirst: Bool) {
    agreed = Invoicing.AgreedTerms(
      from: statement.from ?? (isFirst ? nil : statement.told),
      terms: statement.terms,
      lateChargeRate: statement.lateChargeRate
    )
    self.isFirst = isFirst
    isDated = statement.from != nil
  }

  /// Said again: the last date that billing gives is the one.
  ///
  /// The first terms hold from the beginning where it is left out once.
  mutating func repeated(by statement: Invoicing.TermsStatement) {
    if isFirst {
      isDated = isDated && statement.from != nil
      agreed.from = isDated ? statement.from : nil
    } else if let from = statement.from {
      agreed.from = from
      isDated = true
    } else if !isDated {
      agreed.from = agreed.from.map { min($0, statement.told) }
    }
  }
}

extension Invoicing.TermsRecord {
  private func merged(until date: CalendarDate?) -> Invoicing.AgreedTerms {
    Invoicing.AgreedTerms(
      from: date,
      terms: Self.holding(
        changes(of: \.terms),
        decided.map { Dated(from: $0.from, value: $0.terms) },
        on: date
      ),
      lateChargeRate: Self.holding(
        changes(of: \.lateChargeRate),
        decided.map { Dated(from: $0.from, value: $0.lateChargeRate) },
        on: date
      )
    )
  }

  private static func holding<Value>(
    _ stated: [Dated<Value>],
    _ decided: [Dated<Value>],
    on date: CalendarDate?
  ) -> Value? {
    let stated = stated.last { $0.holds(on: date) }
    let decided = decided.last { $0.value != nil && $0.holds(on: date) }
    guard let decided, let decidedFrom = decided.from else { return stated?.value }
    guard let stated, let statedFrom = stated.from, statedFrom > decidedFrom else {
      return decided.value
    }
    return stated.value
  }

  /// What billing changed of one field, in the order of the revisions.
  private func changes<Value: Equatable>(
    of field: KeyPath<Invoicing.AgreedTerms, Value?>
  ) -> [Dated<Value>] {
    var changes: [Dated<Value>] = []
    for statement in statements where changes.last?.value != statement[keyPath: field] {
      changes.append(Dated(from: statement.from, value: statement[keyPath: field]))
    }
    return changes
  }

  /// What billing states one after the other, with the date from which each holds.
  ///
  /// The first that agrees on anything holds from the beginning, others from the date that billing
  /// gives, or from the day on which they are told.
  private var statements: [Invoicing.AgreedTerms] {
    var runs: [StatementRun] = []
    for statement in stated {
      let next = StatementRun(statement, isFirst: runs.allSatisfy { $0.agreed.isNothing })
      if let last = runs.indices.last, runs[last].agreed.saysTheSame(as: next.agreed) {
        runs[last].repeated(by: statement)
      } else {
        runs.append(next)
      }
    }
    return runs.map(\.agreed)
  }
}

extension Invoicing.AgreedTerms {
  fileprivate var isNothing: Bool { terms == nil && lateChargeRate == nil }

  fileprivate func saysTheSame(as other: Self) -> Bool {
    terms == other.terms && lateChargeRate == other.lateChargeRate
  }
}

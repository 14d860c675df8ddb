import DomainKit

// Banks name two entries alike now and then. What agrees with an entry that was told is a copy of
// it; what contradicts it is another entry, under a name of its own.
extension PaymentIntake.State {
  /// The line under the name of the entry that it tells.
  func distinguished(_ line: StatementLine) -> StatementLine {
    guard let first = entries[line.place.entry], !line.isPending, !first.agrees(with: line) else {
      return line
    }
    let known = first.namesakes.first { entries[$0]?.agrees(with: line) ?? false }
    return (known ?? line.distinctEntry).flatMap { line.renamed($0) } ?? line
  }
}

extension EntryRow {
  /// Both can be one: of one amount, and not far from each other.
  fileprivate func agrees(with line: StatementLine) -> Bool {
    amount == line.entryAmount
      && abs(valueDate.days(until: line.valueDate)) <= PaymentIntake.sameEntryDays
  }
}

extension PaymentIntake {
  /// Days between the value dates that banks tell of one entry, either way.
  package static let sameEntryDays = 10
}

extension StatementLine {
  var amount: Money {
    switch movement {
    case .payment(let facts), .pending(let facts): facts.amount
    case .returned(let telling): telling.amount
    }
  }

  var name: PaymentID {
    switch movement {
    case .payment(let facts), .pending(let facts): facts.payment
    case .returned(let telling): telling.reversal
    }
  }

  var valueDate: CalendarDate {
    switch movement {
    case .payment(let facts), .pending(let facts): facts.valueDate
    case .returned(let telling): telling.valueDate
    }
  }

  /// The line tells the whole entry, with its details or without.
  var isWhole: Bool { amount == entryAmount }

  fileprivate var isPending: Bool {
    if case .pending = movement { true } else { false }
  }

  /// Nil when it would be too long for a name: then the line passes for a copy.
  fileprivate var distinctEntry: EntryKey? {
    EntryKey(
      rawValue: "\(place.entry)~\(entryAmount.decimal)\(entryAmount.currency)~\(valueDate)"
    )
  }

  /// As a line of another entry.
  fileprivate func renamed(_ entry: EntryKey) -> StatementLine? {
    let (old, prefix) = (name.rawValue, place.entry.rawValue)
    guard old.hasPrefix(prefix),
      let name = PaymentID(rawValue: entry.rawValue + old.dropFirst(prefix.count))
    else { return nil }
    var line = self
    line.place.entry = entry
    switch movement {
    case .payment(var facts):
      facts.payment = name
      line.movement = .payment(facts)
    case .pending: return nil
    case .returned(var telling):
      telling.reversal = name
      telling.place.entry = entry
      line.movement = .returned(telling)
    }
    return line
  }
}

import DomainKit

/// What is looked at in every entry of a file, whatever its format: whether it can be named, how
/// much the file moves, what the balances say.
struct EntryCheck {
  private(set) var findings = FindingList()
  /// Of the statement so far.
  private(set) var entries = 0
  private var balances = BalanceCheck()
  private var naming = EntryNaming()
  private var turnover = Turnover()
  private var refusalsBefore = 0
  /// The statement's, for entries without one.
  private var day: CalendarDate?
  private var undated = 0

  /// Something of the statement so far is refused.
  var isStatementRefused: Bool { findings.refusals != refusalsBefore }

  mutating func found(_ finding: BankFinding) { findings.add(finding) }

  mutating func statementBegan(_ statement: BankStatement) {
    day = statement.day
    balances = BalanceCheck()
    naming = EntryNaming()
    refusalsBefore = findings.refusals
    (entries, undated) = (0, 0)
  }

  /// An entry is over, whatever became of it.
  mutating func entryEnded() { entries += 1 }

  /// The entry with all that it does not state inferred; nil when it is refused.
  mutating func header(
    of entry: StatedEntry,
    in statement: BankStatement,
    path: @autoclosure () -> String
  ) -> BankEntry? {
    func add(
      _ severity: BankFinding.Severity,
      _ code: BankFinding.Code,
      _ text: String
    ) {
      findings.add(BankFinding(severity, code, line: entry.line, path: path(), text: text))
    }
    guard let header = entry.header(in: statement, position: entries, naming: &naming) else {
      add(
        .refusal,
        .invalidField,
        "the entry cannot be named: it has no day, or account and reference are too long"
      )
      return nil
    }
    if entry.bookingDate == nil, entry.valueDate == nil { undated += 1 }
    if naming.lastOccurrence > 1 {
      add(
        .remark,
        .repeatedReference,
        "the servicer's reference stands for the \(naming.lastOccurrence). time in this statement"
      )
    }
    guard turnover.add(header.amount) else {
      add(
        .refusal,
        .invalidAmount,
        "with \(header.amount) the file moves more than \(Turnover.limit) minor units"
      )
      return nil
    }
    if header.status == .booked { balances.add(header.amount, header.direction) }
    return header
  }

  /// `statement` has all of its balances by now.
  mutating func statementEnded(_ statement: BankStatement, line: Int, path: String) {
    if undated > 0, let day {
      found(
        BankFinding(
          .remark,
          .datesAssumed,
          line: line,
          path: path,
          text: "\(undated) entries state no date: they are dated \(day), as the statement is"
        )
      )
    }
    // What is refused already would only show up again as a difference.
    guard statement.kind == .statement, !isStatementRefused else { return }
    for finding in balances.findings(statement, line: line, path: path) { found(finding) }
  }
}

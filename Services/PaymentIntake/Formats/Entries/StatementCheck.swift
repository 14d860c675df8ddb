import DomainKit

/// The first reading of a bank file whose entries come whole: everything is looked at, nothing kept
/// but what is wrong.
final class StatementCheck: StatementSink {
  private var report: BankFileReport
  private var list = FindingList()
  private var balances = BalanceCheck()
  private var naming = EntryNaming()
  private var turnover = Turnover()
  private var statement: BankStatement?
  private var refusalsBefore = 0
  private var entries = 0
  private var undated = 0

  /// `format` is the family's name, for a file in which no statement is found.
  init(format: String) { report = BankFileReport(format: format) }

  /// Throws only what `source` throws.
  static func report<Scanner: StatementScanner>(
    _ source: ByteSource,
    _ scanner: Scanner.Type,
    format: String
  ) throws -> BankFileReport {
    let check = StatementCheck(format: format)
    var scanner = Scanner(sink: check)
    do {
      while true {
        let bytes = try source()
        guard !bytes.isEmpty else { break }
        try scanner.feed(bytes)
      }
      try scanner.finish()
    } catch let finding as BankFinding {
      check.found(finding)
    }
    return check.result()
  }

  private func result() -> BankFileReport {
    if report.statements == 0, !list.hasRefusal {
      found(BankFinding(.refusal, .empty, text: "there is no statement in the file"))
    }
    report.findings = list.all
    return report
  }

  func found(_ finding: BankFinding) { list.add(finding) }

  func statementBegan(_ statement: BankStatement, format: String) {
    report.format = format
    report.statements += 1
    self.statement = statement
    balances = BalanceCheck()
    naming = EntryNaming()
    refusalsBefore = list.refusals
    (entries, undated) = (0, 0)
  }

  func entryEnded(_ entry: StatedEntry) {
    defer {
      report.entries += 1
      entries += 1
    }
    guard let statement else { return }
    guard let header = entry.header(in: statement, position: entries, naming: &naming) else {
      return add(
        .refusal,
        .invalidField,
        entry,
        "the entry cannot be named: it has no day, or account and reference are too long"
      )
    }
    if entry.bookingDate == nil, entry.valueDate == nil { undated += 1 }
    if naming.lastOccurrence > 1 {
      add(
        .remark,
        .repeatedReference,
        entry,
        "the servicer's reference stands for the \(naming.lastOccurrence). time in this statement"
      )
    }
    guard turnover.add(header.amount) else {
      return add(
        .refusal,
        .invalidAmount,
        entry,
        "with \(header.amount) the file moves more than \(Turnover.limit) minor units"
      )
    }
    if header.status == .booked { balances.add(header.amount, header.direction) }
    report.rows += entry.rows
    if entry.transactions.count > 1, !entry.isDetailed {
      add(
        .remark,
        .detailsMismatch,
        entry,
        "\(entry.transactions.count) details do not add up to the entry's \(header.amount): "
          + "it is one row"
      )
    }
  }

  func statementEnded(_ statement: BankStatement, line: Int, path: String) {
    if undated > 0, let day = self.statement?.day {
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
    guard statement.kind == .statement, list.refusals == refusalsBefore else { return }
    for finding in balances.findings(statement, line: line, path: path) { list.add(finding) }
  }

  private func add(
    _ severity: BankFinding.Severity,
    _ code: BankFinding.Code,
    _ entry: StatedEntry,
    _ text: String
  ) {
    list.add(BankFinding(severity, code, line: entry.line, path: entry.path, text: text))
  }
}

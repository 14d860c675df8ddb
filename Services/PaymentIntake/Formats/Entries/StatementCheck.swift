import DomainKit

/// The first reading of a bank file whose entries come whole: everything is looked at, nothing kept
/// but what is wrong.
final class StatementCheck: StatementSink {
  private var report: BankFileReport
  private var check = EntryCheck()
  private var statement: BankStatement?

  /// `format` is the family's name, for a file in which no statement is found.
  init(format: String) { report = BankFileReport(format: format) }

  /// Throws only what `source` throws.
  static func report(
    _ source: ByteSource,
    format: String,
    _ scanner: (any StatementSink) -> some StatementScanner
  ) throws -> BankFileReport {
    let check = StatementCheck(format: format)
    var scanner = scanner(check)
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
    if report.statements == 0, !check.findings.hasRefusal {
      found(BankFinding(.refusal, .empty, text: "there is no statement in the file"))
    }
    report.findings = check.findings.all
    return report
  }

  func found(_ finding: BankFinding) { check.found(finding) }

  func statementBegan(_ statement: BankStatement, format: String) {
    report.format = format
    report.statements += 1
    self.statement = statement
    check.statementBegan(statement)
  }

  func entryEnded(_ entry: StatedEntry) {
    defer {
      report.entries += 1
      check.entryEnded()
    }
    guard let statement,
      let header = check.header(of: entry, in: statement, path: entry.path)
    else { return }
    report.rows += entry.rows
    guard entry.transactions.count > 1, !entry.isDetailed else { return }
    found(
      BankFinding(
        .remark,
        .detailsMismatch,
        line: entry.line,
        path: entry.path,
        text: "\(entry.transactions.count) details do not add up to the entry's \(header.amount): "
          + "it is one row"
      )
    )
  }

  func statementEnded(_ statement: BankStatement, line: Int, path: String) {
    check.statementEnded(statement, line: line, path: path)
  }
}

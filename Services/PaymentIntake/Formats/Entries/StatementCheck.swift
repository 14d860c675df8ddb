import DomainKit

/// The first reading of a bank file whose entries come whole: everything is looked at, nothing kept
/// but what is wrong.
final class StatementCheck: StatementSink {
  private var report: BankFileReport
  private var check = EntryCheck()
  private var statement: BankStatement?

  /// `format` is the family's name, for a file in which no statement is found.
  init(format: String) { report = BankFileReport(format: format) }

  /// The report at the end of the file.
  func result() -> BankFileReport {
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

/// Feeds the first reading of a bank file whose entries come whole.
final class StatementFileCheck<Scanner: StatementScanner>: BankFileCheck {
  private let check: StatementCheck
  private var scanner: Scanner
  private var isBroken = false

  init(format: String, _ scanner: (any StatementSink) -> Scanner) {
    check = StatementCheck(format: format)
    self.scanner = scanner(check)
  }

  func feed(_ bytes: [UInt8]) { attempt { try scanner.feed(bytes) } }

  func finish() -> BankFileReport {
    attempt { try scanner.finish() }
    return check.result()
  }

  private func attempt(_ step: () throws -> Void) {
    guard !isBroken else { return }
    do {
      try step()
    } catch let finding as BankFinding {
      isBroken = true
      check.found(finding)
    } catch {
      preconditionFailure("a check keeps what is wrong and throws nothing: \(error)")
    }
  }
}

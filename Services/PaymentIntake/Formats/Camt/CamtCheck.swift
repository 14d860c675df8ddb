import DomainKit

/// The first reading of a camt file: everything is looked at, nothing kept but what is wrong.
final class CamtCheck: CamtSink {
  private(set) var report = BankFileReport(format: CamtReader.name)
  private var check = EntryCheck()
  private var sums = DetailSums()
  /// Kept back until it is known whether it is the only one.
  private var firstDetail: CamtDetail?
  private var statement: CamtStatement?
  private var value: BankStatement?
  private var assumedStatus = 0
  private var totals = CamtTotals()

  /// The report at the end of the file; `format` is what the document calls itself.
  func result(format: String?) -> BankFileReport {
    report.format = format ?? CamtReader.name
    report.findings = check.findings.all
    return report
  }

  func found(_ finding: BankFinding) { check.found(finding) }

  func statementBegan(_ statement: CamtStatement) {
    report.statements += 1
    self.statement = statement
    value = statement.value
    check.statementBegan(statement.value)
    assumedStatus = 0
    totals = CamtTotals()
  }

  func detailEnded(_ detail: CamtDetail, of entry: CamtEntry) {
    sums.add(detail, of: entry)
    if entry.details == 1 {
      firstDetail = detail
    } else {
      checkExchange(of: detail, entry, isOnly: false)
    }
  }

  func entryEnded(_ entry: CamtEntry) {
    defer {
      sums = DetailSums()
      firstDetail = nil
      report.entries += 1
      check.entryEnded()
    }
    guard let statement, let value, !entry.isBroken else { return }
    let faults = entry.faults(in: value, path: entry.path(in: statement))
    for fault in faults { found(fault) }
    guard let stated = entry.stated(in: value), faults.isEmpty,
      let header = check.header(of: stated, in: value, path: entry.path(in: statement))
    else { return }
    if entry.status == nil { assumedStatus += 1 }
    totals.add(header)
    checkDetails(entry, header)
    checkExchange(of: firstDetail, entry, isOnly: entry.details <= 1)
  }

  /// The amounts are what was paid; a rate that does not make them is worth knowing.
  private func checkExchange(of detail: CamtDetail?, _ entry: CamtEntry, isOnly: Bool) {
    let own = detail?.ownExchange(of: entry, isOnly: isOnly)
    guard let told = own ?? (isOnly ? entry.ownExchange : nil), told.isContradicted else { return }
    let exchange = told.exchange
    add(
      .exchangeConflict,
      entry,
      "a rate of \(exchange.rate) \(exchange.quoted) for 1 \(exchange.unit) does not make the "
        + "amounts of one another: the amounts count"
    )
  }

  func statementEnded(_ statement: CamtStatement) {
    if assumedStatus > 0 {
      add(
        .statusAssumed,
        statement,
        "\(assumedStatus) entries state no status: as a statement's they are booked"
      )
    }
    // What is refused already would only show up again as a difference.
    let isRefused = check.isStatementRefused
    check.statementEnded(statement.value, line: statement.line, path: statement.path)
    if !isRefused { checkSummary(statement) }
  }

  /// Wrong sums refuse the file: a notification has no other control.
  ///
  /// Wrong counts are a remark: banks count in many ways, and no money is missing. Of a statement
  /// in several pages each may tell of all.
  private func checkSummary(_ statement: CamtStatement) {
    for text in totals.wrongCounts(statement.summary) { add(.summaryMismatch, statement, text) }
    let page = statement.value.page
    let isWhole = page.map { $0.number == 1 && $0.isLast } ?? true
    for text in totals.wrongSums(statement.summary, otherwise: statement.currency) {
      add(.controlMismatch, statement, text, severity: isWhole ? .refusal : .remark)
    }
  }

  /// Decides how the details of an entry are read, and counts its rows.
  private func checkDetails(_ entry: CamtEntry, _ header: BankEntry) {
    if let conflict = sums.batchConflict(entry, header) {
      add(.controlMismatch, entry, conflict, severity: .refusal)
    }
    if let stated = entry.batchTransactions, entry.details > 1, stated != entry.details {
      add(
        .summaryMismatch,
        entry,
        "the batches say \(stated) transactions, the entry holds \(entry.details)"
      )
    }
    guard entry.details > 1 else {
      report.rows += 1
      if let conflict = sums.conflict(with: header) {
        add(.detailConflict, entry, conflict)
      }
      return
    }
    switch sums.basis(for: header) {
    case .amount: report.rows += entry.details
    case .some(let basis):
      report.rows += entry.details
      report.exceptions[report.entries] = .amounts(basis.rawValue)
    case nil:
      report.rows += 1
      report.exceptions[report.entries] = .lump
      add(
        .detailsMismatch,
        entry,
        "\(entry.details) details do not add up to the entry's \(header.amount): it is one row"
      )
    }
  }

  private func add(
    _ code: BankFinding.Code,
    _ entry: CamtEntry,
    _ text: String,
    severity: BankFinding.Severity = .remark
  ) {
    let path = statement.map { entry.path(in: $0) } ?? ""
    found(BankFinding(severity, code, line: entry.line, path: path, text: text))
  }

  private func add(
    _ code: BankFinding.Code,
    _ statement: CamtStatement,
    _ text: String,
    severity: BankFinding.Severity = .remark
  ) {
    found(
      BankFinding(severity, code, line: statement.line, path: statement.path, text: text)
    )
  }
}

import DomainKit

/// The first reading of a camt file: everything is looked at, nothing kept but what is wrong.
final class CamtCheck: CamtSink {
  private(set) var report = BankFileReport(format: CamtReader.name)
  private var list = FindingList()
  private var balances = BalanceCheck()
  private var naming = EntryNaming()
  private var sums = DetailSums()
  private var turnover = Turnover()
  private var statement: CamtStatement?
  private var value: BankStatement?
  private var refusalsBefore = 0
  private var assumedStatus = 0
  private var assumedDates = 0
  private var entries = 0

  /// The report at the end of the file; `format` is what the document calls itself.
  func result(format: String?) -> BankFileReport {
    report.format = format ?? CamtReader.name
    report.findings = list.all
    return report
  }

  func found(_ finding: BankFinding) { list.add(finding) }

  func statementBegan(_ statement: CamtStatement) {
    report.statements += 1
    self.statement = statement
    value = statement.value
    balances = BalanceCheck()
    naming = EntryNaming()
    refusalsBefore = list.refusals
    (assumedStatus, assumedDates, entries) = (0, 0, 0)
  }

  func detailEnded(_ detail: CamtDetail, of entry: CamtEntry) { sums.add(detail, of: entry) }

  func entryEnded(_ entry: CamtEntry) {
    defer {
      sums = DetailSums()
      report.entries += 1
      entries += 1
    }
    guard let statement, let value, !entry.isBroken else { return }
    let faults = entry.faults(in: value, path: entry.path(in: statement))
    for fault in faults { list.add(fault) }
    guard faults.isEmpty else { return }
    guard let header = entry.header(in: value, naming: &naming) else {
      return add(
        .refusal,
        .invalidField,
        entry,
        "account and reference are too long to name an entry by"
      )
    }
    if entry.status == nil { assumedStatus += 1 }
    if entry.bookingDate == nil, entry.valueDate == nil { assumedDates += 1 }
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
    checkDetails(entry, header)
  }

  func statementEnded(_ statement: CamtStatement) {
    remarkOnAssumptions(statement)
    if let stated = statement.statedEntries, stated != entries {
      add(
        .remark,
        .summaryMismatch,
        statement,
        "the summary says \(stated) entries, the statement holds \(entries)"
      )
    }
    // What is refused already would only show up again as a difference.
    guard statement.kind == .statement, list.refusals == refusalsBefore else { return }
    for finding in balances.findings(
      statement.value,
      line: statement.line,
      path: statement.path
    ) {
      list.add(finding)
    }
  }

  /// Decides how the details of an entry are read, and counts its rows.
  private func checkDetails(_ entry: CamtEntry, _ header: BankEntry) {
    guard entry.details > 1 else {
      report.rows += 1
      if let conflict = sums.conflict(with: header) {
        add(.remark, .detailConflict, entry, conflict)
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
        .remark,
        .detailsMismatch,
        entry,
        "\(entry.details) details do not add up to the entry's \(header.amount): it is one row"
      )
    }
  }

  private func remarkOnAssumptions(_ statement: CamtStatement) {
    if assumedStatus > 0 {
      add(
        .remark,
        .statusAssumed,
        statement,
        "\(assumedStatus) entries state no status: as a statement's they are booked"
      )
    }
    if assumedDates > 0, let day = statement.value.day {
      add(
        .remark,
        .datesAssumed,
        statement,
        "\(assumedDates) entries state no date: they are dated \(day), as the statement is"
      )
    }
  }

  private func add(
    _ severity: BankFinding.Severity,
    _ code: BankFinding.Code,
    _ entry: CamtEntry,
    _ text: String
  ) {
    let path = statement.map { entry.path(in: $0) } ?? ""
    list.add(BankFinding(severity, code, line: entry.line, path: path, text: text))
  }

  private func add(
    _ severity: BankFinding.Severity,
    _ code: BankFinding.Code,
    _ statement: CamtStatement,
    _ text: String
  ) {
    list.add(
      BankFinding(severity, code, line: statement.line, path: statement.path, text: text)
    )
  }
}

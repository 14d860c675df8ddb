/// The findings of a file, so many of each severity and no more.
struct FindingList {
  private var kept: [BankFinding] = []
  private var counts: [BankFinding.Severity: Int] = [:]

  mutating func add(_ finding: BankFinding) {
    counts[finding.severity, default: 0] += 1
    if (counts[finding.severity] ?? 0) <= BankFormats.Limits.findings { kept.append(finding) }
  }

  var hasRefusal: Bool { (counts[.refusal] ?? 0) > 0 }
  var refusals: Int { counts[.refusal] ?? 0 }

  /// In the file's order, with a last one for what was left out.
  var all: [BankFinding] {
    let limit = BankFormats.Limits.findings
    let left = [BankFinding.Severity.refusal, .remark].compactMap { severity in
      let more = (counts[severity] ?? 0) - limit
      return more > 0
        ? BankFinding(severity, .tooMany, text: "\(more) more of severity \(severity.rawValue)")
        : nil
    }
    return kept + left
  }
}

/// All that a check of a whole bank file found out.
package struct BankFileReport: Codable, Hashable, Sendable {
  /// The format with its version, such as `camt.053.001.08`; the family's name when none was found.
  package var format: String
  package var statements: Int
  package var entries: Int
  /// Rows that the file will give.
  package var rows: Int
  /// The first ``BankFormats/Limits/findings`` of them, in the file's order.
  package var findings: [BankFinding]
  /// Entries whose details cannot be used as they stand, by their place in the file counted from 0.
  package var exceptions: [Int: DetailReading]

  /// How the details of an entry are read where the usual way does not add up to its amount.
  package enum DetailReading: Codable, Hashable, Sendable {
    /// The amounts of another element add up: 1 TxAmt, 2 CntrValAmt, 3 InstdAmt.
    case amounts(Int)
    /// Nothing adds up: the entry is one row.
    case lump
  }

  package init(
    format: String,
    statements: Int = 0,
    entries: Int = 0,
    rows: Int = 0,
    findings: [BankFinding] = [],
    exceptions: [Int: DetailReading] = [:]
  ) {
    self.format = format
    self.statements = statements
    self.entries = entries
    self.rows = rows
    self.findings = findings
    self.exceptions = exceptions
  }

  /// Whether nothing speaks against taking the file's rows.
  package var isAccepted: Bool { !findings.contains { $0.severity == .refusal } }
  package var refusals: [BankFinding] { findings.filter { $0.severity == .refusal } }
  package var remarks: [BankFinding] { findings.filter { $0.severity == .remark } }
}

/// One thing that is wrong with a bank file, or worth knowing, and where.
package struct BankFinding: Error, Codable, Hashable, Sendable {
  package enum Severity: String, Codable, Sendable {
    /// The file is refused as a whole.
    case refusal
    /// A person should know; the file is taken.
    case remark
  }

  package enum Code: String, Codable, CaseIterable, Sendable {
    /// Not of a format that is read here.
    case unknownFormat = "unknown-format"
    /// The right format in a version that is not.
    case unknownVersion = "unknown-version"
    /// Not well-formed: truncated, wrongly encoded, or damaged.
    case malformed
    /// A document type declaration, or nesting or text beyond the limits.
    case forbidden
    /// The bytes are XML of the right kind, but nothing is in it.
    case empty
    case missingField = "missing-field"
    case invalidField = "invalid-field"
    case invalidAmount = "invalid-amount"
    case invalidCurrency = "invalid-currency"
    case invalidDate = "invalid-date"
    /// Opening balance and booked entries do not make the closing balance.
    case balanceMismatch = "balance-mismatch"
    /// The balances do not allow a check.
    case balanceUnchecked = "balance-unchecked"
    /// The details of an entry do not add up to it, and are not used.
    case detailsMismatch = "details-mismatch"
    /// A single detail says another amount or direction than its entry; the entry counts.
    case detailConflict = "detail-conflict"
    /// An exchange rate that does not make the amounts beside it of one another; they count.
    case exchangeConflict = "exchange-conflict"
    /// The bank states no status; the entries of a statement are booked.
    case statusAssumed = "status-assumed"
    /// The bank states neither booking nor value date; the entries have the statement's day.
    case datesAssumed = "dates-assumed"
    /// A count or sum that the file states of itself is another than what is in it.
    case controlMismatch = "control-mismatch"
    /// The bytes are not of the expected character set.
    case charsetAssumed = "charset-assumed"
    /// A day that the calendar does not have, as banks that count 30 days a month write.
    case dateAdjusted = "date-adjusted"
    /// The statement's own count of entries is another than the entries'.
    case summaryMismatch = "summary-mismatch"
    /// Several entries bear the same reference of the servicer.
    case repeatedReference = "repeated-reference"
    /// A part of the file that holds no payments of an account, and is not read.
    case leftOut = "left-out"
    /// More findings than are kept.
    case tooMany = "too-many"
  }

  package var severity: Severity
  package var code: Code
  /// Counted from 1; 0 where there is no line to name.
  package var line: Int
  /// The element, such as `Document/BkToCstmrStmt/Stmt/Ntry/Amt`; empty where there is none.
  package var path: String
  /// What was found and what was expected, as a sentence.
  package var text: String

  package init(
    _ severity: Severity,
    _ code: Code,
    line: Int = 0,
    path: String = "",
    text: String
  ) {
    self.severity = severity
    self.code = code
    self.line = line
    self.path = path
    self.text = text
  }
}

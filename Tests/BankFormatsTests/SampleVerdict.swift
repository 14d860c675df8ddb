import BankFormats

/// What becomes of one sample file: a row of the table.
struct SampleVerdict {
  /// Below the folder of all samples.
  var path: String
  var format = "-"
  /// Payments in, and payments taken back; nil where the file gives no rows.
  var payments: Int?
  var returns: Int?
  var refusal: String?

  /// No reader knows the file.
  init(_ folder: String, _ name: String, refused: String) {
    path = "\(folder)/\(name)"
    refusal = refused
  }

  /// `rows` also of a file that is refused only for its sums: they were compared all the same.
  init(_ folder: String, _ name: String, _ report: BankFileReport, rows: [BankRow]? = nil) {
    path = "\(folder)/\(name)"
    format = report.format
    payments = rows?.count { $0.nature == .payment }
    returns = rows?.count { $0.nature == .returnedPayment }
    refusal = report.refusals.first?.text
  }

  /// A row of a Markdown table.
  var line: String {
    let counts = [payments, returns].map { $0.map(String.init) ?? "-" }
    let verdict =
      refusal.map { "refused: \($0)" } ?? SampleConflicts.reasons[path].map { "read; \($0)" }
      ?? "read as expected"
    let text = verdict.replacing("|", with: "/")
    return "| \(path) | \(format) | \(counts.joined(separator: " | ")) | \(text) |"
  }
}

/// How the rows are read that the independent reader marked as a question, and why.
///
/// The entry and its only detail, or the entry and all of its details, say different things there:
/// they are left out of pass or fail.
enum SampleConflicts {
  private static let amount =
    "the entry and its only detail tell other amounts: the entry counts, since it is what moved the"
    + " balance"
  private static let direction =
    "the details bear the other direction than their entry and do not add up to it as they stand:"
    + " the entry is one row, in its own direction"

  static let reasons = [
    "camt/genkgo-camt/camt052.v4.xml": amount + "; so does its direction",
    "camt/genkgo-camt/camt052.v6.xml": amount + "; so does its direction",
    "camt/genkgo-camt/camt052.v6.Amt-zero.xml": amount + "; so does its direction",
    "camt/genkgo-camt/camt053.v3.xml": amount,
    "camt/genkgo-camt/camt053.v4.xml": amount,
    "camt/genkgo-camt/camt053.v8.xml": amount,
    "camt/genkgo-camt/camt054.v4.xml": direction,
    "camt/genkgo-camt/camt054.v8.xml": direction,
    "camt/viafintech-camt_parser/053/valid_example_with_instdamt.xml": amount,
  ]
}

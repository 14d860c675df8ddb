/// Reads CODA, the account statements of Belgian banks (Febelfin, coded statement of account,
/// versions 1 and 2): records of 128 columns.
package enum CODAReader: BankFormatReader {
  package static let name = "coda"

  package static func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let line = FixedLine(first)
    return line.raw(1...5) == "00000" && line.raw(15...16) == "05"
      && FieldValue.isDigits(line.raw(6...14))
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<CODAScanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<CODAScanner>>(source, after: cursor)
  }
}

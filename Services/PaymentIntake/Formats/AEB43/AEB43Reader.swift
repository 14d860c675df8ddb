/// Reads AEB43, the account statements of Spanish banks (AEB, Cuaderno 43, *norma 43*, edition of
/// 2012): records of 80 columns, of which banks leave out the spaces at the end.
package enum AEB43Reader: BankFormatReader {
  package static let name = "aeb43"

  package static func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let line = FixedLine(first)
    return line.raw(1...2) == "11" && (51...80).contains(line.length)
      && FieldValue.isDigits(line.raw(3...51))
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<AEB43Scanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<AEB43Scanner>>(source, after: cursor)
  }
}

/// Reads BgMax, the payments that Swedish Bankgirot collects for a payee (Bankgiro Inbetalningar,
/// layout BGMAX, version 01): records of 80 columns, of which some leave out the spaces at the end.
package enum BgMaxReader: BankFormatReader {
  package static let name = "bgmax"

  package static func recognises(_ head: [UInt8]) -> Bool {
    LineReader.firstLine(of: head)?.text.hasPrefix("01BGMAX ") == true
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<BgMaxScanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<BgMaxScanner>>(source, after: cursor)
  }
}

/// Reads BAI2 balance reports, which banks in North America send (Cash Management Balance Reporting
/// Specifications, version 2).
package enum BAI2Reader: BankFormatReader {
  package static let name = "bai2"

  package static func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let fields = first.text.split(separator: ",", omittingEmptySubsequences: false)
    return fields.first == "01" && (5...9).contains(fields.count)
  }

  package static func check(_ source: @escaping ByteSource) throws -> BankFileReport {
    try StatementCheck.report(source, Lines<BAI2Scanner>.self, format: name)
  }

  package static func rows(
    _ source: @escaping ByteSource,
    report: BankFileReport,
    after cursor: BankCursor?
  ) throws -> any BankRowReader {
    StatementRows<Lines<BAI2Scanner>>(source, after: cursor)
  }
}

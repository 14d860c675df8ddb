import TextLines

/// Reads the BAI lockbox format, in which banks in the United States tell the checks that payers
/// sent to a post-office box (Bank Administration Institute, lockbox communications standards):
/// records of 80 columns, or as many as the service record says.
///
/// What stands behind a check's own columns, and in overflow records, each bank and payee agree on:
/// it is kept as the payer's words.
package struct LockboxReader: LineFormatReader {
  package static let name = "bai-lockbox"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    let lines = LineReader.firstLines(of: head, count: 2).map { FixedLine($0) }
    guard let first = lines.first, first.raw(1...1) == "1", FieldValue.isDigits(first.raw(2...3)),
      first.raw(24...29).utf8.count == 6, FieldValue.isDigits(first.raw(24...29))
    else { return false }
    return lines.count < 2 || lines[1].raw(1...1) == "2" && lines[1].raw(32...34) == "400"
  }

  func record(_ sink: any StatementSink) -> LockboxScanner { LockboxScanner(sink: sink) }
}

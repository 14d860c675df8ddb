import TextLines

/// Reads CODA, the account statements of Belgian banks (Febelfin, coded statement of account,
/// versions 1 and 2): records of 128 columns.
package struct CODAReader: LineFormatReader {
  package static let name = "coda"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let line = FixedLine(first)
    return line.raw(1...5) == "00000" && line.raw(15...16) == "05"
      && FieldValue.isDigits(line.raw(6...14))
  }

  func record(_ sink: any StatementSink) -> CODAScanner { CODAScanner(sink: sink) }
}

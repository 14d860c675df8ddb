import TextLines

/// Reads KTL, the incoming reference payments of Finnish banks (Finance Finland, *Incoming
/// reference payments*, version 2.1): records of 90 columns.
package struct KTLReader: LineFormatReader {
  package static let name = "ktl"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    let lines = LineReader.firstLines(of: head, count: 2).map { FixedLine($0) }
    guard let first = lines.first, first.raw(1...1) == "0", (23...90).contains(first.length),
      FieldValue.shortDate(first.raw(2...7)) != nil, FieldValue.isDigits(first.raw(8...11)),
      first.raw(23...23) == "1"
    else { return false }
    return lines.count < 2 || KTLScanner.records.contains(lines[1].raw(1...1))
  }

  func record(_ sink: any StatementSink) -> KTLScanner { KTLScanner(sink: sink) }
}

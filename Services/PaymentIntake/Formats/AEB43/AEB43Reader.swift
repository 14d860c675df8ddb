import TextLines

/// Reads AEB43, the account statements of Spanish banks (AEB, Cuaderno 43, *norma 43*, edition of
/// 2012): records of 80 columns, of which banks leave out the spaces at the end.
package struct AEB43Reader: LineFormatReader {
  package static let name = "aeb43"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    let line = FixedLine(first)
    return line.raw(1...2) == "11" && (51...80).contains(line.length)
      && FieldValue.isDigits(line.raw(3...51))
  }

  func record(_ sink: any StatementSink) -> AEB43Scanner { AEB43Scanner(sink: sink) }
}

import TextLines

/// Reads ESR (*Einzahlungsschein mit Referenznummer*, file V11), the payments that Swiss banks and
/// PostFinance collected by reference number (PostFinance, record descriptions, types 3 and 4):
/// records of 100 or 200 columns, closed by a total.
package struct ESRReader: LineFormatReader {
  package static let name = "esr"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    guard let first = LineReader.firstLine(of: head) else { return false }
    return ESRLayout(FixedLine(first)) != nil
  }

  func record(_ sink: any StatementSink) -> ESRScanner { ESRScanner(sink: sink) }
}

import TextLines

/// Reads BgMax, the payments that Swedish Bankgirot collects for a payee (Bankgiro Inbetalningar,
/// layout BGMAX, version 01): records of 80 columns, of which some leave out the spaces at the end.
package struct BgMaxReader: LineFormatReader {
  package static let name = "bgmax"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    LineReader.firstLine(of: head)?.text.hasPrefix("01BGMAX ") == true
  }

  func record(_ sink: any StatementSink) -> BgMaxScanner { BgMaxScanner(sink: sink) }
}
